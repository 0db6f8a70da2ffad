package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RebuildSettingsTest {

    private static LiveViews.Status status(LiveViews.State state, long position, long head) {
        return new LiveViews.Status(
                "tale", 1, 1, position, head, head - position, 1, 0, state, null, "one", null, Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "20000, LIVE,       0,      20001,    true",
        "20000, LIVE,       1,      20001,    false",
        "20000, LIVE,       900000, 1000000,  false",
        "20000, LIVE,       899999, 1000000,  true",
        "20000, REBUILDING, 0,      1000000,  false",
        "20000, STUCK,      0,      1000000,  false",
        "0,     LIVE,       0,      1000000,  false",
    })
    void far_behind_is_more_than_so_many_and_more_than_a_tenth_of_the_log_where_nothing_hinders_it(
            long whenBehind, LiveViews.State state, long position, long head, boolean expected) {
        assertThat(new RebuildSettings(whenBehind).isFarBehind(status(state, position, head)))
                .isEqualTo(expected);
    }
}
