package fr.rtes.fiches.command.fiche;

import static fr.rtes.fiches.command.fiche.Situations.DIJON;
import static fr.rtes.fiches.command.fiche.Situations.contact;
import static fr.rtes.fiches.command.fiche.Situations.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fr.rtes.fiches.command.fiche.FicheCommand.ChangeContact;
import fr.rtes.fiches.command.fiche.FicheCommand.EndContact;
import fr.rtes.fiches.command.fiche.FicheCommand.NameContact;
import fr.rtes.fiches.command.fiche.Refusal.ContactEndsBeforeItBegins;
import fr.rtes.fiches.command.fiche.Refusal.ContactIsOver;
import fr.rtes.fiches.command.fiche.Refusal.Item;
import fr.rtes.fiches.command.fiche.Refusal.ItemIdTaken;
import fr.rtes.fiches.command.fiche.Refusal.PersonWasErased;
import fr.rtes.fiches.command.fiche.Refusal.UnknownItem;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.ContactChanged;
import fr.rtes.fiches.events.FicheEvent.ContactEnded;
import fr.rtes.fiches.events.FicheEvent.ContactNamed;
import fr.rtes.fiches.events.FicheEvent.PersonErased;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A contact has a term: what may be said of it before, within and after. Today is 23 November 2026. */
class ContactTermsTest {

    private static final LocalDate TODAY = day("2026-11-23");

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }

    private static @Nullable LocalDate from(@Nullable String day) {
        return day == null ? null : day(day);
    }

    private Fiche fiche = Fiche.UNKNOWN.evolve(registered(), TODAY.minusYears(1));
    private int key;

    private ContactTermsTest given(FicheEvent... events) {
        for (var event : events) {
            fiche = fiche.evolve(event, TODAY.minusMonths(1));
        }
        return this;
    }

    private List<FicheEvent> when(FicheCommand command) {
        var events = fiche.decide(command, TODAY);
        events.forEach(event -> fiche = fiche.evolve(event, TODAY));
        assertThat(fiche.decide(command, TODAY)).as("again").isEmpty();
        return events;
    }

    private void refused(FicheCommand command, Refusal refusal) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> fiche.decide(command, TODAY))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static ContactNamed named(@Nullable String from) {
        return new ContactNamed(DIJON, "c1", contact("p1", "Camille"), from(from));
    }

    private static ContactChanged changed(String name, @Nullable String from) {
        return new ContactChanged(DIJON, "c1", contact(name.equals("Camille") ? "p1" : "p2", name), from(from));
    }

    private static ContactEnded ended(@Nullable String from) {
        return new ContactEnded(DIJON, "c1", from(from));
    }

    private NameContact name(String id, @Nullable String from) {
        return new NameContact(DIJON, id, contact("new" + ++key, "Camille"), from(from));
    }

    private static ChangeContact change(String name, @Nullable String from) {
        return new ChangeContact(DIJON, "c1", contact("p2", name), from(from));
    }

    private static EndContact end(@Nullable String from) {
        return new EndContact(DIJON, "c1", from(from));
    }

    private boolean isThere(String day) {
        return fiche.contacts().on(day(day)).get("c1") != null;
    }

    // ---- ending

    @Test
    void whoever_ends_in_the_future_is_there_until_then() {
        assertThat(given(named(null)).when(end("2027-01-01"))).containsExactly(ended("2027-01-01"));
        assertThat(isThere("2026-12-31")).isTrue();
        assertThat(isThere("2027-01-01")).isFalse();
        assertThat(when(change("Dominique", null)))
                .as("and may change till then")
                .hasSize(1);
        assertThat(isThere("2027-01-01")).isFalse();
    }

    @Test
    void an_end_without_a_day_is_today() {
        assertThat(given(named("2020-07-04")).when(end(null))).containsExactly(ended(null));
        assertThat(isThere("2026-11-22")).isTrue();
        assertThat(isThere("2026-11-23")).isFalse();
    }

    @Test
    void an_ended_one_has_ended() {
        given(named("2014-03-30"), ended("2020-07-04"));
        assertThat(when(end(null))).isEmpty();
        assertThat(when(end("2020-07-04"))).isEmpty();
    }

    @Test
    void an_end_may_turn_out_to_have_been_earlier() {
        assertThat(given(named("2014-03-30"), ended("2020-07-04")).when(end("2018-01-01")))
                .containsExactly(ended("2018-01-01"));
        assertThat(isThere("2017-12-31")).isTrue();
        assertThat(isThere("2019-01-01")).isFalse();
    }

    @Test
    void or_later_and_is_then_put_off() {
        given(named("2014-03-30"), ended("2020-07-04"), ended("2018-01-01"));
        assertThat(when(end("2022-01-01")))
                .containsExactly(
                        changed("Camille", "2018-01-01"), changed("Camille", "2020-07-04"), ended("2022-01-01"));
        assertThat(isThere("2021-12-31")).isTrue();
        assertThat(isThere("2022-01-01")).isFalse();
    }

    @Test
    void an_end_is_final() {
        given(named(null), changed("Dominique", "2027-01-01"));
        assertThat(when(end(null))).containsExactly(ended(null), ended("2027-01-01"));
        assertThat(isThere("2027-06-01")).isFalse();
    }

    @Test
    void nobody_ends_before_they_began() {
        given(named("2020-07-04"));
        refused(end("2019-01-01"), new ContactEndsBeforeItBegins("c1", day("2019-01-01"), day("2020-07-04")));
    }

    @Test
    void whoever_ends_on_the_day_they_began_never_was() {
        assertThat(given(named("2020-07-04")).when(end("2020-07-04"))).containsExactly(ended("2020-07-04"));
        assertThat(isThere("2020-07-04")).isFalse();
        refused(change("Dominique", null), new UnknownItem(Item.CONTACT, "c1"));
        refused(change("Dominique", "2019-01-01"), new UnknownItem(Item.CONTACT, "c1"));
    }

    @Test
    void whoever_was_still_to_come_will_not() {
        assertThat(given(named("2027-01-01")).when(end(null))).containsExactly(ended("2027-01-01"));
        assertThat(isThere("2027-01-01")).isFalse();
    }

    @Test
    void nobody_ends_who_never_was() {
        refused(end(null), new UnknownItem(Item.CONTACT, "c1"));
    }

    // ---- changing

    @Test
    void a_change_within_a_term_that_is_over_corrects_it() {
        given(named("2014-03-30"), ended("2020-07-04"));
        assertThat(when(change("Dominique", "2016-01-01"))).containsExactly(changed("Dominique", "2016-01-01"));
        assertThat(isThere("2020-07-04")).isFalse();
    }

    @Test
    void after_the_term_there_is_nothing_to_change() {
        given(named("2014-03-30"), ended("2020-07-04"));
        refused(change("Camille", null), new UnknownItem(Item.CONTACT, "c1"));
        refused(change("Camille", "2022-01-01"), new ContactIsOver("c1", day("2020-07-04")));
    }

    @Test
    void a_change_on_the_day_of_the_end_takes_the_end_back() {
        given(named("2014-03-30"), ended("2020-07-04"));
        assertThat(when(change("Camille", "2020-07-04"))).containsExactly(changed("Camille", "2020-07-04"));
        assertThat(isThere("2026-11-23")).isTrue();
    }

    @Test
    void a_term_may_turn_out_to_have_begun_earlier() {
        assertThat(given(named("2020-07-04")).when(change("Camille", "2014-03-30")))
                .containsExactly(changed("Camille", "2014-03-30"));
        assertThat(isThere("2014-03-30")).isTrue();
    }

    @Test
    void the_same_with_a_day_tells_since_when_and_keeps_the_key() {
        assertThat(given(named(null)).when(change("Camille", "2014-03-30")))
                .containsExactly(changed("Camille", "2014-03-30"));
        assertThat(isThere("2014-03-29")).isFalse();
        assertThat(when(change("Camille", "2014-03-30"))).isEmpty();
    }

    @Test
    void a_future_change_keeps_the_key_of_who_was_that_person_before() {
        given(named(null), changed("Dominique", "2025-01-01"));
        assertThat(when(change("Camille", "2027-01-01"))).containsExactly(changed("Camille", "2027-01-01"));
    }

    @Test
    void whoever_was_erased_is_not_changed_but_may_end() {
        given(named(null), changed("Dominique", "2025-01-01"));
        given(new PersonErased(DIJON, "c1", "p1"), new PersonErased(DIJON, "c1", "p2"));
        refused(change("Camille", "2019-01-01"), new PersonWasErased("c1"));
        assertThat(when(end(null))).containsExactly(ended(null));
        refused(end("2027-01-01"), new PersonWasErased("c1"));
    }

    // ---- naming

    @Test
    void the_same_contact_under_another_id_is_the_same_contact() {
        assertThat(given(named(null)).when(name("c2", null))).isEmpty();
        assertThat(fiche.contacts().idOf(name("c2", null), TODAY)).isEqualTo("c1");
    }

    @Test
    void the_same_contact_named_with_a_day_tells_since_when() {
        assertThat(given(named(null)).when(name("c2", "2014-03-30"))).containsExactly(changed("Camille", "2014-03-30"));
        assertThat(fiche.contacts().idOf(name("c2", "2014-03-30"), TODAY)).isEqualTo("c1");
    }

    @Test
    void whoever_is_to_come_and_is_named_today_comes_today() {
        assertThat(given(named("2027-01-01")).when(name("c2", null))).containsExactly(changed("Camille", null));
        assertThat(isThere("2026-11-23")).isTrue();
    }

    @Test
    void whoever_comes_back_after_their_term_is_named_anew() {
        given(named("2014-03-30"), ended("2020-07-04"));
        refused(name("c1", null), new ItemIdTaken(Item.CONTACT, "c1"));
        var again = name("c2", "2026-03-22");
        assertThat(when(again)).containsExactly(new ContactNamed(DIJON, "c2", again.contact(), day("2026-03-22")));
    }

    @Test
    void whoever_is_named_within_a_term_that_was_theirs_was_named_already() {
        assertThat(given(named("2014-03-30"), ended("2020-07-04")).when(name("c2", "2016-01-01")))
                .isEmpty();
    }
}
