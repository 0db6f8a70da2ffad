package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.query.profile.Profile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Which change made each value of a fiche what it is, for whoever shows the fiche. */
@Component
public class Origins {

    private final Histories histories;
    private final PersonCipher cipher;

    Origins(Histories histories, PersonCipher cipher) {
        this.histories = histories;
        this.cipher = cipher;
    }

    /**
     * In the order of the profile, at the end those that were taken away.
     *
     * @param known persons enciphered
     * @param day on which its dated values are shown; what nobody is known to have said of that day is left out
     * @return empty while the history has not come as far as the profile: no change is answered for by an older one
     */
    public List<BlamedValue> of(Profile known, LocalDate day) {
        return blamed(known, known.on(day), day, new Opened(cipher)).stream()
                .map(BlamedValue::of)
                .toList();
    }

    /** @param then how it is shown on that day */
    private List<Blame.Value> blamed(Profile known, Profile then, LocalDate day, Opened opened) {
        var history = histories.upTo(known.ficheId(), known.version());
        return history.version() < known.version() ? List.of() : Blame.of(then, day, history.changes(), opened);
    }

    /**
     * Something the fiche says, in words, and the change that made it so.
     *
     * @param part path of what it belongs to, see {@link ValueWords#part}
     * @param of what that is called
     * @param isGone whether it was taken away, and nothing is said any more
     * @param origin of it, or of the first of its parts: the same change set all of them
     * @param evidence nearest first
     * @param sentence of the change
     */
    public record Said(
            String part,
            String of,
            ValueWords.Spoken value,
            boolean isGone,
            BlamedValue origin,
            List<Evidence> evidence,
            String sentence) {}

    /**
     * As {@link #of}, in the reader's language. What is read as one thing (an amount, an address) is one value where one change set
     * all of it, else each of its parts is.
     */
    public List<Said> said(Profile known, LocalDate day, Locale language) {
        var then = known.on(day);
        var opened = new Opened(cipher);
        var blamed = blamed(known, then, day, opened);
        var words = new ValueWords(language, then.opened(cipher));
        var wholes = new HashMap<String, JsonNode>();
        opened.all(Comparison.between(null, then)).forEach(whole -> wholes.put(whole.path(), whole.after()));
        var sentences = new HashMap<Long, String>();
        Function<Change, String> told =
                change -> sentences.computeIfAbsent(change.version(), version -> sentence(change, language));
        var fields = new LinkedHashMap<String, List<Blame.Value>>();
        blamed.forEach(value -> fields.computeIfAbsent(field(value.path()), path -> new ArrayList<>())
                .add(value));
        var said = new ArrayList<Said>();
        fields.forEach((path, values) -> {
            var first = values.getFirst();
            var part = ValueWords.part(path);
            var whole = whole(path, wholes);
            if (whole != null && values.size() > 1 && isOneChange(values)) {
                said.add(new Said(
                        part,
                        words.label(part),
                        words.within(part, path, whole),
                        false,
                        BlamedValue.of(first),
                        values.stream()
                                .flatMap(value -> value.evidence().stream())
                                .distinct()
                                .toList(),
                        told.apply(first.change())));
            } else {
                for (var value : values) {
                    said.add(new Said(
                            part,
                            words.label(part),
                            words.within(part, value.path(), value.value()),
                            Difference.isUnsaid(value.value()),
                            BlamedValue.of(value),
                            value.evidence(),
                            told.apply(value.change())));
                }
            }
        });
        return List.copyOf(said);
    }

    private String sentence(Change change, Locale language) {
        return new Telling(language, cipher.opening(change.persons().toList()))
                .item(change)
                .sentence();
    }

    private static boolean isOneChange(List<Blame.Value> values) {
        return values.stream().map(value -> value.change().version()).distinct().count() == 1
                && values.stream().noneMatch(value -> Difference.isUnsaid(value.value()));
    }

    /** The value that the path is of: the first step, or the next one of an item. */
    private static String field(String path) {
        var part = ValueWords.part(path);
        var isItem = part.lastIndexOf('/') > 0;
        var end = path.indexOf('/', part.length() + 1);
        return !isItem ? part : end < 0 ? path : path.substring(0, end);
    }

    private static @Nullable JsonNode whole(String path, Map<String, JsonNode> wholes) {
        var own = wholes.get(path);
        if (own != null) {
            return own;
        }
        var part = ValueWords.part(path);
        var item = wholes.get(part);
        return item == null ? null : item.get(path.substring(part.length() + 1));
    }

    /**
     * A change as a sentence.
     *
     * @param sentence in the reader's language
     */
    public record Told(
            long version,
            Instant recordedAt,
            String actor,
            Channel channel,
            @Nullable String reason,
            String sentence) {}

    /** The change that made that version; null: the history has not come so far. */
    public @Nullable Told change(String ficheId, long version, Locale language) {
        return histories
                .find(ficheId, version)
                .map(change -> {
                    var item = new Telling(
                                    language, cipher.opening(change.persons().toList()))
                            .item(change);
                    return new Told(
                            item.version(),
                            item.recordedAt(),
                            item.actor(),
                            item.channel(),
                            item.reason(),
                            item.sentence());
                })
                .orElse(null);
    }
}
