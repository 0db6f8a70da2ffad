package fr.rtes.fiches.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.benchmark.Log.Order;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LogTest {

    /** Made-up members, so that the log is the same wherever this runs. */
    private static final List<Members.Member> MEMBERS = Members.of(Path.of("no-such-directory"));

    private static List<Log.Row> rows(long size, Order order) {
        var rows = new ArrayList<Log.Row>();
        new Log(MEMBERS, size, order).forEachRemaining(rows::add);
        return rows;
    }

    @Test
    void the_same_log_to_the_byte_each_time() {
        assertThat(Append.sha256(rows(2000, Order.CHRONOLOGICAL)))
                .isEqualTo("250727e14b2786cd8451a46f1f69ab623a66c8a83536108f7e0a90c25543dcf3");
        assertThat(Append.sha256(rows(2000, Order.ROUND_ROBIN)))
                .isNotEqualTo(Append.sha256(rows(2000, Order.CHRONOLOGICAL)));
    }

    @ParameterizedTest
    @EnumSource
    void a_fiche_s_events_are_numbered_without_gaps_and_none_shares_an_id(Order order) {
        var rows = rows(2000, order);
        var next = new HashMap<String, Long>();
        for (var row : rows) {
            assertThat(row.sequence()).isEqualTo(next.merge(row.ficheId(), 1L, Long::sum) - 1);
        }
        assertThat(rows).hasSize(2000).extracting(Log.Row::eventId).doesNotHaveDuplicates();
        assertThat(rows).extracting(Log.Row::timestamp).isSorted();
    }

    @Test
    void few_streams_are_long_and_most_are_short() {
        var lengths = Log.lengths(1_000_000, Members.MOST);
        var sorted = Arrays.stream(lengths).sorted().toArray();
        assertThat(sorted[sorted.length / 2]).isBetween(26, 30);
        assertThat(Arrays.stream(lengths).filter(length -> length > 1000)).hasSizeGreaterThan(10);
        assertThat(Arrays.stream(lengths).sum()).isGreaterThanOrEqualTo(1_000_000);
        assertThat(Log.lengths(10_000_000, Members.MOST)).hasSize(Members.MOST);
    }

    @Test
    void one_event_in_twenty_is_of_an_older_revision_and_is_read_all_the_same() {
        var rows = rows(6000, Order.CHRONOLOGICAL);
        var old = rows.stream()
                .filter(row ->
                        row.type().startsWith("Contact") && row.revision().equals("1"))
                .filter(row -> !row.type().equals("ContactEnded"))
                .toList();
        assertThat(old.size() / 6000.0).isBetween(0.035, 0.065);
        assertThat(old).allSatisfy(row -> assertThat(row.payload()).doesNotContain("\"contact\""));
    }

    static List<View<?>> views() {
        return List.copyOf(Shipped.views());
    }

    @ParameterizedTest
    @MethodSource("views")
    <D> void every_view_can_digest_it(View<D> view) {
        var json = EventJson.enciphered();
        var states = new HashMap<String, D>();
        var position = 0L;
        for (var row : rows(1500, Order.CHRONOLOGICAL)) {
            position++;
            var recorded = new Recorded(
                    json.read(row.type(), row.revision(), row.payload()),
                    row.sequence() + 1,
                    position,
                    row.eventId(),
                    Instant.parse(row.timestamp()),
                    json.readProvenance(row.metadata()));
            assertThat(recorded.provenance().channel()).isNotEqualTo(Provenance.Channel.WEB);
            states.put(row.ficheId(), view.fold(states.get(row.ficheId()), recorded));
        }
        assertThat(states.values())
                .allSatisfy(state -> assertThat(view.documents(state)).isNotEmpty());
    }

    @Test
    void members_have_ids_of_their_own() {
        assertThat(MEMBERS).hasSize(Members.MOST);
        assertThat(MEMBERS.stream().collect(Collectors.groupingBy(Members.Member::ficheId, Collectors.counting())))
                .allSatisfy((id, count) -> assertThat(Map.entry(id, count)).isEqualTo(Map.entry(id, 1L)));
    }

    @Test
    void a_tab_or_a_line_break_stays_within_its_column() {
        var row = new Log.Row("a\tb", 0, "c\nd", "e\\f", "g\rh", "1", "T", "t");
        assertThat(new String(Append.line(row), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("a\\tb\t0\tFiche\tc\\nd\te\\\\f\tg\\rh\t1\tT\tt\n");
    }
}
