package fr.rtes.fiches.query.profile;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.profile.Profiles.Step;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The moments of a fiche that can be asked for. */
class StepsTest {

    private static Instant at(String time) {
        return Instant.parse("2026-03-02T" + time + "Z");
    }

    private static List<Step> steps(int most, String... times) {
        return Step.of(Stream.of(times).map(StepsTest::at).toList(), most);
    }

    @Test
    void the_newest_comes_first_and_is_now() {
        assertThat(steps(9, "08:00:00", "08:01:00", "08:02:00"))
                .containsExactly(
                        new Step("", 3, at("08:02:00")),
                        new Step("2026-03-02T08:01:00Z", 2, at("08:01:00")),
                        new Step("2026-03-02T08:00:00Z", 1, at("08:00:00")));
    }

    @Test
    void what_was_recorded_at_once_is_one_moment() {
        assertThat(steps(9, "08:00:00", "08:00:00", "08:00:00", "08:05:00"))
                .containsExactly(new Step("", 4, at("08:05:00")), new Step("2026-03-02T08:00:00Z", 3, at("08:00:00")));
    }

    @Test
    void what_a_clock_that_was_put_back_recorded_belongs_to_the_moment_before() {
        assertThat(steps(9, "08:00:00", "07:00:00", "09:00:00"))
                .containsExactly(new Step("", 3, at("09:00:00")), new Step("2026-03-02T08:00:00Z", 2, at("08:00:00")));
    }

    @Test
    void the_oldest_are_left_out_of_many() {
        assertThat(steps(2, "08:00:00", "08:01:00", "08:02:00"))
                .extracting(Step::version)
                .containsExactly(3L, 2L);
        assertThat(steps(2)).isEmpty();
    }
}
