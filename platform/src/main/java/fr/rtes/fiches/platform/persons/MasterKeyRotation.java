package fr.rtes.fiches.platform.persons;

import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals everything anew that is sealed under a former master key, some rows at a time. What is under the new one already is left alone, so that
 * whoever was interrupted begins again and goes on. Nobody else may write meanwhile.
 */
public final class MasterKeyRotation {

    private static final int BATCH = 200;

    /**
     * Rows that are sealed.
     *
     * @param name an expression for what a row's sealed text belongs to
     */
    record Sealed(String table, String column, String name) {}

    static final List<Sealed> ALL = List.of(
            new Sealed("person_key", "wrapped", "person_id"),
            new Sealed("register_key", "wrapped", "'" + RegisterKeys.sealedAs("") + "' || name"),
            new Sealed("source_document", "content", "'source/' || sha256"),
            new Sealed("import", "proposal", "'import/' || import_id"),
            new Sealed("idempotency", "body", "'idempotency/' || actor || '/' || key"));

    private record Row(String place, String name, String sealed) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final MasterKey former;
    private final MasterKey master;

    public MasterKeyRotation(JdbcClient jdbc, TransactionTemplate transaction, MasterKey former, MasterKey master) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.former = former;
        this.master = master;
    }

    /**
     * @return how many texts were sealed anew
     * @throws IllegalStateException for one that neither key opens; those before it are done
     */
    public int rotate() {
        return ALL.stream().mapToInt(this::rotate).sum();
    }

    int rotate(Sealed rows) {
        // Where rows lie, for a table's key may be of any shape; a row that is sealed anew moves, and is met but once.
        var places = jdbc
                .sql("SELECT ctid::text FROM " + rows.table + " WHERE " + rows.column + " IS NOT NULL ORDER BY ctid")
                .query(String.class)
                .list()
                .stream()
                .map(Objects::requireNonNull)
                .toList();
        int done = 0;
        for (int from = 0; from < places.size(); from += BATCH) {
            var batch = places.subList(from, Math.min(from + BATCH, places.size()));
            done += Objects.requireNonNull(transaction.execute(tx -> rotate(rows, batch)));
        }
        return done;
    }

    private int rotate(Sealed rows, List<String> places) {
        int done = 0;
        for (var row : jdbc.sql("SELECT ctid::text AS place, " + rows.name + " AS name, " + rows.column
                        + " AS sealed FROM " + rows.table + " WHERE ctid = ANY (?::tid[])")
                .param(places.toArray(String[]::new))
                .query((row, i) -> new Row(row.getString(1), row.getString(2), row.getString(3)))
                .list()) {
            if (!master.opens(row.name, row.sealed)) {
                done += jdbc.sql("UPDATE " + rows.table + " SET " + rows.column + " = ? WHERE ctid = ?::tid")
                        .params(master.seal(row.name, former.open(row.name, row.sealed)), row.place)
                        .update();
            }
        }
        return done;
    }
}
