package fr.rtes.fiches.query.sources;

import fr.rtes.fiches.platform.persons.MasterKey;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.sources.SourceDocument.Redaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The documents that imports keep in PostgreSQL, sealed under the master key. A document tells of many fiches at once, drafts among them,
 * so it is read by those alone who see all of them; everybody else has the characters that a value came from beside the value.
 */
@Repository
public class Sources {

    private final JdbcClient jdbc;
    private final MasterKey master;
    private final Sights sights;

    Sources(JdbcClient jdbc, MasterKey master, Sights sights) {
        this.sights = sights;
        this.jdbc = jdbc;
        this.master = master;
    }

    private record Row(String mediaType, String content) {}

    /**
     * Empty for one that is not kept, and for whoever is shown none.
     *
     * @param sha256 64 lower case hexadecimal digits
     * @throws IllegalStateException when what is kept under that address is something else
     */
    public Optional<SourceDocument> find(String sha256) {
        if (!sights.caller().seesAllUnpublished()) {
            return Optional.empty();
        }
        return jdbc.sql("SELECT media_type, content FROM source_document WHERE sha256 = ?")
                .param(sha256)
                .query(Row.class)
                .optional()
                .map(row -> {
                    var bytes = master.open("source/" + sha256, row.content);
                    if (!sha256(bytes).equals(sha256)) {
                        throw new IllegalStateException("The document kept as " + sha256 + " is another one");
                    }
                    // What is covered is read after the text: somebody erased in between is covered already.
                    return new SourceDocument(
                            sha256,
                            name(sha256),
                            row.mediaType,
                            new String(bytes, StandardCharsets.UTF_8),
                            covered(sha256));
                });
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
