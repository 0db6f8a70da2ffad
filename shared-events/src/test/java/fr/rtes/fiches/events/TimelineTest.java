package fr.rtes.fiches.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table of cases of {@code docs/two-clocks.md}, one test a row. */
class TimelineTest {

    private static final LocalDate RECORDED = day("2026-11-23");

    private Timeline<String> timeline = Timeline.unsaid();
    private long version;

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }

    private TimelineTest said(@Nullable String value, @Nullable String effectiveOn, String recordedOn) {
        timeline = timeline.stating(value, effectiveOn == null ? null : day(effectiveOn), day(recordedOn), ++version);
        return this;
    }

    private @Nullable String on(String day) {
        return timeline.on(day(day));
    }

    @Test
    void whatWasNeverSaidIsNotKnown() {
        assertThat(on("2026-01-01")).isNull();
        assertThat(timeline.statementOn(RECORDED)).isNull();
        assertThat(timeline.says(null, null, RECORDED)).isTrue();
    }

    @Test
    void theFirstUndatedStatementHoldsAsFarBackAsAnybodyAsks() {
        said("A", null, "2026-11-23");
        assertThat(on("1950-01-01")).isEqualTo("A");
        assertThat(on("2030-01-01")).isEqualTo("A");
    }

    @Test
    void aDatedStatementSaysNothingAboutTheDayBefore() {
        said("A", "2019-01-01", "2026-11-23");
        assertThat(on("2018-12-31")).isNull();
        assertThat(on("2019-01-01")).isEqualTo("A");
    }

    @Test
    void aLaterUndatedStatementHoldsFromTheDayItWasRecorded() {
        said("A", null, "2026-11-23").said("B", null, "2026-12-05");
        assertThat(on("2026-12-04")).isEqualTo("A");
        assertThat(on("2026-12-05")).isEqualTo("B");
    }

    @Test
    void aCorrectionOfThePastLeavesThePresentAlone() {
        said("A", null, "2026-11-23").said("B", "2020-01-01", "2026-11-24").said("C", "2018-01-01", "2026-11-25");
        assertThat(on("2017-06-01")).isEqualTo("A");
        assertThat(on("2019-06-01")).isEqualTo("C");
        assertThat(on("2026-11-25")).isEqualTo("B");
    }

    @Test
    void aFutureFactBecomesTrueByItself() {
        said("A", null, "2026-11-23").said("B", "2027-01-01", "2026-11-23");
        assertThat(on("2026-12-31")).isEqualTo("A");
        assertThat(on("2027-01-01")).isEqualTo("B");
        assertThat(timeline.nextAfter(RECORDED)).isEqualTo(day("2027-01-01"));
        assertThat(timeline.nextAfter(day("2027-01-01"))).isNull();
    }

    @Test
    void anUndatedStatementDoesNotCancelAFutureOne() {
        said("A", null, "2026-11-23").said("B", "2027-01-01", "2026-11-23").said("C", null, "2026-11-24");
        assertThat(on("2026-11-24")).isEqualTo("C");
        assertThat(on("2027-01-01")).isEqualTo("B");
    }

    @Test
    void ofTwoStatementsForOneDayTheLaterRecordedOneCounts() {
        said("A", "2019-01-01", "2026-11-23").said("B", "2019-01-01", "2026-11-24");
        assertThat(on("2019-01-01")).isEqualTo("B");
        assertThat(timeline.statements()).hasSize(1);
    }

    @Test
    void theSameValueWithADayTellsSinceWhen() {
        said("A", null, "2026-11-23").said("A", "2019-01-01", "2026-11-24");
        assertThat(on("2018-12-31")).isNull();
        assertThat(on("2019-01-01")).isEqualTo("A");
        assertThat(timeline.statementOn(RECORDED))
                .isEqualTo(new Timeline.Statement<>(day("2019-01-01"), "A", RECORDED, 1));
    }

    @Test
    void theSameValueFromADayToComeTellsNothingNew() {
        said("A", null, "2026-11-23");
        assertThat(timeline.says("A", day("2027-01-01"), RECORDED)).isTrue();
        assertThat(timeline.stating("A", day("2027-01-01"), RECORDED, 2)).isSameAs(timeline);
    }

    @Test
    void theSameThingTwiceChangesNothing() {
        said("A", "2019-01-01", "2026-11-23");
        assertThat(timeline.says("A", day("2019-01-01"), day("2026-12-01"))).isTrue();
        assertThat(timeline.says("A", null, day("2026-12-01"))).isTrue();
        assertThat(timeline.says("A", day("2022-01-01"), day("2026-12-01"))).isTrue();
        assertThat(timeline.says("A", day("2018-01-01"), day("2026-12-01"))).isFalse();
        assertThat(timeline.says("B", null, day("2026-12-01"))).isFalse();
    }

    @Test
    void whatEndsIsGoneFromThatDayOn() {
        said("A", "2014-03-30", "2026-11-23")
                .said(null, "2020-06-28", "2026-11-23")
                .said("B", "2021-01-01", "2026-11-24");
        assertThat(on("2020-06-27")).isEqualTo("A");
        assertThat(on("2020-06-28")).isNull();
        assertThat(on("2021-01-01")).isEqualTo("B");
    }

    @Test
    void aStatementBeforeAllOthersIsTheFirst() {
        said("A", "2019-01-01", "2026-11-23").said("A", "2018-01-01", "2026-11-24");
        assertThat(on("2018-06-01")).isEqualTo("A");
        assertThat(timeline.statements())
                .extracting(Timeline.Statement::version)
                .containsExactly(2L, 1L);
    }
}
