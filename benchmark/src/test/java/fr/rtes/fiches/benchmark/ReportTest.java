package fr.rtes.fiches.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void the_median_does_not_mind_one_bad_round() {
        assertThat(Report.median(List.of(3.0, 1000.0, 1.0, 2.0, 4.0))).isEqualTo(3);
        assertThat(Report.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    }

    @Test
    void a_ratio_compares_round_by_round() {
        assertThat(Report.ratio(List.of(50.0, 5.0, 50.0), List.of(100.0, 10.0, 100.0)))
                .isEqualTo(0.5);
    }

    @Test
    void a_row_whose_documents_differ_says_void() {
        var row = new Report.Row("P", 10, List.of(1.0), List.of(1.0), "VOID: 3f");
        assertThat(row.isVoid()).isTrue();
        assertThat(row.toString()).endsWith("VOID: 3f");
    }

    @Test
    void options_are_read_in_any_order() {
        var options = Options.of("--rounds=2", "10_000", "--round-robin", "100000");
        assertThat(options.sizes()).containsExactly(10_000L, 100_000L);
        assertThat(options.rounds()).isEqualTo(2);
        assertThat(options.order()).isEqualTo(Log.Order.ROUND_ROBIN);
    }
}
