package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Dates.Dated;
import fr.rtes.fiches.command.imports.Figures.Money;
import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.Scheme.Grant;
import fr.rtes.fiches.events.Scheme.Term;
import fr.rtes.fiches.events.When;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One scheme (dispositif) as far as it has been read: its name, then line by line what is said of it. */
final class SchemeGrammar {

    private static final String PROPER =
            "(?:\\p{L}[\\p{L}'-]+(?: (?:\\d{1,3}\\b|(?:d'|de |du |des |la |le |sur |en )*\\p{L}[\\p{L}'-]+)){0,5})";
    private static final String TIME = "(mois|ans?|annees?)";

    private static final Pattern RUNS =
            Pattern.compile("\\bdroit de reprise\\b|\\bduree\\b|\\bprorogeable|\\brenouvelable");
    private static final Pattern REPAYABLE = Pattern.compile("\\b(?:avec )?droit de reprise\\b|\\bremboursables?\\b");
    private static final Pattern TERM_RANGE = Pattern.compile(
            "\\b(?:sur une |avec une |une |la )?duree (?:comprise |allant |variable )?(?:entre|de) (\\d{1,3})(?: ?"
                    + TIME + ")? (?:et|a) (\\d{1,3}) " + TIME + "\\b");
    private static final Pattern TERM = Pattern.compile(
            "\\b(?:sur une |avec une |une |la )?duree[^:;.()\\d]{0,60}? (?:de |d'|: ?)?(\\d{1,3}) " + TIME + "\\b");
    private static final Pattern EXTENSIBLE = Pattern.compile(
            "\\b(?:prorogeables?|renouvelables?|extensibles?|prolongeables?)\\b[^:;.()\\d]{0,30}? (\\d{1,3}) " + TIME
                    + "\\b");
    private static final Pattern BRACKET = Pattern.compile("\\(([^()]{1,300})\\)");
    private static final Pattern FILES_OF =
            Pattern.compile("\\b(?:dossiers?|projets?|demandes?) (?:des |de la |de l'|du |de |d')(" + PROPER + ")");
    private static final Pattern IN_PLACE = Pattern.compile("\\ben (" + PROPER + ") \\((" + PROPER + ")\\)");
    private static final Pattern JOBS = Pattern.compile(
            "(?<![\\d.,])(\\d{1,4}) emplois? (?:dans|pour|chez|au sein d(?:e |u |'))? ?(?:le |la |l'|les |un |une |des )?(\\p{L}[^,;:.()…]{2,80})");
    private static final Pattern PLANNED_LIST = Pattern.compile(
            "^[^:]{0,60}\\b(en emergence|a venir|en projet|en cours d'emergence|en preparation)\\b[^:]{0,20}: ?");
    private static final Pattern PLANNED_JOBS =
            Pattern.compile(" ?:? ?(\\d{1,4}) emplois?(?: (?:a venir|prevus?|en projet))?");
    private static final Pattern PREPOSITION = Pattern.compile(" (?:a|de|au|en|d') ?$");
    private static final Pattern WITH = Pattern.compile("\\(?avec (?:le |la |l'|les )?([^();,.]{2,60})\\)?");
    private static final Pattern BORNE_BY = Pattern.compile(
            "\\bprojet (?:porte|pilote|mene|presente) par (?:l'|la |le |les )?(\\p{L}[\\p{L}'-]*(?: \\p{L}[\\p{L}'-]*){0,4}?)(?=[ ,;.(])(?=,| qui| a | est|;|\\.)");
    private static final Pattern FUNDED_BY = Pattern.compile(
            "\\b(?:co-?|double )financements? (?:de (?:la |l'|le )?)?(\\p{L}+)(?: ?-| et (?:la |l'|le )?) ?(\\p{L}+)");
    private static final Pattern PARTNER = Pattern.compile(
            "\\b(?:accompagnement|accompagnee?s?|animee?s?|pilotee?s?|menee?s?|mise?s? en oeuvre|geree?s?|confiee?s?|en partenariat|partenariat|avec l'appui|soutien) (?:par|avec|a|de|par le biais de) (?:l'association |l'|la |le |les )?("
                    + PROPER + ")");
    private static final Pattern DATA_OF =
            Pattern.compile("\\b(?:donnees|chiffres|bilan|resultats|situation)\\b[^,;:.()]{0,30}$");
    private static final Pattern BORN = Pattern.compile(
            "\\b(?:creation|cree|creee|crees|creees|lancement|lancee?|demarre|debute|mise? en place|mis en oeuvre|ouverte?|existe|fondee?|initiee?)\\b[^,;:.()]{0,60}$");

    final String name;
    final Span printedName;
    final @Nullable String within;
    private final List<String> aliases = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Indicator> indicators = new ArrayList<>();
    private final List<Indicators.Found> figures = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private final List<String> partners = new ArrayList<>();
    private final List<Mention> mentions = new ArrayList<>();
    private @Nullable When when;
    private @Nullable When since;
    private @Nullable Amount ticket;
    private @Nullable Term term;

    SchemeGrammar(Span printedName, @Nullable SchemeGrammar parent) {
        this.printedName = printedName;
        name = printedName.tidy();
        within = parent == null ? null : parent.name;
        mentions.addAll(printedName.stating("/name", name));
        if (parent != null) {
            mentions.addAll(parent.printedName.mentions("/within", Method.STATED));
        }
    }

    boolean hasFigures() {
        return !indicators.isEmpty() || !grants.isEmpty() || ticket != null || term != null;
    }

    void alias(Span span) {
        var alias = span.tidy();
        if (!aliases.contains(alias)) {
            mentions.addAll(span.mentions("/aliases/" + aliases.size(), Method.INFERRED));
            aliases.add(alias);
        }
    }

    /** A passage that says more of it; kept word for word. */
    void says(Passage passage) {
        texts.add(passage.all().verbatim());
        mentions.addAll(passage.all().mentions("/text", Method.STATED));
    }

    /** The figures of a part of a passage. */
    void figures(Span text) {
        var taken = new BitSet();
        var dates = Dates.in(text);
        term(text, taken);
        dates(text, dates);
        grants(text, taken, dates);
        tickets(text, taken);
        partners(text);
        for (var found : Indicators.in(text, taken, dates)) {
            mentions.addAll(found.mentions("/indicators/" + indicators.size()));
            indicators.add(found.indicator());
            figures.add(found);
        }
    }

    private void dates(Span text, List<Dated> dates) {
        for (var date : dates) {
            var before = text.sub(text.from(), date.span().from());
            var value = date.when();
            if (value == null) {
                continue;
            }
            if (before.has(DATA_OF) && when == null) {
                when = value;
                mentions.addAll(date.span().mentions("/when", Method.STATED));
            } else if (before.has(BORN) && since == null && value.from() != null) {
                since = value;
                mentions.addAll(date.span().mentions("/since", Method.NORMALISED));
            }
        }
    }

    private void term(Span text, BitSet taken) {
        if (term != null || !text.has(RUNS)) {
            return;
        }
        String min = null;
        String max = null;
        String extensibleTo = null;
        int from = Integer.MAX_VALUE;
        int to = -1;
        var range = text.matcher(TERM_RANGE);
        var single = text.matcher(TERM);
        if (range.find()) {
            min = period(range.group(1), range.group(2) == null ? range.group(4) : range.group(2));
            max = period(range.group(3), range.group(4));
            from = range.start();
            to = range.end();
            taken.set(from, to);
        } else if (single.find()) {
            min = period(single.group(1), single.group(2));
            max = min;
            from = single.start();
            to = single.end();
            taken.set(from, to);
        }
        var extensible = text.matcher(EXTENSIBLE);
        if (extensible.find()) {
            extensibleTo = period(extensible.group(1), extensible.group(2));
            from = Math.min(from, extensible.start());
            to = Math.max(to, extensible.end());
            taken.set(extensible.start(), extensible.end());
        }
        var repayable = text.matcher(REPAYABLE);
        boolean repaid = repayable.find();
        if (repaid) {
            from = Math.min(from, repayable.start());
            to = Math.max(to, repayable.end());
        }
        if (min == null && extensibleTo == null && !repaid) {
            return;
        }
        var span = text.sub(from, to);
        term = new Term(min, max, extensibleTo, repaid, span.verbatim());
        mentions.addAll(span.mentions("/term", Method.NORMALISED));
    }

    private static String period(String number, String unit) {
        return "P" + Integer.parseInt(number) + (unit.startsWith("mois") ? "M" : "Y");
    }

    private void tickets(Span text, BitSet taken) {
        for (var money : Figures.money(text)) {
            if (money.amount().kind() == Amount.Kind.BETWEEN && ticket == null) {
                ticket = money.amount();
                mentions.addAll(money.span().mentions("/ticket", Method.NORMALISED));
                Indicators.claim(taken, money.span());
            }
        }
    }

    private void partners(Span text) {
        var m = text.matcher(PARTNER);
        while (m.find()) {
            var name = proper(text.group(m, 1));
            if (name != null) {
                partner(name);
            }
        }
    }

    void partner(Span printed) {
        var partner = printed.tidy();
        if (!partners.contains(partner)) {
            mentions.addAll(printed.stating("/partners/" + partners.size(), partner));
            partners.add(partner);
        }
    }

    void since(Dated date) {
        if (since == null && date.when() != null) {
            since = date.when();
            mentions.addAll(date.span().mentions("/since", Method.NORMALISED));
        }
    }

    // ---- what it paid for

    private void grants(Span text, BitSet taken, List<Dated> dates) {
        var planned = text.matcher(PLANNED_LIST);
        if (planned.find()) {
            planned(text.group(planned, 1), text.sub(planned.end(), text.to()), taken);
            return;
        }
        bracketed(text, taken, dates);
        jobs(text, taken);
        borne(text);
    }

    /** « Dijon (300 000 €) », « l'AFSAME (130 699 € en 2017 et 56 214 € en 2018) ». */
    private void bracketed(Span text, BitSet taken, List<Dated> dates) {
        var bracket = text.matcher(BRACKET);
        while (bracket.find()) {
            var inner = text.group(bracket, 1);
            var monies = Figures.money(inner);
            var who = properBefore(text.sub(text.from(), bracket.start()));
            if (monies.isEmpty()
                    || who == null
                    || monies.getFirst().span().from() > inner.from() + 12
                    || monies.stream().anyMatch(m -> m.amount().kind() == Amount.Kind.BETWEEN)) {
                continue;
            }
            boolean body = isAcronym(who);
            var beneficiary = body ? who : filesOf(text.sub(text.from(), bracket.start()));
            var place = body ? placeOf(text) : who;
            for (int i = 0; i < monies.size(); i++) {
                var money = monies.get(i);
                int end = i + 1 < monies.size() ? monies.get(i + 1).span().from() : inner.to();
                grant(beneficiary, place, money, dateIn(dates, money.span().to(), end));
                Indicators.claim(taken, money.span());
            }
        }
    }

    private static @Nullable Dated dateIn(List<Dated> dates, int from, int to) {
        for (var date : dates) {
            if (date.span().from() >= from && date.span().to() <= to) {
                return date;
            }
        }
        return null;
    }

    private void grant(@Nullable Span beneficiary, @Nullable Span place, Money money, @Nullable Dated date) {
        var when = date == null ? null : date.in(null);
        var path = "/grants/" + grants.size();
        add(
                new Grant(
                        beneficiary == null ? null : beneficiary.tidy(),
                        place == null ? null : place.tidy(),
                        money.amount(),
                        when,
                        null,
                        false,
                        List.of()),
                beneficiary,
                place,
                money.span());
        if (date != null && when != null) {
            mentions.addAll(
                    date.span().mentions(path + "/when", when.inferred() ? Method.INFERRED : Method.NORMALISED));
        }
    }

    private void add(Grant grant, @Nullable Span beneficiary, @Nullable Span place, @Nullable Span figure) {
        var path = "/grants/" + grants.size();
        if (beneficiary != null) {
            mentions.addAll(beneficiary.mentions(path + "/beneficiary", Method.STATED));
        }
        if (place != null) {
            mentions.addAll(place.mentions(path + "/place", Method.STATED));
        }
        if (figure != null) {
            mentions.addAll(figure.mentions(path + (grant.amount() == null ? "/jobs" : "/amount"), Method.NORMALISED));
        }
        var known = figure != null ? figure : place != null ? place : beneficiary;
        if (!grant.planned() && known != null) {
            // nothing printed says that it is still to come
            mentions.addAll(known.mentions(path + "/planned", Method.INFERRED));
        }
        grants.add(grant);
    }

    private static @Nullable Span filesOf(Span text) {
        var m = text.matcher(FILES_OF);
        Span found = null;
        while (m.find()) {
            var name = proper(text.group(m, 1));
            found = name == null ? found : name;
        }
        return found;
    }

    private static @Nullable Span placeOf(Span text) {
        var m = text.matcher(IN_PLACE);
        while (m.find()) {
            if (text.upperAt(m.start(1)) && text.upperAt(m.start(2))) {
                return text.sub(m.start(1), m.end());
            }
        }
        return null;
    }

    /** « 2 emplois dans le Garage solidaire de Montbéliard, 5 emplois pour une conciergerie d'entreprises à Dijon ». */
    private void jobs(Span text, BitSet taken) {
        var m = text.matcher(JOBS);
        while (m.find()) {
            boolean somewhere = m.group().matches("\\d+ emplois? (?:dans|pour|chez|au sein).*");
            if (!somewhere) {
                continue;
            }
            var who = text.group(m, 2).trim("");
            var place = trailingPlace(who);
            var body = place == null ? who : who.sub(who.from(), place.from());
            var beneficiary = withoutPreposition(body);
            taken.set(m.start(), m.end(1) + " emplois".length());
            add(
                    new Grant(
                            beneficiary.tidy(),
                            place == null ? null : place.tidy(),
                            null,
                            null,
                            Integer.valueOf(m.group(1)),
                            false,
                            List.of()),
                    beneficiary,
                    place,
                    text.sub(m.start(1), m.start(1) + m.group(1).length()));
        }
    }

    private static Span withoutPreposition(Span span) {
        var trimmed = span.trim(",");
        var m = trimmed.matcher(Pattern.compile(" ?(?:a|au|de|d'|du|en)$"));
        return m.find() ? trimmed.sub(trimmed.from(), m.start()).trim(",") : trimmed;
    }

    /** The place a phrase ends with: « … de Montbéliard », « … à St Claude ». */
    private static @Nullable Span trailingPlace(Span phrase) {
        var folded = phrase.in().folded();
        int from = phrase.to();
        // the longest run of capitalised words at the end, behind a preposition
        while (from > phrase.from()) {
            int space = Math.max(folded.lastIndexOf(' ', from - 2), folded.lastIndexOf('\'', from - 2));
            if (space <= phrase.from() || !phrase.upperAt(space + 1)) {
                break;
            }
            from = space + 1;
        }
        if (from >= phrase.to() || from == phrase.from()) {
            return null;
        }
        boolean preposition = phrase.sub(phrase.from(), from).has(PREPOSITION);
        return preposition ? phrase.sub(from, phrase.to()) : null;
    }

    /** « D'autres projets en émergence : une association … : 1 emploi à venir ; un projet … à St Claude (avec le lycée) … ». */
    private void planned(Span saying, Span list, BitSet taken) {
        int from = list.from();
        var folded = list.in().folded();
        for (int i = list.from(); i <= list.to(); i++) {
            if (i == list.to() || folded.charAt(i) == ';') {
                plannedOne(saying, list.sub(from, i).trim(",.…"), taken);
                from = i + 1;
            }
        }
    }

    private void plannedOne(Span saying, Span item, BitSet taken) {
        if (item.length() < 3) {
            return;
        }
        taken.set(item.from(), item.to());
        Integer jobs = null;
        Span figure = null;
        int end = item.to();
        var number = item.matcher(PLANNED_JOBS);
        if (number.find()) {
            jobs = Integer.valueOf(number.group(1));
            figure = item.group(number, 1);
            end = Math.min(end, number.start());
        }
        var with = item.matcher(WITH);
        Span partner = null;
        if (with.find()) {
            partner = item.group(with, 1).trim("");
            end = Math.min(end, with.start());
        }
        var what = item.sub(item.from(), end).trim(",:(");
        var place = trailingPlace(what);
        var beneficiary = place == null ? what : withoutPreposition(what.sub(what.from(), place.from()));
        var article = beneficiary.matcher(Pattern.compile("^(?:une? |des |le |la |l')"));
        if (article.find()) {
            beneficiary = beneficiary.sub(article.end(), beneficiary.to());
        }
        if (beneficiary.isEmpty()) {
            return;
        }
        var path = "/grants/" + grants.size();
        add(
                new Grant(
                        beneficiary.tidy(),
                        place == null ? null : place.tidy(),
                        null,
                        null,
                        jobs,
                        true,
                        partner == null ? List.of() : List.of(partner.tidy())),
                beneficiary,
                place,
                figure);
        mentions.addAll(saying.mentions(path + "/planned", Method.NORMALISED));
        if (partner != null) {
            mentions.addAll(partner.stating(path + "/partners/0", partner.tidy()));
        }
    }

    /** « le projet porté par FRIP'VIE, structure d'insertion … avec un double financement Région-ADEME ». */
    private void borne(Span text) {
        var m = text.matcher(BORNE_BY);
        while (m.find()) {
            var who = text.group(m, 1).trim("");
            if (!who.startsUpper()) {
                continue;
            }
            var funders = new ArrayList<Span>();
            var funded = text.matcher(FUNDED_BY);
            if (funded.find() && text.upperAt(funded.start(1)) && text.upperAt(funded.start(2))) {
                funders.add(text.group(funded, 1));
                funders.add(text.group(funded, 2));
            }
            for (int i = 0; i < funders.size(); i++) {
                var funder = funders.get(i);
                mentions.addAll(funder.stating("/grants/" + grants.size() + "/partners/" + i, funder.tidy()));
            }
            var names = funders.stream().map(Span::tidy).toList();
            add(new Grant(who.tidy(), null, null, null, null, false, names), who, null, null);
        }
    }

    /** The name a phrase begins with, as far as its words begin with a capital; null when it is not a name. */
    static @Nullable Span proper(Span phrase) {
        if (!phrase.startsUpper()) {
            return null;
        }
        var folded = phrase.in().folded();
        int end = phrase.from();
        int i = phrase.from();
        while (i < phrase.to()) {
            int stop = i;
            while (stop < phrase.to() && folded.charAt(stop) != ' ') {
                stop++;
            }
            boolean number = Character.isDigit(folded.charAt(i));
            if (phrase.upperAt(i) || number) {
                end = stop;
            } else if (!List.of("de", "du", "des", "la", "le", "sur", "en").contains(folded.substring(i, stop))
                    && !folded.startsWith("d'", i)) {
                break;
            }
            i = stop + 1;
        }
        return phrase.sub(phrase.from(), end).trim(",");
    }

    /** The capitalised words right before a bracket. */
    private static @Nullable Span properBefore(Span text) {
        var trimmed = text.trimEnd(":");
        var folded = text.in().folded();
        int from = trimmed.to();
        int i = trimmed.to();
        for (int words = 0; words < 5 && i > trimmed.from(); words++) {
            int start = i;
            while (start > trimmed.from() && " ,;:('".indexOf(folded.charAt(start - 1)) < 0) {
                start--;
            }
            // the elided article of « l'AFSAME » is no part of the name, the apostrophe of « FRIP'VIE » is
            if (start > trimmed.from() && folded.charAt(start - 1) == '\'' && start - 2 >= trimmed.from()) {
                int longer = start - 1;
                while (longer > trimmed.from() && " ,;:('".indexOf(folded.charAt(longer - 1)) < 0) {
                    longer--;
                }
                if (text.upperAt(longer)) {
                    start = longer;
                }
            }
            if (start == i || !text.upperAt(start)) {
                break;
            }
            from = start;
            if (start == trimmed.from() || folded.charAt(start - 1) != ' ') {
                break;
            }
            i = start - 1;
            if (i > trimmed.from() && ",;:".indexOf(folded.charAt(i - 1)) >= 0) {
                break;
            }
        }
        return from == trimmed.to() ? null : trimmed.sub(from, trimmed.to());
    }

    private static boolean isAcronym(Span span) {
        var text = span.tidy();
        long letters = text.chars().filter(Character::isLetter).count();
        return letters >= 3 && text.chars().filter(Character::isLetter).allMatch(Character::isUpperCase);
    }

    Said<Scheme> scheme() {
        return new Said<>(
                new Scheme(
                        name,
                        aliases,
                        within,
                        texts.isEmpty() ? null : String.join("\n", texts),
                        when,
                        since,
                        indicators,
                        grants,
                        ticket,
                        term,
                        partners),
                mentions);
    }

    List<Indicators.Found> figures() {
        return figures;
    }
}
