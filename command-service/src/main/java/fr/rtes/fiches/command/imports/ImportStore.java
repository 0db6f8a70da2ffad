package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.persons.MasterKey;
import fr.rtes.fiches.platform.persons.SourcePassage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Imports and their source documents in PostgreSQL, sealed under the master key; but for what they tell of persons, which is apart, sealed
 * under each person's own key.
 */
@Component
class ImportStore {

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
    record Stored(String importId, ImportStatus status, String sha256, String name, ObjectNode proposal) {}

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
