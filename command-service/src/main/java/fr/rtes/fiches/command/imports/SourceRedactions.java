package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.KeptSources;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheEvent.ContactChanged;
import fr.rtes.fiches.events.FicheEvent.ContactNamed;
import fr.rtes.fiches.events.FicheEvent.PersonErased;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where kept documents tell of persons who were erased: what the fiche's own events were read from, and the same contact in every
 * other document that is kept, of which no event may have come because it said nothing new.
 */
@Component
class SourceRedactions implements KeptSources {

    private static final String CONTACTS = "/contacts/";

    private final JdbcClient jdbc;
    private final EventJson json;
    private final PersonCipher cipher;
    private final ImportStore store;

    SourceRedactions(JdbcClient jdbc, EventJson json, PersonCipher cipher, ImportStore store) {
        this.jdbc = jdbc;
        this.json = json;
        this.cipher = cipher;
        this.store = store;
    }

    private record Row(String payloadtype, @Nullable String payloadrevision, String payload, String metadata) {}

    @Override
    public void mask(PersonErased erased) {
        var names = new HashSet<String>();
        for (var row : contactEvents(erased.ficheId())) {
            var person = contact(row).person();
            if (person.personId().equals(erased.personId())) {
                for (var evidence : json.readProvenance(row.metadata).evidence()) {
                    if (evidence.path().startsWith(CONTACTS)) {
                        mask(evidence, erased.personId());
                    }
                }
                if (EventJson.opened(person, cipher) instanceof Person.Legible legible) {
                    names.add(PageLine.fold(legible.name()));
                }
            }
        }
        for (var sha256 : store.sources()) {
            for (var mention : told(store.source(sha256), erased.ficheId(), names)) {
                mask(sha256, erased.personId(), mention);
            }
        }
    }

    private List<Row> contactEvents(String ficheId) {
        var events = new ArrayList<Row>();
        jdbc.sql("""
                        SELECT payloadtype, payloadrevision, payload, metadata FROM domainevententry
                        WHERE aggregateidentifier = ? AND payloadtype IN ('ContactNamed', 'ContactChanged')""").param(ficheId).query(row -> {
            events.add(new Row(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        });
        return events;
    }

    private Contact contact(Row row) {
        return switch (json.read(row.payloadtype, row.payloadrevision, row.payload)) {
            case ContactNamed e -> e.contact();
            case ContactChanged e -> e.contact();
            default -> throw new IllegalStateException(row.payloadtype + " was asked for as an event of a contact");
        };
    }

    /** What the document tells of a contact of the fiche by one of the names. */
    static List<Mention> told(ImportStore.Source source, String ficheId, Set<String> names) {
        var folded = PageLine.fold(source.text());
        if (names.stream().noneMatch(folded::contains)) {
            return List.of();
        }
        var mentions = new ArrayList<Mention>();
        try {
            for (var fiche : SourceReader.read(source.content(), source.mediaType())
                    .parsed()
                    .fiches()) {
                if (Proposal.ficheId(fiche).equals(ficheId)) {
                    fiche.contacts().stream()
                            .filter(said ->
                                    names.contains(PageLine.fold(said.value().name())))
                            .forEach(said -> mentions.addAll(said.mentions()));
                }
            }
        } catch (ProblemException refusedToday) {
            // It was accepted under rules that have changed since: without its contacts, every line with the name goes.
            for (var line : PageLine.all(source.text())) {
                if (names.stream().anyMatch(line.folded()::contains)) {
                    mentions.add(new Mention("", line.number(), 0, line.raw().length(), Evidence.Method.STATED));
                }
            }
        }
        return mentions;
    }

    private void mask(Evidence evidence, String personId) {
        insert(evidence.source(), evidence.line(), evidence.from(), evidence.to(), personId);
    }

    void mask(String sha256, String personId, Mention mention) {
        insert(sha256, mention.line(), mention.from(), mention.to(), personId);
    }

    private void insert(String sha256, int line, int from, int to, String personId) {
        jdbc.sql("""
                        INSERT INTO source_redaction (sha256, line, from_char, to_char, person_id) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING""").params(sha256, line, from, to, personId).update();
    }
}
