package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Dates.Kind;
import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.Scheme;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The programme, word for word and in order, and the schemes it describes. A list item is a scheme when it has a name before a
 * colon and figures behind it or below it; everything stays in the programme as well, so that nothing depends on this.
 */
final class ProgrammeSection {

    private static final Pattern PHASE = Pattern.compile(
            "^((?:phase|etape) (?:\\d{1,2}|[ivx]{1,4}|une?|deux|trois|quatre)\\b[^:]{0,160}?) ?: ?(.*)$");
    private static final Pattern NO_SCHEME = Pattern.compile(
            "^(?:quelques|une?|des|autres?|d'autres|sur|en|mises?|pour|dans|avec|parmi|plusieurs|notamment|exemples?|par exemple|ces|cet|cette|ce|il|elle|on|nous|ainsi|depuis|afin)\\b");
    /** A part of the programme, not something a member would call a scheme. */
    private static final Pattern DIVISION = Pattern.compile(
            "^(?:axe|objectif|orientation|volet|priorite|phase|etape|enjeu|chantier|partie|ambition)s?\\b");

    private static final Pattern THESE =
            Pattern.compile("^ces (deux|trois|quatre|cinq) |^(?:ce|cet|cette|ces|il|elle|ils|elles) ");
    private static final Pattern CONFIDED =
            Pattern.compile("\\bconfiee?s? (?:a|au) (?:l'association |l'|la |le |les )?(\\p{L}[^,;.()]{1,60})");
    private static final Pattern BEGAN = Pattern.compile("\\b(?:a|ont) (?:debute|demarre|commence) (?:en |le |au )?$");
    private static final Pattern OF_SCHEME = Pattern.compile(
            "\\b(?:collectif|dispositif|programme|demarche|reseau) (?:du |de la |le |la )?(\\p{L}[^,;.()]{1,80})");
    private static final Pattern ENDOWMENT =
            Pattern.compile("\\bdotations?\\b|\\bapports?\\b|\\babondements?\\b|\\binvesti");
    private static final Pattern RAISED = Pattern.compile("\\b(?:lever|leve|levee?s?|mobiliser?|generer?)\\b");

    private record Entry(Passage passage, int depth) {}

    private final FicheReading fiche;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Mention> mentions = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private boolean awaitsPhaseText;

    ProgrammeSection(FicheReading fiche) {
        this.fiche = fiche;
    }

    /** @param depth of the list item; 0 for a paragraph */
    void read(Passage passage, int depth) {
        var all = passage.all();
        entries.add(new Entry(passage, depth));
        if (depth > 0) {
            add(new Block.Item(depth, all.verbatim()), all);
            sign(all);
            return;
        }
        var phase = all.matcher(PHASE);
        if (phase.matches()) {
            phase(all, all.group(phase, 1), all.group(phase, 2).trim(":"));
        } else if (awaitsPhaseText
                && blocks.getLast() instanceof Block.Phase(String title, String subtitle, String text)) {
            awaitsPhaseText = false;
            mentions.addAll(all.mentions("/" + (blocks.size() - 1) + "/text", Method.STATED));
            blocks.set(blocks.size() - 1, new Block.Phase(title, subtitle, all.verbatim()));
        } else {
            add(new Block.Paragraph(all.verbatim()), all);
        }
    }

    private void add(Block block, Span span) {
        mentions.addAll(span.mentions("/" + blocks.size(), Method.STATED));
        blocks.add(block);
        awaitsPhaseText = false;
    }

    /** How deep an item is stands before its text: the blanks and the sign of the list. */
    private void sign(Span item) {
        var text = item.mentions("", Method.STATED).getFirst();
        if (text.from() > 0) {
            mentions.add(
                    new Mention("/" + (blocks.size() - 1) + "/depth", text.line(), 0, text.from(), Method.NORMALISED));
        }
    }

    private void phase(Span all, Span title, Span rest) {
        var path = "/" + blocks.size();
        mentions.addAll(all.mentions(path, Method.STATED));
        mentions.addAll(title.trim("").mentions(path + "/title", Method.STATED));
        boolean sentence = rest.length() > 150 || rest.folded().endsWith(".");
        if (!rest.isEmpty()) {
            mentions.addAll(rest.mentions(path + (sentence ? "/text" : "/subtitle"), Method.STATED));
        }
        var words = rest.isEmpty() ? null : rest.verbatim();
        blocks.add(new Block.Phase(title.trim("").verbatim(), sentence ? null : words, sentence ? words : null));
        awaitsPhaseText = !sentence;
        if (all.isEmpty()) {
            throw new IllegalStateException("a phase has a title");
        }
    }

    @Nullable Said<List<Block>> programme() {
        return blocks.isEmpty() ? null : new Said<>(List.copyOf(blocks), mentions);
    }

    // ---- schemes

    private static final class Top {
        final SchemeGrammar scheme;
        final List<SchemeGrammar> parts = new ArrayList<>();
        final List<Integer> depths = new ArrayList<>();

        Top(SchemeGrammar scheme) {
            this.scheme = scheme;
        }
    }

    List<Said<Scheme>> schemes() {
        var found = new ArrayList<SchemeGrammar>();
        Top top = null;
        for (var entry : entries) {
            if (entry.depth() == 0) {
                if (top != null && entry.passage().all().has(THESE)) {
                    addToLast(entry.passage(), top);
                } else {
                    keep(top, found);
                    top = null;
                    confided(entry.passage(), found);
                }
            } else if (entry.depth() == 1) {
                keep(top, found);
                top = top(entry.passage());
            } else if (top != null) {
                detail(entry, top);
            }
        }
        keep(top, found);
        found.forEach(this::aliases);
        found.forEach(this::leverage);
        found.forEach(this::inferredDates);
        return found.stream().map(SchemeGrammar::scheme).toList();
    }

    private static void keep(@Nullable Top top, List<SchemeGrammar> found) {
        if (top != null && (top.scheme.hasFigures() || !top.parts.isEmpty())) {
            found.add(top.scheme);
            found.addAll(top.parts);
        }
    }

    private static @Nullable Top top(Passage passage) {
        var all = passage.all();
        int colon = all.folded().indexOf(':');
        var name = name(all, List.of(":", " (", ". ", " - "), 160);
        if (colon < 0 || name == null || name.has(DIVISION)) {
            return null;
        }
        var scheme = new SchemeGrammar(name, null);
        scheme.says(passage);
        scheme.figures(all.sub(name.to(), all.to()));
        return new Top(scheme);
    }

    private static void detail(Entry entry, Top top) {
        var all = entry.passage().all();
        while (!top.depths.isEmpty()
                && top.depths.getLast() >= entry.depth()
                && top.parts.size() > top.depths.size() - 1) {
            top.depths.removeLast();
        }
        var name = name(all, List.of(":", " (", " - "), 70);
        if (name != null && !name.has(NO_SCHEME) && name.folded().indexOf(' ') > 0) {
            var part = new SchemeGrammar(name, top.scheme);
            part.figures(all.sub(name.to(), all.to()));
            if (part.hasFigures()) {
                part.says(entry.passage());
                top.parts.add(part);
                top.depths.add(entry.depth());
                return;
            }
        }
        var owner = top.depths.isEmpty() ? top.scheme : top.parts.getLast();
        owner.says(entry.passage());
        owner.figures(all);
    }

    /** A paragraph in mid-list: « ces deux outils » are the two before it. */
    private static void addToLast(Passage passage, Top top) {
        var these = passage.all().matcher(THESE);
        int many = 1;
        if (these.find() && these.group(1) != null) {
            many = List.of("", "", "deux", "trois", "quatre", "cinq").indexOf(these.group(1));
        }
        var all = new ArrayList<SchemeGrammar>();
        all.add(top.scheme);
        all.addAll(top.parts);
        for (int i = Math.max(0, all.size() - many); i < all.size(); i++) {
            all.get(i).says(passage);
        }
    }

    private static @Nullable Span name(Span all, List<String> ends, int longest) {
        var text = all.folded();
        int end = text.length();
        for (var mark : ends) {
            int found = text.indexOf(mark);
            end = found >= 0 ? Math.min(end, found) : end;
        }
        var name = all.sub(all.from(), all.from() + end).trim(":,");
        boolean digit = !name.isEmpty() && Character.isDigit(name.folded().charAt(0));
        return (end == text.length() && !text.endsWith(":"))
                        || name.isEmpty()
                        || name.length() > longest
                        || digit
                        || !name.startsUpper()
                ? null
                : name;
    }

    /** « Au sein du collectif X, l'accompagnement … a été confié à l'association Y dont l'intervention a débuté en … ». */
    private static void confided(Passage passage, List<SchemeGrammar> found) {
        var all = passage.all();
        var of = all.matcher(OF_SCHEME);
        var to = all.matcher(CONFIDED);
        if (!of.find() || !to.find()) {
            return;
        }
        var name = SchemeGrammar.proper(all.group(of, 1));
        var partner = SchemeGrammar.proper(all.group(to, 1));
        if (name == null || partner == null) {
            return;
        }
        var scheme = new SchemeGrammar(name, null);
        scheme.says(passage);
        scheme.partner(partner);
        for (var date : Dates.in(all)) {
            if (all.sub(
                                    Math.max(all.from(), date.span().from() - 30),
                                    date.span().from())
                            .has(BEGAN)
                    && date.kind() != Kind.UNTIL) {
                scheme.since(date);
            }
        }
        found.add(scheme);
    }

    /** « Le Générateur Bourgogne-Franche-Comté » is « Générateur BFC » further on: its first word and the initials of the others. */
    private void aliases(SchemeGrammar scheme) {
        var words = new ArrayList<String>();
        var word = Pattern.compile("\\p{L}+").matcher(PageLine.fold(scheme.name));
        while (word.find()) {
            if (word.group().length() > 2
                    && !List.of("les", "des", "aux", "sur", "pour").contains(word.group())) {
                words.add(word.group());
            }
        }
        if (words.size() < 3) {
            return;
        }
        var initials = new StringBuilder();
        words.subList(1, words.size()).forEach(w -> initials.append(w.charAt(0)));
        var pattern = Pattern.compile(
                "\\b" + Pattern.quote(words.getFirst()) + " " + Pattern.quote(initials.toString()) + "\\b");
        for (var entry : entries) {
            var m = entry.passage().all().matcher(pattern);
            if (m.find()) {
                scheme.alias(entry.passage().all().group(m, 0));
                fiche.ask(
                        new ParsedSource.About.SchemeAlias(
                                scheme.name, entry.passage().all().group(m, 0).tidy()),
                        entry.passage().line(),
                        "inferred-scheme-alias",
                        entry.passage().all().group(m, 0).tidy(),
                        scheme.name);
                return;
            }
        }
    }

    /** The leverage claimed against the one that follows from the money put in and the money raised. */
    private void leverage(SchemeGrammar scheme) {
        Quantity claimed = null;
        int line = 0;
        BigDecimal in = null;
        BigDecimal out = null;
        for (var figure : scheme.figures()) {
            var quantity = figure.indicator().quantity();
            var amount = figure.indicator().amount();
            if (quantity != null
                    && quantity.unit() == null
                    && PageLine.fold(figure.indicator().label()).startsWith("effet")) {
                claimed = quantity;
                line = figure.span().line();
            } else if (amount != null && amount.min() != null) {
                var before = figure.span()
                        .sub(
                                Math.max(0, figure.span().from() - 30),
                                figure.span().from());
                if (in == null
                        && Pattern.compile(ENDOWMENT.pattern())
                                .matcher(PageLine.fold(figure.indicator().label()))
                                .find()) {
                    in = amount.min();
                } else if (out == null && before.has(RAISED)) {
                    out = amount.min();
                }
            }
        }
        if (claimed == null || claimed.min() == null || in == null || out == null || in.signum() == 0) {
            return;
        }
        var computed = out.divide(in, 4, RoundingMode.HALF_UP);
        int scale = Math.max(0, claimed.min().scale());
        boolean atLeast = claimed.precision() == Precision.MORE_THAN || claimed.precision() == Precision.AT_LEAST;
        boolean agrees = atLeast
                ? computed.compareTo(claimed.min()) >= 0
                : computed.setScale(scale, RoundingMode.HALF_UP).compareTo(claimed.min()) == 0;
        if (!agrees) {
            fiche.ask(
                    line,
                    "leverage-does-not-agree",
                    String.valueOf(claimed.text()),
                    String.format(Locale.FRENCH, "%.2f", computed));
        }
    }

    private void inferredDates(SchemeGrammar scheme) {
        for (var figure : scheme.figures()) {
            var timed = figure.timed();
            if (timed != null && timed.when().inferred()) {
                fiche.ask(
                        timed.span().line(),
                        "inferred-date",
                        timed.span().tidy(),
                        String.valueOf(timed.when().to()));
            }
        }
    }
}
