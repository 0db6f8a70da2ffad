package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What happened to one fiche, told to whoever looks at something else than its history. */
@Component
public class Happened {

    private final Histories histories;
    private final PersonCipher cipher;

    Happened(Histories histories, PersonCipher cipher) {
        this.histories = histories;
        this.cipher = cipher;
    }

    /**
     * The changes after one version and up to another, oldest first; of many the last. Empty for a fiche that has no history yet.
     *
     * @param after from 0
     */
    public List<HistoryItem> between(String ficheId, long after, long upTo, int most, Locale language) {
        if (upTo <= after) {
            return List.of();
        }
        var found = histories.newest(
                ficheId,
                upTo + 1,
                (int) Math.min(most, upTo - after),
                ChangeFilter.of(null, null, null).matching(new Opened(cipher)));
        return found.map(page -> {
                    var changes = page.changes().stream()
                            .filter(change -> change.version() > after)
                            .toList();
                    var telling = new Telling(
                            language,
                            cipher.opening(
                                    changes.stream().flatMap(Change::persons).toList()));
                    return changes.reversed().stream().map(telling::item).toList();
                })
                .orElse(List.of());
    }
}
