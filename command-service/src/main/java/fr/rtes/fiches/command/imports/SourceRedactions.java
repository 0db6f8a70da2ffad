package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.Fences;
import fr.rtes.fiches.command.fiche.Fiches;
import fr.rtes.fiches.command.fiche.KeptSources;
import fr.rtes.fiches.command.fiche.PersonName;
import fr.rtes.fiches.command.imports.ImportStore.Kept;
import fr.rtes.fiches.command.imports.Proposal.FicheProposal;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheEvent.ContactChanged;
import fr.rtes.fiches.events.FicheEvent.ContactNamed;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.SourceLines;
import fr.rtes.fiches.platform.persons.SourcePassage;
import fr.rtes.fiches.platform.persons.SourcePassage.Part;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps documents with what they tell of persons apart, and takes out of them, and out of what was proposed from them, whoever is erased. Where
 * something was taken out is noted, so that readers are told that it is covered.
 */
@Component
class SourceRedactions implements KeptSources {

    private static final Logger LOG = LoggerFactory.getLogger(SourceRedactions.class);
    private static final String CONTACTS = "/contacts/";
    /** In the place of a person's id, where a fence alone says that somebody was erased. */
    private static final String UNNAMED = "fence";
    /** The role and its printed label are said of the contact, in the events too: they are no personal data. */
    private static final Set<String> PERSONAL = Set.of("/name", "/title", "/service", "/email", "/phone");

    private final JdbcClient jdbc;
    private final EventJson json;
    private final PersonCipher cipher;
    private final ImportStore store;
    private final ProposalPersons persons;
    private final ProposalJson words;
    private final Fiches fiches;
    private final Fences fences;
    private final TransactionTemplate transaction;

    SourceRedactions(
            JdbcClient jdbc,
            EventJson json,
            PersonCipher cipher,
            ImportStore store,
            ProposalPersons persons,
            ProposalJson words,
            Fiches fiches,
            Fences fences,
            TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.json = json;
        this.cipher = cipher;
        this.store = store;
        this.persons = persons;
        this.words = words;
        this.fiches = fiches;
        this.fences = fences;
        this.transaction = transaction;
    }

    // ---- keeping

    /** Whoever was erased is covered in it from the first day; whoever was not is kept apart. */
    void keep(String sha256, String mediaType, String text, List<FicheProposal> proposals) {
        var lines = SourceLines.of(text);
        var kept = new ArrayList<Kept>();
        var withheld = new ArrayList<Part>();
        for (var proposal : proposals) {
            for (var said : proposal.withheld()) {
                if (PERSONAL.contains(said.where().path())) {
                    mask(sha256, said.personId(), said.where());
                    part(lines, said.where()).ifPresent(withheld::add);
                }
            }
            var byPerson = new LinkedHashMap<String, List<Proposal.Told>>();
            proposal.told()
                    .forEach(told -> byPerson.computeIfAbsent(told.personId(), id -> new ArrayList<>())
                            .add(told));
            byPerson.forEach((personId, told) -> kept.add(new Kept(
                    proposal.ficheId(),
                    personId,
                    new SourcePassage(
                            told.getFirst().name(),
                            parts(
                                    lines,
                                    told.stream()
                                            .flatMap(one -> one.mentions().stream())
                                            .toList())))));
        }
        // Where it names them and no parser took it for a contact.
        var fenced =
                fences.fenced(proposals.stream().map(FicheProposal::ficheId).toList());
        for (int line = 1; !fenced.isEmpty() && line <= lines.count(); line++) {
            for (var place : fences.in(fenced, lines.line(line))) {
                insert(sha256, line, place.from(), place.to(), UNNAMED);
                SourcePassage.part(lines, line, place.from(), place.to()).ifPresent(withheld::add);
            }
        }
        var without = SourcePassage.cut(text, withheld);
        store.keepSource(sha256, mediaType, cut(without, kept), merged(kept));
    }

    /** A document may speak of one fiche twice: a person has one passage in it. */
    private static List<Kept> merged(List<Kept> kept) {
        var merged = new LinkedHashMap<String, Kept>();
        for (var one : kept) {
            merged.merge(
                    one.ficheId() + "/" + one.personId(),
                    one,
                    (a, b) -> new Kept(
                            a.ficheId(),
                            a.personId(),
                            new SourcePassage(
                                    a.passage().name(),
                                    Stream.concat(a.passage().parts().stream(), b.passage().parts().stream())
                                            .distinct()
                                            .toList())));
        }
        return List.copyOf(merged.values());
    }

    private static String cut(String text, List<Kept> kept) {
        return SourcePassage.cut(
                text,
                kept.stream().flatMap(one -> one.passage().parts().stream()).toList());
    }

    private static List<Part> parts(SourceLines lines, List<Mention> mentions) {
        return mentions.stream()
                .filter(mention -> PERSONAL.contains(mention.path()))
                .flatMap(mention -> part(lines, mention).stream())
                .distinct()
                .toList();
    }

    private static Optional<Part> part(SourceLines lines, Mention mention) {
        return SourcePassage.part(lines, mention.line(), mention.from(), mention.to());
    }

    // ---- erasing

    @Override
    public Rewritten rewrite(String erasureId, String ficheId, Set<PersonName> names) {
        var ids = new LinkedHashSet<>(jdbc
                .sql("SELECT person_id FROM erasure_person WHERE erasure_id = ?")
                .param(erasureId)
                .query(String.class)
                .list()
                .stream()
                .map(Objects::requireNonNull)
                .toList());
        var evidence = evidence(ficheId, ids);
        int documents = 0;
        int passages = 0;
        int proposals = 0;
        for (var sha256 : store.sources()) {
            var of = evidence.getOrDefault(sha256, List.of());
            var taken = transaction.execute(tx -> rewriteSource(erasureId, sha256, ficheId, names, ids, of));
            documents += taken > 0 ? 1 : 0;
            passages += taken;
        }
        for (var importId : store.imports()) {
            proposals += transaction.execute(tx -> rewriteImport(erasureId, importId, ficheId, names, ids)) ? 1 : 0;
        }
        return new Rewritten(documents, passages, proposals);
    }

    /** @return how many passages were taken out */
    private int rewriteSource(
            String erasureId,
            String sha256,
            String ficheId,
            Set<PersonName> names,
            Set<String> ids,
            List<Evidence> evidence) {
        var without = store.lockSource(sha256);
        var taken = new LinkedHashSet<Part>();
        for (var sealed : store.passages(sha256)) {
            var passage = SourcePassage.opened(cipher, sealed.personId(), sealed.sealed());
            var isTheirs = sealed.ficheId().equals(ficheId)
                    && (ids.contains(sealed.personId())
                            || passage.filter(p -> names.contains(PersonName.of(p.name())))
                                    .isPresent());
            if (isTheirs) {
                note(erasureId, sealed.personId());
                passage.ifPresent(p -> taken.addAll(p.parts()));
                store.dropPassage(sha256, ficheId, sealed.personId());
            } else if (passage.isPresent()
                    && !names.contains(PersonName.of(passage.get().name()))) {
                // Of somebody else, who may be told of in one sentence with them.
                var less = less(passage.get(), names, taken);
                if (!less.equals(passage.get())) {
                    store.keepPassage(sha256, new Kept(sealed.ficheId(), sealed.personId(), less));
                }
            }
        }
        var lines = SourceLines.of(without.text());
        var left = new ArrayList<Part>();
        for (int line = 1; line <= lines.count(); line++) {
            for (var name : names) {
                for (var place : name.in(lines.line(line))) {
                    SourcePassage.part(lines, line, place.from(), place.to()).ifPresent(left::add);
                }
            }
        }
        // What the fiche's own events were read from, should the document be read otherwise today.
        for (var one : evidence) {
            SourcePassage.part(lines, one.line(), one.from(), one.to()).ifPresent(left::add);
        }
        var less = SourcePassage.cut(without.text(), left);
        if (!less.equals(without.text())) {
            store.updateSource(sha256, less);
        }
        taken.addAll(left);
        var representative = ids.stream().findFirst().orElse(erasureId);
        taken.forEach(part -> insert(sha256, part.line(), part.from(), part.to(), representative));
        return taken.size();
    }

    private static SourcePassage less(SourcePassage passage, Set<PersonName> names, Collection<Part> taken) {
        var parts = new ArrayList<Part>();
        for (var part : passage.parts()) {
            var text = part.text();
            for (var name : names) {
                for (var place : name.in(part.text())) {
                    var from = part.from() + place.from();
                    var to = part.from() + place.to();
                    taken.add(new Part(part.line(), from, to, part.text().substring(place.from(), place.to())));
                    text = text.substring(0, place.from())
                            + String.valueOf(SourcePassage.COVER).repeat(place.to() - place.from())
                            + text.substring(place.to());
                }
            }
            parts.add(new Part(part.line(), part.from(), part.to(), text));
        }
        return new SourcePassage(passage.name(), parts);
    }

    private boolean rewriteImport(
            String erasureId, String importId, String ficheId, Set<PersonName> names, Set<String> ids) {
        var stored = store.lock(importId).orElseThrow();
        var without = persons.without(stored.proposal(), stored.status().canBeAccepted(), ficheId, names, ids);
        if (without.isEmpty()) {
            return false;
        }
        without.get().persons().forEach(personId -> note(erasureId, personId));
        var proposal = without.get().proposal();
        for (var line : without.get().removed()) {
            proposal.withArray("/questions")
                    .add(words.question(ficheId, new Proposal.Doubt(line, "erased-contact", List.of()), Locale.FRENCH));
        }
        store.update(stored.next(stored.status(), proposal));
        return true;
    }

    private void note(String erasureId, String personId) {
        jdbc.sql("INSERT INTO erasure_person (erasure_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(erasureId, personId)
                .update();
    }

    // ---- what an earlier program kept in one piece

    @Override
    public void takeApart() {
        for (var sha256 : store.wholeSources()) {
            transaction.executeWithoutResult(tx -> takeSourceApart(sha256));
        }
        for (var importId : store.wholeImports()) {
            transaction.executeWithoutResult(tx -> takeImportApart(importId));
        }
    }

    private void takeSourceApart(String sha256) {
        var source = store.lockSource(sha256);
        var lines = SourceLines.of(source.text());
        var text = source.text();
        var covered = new ArrayList<Part>();
        jdbc.sql("SELECT DISTINCT line, from_char, to_char FROM source_redaction WHERE sha256 = ?")
                .param(sha256)
                .query(row -> {
                    SourcePassage.part(lines, row.getInt(1), row.getInt(2), row.getInt(3))
                            .ifPresent(covered::add);
                });
        text = SourcePassage.cut(text, covered);
        var kept = new ArrayList<Kept>();
        try {
            for (var parsed : SourceReader.read(source.content(), source.mediaType())
                    .parsed()
                    .fiches()) {
                var ficheId = Proposal.ficheId(parsed);
                var known = known(ficheId);
                for (var said : parsed.contacts()) {
                    var name = said.value().name();
                    var personId = known.computeIfAbsent(
                            PersonName.of(name), key -> UUID.randomUUID().toString());
                    var parts = parts(lines, said.mentions());
                    if (parts.stream().noneMatch(covered::contains)) {
                        kept.add(new Kept(ficheId, personId, new SourcePassage(name, parts)));
                    }
                }
            }
        } catch (ProblemException refusedToday) {
            // It was accepted under rules that have changed since: it stays in one piece, and erasing looks for names
            // in it.
            LOG.info(
                    "A kept document is not read any more ({})",
                    refusedToday.problem().code());
        }
        merged(kept).forEach(one -> store.keepPassage(sha256, one));
        store.updateSource(sha256, cut(text, kept));
    }

    /** Whom the log names on the fiche, by name; the latest where it names two alike. */
    private Map<PersonName, String> known(String ficheId) {
        var known = new HashMap<PersonName, String>();
        for (var entry : fiches.history(ficheId)) {
            var contact = entry.event() instanceof ContactNamed named
                    ? named.contact()
                    : entry.event() instanceof ContactChanged changed ? changed.contact() : null;
            if (contact != null && contact.person() instanceof Person.Legible person) {
                known.put(PersonName.of(person.name()), person.personId());
            }
        }
        return known;
    }

    private void takeImportApart(String importId) {
        var stored = store.lock(importId).orElseThrow();
        var known = new HashMap<String, Map<PersonName, String>>();
        var kept = persons.sealed(stored.proposal(), (f, c, side) -> {
            var fiche = stored.proposal().path("fiches").get(f);
            var ficheId = fiche.path("ficheId").asString("");
            var name = fiche.path("changes").get(c).path(side).path("name");
            return name.isString()
                    ? known.computeIfAbsent(ficheId, this::known)
                            .computeIfAbsent(
                                    PersonName.of(name.asString()),
                                    key -> UUID.randomUUID().toString())
                    : null;
        });
        store.update(new ImportStore.Stored(importId, stored.status(), stored.sha256(), stored.name(), kept));
    }

    // ---- where

    private record Row(String payloadtype, @Nullable String payloadrevision, String payload, String metadata) {}

    /** From which characters of documents the log has what it tells of those persons, by document. */
    private Map<String, List<Evidence>> evidence(String ficheId, Set<String> ids) {
        var found = new HashMap<String, List<Evidence>>();
        for (var row : contactEvents(ficheId)) {
            if (ids.contains(contact(row).person().personId())) {
                for (var evidence : json.readProvenance(row.metadata).evidence()) {
                    var path = evidence.path();
                    if (path.startsWith(CONTACTS) && PERSONAL.stream().anyMatch(path::endsWith)) {
                        found.computeIfAbsent(evidence.source(), sha256 -> new ArrayList<>())
                                .add(evidence);
                    }
                }
            }
        }
        return found;
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

    private void mask(String sha256, String personId, Mention mention) {
        insert(sha256, mention.line(), mention.from(), mention.to(), personId);
    }

    private void insert(String sha256, int line, int from, int to, String personId) {
        jdbc.sql("""
                        INSERT INTO source_redaction (sha256, line, from_char, to_char, person_id) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING""").params(sha256, line, from, to, personId).update();
    }
}
