package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Figures.Money;
import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.Evidence.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a fiche says it spends: one budget for every year and nature named, one line for every amount or thing given. */
final class BudgetSection {

    private static final Pattern PLANNED = Pattern.compile("\\bprevisionnel|\\bprevu|\\bprevision");
    private static final Pattern VOTED =
            Pattern.compile("\\bvotee?s?\\b|\\bprimitif|\\bbp ?(?=20\\d\\d)|\\bvote du budget");
    private static final Pattern EXECUTED = Pattern.compile(
            "\\bexecute|\\brealise|\\bcompte administratif|\\bdepense(?:e?s)?\\b|\\bca ?(?=20\\d\\d)|\\bconsomme");
    private static final Pattern ANNUAL = Pattern.compile("\\bannuel|\\bpar an\\b|\\bchaque annee\\b|/ ?an\\b");
    private static final Pattern OPERATING = Pattern.compile("\\bfonctionnement");
    private static final Pattern INVESTMENT = Pattern.compile("\\binvestissement");
    private static final Pattern YEARS =
            Pattern.compile("(?<![\\d.,/])((?:19|20)\\d\\d) ?(?:-|a|et|/|au) ?((?:19|20)\\d\\d)(?!\\d)");
    private static final Pattern YEAR =
            Pattern.compile("(?<![\\d.,/])((?:19|20)\\d\\d)(?!\\d| \\d{3}| ?[€mk]\\b| ?€| ?euro)");
    private static final Pattern PER_UNIT =
            Pattern.compile("^ ?(?:/|par) ?(?:habitant|hab\\b|personne|emploi|etp|heure|salarie|structure|projet|m²)");
    private static final Pattern INCLUDED = Pattern.compile("\\b(?:dont|y compris|soit)\\b[^€]{0,60}$");
    private static final Pattern IN_KIND = Pattern.compile(
            "\\bchargee?s? d(?:e |')|\\bagents?\\b|\\bpostes?\\b|\\betp\\b|\\bequivalents? temps|\\bmise a disposition|\\blocaux\\b|\\btemps de travail|\\bpret d(?:e |')"
                    + "|\\bbenevol|\\bemplois?\\b|\\bsalariee?s?\\b|\\banimat(?:eur|rice)|\\bvalorisation|\\ba titre gratuit|\\bgratuit");
    private static final Pattern WITHOUT_FIGURE = Pattern.compile(
            "\\baides?\\b|\\bsubventions?\\b|\\bsoutiens?\\b|\\bappels? a projets?\\b|\\bfinancements?\\b|\\bcredits?\\b|\\bcotisations?\\b|\\badhesions?\\b|\\bdotations?\\b|\\bfonds\\b|\\bparticipations?\\b");
    private static final Pattern SENTENCE = Pattern.compile(
            "^(?:ce|cet|cette|ces|il|elle|nous|dont|le budget|ce budget|en|depuis|aucun|pas de|non|neant|a preciser|nc\\b|sans)\\b");
    private static final Pattern JOINT = Pattern.compile(
            " ?[+;•] ?| et (?=mise a disposition|mises a disposition|pret |locaux|temps |\\d|une? (?:poste|agent|charge)|(?:plus |environ |pres )?\\d)|, (?=mise a disposition|\\d)| plus (?=\\d)|\\. (?=\\p{L}|\\d)");
    private static final Pattern FILLER = Pattern.compile(
            "\\b(?:budget|previsionnel|prevu|primitif|vote|execute|realise|compte administratif|global|total|annuel|par an|chaque annee|dedie|consacre|alloue|montant|enveloppe|de|du|d'|a|en|pour|au|la|le|l'|l|un|une|soit|est|s'eleve|s'elevent|ess|economie sociale et solidaire|fonctionnement|investissement|section|depenses?|et|plus|dont|annee|titre)(?![\\p{L}])|(?:19|20)\\d\\d|/ ?an\\b|[ :,.;()+•-]|€");
    private static final Pattern LEAD = Pattern.compile(
            "^(?:au titre d(?:e |es |u |')|au profit d(?:e |es |u |')|en faveur d(?:e |es |u |')|a destination d(?:e |es |u |')|dedies? (?:a la |a l'|aux? |a )|consacrees? (?:a la |a l'|aux? |a )|pour (?:la |le |les |l')?|aux? |a la |a l'|a |de la |de l'|des |du |d'|de )");

    private final FicheReading fiche;
    private final NatureSaid usual;
    private final @Nullable Integer usualYear;
    private final @Nullable Span headingYear;
    private final Map<Key, Draft> drafts = new LinkedHashMap<>();
    private @Nullable Draft latest;

    private record Key(@Nullable Integer year, Nature nature) {}

    private static final class Draft {
        final List<Budget.Line> lines = new ArrayList<>();
        final List<Mention> mentions = new ArrayList<>();
        final List<String> sentences = new ArrayList<>();
    }

    private record Piece(Span span, @Nullable Money money) {}

    /**
     * @param words that say it; null: there are none
     */
    private record NatureSaid(Nature nature, @Nullable Span words) {}

    BudgetSection(FicheReading fiche, @Nullable Span heading) {
        this.fiche = fiche;
        var nature = heading == null ? null : nature(heading);
        usual = nature == null ? new NatureSaid(Nature.UNSPECIFIED, heading) : nature;
        var year = heading == null ? null : year(heading);
        headingYear = year;
        usualYear = year == null ? null : Integer.valueOf(year.folded());
    }

    /** What one printed passage says; false when it says nothing that could be a budget. */
    boolean read(Passage passage) {
        var all = passage.all().trim("");
        var pieces = pieces(all);
        if (pieces.isEmpty()) {
            return latest != null && remember(all);
        }
        var lineYear = yearBefore(all, pieces);
        boolean several = all.has(YEARS);
        if (several) {
            fiche.ask(
                    all.line(), "several-years", all.group(first(all, YEARS), 0).verbatim());
        }
        var lineNature = nature(
                pieces.getFirst().money() == null
                        ? all
                        : all.sub(all.from(), pieces.getFirst().span().to()));
        Span year = lineYear;
        NatureSaid nature = lineNature;
        boolean used = false;
        for (var piece : pieces) {
            if (!several) {
                var own = year(piece.span());
                year = own == null ? year : own;
            }
            var ownNature = nature(piece.span());
            nature = ownNature == null ? nature : ownNature;
            used |= line(all, piece, several ? null : year, nature);
        }
        return used || (latest != null && remember(all));
    }

    private boolean remember(Span sentence) {
        var draft = latest;
        if (draft == null) {
            return false;
        }
        var text = sentence.verbatim();
        if (!draft.sentences.contains(text)) {
            draft.sentences.add(text);
            draft.mentions.addAll(sentence.mentions("/text", Method.STATED));
        }
        return true;
    }

    /** One for every amount with the words that belong to it, one for everything else that is given. */
    private static List<Piece> pieces(Span all) {
        var pieces = new ArrayList<Piece>();
        var monies = Figures.money(all);
        int from = all.from();
        for (var cut : cuts(all, monies)) {
            addPieces(all.sub(from, cut[0]), monies, pieces);
            from = cut[1];
        }
        addPieces(all.sub(from, all.to()), monies, pieces);
        return pieces;
    }

    private static List<int[]> cuts(Span all, List<Money> monies) {
        var cuts = new ArrayList<int[]>();
        var joint = all.matcher(JOINT);
        while (joint.find()) {
            boolean insideAmount = monies.stream()
                    .anyMatch(m -> m.span().from() < joint.end()
                            && joint.start() < m.span().to());
            if (!insideAmount) {
                cuts.add(new int[] {joint.start(), joint.end()});
            }
        }
        return cuts;
    }

    private static void addPieces(Span part, List<Money> monies, List<Piece> pieces) {
        var here = monies.stream()
                .filter(m -> m.span().from() >= part.from() && m.span().to() <= part.to())
                .toList();
        var trimmed = part.trim(".,;:");
        if (here.isEmpty()) {
            if (!trimmed.isEmpty() && isGift(trimmed)) {
                pieces.add(new Piece(trimmed, null));
            }
            return;
        }
        int from = part.from();
        for (int i = 0; i < here.size(); i++) {
            var money = here.get(i);
            int to = part.to();
            if (i + 1 < here.size()) {
                to = boundary(part, money.span().to(), here.get(i + 1).span().from());
            }
            pieces.add(new Piece(part.sub(from, to), money));
            from = to;
        }
    }

    /** Between two amounts: the words up to « et », a comma or « dont » belong to the first, the others to the second. */
    private static int boundary(Span part, int from, int to) {
        var between = part.in().folded().substring(from, to);
        int best = -1;
        for (var word : List.of(" dont ", " et ", ", ", " puis ", " soit ", " y compris ", "(")) {
            int found = between.lastIndexOf(word);
            best = found >= 0 && (best < 0 || found < best) ? found : best;
        }
        return best < 0 ? to : from + best;
    }

    /** Something given without a figure in euros, named rather than told in a sentence. */
    private static boolean isGift(Span span) {
        return span.length() <= 140
                && !span.has(SENTENCE)
                && (span.has(IN_KIND) || span.has(WITHOUT_FIGURE))
                && !span.has(
                        Pattern.compile(
                                "\\b(?:est|sont|comprend|comprennent|permet|permettent|correspond|inclut|concerne|represente)\\b"));
    }

    private boolean line(Span all, Piece piece, @Nullable Span year, @Nullable NatureSaid nature) {
        var money = piece.money();
        var span = piece.span();
        if (money == null) {
            var words = span.verbatim();
            var kind = span.has(IN_KIND) ? Amount.Kind.IN_KIND : Amount.Kind.UNQUANTIFIED;
            add(
                    all,
                    span,
                    span,
                    span,
                    year,
                    nature,
                    new Budget.Line(section(span), words, new Amount(kind, null, null, words)));
            return true;
        }
        var before = all.sub(span.from(), money.span().from());
        if (before.has(INCLUDED) && latest != null) {
            // « dont 2 M€ » is in the amount before it: as a line of its own it would be counted twice
            fiche.ask(all.line(), "included-amount", money.span().verbatim());
            return remember(all);
        }
        var after = all.sub(money.span().to(), span.to());
        if (after.has(PER_UNIT)) {
            fiche.ask(all.line(), "amount-per-unit", span.trim(".,;:").verbatim());
            var printed = span.trim(".,;:");
            var words = printed.verbatim();
            add(
                    all,
                    printed,
                    printed,
                    printed,
                    year,
                    nature,
                    new Budget.Line(section(span), words, new Amount(Amount.Kind.UNQUANTIFIED, null, null, words)));
            return true;
        }
        var purpose = purpose(before, after);
        add(
                all,
                span.trim(".,;:"),
                purpose,
                money.span(),
                year,
                nature,
                new Budget.Line(section(span), purpose == null ? null : purpose.verbatim(), money.amount()));
        return true;
    }

    private void add(
            Span sentence,
            Span piece,
            @Nullable Span purpose,
            Span amount,
            @Nullable Span year,
            @Nullable NatureSaid nature,
            Budget.Line line) {
        var ownYear = year == null ? headingYear : year;
        var said = nature == null ? usual : nature;
        var key = new Key(ownYear == null ? usualYear : Integer.valueOf(ownYear.folded()), said.nature());
        var draft = drafts.computeIfAbsent(key, k -> new Draft());
        if (draft.lines.isEmpty()) {
            if (ownYear != null) {
                draft.mentions.addAll(ownYear.mentions("/year", Method.STATED));
            }
            var words = said.words() == null ? sentence : said.words();
            draft.mentions.addAll(words.mentions(
                    "/nature", said.nature() == Nature.UNSPECIFIED ? Method.INFERRED : Method.NORMALISED));
        }
        var path = "/lines/" + draft.lines.size();
        draft.mentions.addAll(amount.mentions(
                path + "/amount",
                line.amount().min() == null && line.amount().max() == null ? Method.STATED : Method.NORMALISED));
        if (purpose != null && line.purpose() != null) {
            draft.mentions.addAll(purpose.mentions(path + "/purpose", Method.STATED));
        }
        draft.mentions.addAll(
                switch (line.section()) {
                    case OPERATING -> word(piece, OPERATING).mentions(path + "/section", Method.NORMALISED);
                    case INVESTMENT -> word(piece, INVESTMENT).mentions(path + "/section", Method.NORMALISED);
                    // the words that would say so do not
                    case UNSPECIFIED -> piece.mentions(path + "/section", Method.INFERRED);
                });
        draft.lines.add(line);
        latest = draft;
        remember(sentence);
    }

    private static @Nullable Span purpose(Span before, Span after) {
        var tail = after.trim(".,;:()-");
        var lead = tail.matcher(LEAD);
        if (lead.find()) {
            tail = tail.sub(lead.end(), tail.to()).trim(".,;:()-");
        }
        if (means(tail)) {
            return tail;
        }
        var head = before.trim(".,;:()-+•");
        int colon = head.folded().lastIndexOf(':');
        var named =
                colon < 0 ? head : head.sub(head.from(), head.from() + colon).trim(".,;:()-");
        return means(named)
                        && !named.has(Pattern.compile(
                                "\\b(?:consacre|alloue|dedie|s'eleve|dispose|mobilise|represente|est de|attribue)\\b"))
                ? named
                : null;
    }

    /** Whether anything is left of it besides « budget », years and natures. */
    private static boolean means(Span span) {
        return !span.isEmpty() && !FILLER.matcher(span.folded()).replaceAll("").isEmpty();
    }

    private static Section section(Span span) {
        boolean operating = span.has(OPERATING);
        boolean investment = span.has(INVESTMENT);
        if (operating == investment) {
            return Section.UNSPECIFIED;
        }
        return operating ? Section.OPERATING : Section.INVESTMENT;
    }

    private static @Nullable NatureSaid nature(Span span) {
        if (span.has(PLANNED)) {
            return new NatureSaid(Nature.PLANNED, word(span, PLANNED));
        }
        if (span.has(VOTED)) {
            return new NatureSaid(Nature.VOTED, word(span, VOTED));
        }
        if (span.has(EXECUTED)) {
            return new NatureSaid(Nature.EXECUTED, word(span, EXECUTED));
        }
        return span.has(ANNUAL) ? new NatureSaid(Nature.ANNUAL, word(span, ANNUAL)) : null;
    }

    /** What the pattern finds, to the end of the word: patterns know stems. */
    private static Span word(Span span, Pattern stem) {
        var m = first(span, stem);
        int end = m.end();
        while (end < span.to() && Character.isLetter(span.in().folded().charAt(end))) {
            end++;
        }
        return span.sub(m.start(), end).trim("");
    }

    private static @Nullable Span year(Span span) {
        var m = span.matcher(YEAR);
        return m.find() ? span.group(m, 1) : null;
    }

    /** The year that stands before the first amount is meant for all of them. */
    private static @Nullable Span yearBefore(Span all, List<Piece> pieces) {
        var money = pieces.getFirst().money();
        return money == null ? null : year(all.sub(all.from(), money.span().from()));
    }

    private static java.util.regex.Matcher first(Span span, Pattern pattern) {
        var m = span.matcher(pattern);
        if (!m.find()) {
            throw new IllegalStateException("looked for what is there");
        }
        return m;
    }

    List<Said<Budget>> budgets() {
        var budgets = new ArrayList<Said<Budget>>();
        for (var entry : drafts.entrySet()) {
            var draft = entry.getValue();
            budgets.add(new Said<>(
                    new Budget(
                            entry.getKey().year(),
                            entry.getKey().nature(),
                            draft.lines,
                            String.join("\n", draft.sentences)),
                    draft.mentions));
        }
        return budgets;
    }
}
