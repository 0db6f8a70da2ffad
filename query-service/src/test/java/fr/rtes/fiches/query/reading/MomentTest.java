package fr.rtes.fiches.query.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Test
    void theDayIsThatInParisAtEveryHour() {
        var last = Instant.parse("2041-01-01T00:00:00Z");
        for (var hour = Instant.parse("1970-01-01T00:00:00Z");
                hour.isBefore(last);
                hour = hour.plus(Duration.ofHours(1))) {
            var before = hour.minusNanos(1);
            assertThat(Moment.day(hour)).isEqualTo(LocalDate.ofInstant(hour, PARIS));
            assertThat(Moment.day(before)).isEqualTo(LocalDate.ofInstant(before, PARIS));
        }
    }

    @Test
    void theTextIsThatOfTheInstant() {
        for (var text : List.of(
                "2020-01-01T00:00:00Z",
                "2026-11-24T23:59:59.007Z",
                "1969-12-31T23:59:59.120Z",
                "2026-11-24T05:06:07.000001Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z")) {
            assertThat(Moment.text(Instant.parse(text))).isEqualTo(text);
        }
    }
}
