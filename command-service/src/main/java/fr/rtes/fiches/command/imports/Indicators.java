package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Dates.Dated;
import fr.rtes.fiches.command.imports.Figures.Count;
import fr.rtes.fiches.command.imports.Figures.Money;
import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.When;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Figures that a text describes something by: « 16 projets soutenus (7 en B et 9 en FC) », « pour un montant moyen de 10 721 € ».
 * Characters that belong to something else (dates, terms, grants) are marked as taken by whoever reads those first.
 */
final class Indicators {

    /**
     * One indicator and the characters it was read from.
     *
     * @param parts where its parts stand
     */
    record Found(
            Span span,
            Indicator indicator,
            Method method,
            @Nullable Timed timed,
            List<Part> parts) {
        List<Mention> mentions(String path) {
            var mentions = new ArrayList<>(span.mentions(path, method));
            for (var part : parts) {
                mentions.addAll(part.span().mentions(path + part.path(), part.method()));
            }
            if (timed != null) {
                mentions.addAll(timed.span()
                        .mentions(path + "/when", timed.when().inferred() ? Method.INFERRED : Method.NORMALISED));
            }
            return mentions;
        }
    }

    /** @param path within the indicator: {@code /label} */
    record Part(String path, Span span, Method method) {}

    /** A time and the characters that say it. */
    record Timed(When when, Span span) {}

    private static final Pattern COUNTED = Pattern.compile(
            "^ ?(?:d(?:e |')(?=\\p{L}))?((?!(?:mois|ans?|annees?|jours?|heures?|h|minutes?|semaines?|fois|km|kilometres?|eme|ere?|e|euros?|millions?|milliards?|et|ou|a|en|au|par|pour|sur|dans|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|premiere?s?|derniere?s?|autres)\\b)\\p{L}{2,}(?:(?! (?:(?:dans|depuis|pour|par|sur|avec|qui|que|dont|se|ont|a|ete|est|sont|sera|seront|afin|via|lors|grace|ainsi|ou|puis)\\b|s'|qu'|-|en (?:19|20)\\d\\d|et (?:une?|la|le|les|a|ont|est|sont|\\d)\\b|et (?:l'|\\d)))[^,;:.()\\[\\]/+«»…–=]){0,140})");
    private static final Pattern PERCENT = Pattern.compile("^ ?%(?: (?:d(?:e |es |u |'))?)?");
    private static final Pattern NO_COUNT_BEFORE = Pattern.compile(
            "(?:\\b(?:articles?|art\\.?|bp|cs|n°|no|numeros?|phases?|axes?|etapes?|agenda|loi|pages?|lots?|chapitres?|volets?|objectifs?|niveau|ces|les|des|nos|leurs|ses|mes|aux|cedex|en|quai|rue|avenue) ?|n°|\\d, ?|\\d et )$");
    private static final Pattern SHARES = Pattern.compile(
            "^ ?\\( ?((?:dont )?(\\d{1,9}) (?:en|a la|a l'|au|aux|a|dans|pour|sur)? ?([^,;()\\d]{1,40}?)((?:,| et|, et| ;| /) ?\\d{1,9} (?:en|a la|a l'|au|aux|a|dans|pour|sur)? ?[^,;()\\d]{1,40}?){1,6}) ?\\)");
    private static final Pattern SHARE = Pattern.compile(
            "(\\d{1,9}) (?:(?:en|a la|a l'|au|aux|a|dans|pour|sur) )?([^,;()\\d]{1,40}?)(?=,| et \\d| ;| /| ?\\)|$)");
    private static final Pattern EQUIVALENTS =
            Pattern.compile("\\(? ?= ?(" + Figures.NUMBER + ") ?(etp|equivalents? temps plein)s?(?: et ("
                    + Figures.NUMBER + ") ?(?:etp|equivalents? temps plein)s?)?");
    private static final Pattern MORE_EQUIVALENTS =
            Pattern.compile("(?<![\\d.,])(" + Figures.NUMBER + ") ?(etp|equivalents? temps plein)s?\\b");
    private static final Pattern LEVERAGE = Pattern.compile(
            "effet(?: de)? levier(?: estime| evalue)? (?:a |de |d')?(?:(plus de |superieur a )|(environ |pres de ))?("
                    + Figures.NUMBER + ")");
    private static final Pattern RATIO = Pattern.compile("\\bpour (?:1|un|chaque) ?(?:€|euros?\\b)");
    private static final Pattern SUM = Pattern.compile(
            "((?:montant|enveloppe|budget|cout|aide|subvention|dotation|somme)s?(?: (?:moyen|total|global|maximum|minimum|annuel|cumule|attribue|accorde|engage)(?:ne|e|s)?)?)(?: (?:de|d'|:|est de|s'eleve a))? ?$");
    private static final Pattern SUBJECT = Pattern.compile(
            "([^.;:()]{3,120}?) (?:s'elevent?|se montent?|est|sont|represente(?:nt)?|atteint|atteignent|etait|etaient)(?: (?:a|de|d'))? ?$");
    private static final Pattern SUBJECT_ARTICLE = Pattern.compile("^(?:les?|la|l'|des|un|une|ces|ce|cette) ?");
    private static final Pattern OF_WHAT = Pattern.compile(
            "^ (?:de |d'|en )(\\p{L}[^,;:.()\\[\\]/+«»…=€]{1,80}?)(?= (?:pour|par|qui|que|dont|en|dans|a|ont)\\b|[,;:.()\\[\\]/+«»…=€]|$)");
    private static final Pattern SINCE_START = Pattern.compile(
            "^ ?,? ?\\(?(depuis (?:le demarrage|la creation|le lancement|l'origine|le debut|sa creation|son lancement|l'ouverture)[^,;:.()]{0,60})");

    private Indicators() {}

    static List<Found> in(Span text, BitSet taken, List<Dated> dates) {
        var found = new ArrayList<Found>();
        var monies = Figures.money(text);
        monies.forEach(m -> taken.set(m.span().from(), m.span().to()));
        leverage(text, taken, found);
        equivalents(text, taken, found);
        for (var date : dates) {
            taken.set(date.span().from(), date.span().to());
        }
        counts(text, taken, dates, found);
        labelEquivalents(found);
        monies(text, monies, taken, dates, found);
        found.sort((a, b) -> Integer.compare(a.span().from(), b.span().from()));
        return found;
    }

    private static void leverage(Span text, BitSet taken, List<Found> found) {
        var m = text.matcher(LEVERAGE);
        while (m.find()) {
            var value = Figures.decimal(m.group(3), false);
            var precision =
                    m.group(1) != null ? Precision.MORE_THAN : m.group(2) != null ? Precision.ABOUT : Precision.EXACT;
            int from = m.group(1) != null ? m.start(1) : m.group(2) != null ? m.start(2) : m.start(3);
            var span = text.sub(from, m.end());
            var label = text.sub(m.start(), m.start() + m.group().indexOf("levier") + "levier".length());
            taken.set(m.start(), m.end());
            found.add(new Found(
                    text.group(m, 0),
                    new Indicator(
                            label.verbatim(),
                            new Quantity(
                                    precision,
                                    value,
                                    precision == Precision.MORE_THAN ? null : value,
                                    null,
                                    span.verbatim()),
                            null,
                            null,
                            List.of()),
                    Method.NORMALISED,
                    null,
                    List.of(new Part("/label", label, Method.STATED), new Part("/quantity", span, Method.NORMALISED))));
        }
    }

    private static void equivalents(Span text, BitSet taken, List<Found> found) {
        if (!text.has(MORE_EQUIVALENTS)) {
            return;
        }
        var m = text.matcher(MORE_EQUIVALENTS);
        while (m.find()) {
            if (Figures.isFree(taken, m.start(), m.end())) {
                taken.set(m.start(), m.end());
                var value = Figures.decimal(m.group(1), false);
                var unit = text.group(m, 2).verbatim();
                found.add(new Found(
                        text.group(m, 0),
                        new Indicator(
                                unit,
                                new Quantity(
                                        Precision.EXACT,
                                        value,
                                        value,
                                        unit,
                                        text.group(m, 0).verbatim()),
                                null,
                                null,
                                List.of()),
                        Method.NORMALISED,
                        null,
                        List.of(
                                new Part("/label", text.group(m, 2), Method.STATED),
                                new Part("/quantity/unit", text.group(m, 2), Method.STATED))));
            }
        }
        var bracket = text.matcher(EQUIVALENTS);
        while (bracket.find()) {
            taken.set(bracket.start(), bracket.end());
        }
    }

    /** « 55 salariés et 559 bénévoles (=41,40 ETP et 76,85 ETP) »: as many as there are counts just before, in their order. */
    private static void labelEquivalents(List<Found> found) {
        found.sort((a, b) -> Integer.compare(a.span().from(), b.span().from()));
        int first = -1;
        for (int i = 0; i < found.size(); i++) {
            if (isEquivalent(found.get(i))) {
                first = first < 0 ? i : first;
            }
        }
        if (first < 0) {
            return;
        }
        int many = found.size() - first;
        if (first < many
                || !found.get(first)
                        .span()
                        .in()
                        .folded()
                        .substring(0, found.get(first).span().from())
                        .stripTrailing()
                        .endsWith("=")) {
            return;
        }
        for (int i = first; i < found.size() && isEquivalent(found.get(i)); i++) {
            var counted = found.get(i - many);
            var of = counted.indicator();
            var old = found.get(i);
            var parts = new ArrayList<>(old.parts());
            parts.removeIf(part -> part.path().equals("/label"));
            counted.parts().stream()
                    .filter(part -> part.path().equals("/label"))
                    .forEach(part -> parts.add(new Part("/label", part.span(), Method.INFERRED)));
            found.set(
                    i,
                    new Found(
                            old.span(),
                            new Indicator(of.label(), old.indicator().quantity(), null, of.when(), List.of()),
                            Method.INFERRED,
                            counted.timed(),
                            parts));
        }
    }

    private static boolean isEquivalent(Found found) {
        var quantity = found.indicator().quantity();
        return quantity != null
                && quantity.unit() != null
                && PageLine.fold(quantity.unit()).matches("etp|equivalents? temps plein");
    }

    private static void counts(Span text, BitSet taken, List<Dated> dates, List<Found> found) {
        var folded = text.in().folded();
        for (var count : Figures.counts(text, taken)) {
            var span = count.span();
            var before = text.sub(Math.max(text.from(), span.from() - 24), span.from());
            if (before.has(NO_COUNT_BEFORE)
                    || followsName(text, span.from())
                    || !Figures.isFree(taken, span.from(), span.to())) {
                continue;
            }
            var after = text.sub(span.to(), text.to());
            Span unit;
            Span label;
            var percent = after.matcher(PERCENT);
            if (percent.find()) {
                label = phrase(after.sub(percent.end(), text.to()));
                if (label == null) {
                    continue;
                }
                unit = after.sub(
                                percent.start(),
                                percent.start() + percent.group().indexOf('%') + 1)
                        .trim("");
            } else {
                label = phrase(after);
                if (label == null) {
                    continue;
                }
                int space = folded.indexOf(' ', label.from());
                unit = label.sub(label.from(), space < 0 || space > label.to() ? label.to() : space);
            }
            int end = label.to();
            var method = count.precision() == Precision.EXACT && isPlain(count) ? Method.STATED : Method.NORMALISED;
            var parts = new ArrayList<>(List.of(
                    new Part("/quantity", span, method),
                    new Part("/quantity/unit", unit, Method.STATED),
                    new Part("/label", label, Method.STATED)));
            var shares = shares(text.sub(end, text.to()), taken, parts);
            var when = when(text, span, end, dates);
            taken.set(span.from(), end);
            found.add(new Found(
                    text.sub(span.from(), end),
                    new Indicator(
                            label.verbatim(),
                            new Quantity(count.precision(), count.min(), count.max(), unit.verbatim(), span.verbatim()),
                            null,
                            when == null ? null : when.when(),
                            shares),
                    method,
                    when,
                    parts));
        }
    }

    private static boolean isPlain(Count count) {
        return count.span().folded().chars().allMatch(Character::isDigit);
    }

    /** « Active 71 », « Agenda 21 »: the number is part of a name. */
    private static boolean followsName(Span text, int from) {
        var folded = text.in().folded();
        int end = from - 1;
        if (end <= text.from() || folded.charAt(end) != ' ') {
            return false;
        }
        int start = end;
        while (start > text.from() && Character.isLetter(folded.charAt(start - 1))) {
            start--;
        }
        return start < end && start > text.from() && end - start > 2 && text.upperAt(start);
    }

    private static @Nullable Span phrase(Span after) {
        var m = after.matcher(COUNTED);
        if (!m.find()) {
            return null;
        }
        var label = after.group(m, 1).trim("-'");
        return label.isEmpty() ? null : label;
    }

    private static List<Indicator.Share> shares(Span after, BitSet taken, List<Part> parts) {
        var m = after.matcher(SHARES);
        if (!m.find()) {
            return List.of();
        }
        var shares = new ArrayList<Indicator.Share>();
        var inner = after.group(m, 1);
        var one = inner.matcher(SHARE);
        while (one.find()) {
            var label = after.group(one, 2).trim("");
            var path = "/shares/" + shares.size();
            parts.add(new Part(path + "/label", label, Method.STATED));
            parts.add(new Part(path + "/value", after.group(one, 1), Method.STATED));
            shares.add(new Indicator.Share(label.verbatim(), new BigDecimal(one.group(1))));
        }
        taken.set(m.start(), m.end());
        return shares;
    }

    /** The date right behind it, or the one the whole text begins with (« En 2018 : 6 accompagnements »). */
    private static @Nullable Timed when(Span text, Span number, int end, List<Dated> dates) {
        var start = text.sub(end, text.to()).matcher(SINCE_START);
        if (start.find()) {
            var words = text.group(start, 1).trim("");
            return new Timed(new When(null, null, false, words.verbatim()), words);
        }
        for (var date : dates) {
            int gap = date.span().from() - end;
            if (gap >= 0
                    && gap <= 6
                    && text.sub(end, date.span().from()).trim("(,").folded().matches("|en|au|le|fin")) {
                return new Timed(date.in(null), date.span());
            }
        }
        if (!dates.isEmpty()) {
            var first = dates.getFirst();
            boolean heads = text.sub(text.from(), first.span().from()).trim("").isEmpty();
            if (heads && first.span().to() <= number.from()) {
                return new Timed(first.in(null), first.span());
            }
        }
        return null;
    }

    private static void monies(Span text, List<Money> monies, BitSet taken, List<Dated> dates, List<Found> found) {
        int ratioFrom = Integer.MAX_VALUE;
        int ratioTo = -1;
        var ratio = text.matcher(RATIO);
        if (ratio.find()) {
            // « pour 1 € investi … 2,98 € »: a rate, not money that anybody gave
            ratioFrom = ratio.start();
            ratioTo = ratio.end();
            var folded = text.in().folded();
            while (ratioTo < text.to() && ").;".indexOf(folded.charAt(ratioTo)) < 0) {
                ratioTo++;
            }
        }
        int previous = text.from();
        for (var money : monies) {
            var span = money.span();
            boolean rate = span.from() >= ratioFrom && span.to() <= ratioTo;
            if (!rate && !Ignored.in(taken, span)) {
                var label = moneyLabel(text, previous, span);
                var when = when(text, span, span.to(), dates);
                if (when == null) {
                    when = whenOfCountBefore(text, span, found);
                }
                found.add(new Found(
                        span,
                        new Indicator(
                                label == null ? "montant" : label.verbatim(),
                                null,
                                money.amount(),
                                when == null ? null : when.when(),
                                List.of()),
                        Method.NORMALISED,
                        when,
                        List.of(
                                label == null
                                        ? new Part("/label", span, Method.INFERRED)
                                        : new Part("/label", label, Method.STATED))));
            }
            previous = span.to();
        }
    }

    /** Money that is a grant or a ticket was claimed before: see {@link #claim}. */
    private static final class Ignored {
        static boolean in(BitSet taken, Span span) {
            return taken.get(CLAIMED + span.from());
        }
    }

    /** Passages are at most 20 000 characters long, so claims of money can be kept behind them in the same set. */
    private static final int CLAIMED = 1 << 20;

    /** This money is told of elsewhere. */
    static void claim(BitSet taken, Span money) {
        taken.set(CLAIMED + money.from());
    }

    private static @Nullable Timed whenOfCountBefore(Span text, Span money, List<Found> found) {
        for (int i = found.size() - 1; i >= 0; i--) {
            var before = found.get(i);
            if (before.indicator().quantity() == null || before.span().to() > money.from()) {
                continue;
            }
            var between = text.sub(before.span().to(), money.from()).folded();
            return between.indexOf('.') < 0 && between.indexOf(':') < 0 && between.contains("montant")
                    ? before.timed()
                    : null;
        }
        return null;
    }

    /** The words that say what the money is; null: there are none. */
    private static @Nullable Span moneyLabel(Span text, int previous, Span money) {
        var folded = text.in().folded();
        int from = money.from();
        while (from > previous && ".;:(".indexOf(folded.charAt(from - 1)) < 0) {
            from--;
        }
        var before = text.sub(from, money.from()).trim(",");
        var sum = before.matcher(SUM);
        if (sum.find()) {
            return before.group(sum, 1);
        }
        var subject = before.matcher(SUBJECT);
        if (subject.find()) {
            var words = before.group(subject, 1).trim(",");
            var article = words.matcher(SUBJECT_ARTICLE);
            return article.find() ? words.sub(article.end(), words.to()) : words;
        }
        var of = text.sub(money.to(), text.to()).matcher(OF_WHAT);
        if (of.find()) {
            return text.group(of, 1).trim("");
        }
        var words = before.trim(",-)(");
        return words.isEmpty() ? null : words;
    }
}
