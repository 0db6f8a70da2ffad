package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.query.profile.Profile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

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
        var history = histories.upTo(known.ficheId(), known.version());
        if (history.version() < known.version()) {
            return List.of();
        }
        return Blame.of(known.on(day), day, history.changes(), new Opened(cipher)).stream()
                .map(BlamedValue::of)
                .toList();
    }

    /**
     * A change as a sentence.
     *
     * @param actor null: not shown to whoever reads, nor is the reason
     * @param sentence in the reader's language
     */
    public record Told(
            long version,
            Instant recordedAt,
            @Nullable String actor,
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
