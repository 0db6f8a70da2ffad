package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.persons.MasterKey;
import fr.rtes.fiches.platform.persons.SourcePassage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Imports and their source documents in PostgreSQL, sealed under the master key; but for what they tell of persons, which is apart, sealed
 * under each person's own key.
 */
@Component
class ImportStore {

    /** Later than everything. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final JdbcClient jdbc;
    private final MasterKey master;
    private final PersonCipher cipher;
    private final JsonMapper json;

    ImportStore(JdbcClient jdbc, MasterKey master, PersonCipher cipher, JsonMapper json) {
        this.jdbc = jdbc;
        this.master = master;
        this.cipher = cipher;
        this.json = json;
    }

    /** @param proposal as it is kept: persons enciphered in it, see {@link ProposalPersons} */
    record Stored(String importId, ImportStatus status, String sha256, String name, ObjectNode proposal) {

        /** Counts what became of the import, from 0: another number is another document. */
        long revision() {
            return proposal.path("revision").asLong(0);
        }

        Stored next(ImportStatus then, ObjectNode changed) {
            return new Stored(importId, then, sha256, name, changed.put("revision", revision() + 1));
        }
    }

    /** Where a page of the list ended. */
    record Place(Instant proposedAt, String importId) {}

    /**
     * An import in a list; nothing in it tells of a person.
     *
     * @param name of its source
     * @param fiches those that something would change in
     * @param open questions that have a choice and no answer
     */
    record Entry(
            String importId,
            ImportStatus status,
            String name,
            Instant proposedAt,
            int fiches,
            int changes,
            int questions,
            int open) {}

    /**
     * @param total of that status, on all pages
     * @param next null: this is the last page
     */
    record Page(List<Entry> entries, long total, @Nullable Place next) {}

    /** @param text what was accepted as a source is UTF-8, so its bytes are this text's */
    record Source(String mediaType, String text) {
        byte[] content() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** What a document tells of a person of a fiche. */
    record Kept(String ficheId, String personId, SourcePassage passage) {}

    /** @param sealed see {@link SourcePassage#opened} */
    record SealedPassage(String ficheId, String personId, String sealed) {}

    private record Row(String importId, String status, String sha256, String name, String proposal) {}

    private record SourceRow(String mediaType, String content) {}

    /** @return false when it was kept already: then nothing is added */
    boolean keepSource(String sha256, String mediaType, String withoutPersons, List<Kept> persons) {
        var isNew = jdbc.sql("""
                        INSERT INTO source_document (sha256, media_type, content, persons_apart) VALUES (?, ?, ?, true)
                        ON CONFLICT DO NOTHING""")
                        .params(sha256, mediaType, sealedDocument(sha256, withoutPersons))
                        .update()
                == 1;
        if (isNew) {
            persons.forEach(kept -> keepPassage(sha256, kept));
        }
        return isNew;
    }

    private String sealedDocument(String sha256, String text) {
        return master.seal("source/" + sha256, text.getBytes(StandardCharsets.UTF_8));
    }

    void keepPassage(String sha256, Kept kept) {
        jdbc.sql("""
                        INSERT INTO source_passage (sha256, fiche_id, person_id, sealed) VALUES (?, ?, ?, ?)
                        ON CONFLICT (sha256, fiche_id, person_id) DO UPDATE SET sealed = excluded.sealed""")
                .params(sha256, kept.ficheId, kept.personId, kept.passage.sealed(cipher, kept.personId))
                .update();
    }

    void dropPassage(String sha256, String ficheId, String personId) {
        jdbc.sql("DELETE FROM source_passage WHERE sha256 = ? AND fiche_id = ? AND person_id = ?")
                .params(sha256, ficheId, personId)
                .update();
    }

    /** The document, with everybody in it who was not erased. */
    Source source(String sha256) {
        var without = withoutPersons(sha256);
        var passages = passages(sha256);
        var opening =
                cipher.opening(passages.stream().map(SealedPassage::personId).toList());
        return new Source(
                without.mediaType,
                SourcePassage.putBack(
                        without.text,
                        passages.stream()
                                .flatMap(p -> SourcePassage.opened(opening, p.personId, p.sealed).stream())
                                .toList()));
    }

    Source withoutPersons(String sha256) {
        return document("SELECT media_type, content FROM source_document WHERE sha256 = ?", sha256);
    }

    /** The same, and nobody else may change it until the transaction ends. */
    Source lockSource(String sha256) {
        return document("SELECT media_type, content FROM source_document WHERE sha256 = ? FOR UPDATE", sha256);
    }

    private Source document(String sql, String sha256) {
        var row = jdbc.sql(sql).param(sha256).query(SourceRow.class).single();
        return new Source(
                row.mediaType, new String(master.open("source/" + sha256, row.content), StandardCharsets.UTF_8));
    }

    List<SealedPassage> passages(String sha256) {
        return jdbc.sql(
                        "SELECT fiche_id, person_id, sealed FROM source_passage WHERE sha256 = ? ORDER BY fiche_id, person_id")
                .param(sha256)
                .query((row, i) -> new SealedPassage(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    void updateSource(String sha256, String withoutPersons) {
        jdbc.sql("UPDATE source_document SET content = ?, persons_apart = true WHERE sha256 = ?")
                .params(sealedDocument(sha256, withoutPersons), sha256)
                .update();
    }

    /** The SHA-256 of every document that is kept. */
    List<String> sources() {
        return strings("SELECT sha256 FROM source_document ORDER BY received_at");
    }

    /** Those that an earlier program kept in one piece. */
    List<String> wholeSources() {
        return strings("SELECT sha256 FROM source_document WHERE NOT persons_apart ORDER BY received_at");
    }

    List<String> imports() {
        return strings("SELECT import_id FROM import ORDER BY proposed_at");
    }

    List<String> wholeImports() {
        return strings("SELECT import_id FROM import WHERE NOT persons_apart ORDER BY proposed_at");
    }

    private List<String> strings(String sql) {
        return jdbc.sql(sql).query(String.class).list().stream()
                .map(Objects::requireNonNull)
                .toList();
    }

    void propose(Stored proposed, String actor) {
        jdbc.sql("""
                        INSERT INTO import (import_id, status, sha256, name, actor, proposal, persons_apart)
                        VALUES (?, ?, ?, ?, ?, ?, true)""")
                .params(
                        proposed.importId,
                        proposed.status.name(),
                        proposed.sha256,
                        proposed.name,
                        actor,
                        sealed(proposed))
                .update();
    }

    void update(Stored changed) {
        jdbc.sql("UPDATE import SET status = ?, proposal = ?, persons_apart = true WHERE import_id = ?")
                .params(changed.status.name(), sealed(changed), changed.importId)
                .update();
    }

    /** Of the newest import of that document that was accepted: the proposal. */
    Optional<ObjectNode> lastAccepted(String sha256) {
        return find("""
                        SELECT import_id, status, sha256, name, proposal FROM import
                        WHERE sha256 = ? AND status IN ('ACCEPTED', 'PARTLY_ACCEPTED')
                        ORDER BY proposed_at DESC, import_id DESC LIMIT 1""", sha256).map(Stored::proposal);
    }

    /** @param status null: of every status */
    Page page(@Nullable ImportStatus status, @Nullable Place after, int limit) {
        var wanted = status == null ? "" : status.name();
        var from = after == null ? new Place(LAST, "") : after;
        var entries = new ArrayList<Entry>();
        var unsealed = jdbc.sql("""
                        SELECT import_id, status, name, proposed_at, proposal FROM import
                        WHERE (? = '' OR status = ?) AND (proposed_at, import_id) < (?, ?)
                        ORDER BY proposed_at DESC, import_id DESC LIMIT ?""")
                .params(
                        wanted,
                        wanted,
                        OffsetDateTime.ofInstant(from.proposedAt, ZoneOffset.UTC),
                        from.importId,
                        limit + 1);
        // One by one, so that only one proposal is open at a time: some are large.
        unsealed.query(row -> {
            var importId = row.getString(1);
            var proposal = json.readTree(master.open("import/" + importId, row.getString(5)));
            entries.add(new Entry(
                    importId,
                    ImportStatus.valueOf(row.getString(2)),
                    row.getString(3),
                    row.getObject(4, OffsetDateTime.class).toInstant(),
                    count(
                            proposal.path("fiches"),
                            fiche -> !fiche.path("changes").isEmpty()),
                    (int) proposal.path("fiches")
                            .valueStream()
                            .mapToLong(fiche -> fiche.path("changes").size())
                            .sum(),
                    proposal.path("questions").size(),
                    count(
                            proposal.path("questions"),
                            question -> !question.path("choices").isEmpty()
                                    && question.path("answer").isNull())));
        });
        var total = jdbc.sql("SELECT count(*) FROM import WHERE ? = '' OR status = ?")
                .params(wanted, wanted)
                .query(Long.class)
                .single();
        var page = entries.size() > limit ? List.copyOf(entries.subList(0, limit)) : List.copyOf(entries);
        var last = page.isEmpty() ? null : page.getLast();
        return new Page(
                page, total, entries.size() > limit && last != null ? new Place(last.proposedAt, last.importId) : null);
    }

    private static int count(JsonNode all, Predicate<JsonNode> such) {
        return (int) all.valueStream().filter(such).count();
    }

    private String sealed(Stored stored) {
        return master.seal(
                "import/" + stored.importId, stored.proposal.toString().getBytes(StandardCharsets.UTF_8));
    }

    Optional<Stored> find(String importId) {
        return find("SELECT import_id, status, sha256, name, proposal FROM import WHERE import_id = ?", importId);
    }

    /** The same, and nobody else may change it until the transaction ends. */
    Optional<Stored> lock(String importId) {
        return find(
                "SELECT import_id, status, sha256, name, proposal FROM import WHERE import_id = ? FOR UPDATE",
                importId);
    }

    private Optional<Stored> find(String sql, String importId) {
        return jdbc.sql(sql)
                .param(importId)
                .query(Row.class)
                .optional()
                .map(row ->
                        new Stored(row.importId, ImportStatus.valueOf(row.status), row.sha256, row.name, (ObjectNode)
                                json.readTree(master.open("import/" + row.importId, row.proposal))));
    }
}
