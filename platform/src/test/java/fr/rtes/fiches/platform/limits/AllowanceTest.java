package fr.rtes.fiches.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    /** A clock of nanoseconds may begin anywhere, below zero as well. */
    private static final long START = -TimeUnit.DAYS.toNanos(3);

    private static long after(long seconds) {
        return START + TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void a_minutes_worth_may_come_at_once_and_no_more() {
        var allowance = new Allowance(60);
        for (var i = 59; i >= 0; i--) {
            assertThat(allowance.ask("a", START)).isEqualTo(new Allowance.Verdict(true, i, 0));
        }
        assertThat(allowance.ask("a", START)).isEqualTo(new Allowance.Verdict(false, 0, 1));
        assertThat(allowance.ask("b", START).isGranted()).isTrue();
    }

    @Test
    void whoever_waits_as_long_as_they_are_told_is_let_through() {
        var allowance = new Allowance(6);
        for (var i = 0; i < 6; i++) {
            allowance.ask("a", START);
        }
        var refused = allowance.ask("a", START);
        assertThat(refused.retryAfter()).isEqualTo(10);
        assertThat(allowance.ask("a", after(9)).isGranted()).isFalse();
        assertThat(allowance.ask("a", after(10)).isGranted()).isTrue();
        assertThat(allowance.ask("a", after(10)).isGranted()).isFalse();
    }

    @Test
    void being_refused_costs_nothing() {
        var allowance = new Allowance(1);
        allowance.ask("a", START);
        for (var second = 0; second < 59; second++) {
            assertThat(allowance.ask("a", after(second)).isGranted()).isFalse();
        }
        assertThat(allowance.ask("a", after(60)).isGranted()).isTrue();
    }

    @Test
    void it_remembers_so_many_clients_and_forgets_the_one_that_was_quiet_longest() {
        var allowance = new Allowance(1);
        allowance.ask("first", START);
        for (var i = 0; i < Allowance.CLIENTS; i++) {
            allowance.ask("client " + i, START);
        }
        assertThat(allowance.clients()).isEqualTo(Allowance.CLIENTS);
        assertThat(allowance.ask("first", START).isGranted()).isTrue();
        assertThat(allowance.ask("client " + (Allowance.CLIENTS - 1), START).isGranted())
                .isFalse();
    }
}
