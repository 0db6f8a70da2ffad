package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.ImportList.Listed;
import fr.rtes.fiches.platform.persons.MasterKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Imports and their source documents in PostgreSQL, sealed under the master key. */
@Component
class ImportStore {

    /** Later than everything. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final JdbcClient jdbc;
    private final MasterKey master;
    private final JsonMapper json;

    ImportStore(JdbcClient jdbc, MasterKey master, JsonMapper json) {
        this.jdbc = jdbc;
        this.master = master;
        this.json = json;
    }

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
     * @param total of that status, on all pages
     * @param next null: this is the last page
     */
    record Page(List<Listed> entries, long total, @Nullable Place next) {}

    /** @param text what was accepted as a source is UTF-8, so its bytes are this text's */
    record Source(String mediaType, String text) {
        byte[] content() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private record Row(String importId, String status, String sha256, String name, String proposal) {}

    private record SourceRow(String mediaType, String content) {}

    void keepSource(String sha256, String mediaType, byte[] content) {
        jdbc.sql("INSERT INTO source_document (sha256, media_type, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .params(sha256, mediaType, master.seal("source/" + sha256, content))
                .update();
    }

    Source source(String sha256) {
        var row = jdbc.sql("SELECT media_type, content FROM source_document WHERE sha256 = ?")
                .param(sha256)
                .query(SourceRow.class)
                .single();
        return new Source(
                row.mediaType, new String(master.open("source/" + sha256, row.content), StandardCharsets.UTF_8));
    }

    /** The SHA-256 of every document that is kept. */
    List<String> sources() {
        var all = new ArrayList<String>();
        jdbc.sql("SELECT sha256 FROM source_document ORDER BY received_at").query(row -> {
            all.add(row.getString(1));
        });
        return all;
    }

    void propose(Stored proposed, String actor) {
        jdbc.sql("INSERT INTO import (import_id, status, sha256, name, actor, proposal) VALUES (?, ?, ?, ?, ?, ?)")
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
        jdbc.sql("UPDATE import SET status = ?, proposal = ? WHERE import_id = ?")
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
        var entries = new ArrayList<Listed>();
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
            entries.add(new Listed(
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
                page,
                total,
                entries.size() > limit && last != null ? new Place(last.proposedAt(), last.importId()) : null);
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
