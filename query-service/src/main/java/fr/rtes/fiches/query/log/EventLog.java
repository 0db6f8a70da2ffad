package fr.rtes.fiches.query.log;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Recorded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.stereotype.Component;

/**
 * The log, read page by page. Persons stay enciphered: no fold looks at them.
 *
 * <p>Every method throws {@link DataAccessException} when the database cannot answer.
 */
@Component
public class EventLog {

    /** Events a page holds at most: larger ones bring no more speed. */
    public static final int PAGE = 5000;

    private static final String COLUMNS = "globalindex, aggregateidentifier, sequencenumber, eventidentifier,"
            + " payloadtype, payloadrevision, payload, metadata, timestamp";
    private static final String BETWEEN = "SELECT " + COLUMNS
            + " FROM domainevententry WHERE globalindex > ? AND globalindex <= ? ORDER BY globalindex LIMIT ?";
    /** One statement, hence one snapshot: an event at a gap comes before the later ones that were built on it. */
    private static final String AFTER_WITH_GAPS = "(SELECT " + COLUMNS
            + " FROM domainevententry WHERE globalindex = ANY(?)) UNION ALL (SELECT " + COLUMNS
            + " FROM domainevententry WHERE globalindex > ? ORDER BY globalindex LIMIT ?) ORDER BY 1";

    private static final String OF_FICHE = "SELECT " + COLUMNS
            + " FROM domainevententry WHERE aggregateidentifier = ? AND sequencenumber BETWEEN ? AND ?"
            + " ORDER BY sequencenumber";
    private static final String IN_RANGE =
            "SELECT " + COLUMNS + " FROM domainevententry WHERE (aggregateidentifier, sequencenumber) > (?, ?)";
    private static final String BELOW = " AND aggregateidentifier < ?";
    private static final String ABOVE = " AND globalindex > ?";
    private static final String FICHE_BY_FICHE = " ORDER BY aggregateidentifier, sequencenumber LIMIT " + PAGE;
    private static final String FICHES = "SELECT aggregateidentifier, max(sequencenumber) + 1 FROM domainevententry"
            + " GROUP BY aggregateidentifier ORDER BY aggregateidentifier";
    private static final String FICHES_ABOVE = "SELECT aggregateidentifier, count(*) FROM domainevententry"
            + " WHERE globalindex > ? GROUP BY aggregateidentifier ORDER BY aggregateidentifier";
    /** One statement, hence one snapshot: what is committed later stands at one of the gaps or above the head. */
    private static final String TOKEN =
            "WITH head AS (SELECT coalesce(max(globalindex), 0) AS head FROM domainevententry)"
                    + " SELECT head, ARRAY(SELECT position FROM generate_series(greatest(1, head - ?), head) position"
                    + " WHERE NOT EXISTS (SELECT 1 FROM domainevententry WHERE globalindex = position)) FROM head";

    private static final String HEAD = "SELECT coalesce(max(globalindex), 0) FROM domainevententry";
    private static final String NEXT =
            "SELECT timestamp FROM domainevententry WHERE globalindex > ? ORDER BY globalindex LIMIT 1";
    private static final String AT = "SELECT timestamp FROM domainevententry WHERE globalindex = ?";
    private static final String TIMES =
            "SELECT timestamp FROM domainevententry WHERE aggregateidentifier = ? ORDER BY sequencenumber";
    private static final String STANDING = "SELECT min(globalindex) FROM domainevententry WHERE globalindex = ANY(?)";
    private static final String OLDEST = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
    private static final String NEW = "SELECT pg_current_xact_id()::text::bigint";

    private final JdbcTemplate jdbc;
    private final EventJson json = EventJson.enciphered();

    public EventLog(DataSource postgres) {
        this.jdbc = new JdbcTemplate(postgres);
    }

    /** At most {@code limit} events, in order, with {@code after < position <= upTo}. */
    public List<LogEntry> between(long after, long upTo, int limit) {
        return read(BETWEEN, row -> {
            row.setLong(1, after);
            row.setLong(2, upTo);
            row.setInt(3, limit);
        });
    }

    /** What the token has not seen, in order: all that has come to stand at its gaps, and at most {@code limit} after it. */
    List<LogEntry> after(GapAwareTrackingToken token, int limit) {
        if (!token.hasGaps()) {
            return between(token.getIndex(), Long.MAX_VALUE, limit);
        }
        return read(AFTER_WITH_GAPS, row -> {
            row.setArray(
                    1,
                    row.getConnection().createArrayOf("bigint", token.getGaps().toArray()));
            row.setLong(2, token.getIndex());
            row.setInt(3, limit);
        });
    }

    /** One fiche's events, both versions included, as far as they exist. */
    public List<LogEntry> ofFiche(String ficheId, long fromVersion, long toVersion) {
        return read(OF_FICHE, row -> {
            row.setString(1, ficheId);
            row.setLong(2, fromVersion - 1);
            row.setLong(3, toVersion - 1);
        });
    }

    /** A fiche and how many events it has. */
    public record Length(String ficheId, long events) {}

    /**
     * Every fiche of which there are events above a position, in the order in which {@link #inRange} gives them.
     *
     * @param above 0: every fiche
     */
    public List<Length> fiches(long above) {
        return above == 0
                ? jdbc.query(FICHES, (row, number) -> length(row))
                : jdbc.query(FICHES_ABOVE, (row, number) -> length(row), above);
    }

    private static Length length(ResultSet row) throws SQLException {
        return new Length(row.getString(1), row.getLong(2));
    }

    /**
     * A page of at most {@link #PAGE} events: the fiche's after that version, then those of the fiches behind it, each in order.
     *
     * @param below the first fiche that is not meant; null: to the last one
     * @param above only events above this position; 0: all
     */
    public List<LogEntry> inRange(String ficheId, long afterVersion, @Nullable String below, long above) {
        var sql = IN_RANGE + (below == null ? "" : BELOW) + (above == 0 ? "" : ABOVE) + FICHE_BY_FICHE;
        return read(sql, row -> {
            row.setString(1, ficheId);
            row.setLong(2, afterVersion - 1);
            var next = 3;
            if (below != null) {
                row.setString(next++, below);
            }
            if (above != 0) {
                row.setLong(next, above);
            }
        });
    }

    /**
     * All that can be read at this moment: a stream from this token gives everything that is committed later, and nothing else. A
     * gap further below the head than {@link EventLogSource#FURTHEST_GAP} is not looked for: no transaction stays open so long.
     */
    public GapAwareTrackingToken token() {
        return Objects.requireNonNull(
                jdbc.queryForObject(TOKEN, (row, number) -> token(row), EventLogSource.FURTHEST_GAP));
    }

    private static GapAwareTrackingToken token(ResultSet row) throws SQLException {
        var gaps = (Long[]) row.getArray(2).getArray();
        return GapAwareTrackingToken.newInstance(row.getLong(1), List.of(gaps));
    }

    /** The highest position there is; 0 for an empty log. A lower one may still be committed. */
    public long head() {
        return number(HEAD);
    }

    /** When the event at a position was recorded; empty where there is none. */
    public Optional<Instant> recordedAt(long position) {
        return jdbc.query(
                AT,
                row -> row.setLong(1, position),
                rows -> rows.next() ? Optional.of(Timestamp.instant(rows.getString(1))) : Optional.empty());
    }

    /** When each of a fiche's events was recorded, in order. */
    public List<Instant> timesOfFiche(String ficheId) {
        return jdbc.query(TIMES, (row, number) -> Timestamp.instant(row.getString(1)), ficheId);
    }

    /** When the first event after a position was recorded. */
    public Optional<Instant> recordedAfter(long position) {
        return jdbc.query(
                NEXT,
                row -> row.setLong(1, position),
                rows -> rows.next() ? Optional.of(Timestamp.instant(rows.getString(1))) : Optional.empty());
    }

    /** The lowest of these positions at which an event stands. */
    OptionalLong standing(Collection<Long> positions) {
        var lowest = jdbc.query(
                STANDING,
                row -> row.setArray(1, row.getConnection().createArrayOf("bigint", positions.toArray())),
                rows -> rows.next() ? rows.getObject(1, Long.class) : null);
        return lowest == null ? OptionalLong.empty() : OptionalLong.of(lowest);
    }

    /** Every transaction numbered below has ended. */
    long oldestTransaction() {
        return number(OLDEST);
    }

    /** Higher than the number of any transaction that has begun to write; a snapshot does not tell, so one is drawn. */
    long newTransaction() {
        return number(NEW);
    }

    private long number(String sql) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class));
    }

    private List<LogEntry> read(String sql, PreparedStatementSetter parameters) {
        var entries = jdbc.query(sql, parameters, rows -> {
            var page = new ArrayList<LogEntry>();
            while (rows.next()) {
                page.add(entry(rows));
            }
            return page;
        });
        return entries == null ? List.of() : entries;
    }

    private LogEntry entry(ResultSet row) throws SQLException {
        var position = row.getLong(1);
        var ficheId = row.getString(2);
        var version = row.getLong(3) + 1;
        var eventId = row.getString(4);
        var type = row.getString(5);
        var revision = row.getString(6);
        var payload = row.getString(7);
        var metadata = row.getString(8);
        var timestamp = row.getString(9);
        try {
            var event = json.read(type, revision, payload);
            if (!event.ficheId().equals(ficheId)) {
                throw new IllegalStateException("The event names another fiche than its stream does");
            }
            return new LogEntry.Legible(new Recorded(
                    event, version, position, eventId, Timestamp.instant(timestamp), json.readProvenance(metadata)));
        } catch (RuntimeException e) {
            // Not swallowed: whoever folds the entry parks its fiche and shows why.
            return new LogEntry.Unreadable(ficheId, version, position, eventId, type, Fault.of(e));
        }
    }
}
