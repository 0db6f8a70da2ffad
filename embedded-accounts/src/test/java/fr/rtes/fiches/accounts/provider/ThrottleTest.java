package fr.rtes.fiches.accounts.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private final Throttle throttle = new Throttle(() -> now);

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private void failTimes(int count, String login, String address) {
        for (int i = 0; i < count; i++) {
            assertThat(throttle.begin(login, address)).isZero();
        }
    }

    @Test
    void whoFailsMoreAndMoreOftenWaitsLongerAndLongerButNeverMoreThanAMinute() {
        failTimes(5, "staff", "a");
        List<Long> rests = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Duration rest = throttle.begin("staff", "b" + i);
            rests.add(rest.toSeconds());
            pass(rest);
            assertThat(throttle.begin("staff", "b" + i)).isZero();
        }

        assertThat(rests).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void aTryThatCameTooSoonDoesNotLengthenTheWait() {
        failTimes(5, "staff", "a");
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.begin("staff", "a")).isEqualTo(Duration.ofSeconds(1));
        }
        pass(Duration.ofSeconds(1));

        assertThat(throttle.begin("staff", "a")).isZero();
    }

    @Test
    void theRightPasswordMakesAccountAndAddressBeginAnew() {
        failTimes(5, "staff", "a");
        pass(Duration.ofSeconds(1));
        failTimes(1, "staff", "a");
        throttle.passed("staff", "a");

        failTimes(5, "staff", "a");
        assertThat(throttle.begin("staff", "a")).isPositive();
    }

    @Test
    void onesOwnAccountDoesNotWashAnAddressClean() {
        for (int i = 0; i < 10; i++) {
            failTimes(1, "victim" + i, "a");
            failTimes(1, "victim" + i + "b", "a");
            if (i < 9) {
                failTimes(1, "mine", "a");
                throttle.passed("mine", "a");
            }
        }

        assertThat(throttle.begin("somebody-else", "a")).isEqualTo(Duration.ofSeconds(1));
        assertThat(throttle.begin("somebody-else", "b")).isZero();
    }

    @Test
    void anAccountIsTheSameHoweverItIsTyped() {
        failTimes(4, "staff", "a");
        failTimes(1, " Staff ", "b");

        assertThat(throttle.begin("STAFF", "c")).isPositive();
    }

    @Test
    void aQuarterOfAnHourWithoutAFailureIsForgotten() {
        failTimes(5, "staff", "a");
        pass(Duration.ofMinutes(15).plusSeconds(1));

        failTimes(5, "staff", "a");
        assertThat(throttle.begin("staff", "a")).isPositive();
    }
}
