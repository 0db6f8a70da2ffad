package fr.rtes.fiches.query.sources;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.persons.MasterKey;
import fr.rtes.fiches.platform.persons.SourcePassage;
import fr.rtes.fiches.query.sources.SourceDocument.Redaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The documents that imports keep in PostgreSQL, sealed under the master key, and what they tell of persons, under the key of each. */
@Repository
public class Sources {

    private final JdbcClient jdbc;
    private final MasterKey master;
    private final PersonCipher cipher;

    Sources(JdbcClient jdbc, MasterKey master, PersonCipher cipher) {
        this.jdbc = jdbc;
        this.master = master;
        this.cipher = cipher;
    }

    private record Row(
            String mediaType,
            String content,
            @Nullable String personId,
            @Nullable String sealed) {}

    /**
     * @param sha256 64 lower case hexadecimal digits
     * @throws IllegalStateException when what is kept under that address is something else
     */
    public Optional<SourceDocument> find(String sha256) {
        // The document and what it tells of persons as of one moment: somebody may be erased meanwhile.
        var rows = jdbc.sql("""
                        SELECT media_type, content, person_id, sealed
                        FROM source_document LEFT JOIN source_passage USING (sha256) WHERE sha256 = ?""")
                .param(sha256)
                .query((row, i) -> new Row(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        var without = new String(master.open("source/" + sha256, rows.getFirst().content), StandardCharsets.UTF_8);
        var told = told(rows);
        var text = SourcePassage.putBack(without, told);
        if (text.indexOf(SourcePassage.COVER) < 0
                && !sha256(text.getBytes(StandardCharsets.UTF_8)).equals(sha256)) {
            throw new IllegalStateException("The document kept as " + sha256 + " is another one");
        }
        return Optional.of(new SourceDocument(sha256, name(sha256), rows.getFirst().mediaType, text, covered(sha256)));
    }

    private List<SourcePassage> told(List<Row> rows) {
        var persons = new ArrayList<String>();
        for (var row : rows) {
            if (row.personId != null) {
                persons.add(row.personId);
            }
        }
        var opening = cipher.opening(persons);
        var told = new ArrayList<SourcePassage>();
        for (var row : rows) {
            if (row.personId != null && row.sealed != null) {
                SourcePassage.opened(opening, row.personId, row.sealed).ifPresent(told::add);
            }
        }
        return told;
    }

    private String name(String sha256) {
        return jdbc.sql("SELECT name FROM import WHERE sha256 = ? ORDER BY proposed_at LIMIT 1")
                .param(sha256)
                .query(String.class)
                .optional()
                .orElse(sha256);
    }

    private List<Redaction> covered(String sha256) {
        var covered = new ArrayList<Redaction>();
        jdbc.sql("SELECT DISTINCT line, from_char, to_char FROM source_redaction WHERE sha256 = ?")
                .param(sha256)
                .query(row -> {
                    covered.add(new Redaction(row.getInt(1), row.getInt(2), row.getInt(3)));
                });
        return covered;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
