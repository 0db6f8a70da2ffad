package fr.rtes.fiches.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomLog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {

    private record Row(
            long version, long position, long recordedAt, String kind, Columns.Origin origin, List<String> paths) {}

    /** Lengths around the end of a bucket. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 99, 100, 101, 199, 200, 333})
    void every_change_is_a_row(int length) {
        var fiches = new Fiches();
        var log = RandomLog.of(fiches, length, length);
        var history = FoldedHistory.of(log, fiches.cipher());

        var rows = new ArrayList<Row>();
        for (var columns : history.columns()) {
            var row = columns.rows();
            while (row.next()) {
                var paths = new ArrayList<String>();
                for (var path : row.paths()) {
                    paths.add(columns.paths().get(path));
                }
                assertThat(row.paths()).as("asked twice").hasSize(paths.size());
                rows.add(new Row(
                        row.version(),
                        row.position(),
                        row.recordedAt(),
                        columns.kinds().get(row.kind()),
                        columns.origins().get(row.origin()),
                        paths));
            }
        }

        var expected = new ArrayList<Row>();
        for (var i = 0; i < log.size(); i++) {
            var recorded = log.get(i);
            expected.add(new Row(
                    i + 1,
                    recorded.position(),
                    ChronoUnit.MICROS.between(Instant.EPOCH, recorded.recordedAt()),
                    recorded.event().getClass().getSimpleName(),
                    new Columns.Origin(
                            recorded.provenance().actor(),
                            recorded.provenance().channel(),
                            recorded.provenance().importId()),
                    history.paths().get(i)));
        }
        assertThat(rows).isEqualTo(expected);
        assertThat(history.columns()).hasSize(length / History.BUCKET + 1);
        assertThat(history.columns().getLast().first()).isEqualTo(length - length % History.BUCKET + 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z", "2026-11-23T10:00:00.000001Z"})
    void an_instant_comes_back(String text) {
        var instant = Instant.parse(text);

        assertThat(Columns.instant(Columns.micros(instant))).isEqualTo(instant);
    }
}
