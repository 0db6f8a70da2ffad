package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What may no longer be true, on which day. */
class FreshnessTest {

    private static final String ID = "ville-d-essai";
    private static final Provenance BY_HAND = new Provenance("local", Channel.API, null, null, null, null, List.of());

    private @Nullable Editions editions;
    private long version;

    private FreshnessTest on(String day, FicheEvent... events) {
        for (var event : events) {
            version++;
            editions = Editions.fold(
                    editions,
                    new Recorded(
                            event,
                            version,
                            version,
                            ID + version,
                            LocalDate.parse(day).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC),
                            BY_HAND));
        }
        return this;
    }

    private Facts facts() {
        if (editions == null) {
            throw new IllegalStateException("nothing was recorded");
        }
        return editions.facts();
    }

    private List<Stale> stale(String day) {
        return Shown.of(facts(), facts().day()).on(LocalDate.parse(day)).staleOn(LocalDate.parse(day));
    }

    private static MemberRegistered registered(CollectiviteType type) {
        return new MemberRegistered(ID, "Ville d’Essai", type, null);
    }

    private static Contact elected(String personId) {
        return new Contact(
                Contact.Capacity.ELECTED, null, new Person.Legible(personId, "Ada Martin", null, null, null, null));
    }

    private static SupportedAction action(@Nullable When when) {
        return new SupportedAction("Commerce équitable", null, when, List.of());
    }

    @Test
    void unconfirmed_a_year_after_whoever_last_said_that_it_is_right() {
        on("2024-02-29", registered(CollectiviteType.COMMUNE));
        assertThat(stale("2025-02-27")).isEmpty();
        assertThat(stale("2025-02-28")).containsExactly(Stale.UNCONFIRMED);

        on("2024-06-01", new FichePublished(ID));
        assertThat(stale("2025-05-31")).isEmpty();

        on("2024-09-01", new FicheConfirmed(ID, LocalDate.parse("2024-08-15")), new AliasRecorded(ID, "Essai"));
        assertThat(stale("2025-08-14")).isEmpty();
        assertThat(stale("2025-08-15")).containsExactly(Stale.UNCONFIRMED);
    }

    @Test
    void to_withdraw_a_fiche_or_to_change_a_word_attests_nothing() {
        on("2024-01-01", registered(CollectiviteType.COMMUNE));
        on("2024-12-01", new FicheWithdrawn(ID), new MemberRenamed(ID, "Essai", null));

        assertThat(stale("2025-01-01")).containsExactly(Stale.UNCONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({
        "COMMUNE, 2020-03-14, 2020-06-29",
        "COMMUNE, 2020-03-15, 2026-03-23",
        "COMMUNE, 2020-07-03, 2026-03-23",
        "PETR, 2014-05-01, 2020-06-29",
        "METROPOLE, 2008-05-01, 2014-03-31",
        "DEPARTEMENT, 2015-04-02, 2021-06-28",
        "CONSEIL_REGIONAL, 2015-12-05, 2015-12-14",
        "CONSEIL_REGIONAL, 2016-01-04, 2021-06-28"
    })
    void an_elected_contact_is_outdated_the_day_after_the_next_vote(
            CollectiviteType type, LocalDate named, LocalDate outdated) {
        assertThat(Facts.outdatedFrom(type, named)).isEqualTo(outdated);
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNDICAT_MIXTE", "COLLECTIVITE_A_STATUT_PARTICULIER", "AUTRE"})
    void where_no_vote_renews_all_nobody_is_outdated(CollectiviteType type) {
        assertThat(Facts.outdatedFrom(type, LocalDate.EPOCH)).isNull();
    }

    @Test
    void the_table_of_elections_ends() {
        assertThat(Facts.outdatedFrom(CollectiviteType.COMMUNE, LocalDate.parse("2026-03-15")))
                .isNull();
        assertThat(Facts.outdatedFrom(CollectiviteType.DEPARTEMENT, LocalDate.parse("2021-06-20")))
                .isNull();
    }

    @Test
    void an_elected_contact_counts_from_when_it_holds_until_it_is_confirmed_changed_or_ended() {
        on(
                "2026-03-01",
                registered(CollectiviteType.COMMUNE),
                new ContactNamed(ID, "c1", elected("p1"), LocalDate.parse("2020-07-03")));
        assertThat(stale("2026-03-22")).isEmpty();
        assertThat(stale("2026-03-23")).containsExactly(Stale.ELECTED_OUTDATED);
        assertThat(Staleness.of(facts(), LocalDate.parse("2026-03-23")))
                .containsExactly(new Staleness(
                        Stale.ELECTED_OUTDATED,
                        "/contacts/c1",
                        LocalDate.parse("2020-07-03"),
                        LocalDate.parse("2026-03-23"),
                        null));

        on("2026-04-01", new FicheConfirmed(ID, LocalDate.parse("2026-04-01")));
        assertThat(stale("2026-04-01")).isEmpty();
    }

    @Test
    void somebody_named_again_after_the_vote_is_not_outdated() {
        on("2026-03-01", registered(CollectiviteType.COMMUNE), new ContactNamed(ID, "c1", elected("p1"), null));
        on("2026-04-01", new ContactChanged(ID, "c1", elected("p1"), null));
        assertThat(stale("2026-04-01")).isEmpty();
    }

    @Test
    void whoever_leaves_on_a_day_to_come_is_outdated_until_then() {
        on("2026-03-01", registered(CollectiviteType.COMMUNE), new ContactNamed(ID, "c1", elected("p1"), null));
        on("2026-03-02", new ContactEnded(ID, "c1", LocalDate.parse("2026-04-10")));

        assertThat(stale("2026-04-09")).containsExactly(Stale.ELECTED_OUTDATED);
        assertThat(stale("2026-04-10")).isEmpty();
    }

    @Test
    void a_date_worked_out_from_words_ages_a_year_after_it_was_said() {
        var when = new When("2018-11-23", "2018-11-23", true, "le 23 novembre");
        on("2024-01-01", registered(CollectiviteType.COMMUNE));
        on("2024-02-01", new SupportedActionAdded(ID, "a/1", action(when)));
        on("2024-09-01", new FicheConfirmed(ID, LocalDate.parse("2024-09-01")));

        assertThat(stale("2025-01-31")).isEmpty();
        assertThat(stale("2025-02-01")).containsExactly(Stale.AGED_DATE);
        assertThat(Staleness.of(facts(), LocalDate.parse("2025-02-01")))
                .containsExactly(new Staleness(
                        Stale.AGED_DATE,
                        "/actions/a~11/when",
                        LocalDate.parse("2024-02-01"),
                        LocalDate.parse("2025-02-01"),
                        "le 23 novembre"));

        on("2024-10-01", new SupportedActionRevised(ID, "a/1", action(new When("2018", "2018", false, "2018"))));
        assertThat(stale("2025-02-01")).isEmpty();
    }
}
