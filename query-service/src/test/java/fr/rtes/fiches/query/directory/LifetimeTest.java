package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.directory.Lifetime.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifetimeTest {

    @ParameterizedTest
    @EnumSource
    void whatever_contains_a_moment_stands_at_one_of_its_nodes(Clock clock) {
        var random = new Random(7);
        for (var i = 0; i < 200_000; i++) {
            var from = random.nextLong(1L << (1 + random.nextInt(62)));
            var until = random.nextInt(10) == 0
                    ? Lifetime.OPEN
                    : from + 1 + random.nextLong(1L << (1 + random.nextInt(61)));
            var moment = random.nextBoolean() ? from : from + random.nextLong(until - from);

            assertThat(clock.nodes(moment)).contains(new Lifetime(clock, from, until).node());
        }
    }

    @ParameterizedTest
    @EnumSource
    void few_others_stand_there(Clock clock) {
        var random = new Random(8);
        var day = clock == Clock.INSTANT ? 86_400_000_000_000L : 10_000L;
        var met = 0;
        var alive = 0;
        for (var i = 0; i < 50_000; i++) {
            var from = 18_000 * day + random.nextLong(3000 * day);
            var lifetime = new Lifetime(clock, from, from + 1 + random.nextLong(600 * day));
            var moment = 18_000 * day + random.nextLong(3000 * day);
            if (clock.nodes(moment).contains(lifetime.node())) {
                met++;
            }
            if (lifetime.from() <= moment && moment < lifetime.until()) {
                alive++;
            }
        }
        assertThat(alive).isGreaterThan(1000);
        assertThat(met).isBetween(alive, 4 * alive);
    }

    @Test
    void what_was_replaced_at_once_was_never_known() {
        assertThat(new Lifetime(Clock.INSTANT, 5, 5).node()).isNull();
    }

    @Test
    void an_instant_keeps_its_nanoseconds() {
        var instant = Instant.parse("2026-03-02T08:00:00.123456789Z");

        assertThat(Lifetime.instant(Lifetime.nanos(instant))).isEqualTo(instant);
        assertThat(Lifetime.nanos(Instant.parse("1969-12-31T23:59:59.999999999Z")))
                .isEqualTo(-1);
        assertThat(Lifetime.instant(-1)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999999Z"));
        assertThat(Lifetime.nanos(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
        assertThat(Lifetime.nanos(Instant.MAX)).isLessThan(Lifetime.OPEN);
    }
}
