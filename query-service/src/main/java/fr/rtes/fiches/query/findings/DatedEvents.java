package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.query.findings.Computation.Input;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profile.ActionEntry;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * « La conférence régionale de l'ESS a eu lieu le 17 octobre 2018 »: what took place is known by its last three words, and within one
 * year it took place once. In two years it took place twice, and nothing contradicts itself; where the year of a date is neither
 * printed nor inferred, nothing is known.
 */
final class DatedEvents {

    private static final Pattern SENTENCE = Pattern.compile("[^.;:!?…\\n]+");
    private static final Pattern HELD = Pattern.compile(
            "\\b(?:(?:a|ont) eu lieu|(?:s'est|se sont) tenue?s?|(?:aura|auront) lieu|se tiendra|se tiendront)\\b");
    private static final List<String> MONTHS = List.of(
            "janvier",
            "fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "aout",
            "septembre",
            "octobre",
            "novembre",
            "decembre");
    private static final Pattern DAY = Pattern.compile("\\b(\\d{1,2})(?:er)?(?: (?:et|au) (\\d{1,2}))? ("
            + String.join("|", MONTHS) + ")\\b(?: ((?:19|20)\\d\\d)\\b)?");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Set<String> SMALL_WORDS = Set.of(
            "le", "la", "les", "de", "du", "des", "un", "une", "et", "sur", "en", "au", "aux", "qui", "que", "dont",
            "par", "pour", "dans", "avec", "cette", "ce", "ces");
    /** Between what took place and its day stands a place at most. */
    private static final int NEAR = 40;

    private static final int NAMED_BY = 3;
    private static final int LEAST = 2;

    private DatedEvents() {}

    /**
     * @param event what took place, by the words it is recognised by
     * @param said the same as printed
     * @param days the first one is its day
     */
    private record Mention(String event, String said, NavigableSet<LocalDate> days, String path) {

        LocalDate day() {
            return days.first();
        }

        boolean contradicts(Mention other) {
            return Collections.disjoint(days, other.days);
        }
    }

    static List<Failure> twoDates(Profile profile) {
        var events = new TreeMap<String, List<Mention>>();
        mentions(profile)
                .forEach(m -> events.computeIfAbsent(m.event() + "/" + m.day().getYear(), key -> new ArrayList<>())
                        .add(m));
        return events.entrySet().stream()
                .flatMap(event -> twoDates(event.getKey(), event.getValue()))
                .toList();
    }

    /** Whether another result than before is possible: something else is said to have taken place. */
    static boolean mayDiffer(Profile before, Profile after) {
        return isOtherProgramme(before.programme(), after.programme())
                || isHeld(Changed.of(before.actions(), after.actions()), DatedEvents::isHeld)
                || isHeld(Changed.of(after.actions(), before.actions()), DatedEvents::isHeld)
                || isHeld(Changed.of(before.documents(), after.documents()), d -> isHeld(d.title()))
                || isHeld(Changed.of(after.documents(), before.documents()), d -> isHeld(d.title()));
    }

    /** A block is named by its place, which is another one where blocks before it came or went. */
    @SuppressWarnings("ReferenceEquality") // the fold hands on the very object that it did not touch
    private static boolean isOtherProgramme(List<Block> before, List<Block> after) {
        return before != after && (isHeld(before, DatedEvents::isHeld) || isHeld(after, DatedEvents::isHeld));
    }

    private static <T extends @Nullable Object> boolean isHeld(List<T> changed, Predicate<T> isHeld) {
        for (var item : changed) {
            if (isHeld.test(item)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHeld(Block block) {
        return isHeld(texts(block), DatedEvents::isHeld);
    }

    private static boolean isHeld(ActionEntry action) {
        return isHeld(action.title()) || isHeld(action.text());
    }

    private static boolean isHeld(@Nullable String text) {
        return text != null && mayBeHeld(Plain.text(text));
    }

    /** One of these is in whatever {@link #HELD} finds, and is sooner looked for. */
    private static boolean mayBeHeld(String plain) {
        return plain.contains(" lieu") || plain.contains(" tenu") || plain.contains(" tiendr");
    }

    private static Stream<Failure> twoDates(String subject, List<Mention> mentions) {
        var first = mentions.getFirst();
        return mentions.stream()
                .filter(first::contradicts)
                .findFirst()
                .map(other -> new Failure(
                        subject,
                        null,
                        first.said(),
                        new Computation(
                                "first = second",
                                List.of(input("first", first), input("second", other)),
                                Figure.date(first.day()),
                                Figure.date(other.day()))))
                .stream();
    }

    private static Input input(String name, Mention mention) {
        return new Input(name, mention.path(), Figure.date(mention.day()), null);
    }

    private static Stream<Mention> mentions(Profile profile) {
        var mentions = new ArrayList<Mention>();
        for (int i = 0; i < profile.programme().size(); i++) {
            var path = "/programme/" + i;
            texts(profile.programme().get(i)).forEach(text -> read(text, path, null, mentions));
        }
        for (var action : profile.actions()) {
            var path = "/actions/" + Pointer.escaped(action.actionId());
            read(action.title(), path + "/title", action.when(), mentions);
            read(action.text(), path + "/text", action.when(), mentions);
        }
        for (var document : profile.documents()) {
            read(document.title(), "/documents/" + Pointer.escaped(document.documentId()) + "/title", null, mentions);
        }
        return mentions.stream();
    }

    private static List<@Nullable String> texts(Block block) {
        return switch (block) {
            case Block.Paragraph p -> List.of(p.text());
            case Block.Item item -> List.of(item.text());
            case Block.Phase phase -> {
                var texts = new ArrayList<@Nullable String>();
                texts.add(phase.title());
                texts.add(phase.subtitle());
                texts.add(phase.text());
                yield texts;
            }
        };
    }

    private static void read(@Nullable String text, String path, @Nullable When when, List<Mention> mentions) {
        if (text == null || !isHeld(text)) {
            return;
        }
        var sentences = SENTENCE.matcher(text);
        while (sentences.find()) {
            var said = sentences.group();
            var plain = Plain.text(said);
            var held = HELD.matcher(plain);
            if (held.find()) {
                mention(said, plain, held, path, when, mentions);
            }
        }
    }

    private static void mention(
            String said, String plain, Matcher held, String path, @Nullable When when, List<Mention> mentions) {
        var words = new ArrayList<String>();
        int to = 0;
        var starts = new ArrayList<Integer>();
        var word = WORD.matcher(plain).region(0, held.start());
        while (word.find()) {
            if (!SMALL_WORDS.contains(word.group())) {
                words.add(word.group());
                starts.add(word.start());
                to = word.end();
            }
        }
        var date = DAY.matcher(plain).region(held.end(), plain.length());
        if (words.size() < LEAST || !date.find() || date.start() - held.end() > NEAR) {
            return;
        }
        int first = Math.max(0, words.size() - NAMED_BY);
        var days = days(date, when);
        if (!days.isEmpty()) {
            mentions.add(new Mention(
                    String.join(" ", words.subList(first, words.size())),
                    said.substring(starts.get(first), to),
                    days,
                    path));
        }
    }

    /** Empty where the year is not known, or there is no such day. */
    private static NavigableSet<LocalDate> days(Matcher date, @Nullable When when) {
        var days = new TreeSet<LocalDate>();
        int month = MONTHS.indexOf(date.group(3)) + 1;
        try {
            var first = Integer.parseInt(date.group(1));
            var year = date.group(4) == null ? inferred(month, first, when) : Integer.valueOf(date.group(4));
            if (year != null) {
                days.add(LocalDate.of(year, month, first));
                if (date.group(2) != null) {
                    days.add(LocalDate.of(year, month, Integer.parseInt(date.group(2))));
                }
            }
        } catch (DateTimeException e) {
            days.clear();
        }
        return days;
    }

    /** The year that the action's own date has been given, if it is that day's. */
    private static @Nullable Integer inferred(int month, int day, @Nullable When when) {
        if (when == null || when.from() == null || when.from().length() != "2018-10-17".length()) {
            return null;
        }
        try {
            var from = LocalDate.parse(when.from());
            return from.getMonthValue() == month && from.getDayOfMonth() == day ? from.getYear() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
