package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import java.util.Locale;

/** Makes of a stored change what is answered, in one language. Persons are opened here and nowhere further in. */
final class Telling {

    private final Sentences sentences;
    private final Opened opened;

    Telling(Locale language, PersonCipher cipher) {
        this.sentences = new Sentences(language, cipher);
        this.opened = new Opened(cipher);
    }

    HistoryItem item(Change c) {
        return new HistoryItem(
                c.version(),
                c.position(),
                c.eventId(),
                c.type(),
                c.recordedAt(),
                c.effectiveOn(),
                c.actor(),
                c.channel(),
                c.reason(),
                c.importId(),
                c.source(),
                sentences.of(c.type(), c.about()),
                c.evidence(),
                opened.all(c.changes()).stream()
                        .map(f -> new HistoryItem.Field(f.path(), f.before(), f.after()))
                        .toList());
    }
}
