package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Landmark.Found;
import fr.rtes.fiches.command.imports.ParsedSource.About;
import fr.rtes.fiches.command.imports.ParsedSource.Question;
import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Population;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one fiche, each in the section it stands in, and remembers which of them were understood. */
final class FicheReading {

    private static final Pattern YEAR = Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)(?!\\d)");
    private static final Pattern COMMUNES = Pattern.compile("(?<![\\p{L}\\d'/])(?<!\\d[., ])(\\d{1,3}) communes\\b");
    private static final Pattern EVENT =
            Pattern.compile("\\b(?:a eu lieu|ont eu lieu|s'est tenue?|se sont tenue?s)\\b");
    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final List<String> SMALL_WORDS = List.of(
            "le", "la", "les", "l", "de", "du", "des", "d", "un", "une", "et", "sur", "en", "a", "au", "aux", "qui",
            "avec", "pour");
    private static final Pattern LATER_HEADING = Pattern.compile(
            "^(?:partenaires?|partenariats?|reseaux?|gouvernance|contexte|chiffres[ -]cles|perspectives?|labels?|distinctions?|actualites?|liens?(?: utiles)?|site (?:internet|web)|pour en savoir plus|ressources?"
                    + "|publications?|moyens|moyens humains|historique|presentation|references|evaluation|documents?|fonds europeens|instances|elus? referents?|services? referents?|participation|cooperations?|projets? (?:a venir|en cours|d'avenir)|enjeux|bilan|temoignages?|calendrier|agenda|organisation|equipe)\\b");
    private static final Pattern SECTION_LIKE = Pattern.compile(
            "\\b(?:de la collectivite|sur le territoire|au rtes|du rtes|dans le champ de l' ?ess|en matiere d' ?ess|de l' ?ess|a l' ?ess|avec l' ?ess)$");
    private static final Pattern SENTENCE = Pattern.compile(
            "\\b(?:est|sont|sera|seront|ont|cet|cette|ces|ce|on|nous|il|elle|ils|elles|parmi|comme|dont|qui|que|suivantes?|suivants?|ci-dessous|notamment|afin|se|s'est|permet|permettent|retrouvez|consultez|voir|soutien|soutenir|favoriser|developper|accompagner|promouvoir|creation|developpement|aide|appui|mise|mettre|structuration|renforcement)\\b");

    private final Outline outline;
    private final Outline.Fiche lines;
    private final int index;
    private final BitSet used;
    private final List<Question> questions;

    private @Nullable Said<CollectiviteType> type;
    private @Nullable Said<FicheStatus> status;
    private @Nullable Said<Integer> membershipYear;
    private @Nullable Said<Population> population;
    private @Nullable Said<Integer> communeCount;
    private final AddressSection address = new AddressSection();
    private final ContactSection contacts = new ContactSection();
    private final List<BudgetSection> budgets = new ArrayList<>();
    private final ProgrammeSection programme = new ProgrammeSection(this);
    private final ActionSection actions = new ActionSection(this);
    private final List<Said<Document>> documents = new ArrayList<>();
    private final List<Passage> prose = new ArrayList<>();

    /** Where the next line goes; null: nowhere that is known, it will be listed. */
    private @Nullable Landmark section;

    private @Nullable Passage open;
    private int openDepth;
    private Bullet.Depths depths = new Bullet.Depths();
    private boolean sectionHasText;

    FicheReading(Outline outline, Outline.Fiche lines, int index, BitSet used, List<Question> questions) {
        this.outline = outline;
        this.lines = lines;
        this.index = index;
        this.used = used;
        this.questions = questions;
    }

    /** Says what is worth a look; there is nothing to choose. */
    void ask(int line, String code, String... params) {
        questions.add(new Question(index, line, code, List.of(params), null));
    }

    void ask(About about, int line, String code, String... params) {
        questions.add(new Question(index, line, code, List.of(params), about));
    }

    ParsedFiche read() {
        var nameLine = outline.lines().get(lines.from());
        var name = Passage.of(nameLine, 0).all();
        use(nameLine);
        for (int i = lines.from() + 1; i < lines.to(); i++) {
            var found = outline.landmark(i);
            if (found != null) {
                finish();
                landmark(outline.lines().get(i), found);
            } else {
                text(i);
            }
        }
        finish();
        if (type == null) {
            inferType(name);
        }
        if (status == null) {
            // no words say so: that it stands in the directory at all does
            status = new Said<>(FicheStatus.PUBLISHED, name.mentions("", Method.INFERRED));
        }
        var year = membershipYear == null ? null : membershipYear.value();
        var schemes = programme.schemes();
        var supported = actions.actions(year);
        twoDates();
        return new ParsedFiche(
                null,
                new Said<>(name.tidy(), name.stating("", name.tidy())),
                aliases(name),
                type,
                status,
                membershipYear,
                Map.of(),
                population,
                communeCount,
                address.address(),
                contacts.contacts(),
                budgetsInOrder(),
                programme.programme(),
                schemes,
                supported,
                documents);
    }

    private List<Said<Budget>> budgetsInOrder() {
        return budgets.stream().flatMap(b -> b.budgets().stream()).toList();
    }

    private void use(PageLine line) {
        used.set(line.number());
    }

    private void use(Passage passage) {
        passage.lines().forEach(this::use);
    }

    // ---- lines

    private void landmark(PageLine line, Found found) {
        depths = new Bullet.Depths();
        sectionHasText = false;
        var value = Passage.of(line, found.rest());
        switch (found.landmark()) {
            case PUBLISHER -> {
                use(line);
                section = null;
            }
            case PLACEHOLDER -> {
                use(line);
                section = null;
                status = new Said<>(
                        FicheStatus.BEING_WRITTEN, Passage.of(line, 0).all().mentions("", Method.NORMALISED));
            }
            case MEMBERSHIP -> {
                section = Landmark.MEMBERSHIP;
                if (found.inline()) {
                    if (membership(value)) {
                        use(line);
                    }
                    section = null;
                } else {
                    use(line);
                }
            }
            case BUDGET -> {
                section = Landmark.BUDGET;
                var heading = Passage.of(line, 0).all();
                budgets.add(new BudgetSection(this, found.inline() ? heading.sub(0, found.rest()) : heading));
                if (!found.inline() || budgets.getLast().read(value)) {
                    use(line);
                }
            }
            case PANORAMA, PROGRAMME, ACTIONS, TYPE, POPULATION, ADDRESS, CONTACT -> {
                section = found.landmark();
                if (!found.inline() || inline(found.landmark(), value)) {
                    use(line);
                }
            }
        }
    }

    private boolean inline(Landmark landmark, Passage value) {
        sectionHasText = true;
        return landmark.isProse() ? prose(landmark, value, 0) : fixed(landmark, value);
    }

    private void text(int i) {
        var line = outline.lines().get(i);
        var here = section;
        if (here == null) {
            return;
        }
        if (!here.isProse()) {
            var passage = Passage.of(line, 0);
            if (fixed(here, passage)) {
                use(line);
            }
            return;
        }
        var bullet = Bullet.in(line);
        if (bullet == null && continues(i, line)) {
            if (open != null) {
                open.append(line);
            }
            return;
        }
        finish();
        if (bullet == null && sectionHasText && isUnknownHeading(i)) {
            section = null;
            return;
        }
        sectionHasText = true;
        open = Passage.of(line, bullet == null ? 0 : bullet.text());
        openDepth = bullet == null ? 0 : depths.depth(bullet);
    }

    /** A printed line that a narrow page broke in two. */
    private boolean continues(int i, PageLine line) {
        if (open == null || outline.afterBlank(i)) {
            return false;
        }
        var first = Passage.of(line, 0).all();
        boolean deeper =
                openDepth > 0 && line.indent() > open.lines().getFirst().indent() + 1;
        return deeper
                || (!first.startsUpper() && Character.isLetter(line.folded().charAt(0)));
    }

    private void finish() {
        var passage = open;
        open = null;
        var here = section;
        if (passage != null && here != null && prose(here, passage, openDepth)) {
            use(passage);
        }
    }

    private boolean prose(Landmark landmark, Passage passage, int depth) {
        prose.add(passage);
        Said<Document> document = depth == 0 && landmark != Landmark.BUDGET ? DocumentSentence.read(passage) : null;
        if (document != null) {
            documents.add(document);
        }
        return switch (landmark) {
            case BUDGET -> budgets.getLast().read(passage);
            case PROGRAMME -> {
                programme.read(passage, depth);
                yield true;
            }
            case ACTIONS -> document != null || actions.read(passage, depth);
            // there is no place for anything else said about the territory
            case PANORAMA, PUBLISHER, MEMBERSHIP, PLACEHOLDER, TYPE, POPULATION, ADDRESS, CONTACT -> document != null;
        };
    }

    private boolean fixed(Landmark landmark, Passage value) {
        return switch (landmark) {
            case TYPE -> type(value);
            case POPULATION -> population(value);
            case ADDRESS -> address.read(value);
            case CONTACT -> contacts.read(value);
            case MEMBERSHIP -> membership(value);
            case PANORAMA, BUDGET, PROGRAMME, ACTIONS, PUBLISHER, PLACEHOLDER -> false;
        };
    }

    /** A title that stands alone, is no sentence, and is worded like a section that this page format does not have. */
    private boolean isUnknownHeading(int i) {
        var text = outline.lines().get(i).folded();
        if (!outline.afterBlank(i)
                || (i + 1 < lines.to()
                        && !outline.afterBlank(i + 1)
                        && Bullet.in(outline.lines().get(i + 1)) == null)
                || text.length() > 90
                || text.indexOf(',') >= 0
                || ".;!?…)".indexOf(text.charAt(text.length() - 1)) >= 0
                || !Passage.of(outline.lines().get(i), 0).all().startsUpper()) {
            return false;
        }
        var title = text.endsWith(":") ? text.substring(0, text.length() - 1).strip() : text;
        if (title.indexOf(':') >= 0 || SENTENCE.matcher(title).find()) {
            return false;
        }
        return LATER_HEADING.matcher(title).find()
                || SECTION_LIKE.matcher(title).find();
    }

    // ---- values

    private boolean membership(Passage value) {
        var all = value.all().trim(".");
        var m = all.matcher(YEAR);
        if (!m.find() || membershipYear != null) {
            return false;
        }
        membershipYear = new Said<>(Integer.valueOf(m.group(1)), all.group(m, 1).mentions("", Method.STATED));
        return m.end() == all.to() && all.length() <= "01/01/2016".length();
    }

    private boolean type(Passage value) {
        var all = value.all().trim(".;,:");
        if (type != null || all.isEmpty()) {
            return false;
        }
        var known = TypeWords.of(all.folded());
        if (known == null) {
            return false;
        }
        type = new Said<>(known, all.mentions("", Method.NORMALISED));
        return true;
    }

    private void inferType(Span name) {
        var known = TypeWords.ofName(name.folded());
        if (known == null) {
            ask(new About.Type(), name.line(), "unknown-type");
            return;
        }
        type = new Said<>(known, name.mentions("", Method.INFERRED));
        ask(new About.Type(), name.line(), "inferred-type", known.name());
    }

    private boolean population(Passage value) {
        var all = value.all();
        boolean understood = false;
        var communes = all.matcher(COMMUNES);
        if (communeCount == null && communes.find()) {
            communeCount = new Said<>(
                    Integer.valueOf(communes.group(1)), all.group(communes, 1).mentions("", Method.STATED));
            understood = true;
        }
        if (population == null) {
            var rest = understood && !all.folded().contains("hab") ? all.sub(communes.end(), all.to()) : all;
            var read = Figures.inhabitants(rest);
            if (read.isPresent()) {
                var found = read.get();
                var mentions = new ArrayList<Mention>(found.span().mentions("", Method.NORMALISED));
                var year = found.year();
                if (year != null) {
                    mentions.addAll(year.mentions("/year", Method.STATED));
                }
                population = new Said<>(
                        new Population(
                                found.value().setScale(0, RoundingMode.HALF_UP).longValueExact(),
                                found.precision(),
                                year == null ? null : Integer.valueOf(year.folded()),
                                found.span().verbatim()),
                        mentions);
                understood = true;
            }
        }
        return understood;
    }

    /** « le Grand Dijon » in the text of Dijon Métropole. */
    private List<Said<String>> aliases(Span name) {
        boolean group = type != null
                && switch (type.value()) {
                    case METROPOLE, COMMUNAUTE_D_AGGLOMERATION, COMMUNAUTE_URBAINE, COMMUNAUTE_DE_COMMUNES -> true;
                    case COMMUNE,
                            DEPARTEMENT,
                            CONSEIL_REGIONAL,
                            ETABLISSEMENT_PUBLIC_TERRITORIAL,
                            SYNDICAT_MIXTE,
                            PETR,
                            COLLECTIVITE_A_STATUT_PARTICULIER,
                            AUTRE -> false;
                };
        if (!group || name.folded().contains("grand")) {
            return List.of();
        }
        var words = name.matcher(WORD);
        while (words.find()) {
            if (!name.upperAt(words.start()) || words.group().length() < 3 || TypeWords.isTypeWord(words.group())) {
                continue;
            }
            var pattern = Pattern.compile("\\b(?:le |du |au )?(grand[ -]" + Pattern.quote(words.group()) + ")\\b");
            for (int i = lines.from() + 1; i < lines.to(); i++) {
                var line = outline.lines().get(i);
                if (!used.get(line.number()) || line.folded().indexOf("grand") < 0) {
                    continue;
                }
                var all = Passage.of(line, 0).all();
                var m = all.matcher(pattern);
                if (m.find() && all.upperAt(m.start(1))) {
                    var printed = all.group(m, 1);
                    var alias = "le " + printed.tidy();
                    ask(new About.Alias(alias), line.number(), "inferred-alias", alias);
                    return List.of(new Said<>(alias, printed.mentions("", Method.INFERRED)));
                }
            }
        }
        return List.of();
    }

    // ---- what contradicts itself

    private record Event(List<String> words, Dates.Dated date) {}

    /** « la conférence régionale … le 16 octobre 2016 » and « La Conférence régionale … le 17 octobre dernier ». */
    private void twoDates() {
        var events = new ArrayList<Event>();
        for (var passage : prose) {
            var all = passage.all();
            var m = all.matcher(EVENT);
            while (m.find()) {
                var words = lastWords(all.sub(all.from(), m.start()));
                for (var date : Dates.in(all)) {
                    int gap = date.span().from() - m.end();
                    if (gap >= 0 && gap < 40 && words.size() >= 2) {
                        events.add(new Event(words, date));
                        break;
                    }
                }
            }
        }
        for (int i = 0; i < events.size(); i++) {
            for (int j = i + 1; j < events.size(); j++) {
                if (events.get(i).words().equals(events.get(j).words())
                        && differ(events.get(i).date(), events.get(j).date())) {
                    ask(
                            events.get(j).date().span().line(),
                            "two-dates",
                            events.get(i).date().span().tidy(),
                            events.get(j).date().span().tidy());
                }
            }
        }
    }

    private static List<String> lastWords(Span before) {
        var words = new ArrayList<String>();
        var m = before.matcher(WORD);
        while (m.find()) {
            if (!SMALL_WORDS.contains(m.group())) {
                words.add(m.group());
            }
        }
        return List.copyOf(words.subList(Math.max(0, words.size() - 3), words.size()));
    }

    /** Two dates that cannot be one, whatever year the one without a year is in. */
    private static boolean differ(Dates.Dated a, Dates.Dated b) {
        int year = a.number() > 0 ? a.number() : b.number();
        var one = a.in(year == 0 ? 2000 : year);
        var other = b.in(year == 0 ? 2000 : year);
        return one.from() != null && other.from() != null && !one.from().equals(other.from());
    }
}
