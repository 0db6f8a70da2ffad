package fr.rtes.fiches.query.history;

import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.sight.FicheSight;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a fiche as they may be told to somebody who is to learn who set what still stands: what was recorded while the fiche was
 * not public counts as said by the publication that followed, for whoever was not shown it before. What came and went again in between
 * is not told.
 */
final class Published {

    /** What says which event it was, as against what the event said. */
    private static final List<String> IDENTITY =
            List.of("version", "position", "eventId", "type", "recordedAt", "channel", "importId");

    private static final String AUTHOR = "actor";
    private static final String REASON = "reason";

    private final FicheSight sight;

    Published(FicheSight sight) {
        this.sight = sight;
    }

    /** @param newestFirst as they are stored */
    List<Document> told(List<Document> newestFirst) {
        var told = new ArrayList<Document>();
        @Nullable Document shown = null;
        for (var stored : newestFirst) {
            if (sight.shows(stored.get("version", Number.class).longValue())) {
                shown = anonymous(stored);
                told.add(shown);
            } else if (shown != null) {
                told.add(saidBy(shown, stored));
            }
        }
        return told;
    }

    private Document anonymous(Document change) {
        return sight.authors() ? change : new Document(change).append(AUTHOR, null).append(REASON, null);
    }

    /** The day on which the fact holds stays its own. */
    private Document saidBy(Document publication, Document hidden) {
        var said = anonymous(new Document(hidden));
        said.append("day", day(hidden).toString());
        IDENTITY.forEach(field -> said.append(field, publication.get(field)));
        said.append(
                "changes",
                hidden.getList("changes", Document.class).stream()
                        .filter(field -> !Published.tookAway(field))
                        .toList());
        return said;
    }

    private static LocalDate day(Document change) {
        var own = change.getString("day");
        var day = own == null ? change.getString("effectiveOn") : own;
        return day == null ? Moment.day(Instant.parse(change.getString("recordedAt"))) : LocalDate.parse(day);
    }

    /** Whether nothing is said there any more: nobody who was not shown the fiche then knows that anything ever was. */
    private static boolean tookAway(Document field) {
        var after = field.get("after");
        return after == null || List.of().equals(after);
    }
}
