package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.platform.persons.MasterKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Imports and their source documents in PostgreSQL, sealed under the master key. */
@Component
class ImportStore {

    private final JdbcClient jdbc;
    private final MasterKey master;
    private final JsonMapper json;

    ImportStore(JdbcClient jdbc, MasterKey master, JsonMapper json) {
        this.jdbc = jdbc;
        this.master = master;
        this.json = json;
    }

    record Stored(String importId, ImportStatus status, String sha256, String name, ObjectNode proposal) {}

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
