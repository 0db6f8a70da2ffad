package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The short run of {@code acceptance/crash}. */
@ExtendWith(SharedRegister.class)
class CrashIT {

    private static final int KILLS = 3;

    @Test
    void no_kill_loses_or_doubles_an_acknowledged_command(Register register) {
        Crash.Outcome outcome = Crash.run(register, System.currentTimeMillis(), KILLS);
        System.out.println(outcome);
        assertThat(outcome.total()).isEqualTo(KILLS);
        assertThat(outcome.acknowledged()).isGreaterThan(0);
    }
}
