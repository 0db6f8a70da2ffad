package fr.rtes.fiches.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** Rows into the table of events by COPY, a transaction for each thousand; knows the SHA-256 of all it wrote. */
final class Append {

    private static final int BATCH = 1000;
    private static final String COPY = "COPY domainevententry (aggregateidentifier, sequencenumber, type,"
            + " eventidentifier, metadata, payload, payloadrevision, payloadtype, timestamp) FROM STDIN";

    private final MessageDigest digest = Fingerprint.sha256();

    void all(Connection connection, Iterator<Log.Row> rows) throws SQLException {
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        while (rows.hasNext()) {
            var copy = copies.copyIn(COPY);
            for (var i = 0; i < BATCH && rows.hasNext(); i++) {
                var line = line(rows.next());
                digest.update(line);
                copy.writeToCopy(line, 0, line.length);
            }
            copy.endCopy();
        }
    }

    /** Of all lines so far; ends the counting. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static byte[] line(Log.Row row) {
        return Stream.of(
                        row.ficheId(),
                        String.valueOf(row.sequence()),
                        "Fiche",
                        row.eventId(),
                        row.metadata(),
                        row.payload(),
                        row.revision(),
                        row.type(),
                        row.timestamp())
                .map(Append::escaped)
                .collect(Collectors.joining("\t", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    /** What a log of these rows is known by. */
    static String sha256(List<Log.Row> rows) {
        var digest = Fingerprint.sha256();
        rows.forEach(row -> digest.update(line(row)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
