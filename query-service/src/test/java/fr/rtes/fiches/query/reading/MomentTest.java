package fr.rtes.fiches.query.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MomentTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Test
    void theDayIsThatInParisAtEveryHour() {
        var last = Instant.parse("2041-01-01T00:00:00Z");
        for (var hour = Instant.parse("1970-01-01T00:00:00Z"); hour.isBefore(last); hour = hour.plus(Duration.ofHours(1))) {
            var before = hour.minusNanos(1);
            assertThat(Moment.day(hour)).isEqualTo(LocalDate.ofInstant(hour, PARIS));
            assertThat(Moment.day(before)).isEqualTo(LocalDate.ofInstant(before, PARIS));
        }
    }
}
