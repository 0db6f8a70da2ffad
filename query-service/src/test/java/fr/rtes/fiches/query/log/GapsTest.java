package fr.rtes.fiches.query.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.junit.jupiter.api.Test;

class GapsTest {

    private static final long LATER = Gaps.GRACE.toNanos();

    private final Gaps gaps = new Gaps();
    private final GapAwareTrackingToken token = GapAwareTrackingToken.newInstance(9, Set.of(5L, 7L));

    @Test
    void a_gap_is_kept_while_a_transaction_of_that_time_is_running() {
        gaps.sight(token, () -> 120, 0);

        assertThat(gaps.given(token, 119, LATER).getGaps()).containsExactly(5L, 7L);
    }

    @Test
    void a_gap_is_given_up_once_all_transactions_of_that_time_have_ended() {
        gaps.sight(token, () -> 120, 0);

        assertThat(gaps.given(token, 120, LATER).getGaps()).isEmpty();
    }

    @Test
    void a_gap_is_never_given_up_at_once_as_its_transaction_may_not_have_a_number_yet() {
        gaps.sight(token, () -> 120, 0);

        assertThat(gaps.given(token, 120, LATER - 1).getGaps()).containsExactly(5L, 7L);
    }

    @Test
    void a_gap_sighted_later_is_kept_for_its_own_time() {
        gaps.sight(token, () -> 120, 0);
        var further = GapAwareTrackingToken.newInstance(20, Set.of(5L, 7L, 15L));
        gaps.sight(further, () -> 150, LATER);

        assertThat(gaps.given(further, 130, LATER).getGaps()).containsExactly(15L);
        assertThat(gaps.given(further, 150, 2 * LATER).getGaps()).isEmpty();
    }
}
