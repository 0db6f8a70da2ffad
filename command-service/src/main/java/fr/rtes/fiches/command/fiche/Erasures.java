package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.command.fiche.Commands.Accepted;
import fr.rtes.fiches.command.fiche.FicheCommand.ErasePerson;
import fr.rtes.fiches.command.fiche.Refusal.Item;
import fr.rtes.fiches.command.fiche.Refusal.ReasonNamesPerson;
import fr.rtes.fiches.command.fiche.Refusal.StaleVersion;
import fr.rtes.fiches.command.fiche.Refusal.UnknownFiche;
import fr.rtes.fiches.command.fiche.Refusal.UnknownItem;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.ContactChanged;
import fr.rtes.fiches.events.FicheEvent.ContactNamed;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.platform.persons.ErasureList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Erases persons, in three steps that each end in the database: a fence against being named again, everything that was kept of them
 * rewritten, the key destroyed together with the fact that says so. Whatever is interrupted after the first is done to its end by
 * the next start, or within minutes by whoever runs.
 */
@Component
public class Erasures implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    /** Behind the framework, which takes commands from phase 0 on, and before the web server, which comes last. */
    private static final int BEFORE_ANYBODY_ASKS = 1000;

    private final Commands commands;
    private final Fiches fiches;
    private final Fences fences;
    private final KeptSources sources;
    private final PersonKeys keys;
    private final ErasureList list;
    private final JdbcClient jdbc;
    private volatile boolean running;

    Erasures(
            Commands commands,
            Fiches fiches,
            Fences fences,
            KeptSources sources,
            PersonKeys keys,
            ErasureList list,
            JdbcClient jdbc) {
        this.commands = commands;
        this.fiches = fiches;
        this.fences = fences;
        this.sources = sources;
        this.keys = keys;
        this.list = list;
        this.jdbc = jdbc;
    }

    /** Somebody the log names, by a key that still opens it. */
    private record Named(String contactId, Person.Legible person, Contact.Capacity capacity) {
        PersonName name() {
            return PersonName.of(person.name());
        }
    }

    private record Row(
            String erasureId,
            String ficheId,
            String contactId,
            @Nullable String ground,
            String actor,
            @Nullable String reason,
            @Nullable String correlationId) {

        Provenance provenance() {
            return new Provenance(actor, Provenance.Channel.API, reason, null, correlationId, null, List.of());
        }

        @Nullable ErasureGround erasureGround() {
            return ground == null ? null : ErasureGround.valueOf(ground);
        }
    }

    /**
     * Erases everyone the contact ever was, and whoever else on the fiche goes by one of their names.
     *
     * @param expectedVersion the version it is meant for; null: whichever
     * @throws Refused when the answer is no; no fence was set then
     */
    public Accepted erase(
            String ficheId,
            String contactId,
            @Nullable ErasureGround ground,
            Provenance provenance,
            @Nullable Long expectedVersion) {
        var begun = begin(ficheId, contactId, null, ground, provenance, expectedVersion);
        return begun.isPresent()
                ? complete(begun.get())
                : commands.send(new ErasePerson(ficheId, contactId, ground, null), provenance, expectedVersion);
    }

    /**
     * The first step.
     *
     * @param only whose keys; null: of everyone the contact ever was
     * @return the erasure's id; empty where there is nobody left to erase
     */
    Optional<String> begin(
            String ficheId,
            String contactId,
            @Nullable Set<String> only,
            @Nullable ErasureGround ground,
            Provenance provenance,
            @Nullable Long expectedVersion) {
        return commands.inTransaction(ficheId, () -> {
            commands.inTurn(ficheId);
            fences.closing();
            var history = fiches.history(ficheId);
            if (history.isEmpty()) {
                throw new Refused(new UnknownFiche(ficheId));
            }
            if (expectedVersion != null && expectedVersion != history.size()) {
                throw new Refused(new StaleVersion(expectedVersion, history.size()));
            }
            if (!Fiches.fold(history).persons().containsKey(contactId)) {
                throw new Refused(new UnknownItem(Item.CONTACT, contactId));
            }
            var running = jdbc.sql(
                            "SELECT erasure_id FROM erasure WHERE fiche_id = ? AND contact_id = ? AND ended_at IS NULL")
                    .params(ficheId, contactId)
                    .query(String.class)
                    .optional();
            if (running.isPresent()) {
                return running;
            }
            var everyone = named(history);
            var meant = everyone.stream()
                    .filter(named -> only == null
                            ? named.contactId().equals(contactId)
                            : only.contains(named.person().personId()))
                    .toList();
            if (meant.isEmpty()) {
                return Optional.<String>empty();
            }
            var names = new LinkedHashSet<PersonName>();
            meant.forEach(named -> names.add(named.name()));
            if (provenance.reason() != null && PersonName.anyIn(names, provenance.reason())) {
                throw new Refused(new ReasonNamesPerson());
            }
            var erasureId = UUID.randomUUID().toString();
            jdbc.sql("""
                            INSERT INTO erasure (erasure_id, fiche_id, contact_id, capacity, ground, actor, reason, correlation_id)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                    .param(erasureId)
                    .param(ficheId)
                    .param(contactId)
                    .param(meant.getLast().capacity().name())
                    .param(ground == null ? null : ground.name())
                    .param(provenance.actor())
                    .param(provenance.reason())
                    .param(provenance.correlationId())
                    .update();
            everyone.stream()
                    .filter(named -> meant.contains(named) || names.contains(named.name()))
                    .map(named -> named.person().personId())
                    .distinct()
                    .forEach(personId -> note(erasureId, personId));
            names.forEach(name -> fences.set(erasureId, ficheId, name));
            return Optional.of(erasureId);
        });
    }

    private void note(String erasureId, String personId) {
        jdbc.sql("INSERT INTO erasure_person (erasure_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(erasureId, personId)
                .update();
    }

    private static List<Named> named(List<Fiches.Entry> history) {
        var named = new ArrayList<Named>();
        for (var entry : history) {
            switch (entry.event()) {
                case ContactNamed e -> named(e.contactId(), e.contact()).ifPresent(named::add);
                case ContactChanged e -> named(e.contactId(), e.contact()).ifPresent(named::add);
                case FicheEvent e -> {
                    // names nobody
                }
            }
        }
        return named;
    }

    private static Optional<Named> named(String contactId, Contact contact) {
        return contact.person() instanceof Person.Legible person
                ? Optional.of(new Named(contactId, person, contact.capacity()))
                : Optional.empty();
    }

    /** The second and third step, from wherever they were interrupted. */
    private Accepted complete(String erasureId) {
        var row = jdbc.sql("""
                        SELECT erasure_id, fiche_id, contact_id, ground, actor, reason, correlation_id FROM erasure
                        WHERE erasure_id = ?""").param(erasureId).query(Row.class).single();
        var persons = persons(erasureId);
        var names = new HashSet<PersonName>();
        named(fiches.history(row.ficheId)).stream()
                .filter(named -> persons.contains(named.person().personId()))
                .forEach(named -> names.add(named.name()));
        var rewritten = sources.rewrite(erasureId, row.ficheId, names);
        jdbc.sql("""
                        UPDATE erasure SET documents = documents + ?, passages = passages + ?, proposals = proposals + ?
                        WHERE erasure_id = ? AND ended_at IS NULL""")
                .params(rewritten.documents(), rewritten.passages(), rewritten.proposals(), erasureId)
                .update();
        return commands.inTransaction(row.ficheId, () -> {
            commands.inTurn(row.ficheId);
            var all = persons(erasureId);
            // First: were the process killed behind it, the next start would find the keys that are still there.
            list.add(all);
            var accepted = commands.send(
                    new ErasePerson(row.ficheId, row.contactId, row.erasureGround(), all), row.provenance(), null);
            all.forEach(keys::destroy);
            jdbc.sql("""
                            UPDATE erasure SET ended_at = now(), reason = NULL, position = ?, keys = ?
                            WHERE erasure_id = ? AND ended_at IS NULL""").params(accepted.position(), all.size(), erasureId).update();
            return accepted;
        });
    }

    private Set<String> persons(String erasureId) {
        return new LinkedHashSet<>(jdbc
                .sql("SELECT person_id FROM erasure_person WHERE erasure_id = ? ORDER BY person_id")
                .param(erasureId)
                .query(String.class)
                .list()
                .stream()
                .map(Objects::requireNonNull)
                .toList());
    }

    // ---- at the start, and from time to time

    @Override
    public void start() {
        sources.takeApart();
        applyList();
        completeAll("0 s");
        running = true;
    }

    /** What another process began and was killed over. */
    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT2M")
    void completeForgotten() {
        completeAll("2 minutes");
    }

    private void completeAll(String olderThan) {
        for (var erasureId : jdbc.sql("""
                        SELECT erasure_id FROM erasure WHERE ended_at IS NULL AND begun_at <= now() - ?::interval
                        ORDER BY begun_at""").param(olderThan).query(String.class).list()) {
            try {
                complete(Objects.requireNonNull(erasureId));
                LOG.info("Erasure {} was interrupted and is done now", erasureId);
            } catch (RuntimeException e) {
                // It stays as it is and is tried again. Without the message, which may quote what was to be stored.
                LOG.warn(
                        "Erasure {} cannot be ended yet ({})",
                        erasureId,
                        e.getClass().getSimpleName());
            }
        }
    }

    /** A database from before an erasure has the keys again: whoever is on the list is erased again. */
    private void applyList() {
        var erased = list.all();
        if (erased.isEmpty()) {
            return;
        }
        var back = new LinkedHashSet<>(jdbc
                .sql(
                        "SELECT person_id FROM person_key WHERE person_id = ANY (?) AND wrapped IS NOT NULL ORDER BY person_id")
                .param(erased.toArray(String[]::new))
                .query(String.class)
                .list()
                .stream()
                .map(Objects::requireNonNull)
                .toList());
        for (var personId : back) {
            for (var contact : namedAs(personId)) {
                begin(contact.ficheId, contact.contactId, Set.of(personId), null, restored(), null)
                        .ifPresent(this::complete);
            }
        }
        // Of some only sources told.
        back.forEach(keys::destroy);
        if (!back.isEmpty()) {
            LOG.warn("{} persons were erased again: this database is older than their erasure", back.size());
        }
    }

    private record NamedAs(String ficheId, String contactId) {}

    private List<NamedAs> namedAs(String personId) {
        return jdbc.sql("""
                        SELECT DISTINCT aggregateidentifier AS fiche_id, payload::jsonb ->> 'contactId' AS contact_id
                        FROM domainevententry
                        WHERE payloadtype IN ('ContactNamed', 'ContactChanged')
                          AND coalesce(payload::jsonb #>> '{contact,person,personId}', payload::jsonb #>> '{person,personId}') = ?""")
                .param(personId)
                .query((row, i) -> new NamedAs(row.getString(1), row.getString(2)))
                .list();
    }

    private static Provenance restored() {
        return new Provenance(
                "register",
                Provenance.Channel.API,
                "Liste des effacements appliquée de nouveau après une restauration",
                null,
                UUID.randomUUID().toString(),
                null,
                List.of());
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return BEFORE_ANYBODY_ASKS;
    }
}
