package fr.rtes.fiches.query.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T05:06:07.089Z",
                "2024-02-29T23:59:59.999Z",
                "1969-12-31T00:00:00.001Z",
                "2026-11-24T05:06:07Z",
                "2026-11-24T05:06:07.123456Z",
                "2026-11-24T24:00:00.000Z",
                "-0001-01-01T00:00:00.00Z"
            })
    void itIsTheInstantThatTheTextSays(String text) {
        assertThat(Timestamp.instant(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-29T00:00:00.000Z", "2026-11-24 05:06:07.089Z", "2026-11-24T05:60:07.089Z", ""})
    void whatIsNoInstantIsRefused(String text) {
        assertThatThrownBy(() -> Timestamp.instant(text)).isInstanceOf(DateTimeException.class);
    }
}
