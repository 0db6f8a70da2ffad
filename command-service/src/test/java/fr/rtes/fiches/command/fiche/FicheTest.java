package fr.rtes.fiches.command.fiche;

import static fr.rtes.fiches.command.fiche.Situations.DIJON;
import static fr.rtes.fiches.command.fiche.Situations.budget;
import static fr.rtes.fiches.command.fiche.Situations.contact;
import static fr.rtes.fiches.command.fiche.Situations.registered;
import static fr.rtes.fiches.command.fiche.Situations.withBudget;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.fiche.Refusal.*;
import fr.rtes.fiches.command.platform.Metadata;
import fr.rtes.fiches.command.registry.Identifiers;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FicheTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private final AggregateTestFixture<FicheAggregate> fiche = new AggregateTestFixture<>(FicheAggregate.class);
    private final List<String> destroyed = new ArrayList<>();
    private final List<String> fenced = new ArrayList<>();

    /** @param names that are kept from being said, whatever the fiche */
    private record FenceInMemory(List<String> names) implements Fence {
        @Override
        public boolean guards(String ficheId, String name) {
            return names.contains(name);
        }

        @Override
        public boolean lift(String ficheId, String name, @Nullable String actor) {
            names.remove(name);
            return true;
        }

        @Override
        public Optional<String> personBehind(String ficheId, String name) {
            return names.contains(name) ? Optional.of("p") : Optional.empty();
        }

        @Override
        public boolean knows(String personId) {
            return true;
        }
    }

    /** Holds claims the way the table does, without the table. */
    private static final class ClaimsInMemory implements Identifiers {
        private final Map<String, String> holders = new HashMap<>(Map.of("SIREN 200053726", "region"));

        @Override
        public String claim(IdentifierScheme scheme, String value, String ficheId) {
            holders.putIfAbsent(scheme + " " + value, ficheId);
            return holders.getOrDefault(scheme + " " + value, ficheId);
        }

        @Override
        public void release(IdentifierScheme scheme, String value, String ficheId) {
            holders.remove(scheme + " " + value, ficheId);
        }
    }

    /** What is given here is legible already. */
    private static final class NoKeys implements PersonCipher.Keys {
        @Override
        public SecretKey forWriting(String personId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<SecretKey> forReading(String personId) {
            return Optional.empty();
        }
    }

    @BeforeEach
    void shell() {
        fiche.registerCommandTargetResolver(FicheConfig.ficheOfCommand());
        fiche.registerInjectableResource(new ClaimsInMemory());
        PersonKeys keys = destroyed::add;
        fiche.registerInjectableResource(keys);
        fiche.registerInjectableResource(new FenceInMemory(fenced));
        fiche.registerInjectableResource(new PersonCipher(new NoKeys()));
    }

    @AfterEach
    void clock() {
        GenericEventMessage.clock = Clock.systemUTC();
    }

    /** Recorded today: the fixture would take the machine's clock. */
    private TestExecutor<FicheAggregate> given(FicheEvent... events) {
        return fiche.givenCurrentTime(noon(TODAY)).andGiven((Object[]) events);
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(11, 0).toInstant(ZoneOffset.UTC);
    }

    private static void refused(ResultValidator<FicheAggregate> result, Refusal refusal) {
        result.expectNoEvents()
                .expectException(Refused.class)
                .expectException(new org.hamcrest.CustomMatcher<>(refusal.toString()) {
                    @Override
                    public boolean matches(Object thrown) {
                        return thrown instanceof Refused r && r.refusal().equals(refusal);
                    }
                });
    }

    @Test
    void registers_a_member() {
        given().when(new RegisterMember(DIJON, "Dijon Métropole", CollectiviteType.METROPOLE, 2001))
                .expectEvents(registered());
    }

    @Test
    void refuses_to_register_under_a_taken_id() {
        refused(
                given(registered())
                        .when(new RegisterMember(DIJON, "Dijon Métropole", CollectiviteType.METROPOLE, 2001)),
                new FicheIdTaken(DIJON));
    }

    @Test
    void refuses_everything_for_a_fiche_that_does_not_exist() {
        refused(given().when(new PublishFiche(DIJON)), new UnknownFiche(DIJON));
    }

    @Test
    void refuses_a_command_meant_for_an_older_version() {
        refused(
                given(registered(), withBudget("b1", 2019, 40_000))
                        .when(new PublishFiche(DIJON), Map.of(Metadata.EXPECTED_VERSION, 1L)),
                new StaleVersion(1, 2));
    }

    @Test
    void states_a_population_and_again_changes_nothing() {
        var population = new Population(251_179, Precision.EXACT, null, "251 179 habitants");
        given(registered())
                .when(new StatePopulation(DIJON, population, null))
                .expectEvents(new PopulationStated(DIJON, population, null));
        given(registered(), new PopulationStated(DIJON, population, null))
                .when(new StatePopulation(DIJON, population, null))
                .expectNoEvents();
    }

    @Test
    void the_same_budget_under_another_id_is_the_same_budget() {
        given(registered(), withBudget("b1", 2019, 40_000))
                .when(new RecordBudget(DIJON, "b2", budget(2019, 40_000)))
                .expectNoEvents();
    }

    @Test
    void a_second_budget_of_a_year_has_to_be_a_correction_of_the_first() {
        refused(
                given(registered(), withBudget("b1", 2019, 40_000))
                        .when(new RecordBudget(DIJON, "b2", budget(2019, 50_000))),
                new BudgetOfYearExists(2019, Budget.Nature.VOTED, "b1"));
        given(registered(), withBudget("b1", 2019, 40_000))
                .when(new CorrectBudget(DIJON, "b1", budget(2019, 50_000)))
                .expectEvents(new BudgetCorrected(DIJON, "b1", budget(2019, 50_000)));
    }

    @Test
    void a_correction_cannot_move_a_budget_onto_the_year_of_another() {
        refused(
                given(registered(), withBudget("b1", 2019, 40_000), withBudget("b2", 2020, 40_000))
                        .when(new CorrectBudget(DIJON, "b2", budget(2019, 50_000))),
                new BudgetOfYearExists(2019, Budget.Nature.VOTED, "b1"));
    }

    @Test
    void what_was_withdrawn_is_withdrawn_once_and_its_id_never_used_again() {
        given(registered(), withBudget("b1", 2019, 40_000), new BudgetWithdrawn(DIJON, "b1"))
                .when(new WithdrawBudget(DIJON, "b1"))
                .expectNoEvents();
        refused(
                given(registered(), withBudget("b1", 2019, 40_000), new BudgetWithdrawn(DIJON, "b1"))
                        .when(new RecordBudget(DIJON, "b1", budget(2020, 1))),
                new ItemIdTaken(Item.BUDGET, "b1"));
        refused(given(registered()).when(new WithdrawBudget(DIJON, "b9")), new UnknownItem(Item.BUDGET, "b9"));
    }

    @Test
    void a_contact_keeps_the_key_of_its_person_unless_the_name_changes() {
        given(registered(), new ContactNamed(DIJON, "c1", contact("p1", "Camille Untel"), null))
                .when(new ChangeContact(DIJON, "c1", contact("p2", "Camille Untel"), null))
                .expectNoEvents();
        given(registered(), new ContactNamed(DIJON, "c1", contact("p1", "Camille Untel"), null))
                .when(new ChangeContact(DIJON, "c1", contact("p2", "Dominique Autre"), null))
                .expectEvents(new ContactChanged(DIJON, "c1", contact("p2", "Dominique Autre"), null));
    }

    @Test
    void erasing_a_person_destroys_the_keys_of_everyone_the_contact_ever_was() {
        given(
                        registered(),
                        new ContactNamed(DIJON, "c1", contact("p1", "Camille Untel"), null),
                        new ContactChanged(DIJON, "c1", contact("p2", "Dominique Autre"), null),
                        new ContactEnded(DIJON, "c1", null))
                .when(new ErasePerson(DIJON, "c1"))
                .expectEvents(
                        new PersonErased(DIJON, "c1", "p1", Contact.Capacity.STAFF, null),
                        new PersonErased(DIJON, "c1", "p2", Contact.Capacity.STAFF, null));
        assertThat(destroyed).containsExactly("p1", "p2");
    }

    @Test
    void erasing_some_persons_says_in_which_capacity_and_on_which_ground() {
        given(
                        registered(),
                        new ContactNamed(DIJON, "c1", contact("p1", "Camille Untel"), null),
                        new ContactNamed(DIJON, "c2", contact("p2", "Dominique Autre"), null),
                        new ContactNamed(DIJON, "c3", contact("p3", "camille UNTEL"), null))
                .when(new ErasePerson(DIJON, "c1", ErasureGround.OBJECTION, Set.of("p1", "p3", "p-of-a-source")))
                .expectEvents(
                        new PersonErased(DIJON, "c1", "p1", Contact.Capacity.STAFF, ErasureGround.OBJECTION),
                        new PersonErased(DIJON, "c3", "p3", Contact.Capacity.STAFF, ErasureGround.OBJECTION));
        assertThat(destroyed).containsExactlyInAnyOrder("p1", "p3");
    }

    @Test
    void whoever_was_erased_from_the_fiche_is_named_again_only_with_their_consent() {
        fenced.add("Camille Untel");
        var again = contact("p9", "Camille Untel");
        refused(given(registered()).when(new NameContact(DIJON, "c2", again, null)), new PersonErasedHere(DIJON));
        given(registered())
                .when(new NameContact(DIJON, "c2", again, null, true))
                .expectEvents(new ContactNamed(DIJON, "c2", again, null));
        assertThat(fenced).isEmpty();
    }

    @Test
    void an_identifier_of_another_fiche_is_refused() {
        refused(
                given(registered()).when(new LinkOfficialIdentifier(DIJON, IdentifierScheme.SIREN, "200053726")),
                new IdentifierTaken(IdentifierScheme.SIREN, "200053726", "region"));
    }

    @Test
    void linking_another_siren_gives_the_former_one_back() {
        given(registered(), new OfficialIdentifierLinked(DIJON, IdentifierScheme.SIREN, "217102310"))
                .when(new LinkOfficialIdentifier(DIJON, IdentifierScheme.SIREN, "242100410"))
                .expectEvents(
                        new OfficialIdentifierUnlinked(DIJON, IdentifierScheme.SIREN, "217102310"),
                        new OfficialIdentifierLinked(DIJON, IdentifierScheme.SIREN, "242100410"));
    }

    @Test
    void a_membership_ends_once_and_not_before_it_began() {
        refused(given(registered()).when(new EndMembership(DIJON, 1999)), new MembershipYearsReversed(2001, 1999));
        refused(
                given(registered(), new MembershipEnded(DIJON, 2019)).when(new EndMembership(DIJON, 2020)),
                new MembershipAlreadyEnded(2019));
        refused(given(registered()).when(new ResumeMembership(DIJON, 2020)), new MembershipNotEnded());
        given(registered(), new MembershipEnded(DIJON, 2019))
                .when(new ResumeMembership(DIJON, 2021))
                .expectEvents(new MembershipResumed(DIJON, 2021));
    }

    @Test
    void a_fiche_is_not_confirmed_in_advance() {
        refused(
                given(registered()).when(new ConfirmFiche(DIJON, TODAY.plusDays(1))),
                new ConfirmationInFuture(TODAY.plusDays(1)));
        given(registered()).when(new ConfirmFiche(DIJON, TODAY)).expectEvents(new FicheConfirmed(DIJON, TODAY));
    }

    @Test
    void what_is_said_of_the_past_is_compared_with_what_is_known_of_the_past() {
        var since2020 = new MemberRenamed(DIJON, "Grand Dijon", LocalDate.of(2020, 1, 1));
        given(registered(), since2020)
                .when(new RenameMember(DIJON, "Dijon Métropole", LocalDate.of(2021, 1, 1)))
                .expectEvents(new MemberRenamed(DIJON, "Dijon Métropole", LocalDate.of(2021, 1, 1)));
        given(registered(), since2020)
                .when(new RenameMember(DIJON, "Communauté de l’agglomération dijonnaise", LocalDate.of(2000, 1, 1)))
                .expectEvents(
                        new MemberRenamed(DIJON, "Communauté de l’agglomération dijonnaise", LocalDate.of(2000, 1, 1)));
        given(registered(), since2020)
                .when(new RenameMember(DIJON, "Grand Dijon", LocalDate.of(2022, 1, 1)))
                .expectNoEvents();
        given(registered(), since2020)
                .when(new RenameMember(DIJON, "Grand Dijon", null))
                .expectNoEvents();
    }

    @Test
    void a_future_name_is_not_the_name_yet_and_then_is_without_a_command() {
        var from2027 = new MemberRenamed(DIJON, "Grand Dijon", LocalDate.of(2027, 1, 1));
        given(registered())
                .when(new RenameMember(DIJON, "Grand Dijon", LocalDate.of(2027, 1, 1)))
                .expectEvents(from2027);
        given(registered(), from2027)
                .when(new RenameMember(DIJON, "Dijon Métropole", null))
                .expectNoEvents();
        given(registered(), from2027)
                .andGivenCurrentTime(noon(LocalDate.of(2027, 1, 1)))
                .when(new RenameMember(DIJON, "Grand Dijon", null))
                .expectNoEvents();
        given(registered(), from2027)
                .andGivenCurrentTime(noon(LocalDate.of(2027, 1, 1)))
                .when(new RenameMember(DIJON, "Dijon Métropole", null))
                .expectEvents(new MemberRenamed(DIJON, "Dijon Métropole", null));
    }

    @Test
    void the_day_begins_in_paris() {
        var from2027 = new MemberRenamed(DIJON, "Grand Dijon", LocalDate.of(2027, 1, 1));
        given(registered(), from2027)
                .andGivenCurrentTime(Instant.parse("2026-12-31T22:59:59Z"))
                .when(new RenameMember(DIJON, "Grand Dijon", null))
                .expectEvents(new MemberRenamed(DIJON, "Grand Dijon", null));
        given(registered(), from2027)
                .andGivenCurrentTime(Instant.parse("2026-12-31T23:00:00Z"))
                .when(new RenameMember(DIJON, "Grand Dijon", null))
                .expectNoEvents();
    }

    @Test
    void a_clock_that_was_put_back_does_not_put_a_later_fact_before_an_earlier_one() {
        given(registered(), new MemberRenamed(DIJON, "Grand Dijon", null))
                .andGivenCurrentTime(noon(TODAY.minusDays(3)))
                .when(new RenameMember(DIJON, "Grand Dijon", null))
                .expectNoEvents();
        fiche.givenCurrentTime(noon(TODAY))
                .andGiven(registered(), new CommuneCountStated(DIJON, 23, null))
                .andGivenCurrentTime(noon(TODAY.minusDays(3)))
                .andGiven(new MemberRenamed(DIJON, "Grand Dijon", null))
                .when(new RenameMember(DIJON, "Grand Dijon", TODAY.minusDays(1)))
                .expectEvents(new MemberRenamed(DIJON, "Grand Dijon", TODAY.minusDays(1)));
    }

    @Test
    void the_same_with_a_day_tells_since_when_once() {
        var since2017 = new MemberRenamed(DIJON, "Dijon Métropole", LocalDate.of(2017, 4, 28));
        given(registered())
                .when(new RenameMember(DIJON, "Dijon Métropole", LocalDate.of(2017, 4, 28)))
                .expectEvents(since2017);
        given(registered(), since2017)
                .when(new RenameMember(DIJON, "Dijon Métropole", LocalDate.of(2017, 4, 28)))
                .expectNoEvents();
    }

    @Test
    void a_type_that_changed_before_another_change_is_recorded() {
        given(
                        registered(),
                        new CollectiviteTypeChanged(
                                DIJON, CollectiviteType.COMMUNAUTE_URBAINE, LocalDate.of(2015, 1, 1)),
                        new CollectiviteTypeChanged(DIJON, CollectiviteType.METROPOLE, LocalDate.of(2017, 4, 28)))
                .when(new ChangeCollectiviteType(
                        DIJON, CollectiviteType.COMMUNAUTE_D_AGGLOMERATION, LocalDate.of(2000, 1, 1)))
                .expectEvents(new CollectiviteTypeChanged(
                        DIJON, CollectiviteType.COMMUNAUTE_D_AGGLOMERATION, LocalDate.of(2000, 1, 1)));
    }

    @Test
    void populations_stand_in_the_order_of_their_vintages() {
        var of2019 = new Population(250_000, Precision.EXACT, 2019, null);
        var of2021 = new Population(260_000, Precision.EXACT, 2021, null);
        // The older vintage comes later and does not become the population of today.
        given(registered(), new PopulationStated(DIJON, of2021, null), new PopulationStated(DIJON, of2019, null))
                .when(new StatePopulation(DIJON, of2021, null))
                .expectNoEvents();
        given(registered(), new PopulationStated(DIJON, of2021, null))
                .when(new StatePopulation(DIJON, of2019, null))
                .expectEvents(new PopulationStated(DIJON, of2019, null));
        given(registered(), new PopulationStated(DIJON, of2021, null), new PopulationStated(DIJON, of2019, null))
                .when(new StatePopulation(DIJON, of2019, LocalDate.of(2022, 1, 1)))
                .expectEvents(new PopulationStated(DIJON, of2019, LocalDate.of(2022, 1, 1)));
    }

    @Test
    void what_is_no_longer_said_from_a_day_on_is_so_once() {
        var none = new CommuneCountStated(DIJON, null, LocalDate.of(2027, 1, 1));
        var nobody = new StateCommuneCount(DIJON, null, LocalDate.of(2027, 1, 1));
        given(registered()).when(nobody).expectNoEvents();
        given(registered(), new CommuneCountStated(DIJON, 23, null))
                .when(nobody)
                .expectEvents(none);
        given(registered(), new CommuneCountStated(DIJON, 23, null), none)
                .when(nobody)
                .expectNoEvents();
        given(registered(), new CommuneCountStated(DIJON, 23, null), none)
                .when(new StateCommuneCount(DIJON, 23, null))
                .expectNoEvents();
    }

    @Test
    void a_day_that_nobody_can_mean_is_refused() {
        var bounds = Map.<String, Object>of("first", LocalDate.of(1789, 1, 1), "last", LocalDate.of(2200, 12, 31));
        refused(
                given(registered()).when(new RenameMember(DIJON, "Dijon", LocalDate.of(1788, 12, 31))),
                new Malformed(List.of(new Malformed.Fault("/effectiveOn", "date-out-of-range", bounds))));
        refused(
                given(registered()).when(new EndContact(DIJON, "c1", LocalDate.of(2201, 1, 1))),
                new Malformed(List.of(new Malformed.Fault("effectiveOn", "date-out-of-range", bounds))));
    }

    @Test
    void a_finding_is_explained_once_and_explained_anew() {
        var explained = new FindingExplained(DIJON, "leverage-9f3ab2c41d07", "Montants non arrondis.");
        given(registered())
                .when(new ExplainFinding(DIJON, "leverage-9f3ab2c41d07", "Montants non arrondis."))
                .expectEvents(explained);
        given(registered(), explained)
                .when(new ExplainFinding(DIJON, "leverage-9f3ab2c41d07", "Montants non arrondis."))
                .expectNoEvents();
        given(registered(), explained)
                .when(new ExplainFinding(DIJON, "leverage-9f3ab2c41d07", "Le rapport arrondit."))
                .expectEvents(new FindingExplained(DIJON, "leverage-9f3ab2c41d07", "Le rapport arrondit."));
    }

    @Test
    void an_explanation_is_withdrawn_where_there_is_one() {
        var explained = new FindingExplained(DIJON, "leverage-9f3ab2c41d07", "Montants non arrondis.");
        var withdrawn = new FindingExplanationWithdrawn(DIJON, "leverage-9f3ab2c41d07");
        var withdraw = new WithdrawFindingExplanation(DIJON, "leverage-9f3ab2c41d07");
        given(registered(), explained).when(withdraw).expectEvents(withdrawn);
        refused(given(registered()).when(withdraw), new FindingNotExplained("leverage-9f3ab2c41d07"));
        refused(
                given(registered(), explained, withdrawn).when(withdraw),
                new FindingNotExplained("leverage-9f3ab2c41d07"));
    }

    @Test
    void a_slug_is_what_the_contract_says() {
        assertThat(Slug.of("Ville d'Audincourt")).isEqualTo("ville-d-audincourt");
        assertThat(Slug.of("Conseil régional Bourgogne Franche-Comté"))
                .isEqualTo("conseil-regional-bourgogne-franche-comte");
        assertThat(Slug.of("Cœur d’Ostrevent — Ÿ")).isEqualTo("coeur-d-ostrevent-y");
        assertThat(Slug.of("…")).isEmpty();
    }
}
