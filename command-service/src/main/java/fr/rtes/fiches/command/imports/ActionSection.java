package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Dates.Dated;
import fr.rtes.fiches.command.imports.Dates.Kind;
import fr.rtes.fiches.command.imports.ParsedSource.About;
import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Examples of supported actions: « title : text » items, plain items, or an enumeration in one sentence. A year that is not
 * printed comes from the title, else from the latest year the section states; one counted back (« il y a 14 ans ») from the
 * year of writing, which « adhésion depuis 15 ans » gives away together with the year of membership.
 */
final class ActionSection {

    private static final Pattern INTRODUCTION = Pattern.compile(
            "^(?:parmi|exemples?|les actions|voici|quelques|notamment|actions?|on peut citer|entre autres|citons|a titre d'exemple|par exemple|nos actions|les principales|principales|au titre des|en voici|ci-dessous|les exemples|la (?:ville|collectivite|region|metropole|commune|communaute[a-z' ]{0,30}) (?:soutient|a soutenu|accompagne|participe|agit))\\b.*:$");
    private static final Pattern EVENT = Pattern.compile(
            "^((?:le |la |les |l'|une? )?\\p{L}[^.:;,()]{2,100}?) (?:a eu lieu|ont eu lieu|s'est tenue?|se sont tenue?s|aura lieu|auront lieu|se tiendra|se tiendront)\\b");
    private static final Pattern ETC = Pattern.compile("[ ,]*(?:\\betc\\b[ .…]*|…+|\\.\\.\\.+)$");
    private static final Pattern NO_PHRASE = Pattern.compile(
            "^(?:a|au|aux|de|des|du|d'|et|ou|en|pour|dans|par|avec|sur|sous|qui|que|dont|ou|ainsi|mais|puis|notamment|afin|le|la|les|l'|ce|cette|ces|il|elle|via|grace|lors|y compris|\\d)(?:\\b|(?<='))");
    private static final Pattern MEMBERSHIP = Pattern.compile("\\b(?:adhesion|adherente?|membre)\\b");

    private static final class Draft {
        final Span title;
        final @Nullable Span text;
        final List<Passage> below = new ArrayList<>();

        Draft(Span title, @Nullable Span text) {
            this.title = title;
            this.text = text;
        }

        /** Everything printed of it: the title and what follows. */
        Span whole() {
            return text == null || text.from() < title.to() ? title : title.sub(title.from(), text.to());
        }

        Span told() {
            return text != null && text.from() <= title.from() ? text : whole();
        }
    }

    /** A year and the words that give it away. */
    private record Anchor(int year, Span span) {}

    private final FicheReading fiche;
    private final List<Draft> drafts = new ArrayList<>();
    private boolean inList;

    ActionSection(FicheReading fiche) {
        this.fiche = fiche;
    }

    /**
     * @param depth of the list item; 0 for a paragraph
     * @return false for a line that introduces nothing known
     */
    boolean read(Passage passage, int depth) {
        var all = passage.all();
        if (depth > 1 && !drafts.isEmpty()) {
            drafts.getLast().below.add(passage);
            return true;
        }
        if (depth == 0 && all.folded().endsWith(":")) {
            return INTRODUCTION.matcher(all.folded()).matches();
        }
        if (depth == 0 && !inList) {
            var phrases = phrases(all);
            if (!phrases.isEmpty()) {
                phrases.forEach(p -> drafts.add(new Draft(p, null)));
                return true;
            }
        }
        inList |= depth > 0;
        drafts.add(titled(all));
        return true;
    }

    private static Draft titled(Span all) {
        var text = all.folded();
        int colon = text.indexOf(':');
        if (colon > 2 && colon <= 140 && colon + 1 < text.length() && !text.startsWith("//", colon + 1)) {
            var title = all.sub(all.from(), all.from() + colon).trim(":,");
            boolean open = title.folded().indexOf('(') >= 0 && title.folded().indexOf(')') < 0;
            boolean clock = Character.isDigit(text.charAt(colon - 1)) && Character.isDigit(text.charAt(colon + 1));
            if (!open && !clock && !title.folded().contains(". ")) {
                return new Draft(
                        title, all.sub(all.from() + colon + 1, all.to()).trim(""));
            }
        }
        var event = all.matcher(EVENT);
        if (event.find()) {
            // the sentence stays whole; its subject is what the action is called
            return new Draft(all.group(event, 1), all);
        }
        return new Draft(all, null);
    }

    /** « aide à la création de …, installation de …, nomination de … etc. » — nouns all of them, or it is one sentence. */
    private List<Span> phrases(Span all) {
        var etc = all.matcher(ETC);
        boolean open = etc.find();
        var text = open ? all.sub(all.from(), etc.start()) : all.trimEnd(".");
        if (text.folded().indexOf('.') >= 0 || text.folded().indexOf(':') >= 0) {
            return List.of();
        }
        var phrases = new ArrayList<Span>();
        int from = text.from();
        int depth = 0;
        var folded = text.in().folded();
        for (int i = text.from(); i <= text.to(); i++) {
            char c = i == text.to() ? ',' : folded.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (i == text.to() || ((c == ',' || c == ';') && depth <= 0)) {
                var phrase = text.sub(from, i).trim(",;");
                if (phrase.isEmpty() || phrase.length() > 110 || phrase.has(NO_PHRASE)) {
                    return List.of();
                }
                phrases.add(phrase);
                from = i + 1;
            }
        }
        if (phrases.size() < 3) {
            return List.of();
        }
        if (open) {
            fiche.ask(
                    all.line(),
                    "open-list",
                    all.sub(etc.start(), all.to()).trim(",").tidy());
        }
        return phrases;
    }

    List<Said<SupportedAction>> actions(@Nullable Integer membershipYear) {
        Anchor latestYear = null;
        Anchor writing = null;
        for (var draft : drafts) {
            for (var date : Dates.in(draft.told())) {
                if (date.when() != null
                        && date.number() > 0
                        && (latestYear == null || date.number() > latestYear.year())) {
                    latestYear = new Anchor(date.number(), date.span());
                }
                if (date.kind() == Kind.FOR
                        && membershipYear != null
                        && draft.told().has(MEMBERSHIP)) {
                    writing = new Anchor(membershipYear + date.number(), date.span());
                }
            }
        }
        var actions = new ArrayList<Said<SupportedAction>>();
        for (var draft : drafts) {
            actions.add(action(actions.size(), draft, latestYear, writing));
        }
        return actions;
    }

    private Said<SupportedAction> action(
            int index, Draft draft, @Nullable Anchor latestYear, @Nullable Anchor writing) {
        var mentions = new ArrayList<Mention>();
        var title = draft.title.verbatim();
        mentions.addAll(draft.title.mentions("/title", Method.STATED));
        var texts = new ArrayList<String>();
        if (draft.text != null) {
            texts.add(draft.text.verbatim());
            mentions.addAll(draft.text.mentions("/text", Method.STATED));
        }
        for (var below : draft.below) {
            texts.add(below.all().verbatim());
            mentions.addAll(below.all().mentions("/text", Method.STATED));
        }
        var dates = Dates.in(draft.told());
        var date = telling(dates);
        When when = null;
        if (date != null) {
            var year = year(date, draft, latestYear, writing);
            when = date.in(year == null ? null : year.year());
            mentions.addAll(date.span().mentions("/when", when.inferred() ? Method.INFERRED : Method.NORMALISED));
            if (year != null && when.inferred() && !year.span().equals(date.span())) {
                mentions.addAll(year.span().mentions("/when", Method.INFERRED));
            }
            ask(index, date, when);
        }
        var indicators = new ArrayList<fr.rtes.fiches.events.Indicator>();
        for (var found : Indicators.in(draft.told(), new BitSet(), dates)) {
            mentions.addAll(found.mentions("/indicators/" + indicators.size()));
            indicators.add(found.indicator());
        }
        for (var below : draft.below) {
            for (var found : Indicators.in(below.all(), new BitSet(), Dates.in(below.all()))) {
                mentions.addAll(found.mentions("/indicators/" + indicators.size()));
                indicators.add(found.indicator());
            }
        }
        return new Said<>(
                new SupportedAction(title, texts.isEmpty() ? null : String.join("\n", texts), when, indicators),
                mentions);
    }

    private void ask(int index, Dated date, When when) {
        boolean relative = date.kind() == Kind.AGO || date.kind() == Kind.FOR;
        if (when.inferred() && date.when() != null) {
            // the year is printed: « jusqu'à fin 2017 » leaves open the day alone
            fiche.ask(
                    date.span().line(),
                    "inferred-date",
                    date.span().tidy(),
                    String.valueOf(when.from() == null ? when.to() : when.from()));
        } else if (when.inferred()) {
            fiche.ask(
                    year(index, date),
                    date.span().line(),
                    relative ? "relative-date" : "inferred-year",
                    date.span().tidy(),
                    String.valueOf(when.from() == null ? when.to() : when.from()));
        } else if (when.from() == null && when.to() == null) {
            fiche.ask(
                    year(index, date),
                    date.span().line(),
                    "date-without-anchor",
                    date.span().tidy());
        }
    }

    /** Any leap year shows what of the date is not the year. */
    private static About.ActionYear year(int index, Dated date) {
        var sample = date.in(2000);
        return new About.ActionYear(index, withoutYear(sample.from()), withoutYear(sample.to()));
    }

    private static @Nullable String withoutYear(@Nullable String date) {
        return date == null ? null : date.substring("2000".length());
    }

    /** The day says more than the year it stands beside. */
    private static @Nullable Dated telling(List<Dated> dates) {
        Dated best = null;
        for (var date : dates) {
            if (best == null || rank(date) < rank(best)) {
                best = date;
            }
        }
        return best;
    }

    private static int rank(Dated date) {
        return switch (date.kind()) {
            case FULL, NO_YEAR, LAST -> 0;
            case AGO, FOR -> 1;
            case YEARS, YEAR, SINCE, UNTIL -> 2;
        };
    }

    private static @Nullable Anchor year(
            Dated date, Draft draft, @Nullable Anchor latestYear, @Nullable Anchor writing) {
        return switch (date.kind()) {
            case AGO, FOR -> writing;
            case NO_YEAR, LAST -> {
                for (var other : Dates.in(draft.title)) {
                    if (other.kind() == Kind.YEAR) {
                        yield new Anchor(other.number(), other.span());
                    }
                }
                yield latestYear;
            }
            case FULL, YEAR, YEARS, SINCE, UNTIL -> null;
        };
    }
}
