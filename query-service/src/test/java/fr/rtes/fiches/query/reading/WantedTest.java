package fr.rtes.fiches.query.reading;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.FicheStatus;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class WantedTest {

    /** {@code ?status=,} and {@code ?status=DRAFT&status=}: what is blank arrives as null. */
    @Test
    void what_is_left_blank_is_not_looked_for() {
        assertThat(Wanted.any(Arrays.asList(FicheStatus.DRAFT, null))).containsExactly(FicheStatus.DRAFT);
        assertThat(Wanted.any(Collections.singletonList(null))).isEmpty();
        assertThat(Wanted.statuses(Arrays.asList(null, FicheStatus.WITHDRAWN))).containsExactly(FicheStatus.WITHDRAWN);
        assertThat(Wanted.statuses(Arrays.asList(null, null)))
                .containsExactlyInAnyOrder(FicheStatus.BEING_WRITTEN, FicheStatus.PUBLISHED);
    }
}
