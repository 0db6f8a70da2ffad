package fr.rtes.fiches.query.findings;

import static fr.rtes.fiches.query.findings.Schemes.exactly;
import static fr.rtes.fiches.query.findings.Schemes.guarantees;
import static fr.rtes.fiches.query.findings.Schemes.moreThan;
import static fr.rtes.fiches.query.findings.Schemes.rounded;
import static fr.rtes.fiches.query.findings.Schemes.scheme;
import static fr.rtes.fiches.query.findings.Schemes.year;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.profile.Profile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EquationTest {

    private static final String ID = "ville-d-essai";

    private static Profile fiche(CollectiviteType type, @Nullable Integer since, FicheEvent... events) {
        var all = new ArrayList<FicheEvent>();
        all.add(new MemberRegistered(ID, "Ville d’Essai", type, since));
        all.addAll(Arrays.asList(events));
        @Nullable Profile profile = null;
        for (var recorded : new Fiches().recorded(all.toArray(FicheEvent[]::new))) {
            profile = Profile.fold(profile, recorded);
        }
        if (profile == null) {
            throw new IllegalStateException("no event");
        }
        return profile;
    }

    /** The codes of all claims that do not hold. */
    private static List<String> found(Profile profile) {
        return Arrays.stream(Equation.values())
                .flatMap(e -> e.failing(profile).stream().map(failure -> e.code()))
                .toList();
    }

    private static List<String> found(FicheEvent... events) {
        return found(fiche(CollectiviteType.COMMUNE, 2016, events));
    }

    private static Profile with(Schemes... schemes) {
        var events = new ArrayList<FicheEvent>();
        for (var scheme : schemes) {
            events.add(new SchemeRecorded(ID, "s" + events.size(), scheme.said()));
        }
        return fiche(CollectiviteType.CONSEIL_REGIONAL, 2016, events.toArray(FicheEvent[]::new));
    }

    private static List<String> found(Schemes... schemes) {
        return found(with(schemes));
    }

    // ---- schemes

    @Test
    void a_leverage_of_more_than_2_98_is_not_what_the_amounts_give() {
        var failures = Equation.LEVERAGE.failing(with(guarantees()));

        assertThat(failures).hasSize(1);
        var computation = failures.getFirst().computation();
        assertThat(computation.computed().number()).isEqualByComparingTo("2.95");
        assertThat(computation.claimed().number()).isEqualByComparingTo("2.98");
        assertThat(computation.paths())
                .containsExactly(
                        "/schemes/s0/indicators/3/amount",
                        "/schemes/s0/indicators/2/amount",
                        "/schemes/s0/indicators/4/quantity");
        assertThat(computation.between()).isNotNull();
    }

    @Test
    void the_average_of_10_721_times_386_agrees_with_4_138_370_within_its_rounding() {
        assertThat(found(guarantees())).containsExactly("leverage");
    }

    @ParameterizedTest
    @CsvSource({
        "MORE_THAN, 2.98, leverage",
        "MORE_THAN, 2.96, leverage",
        "MORE_THAN, 2.95, ",
        "MORE_THAN, 2.94, ",
        "MORE_THAN, 2, ",
        "EXACT, 2.94, leverage",
        "EXACT, 2.95, ",
        "EXACT, 2.9, ",
        "EXACT, 3, ",
        "EXACT, 2.93, leverage",
        "EXACT, 2, leverage",
        "ABOUT, 3.1, leverage",
        "ABOUT, 2.9, ",
        "AT_MOST, 2.9, leverage",
        "AT_MOST, 3, "
    })
    void a_leverage_is_held_to_what_it_says(Precision precision, String claimed, @Nullable String code) {
        var scheme = scheme("Fonds")
                .money(moreThan(1_403_000), "dotations")
                .money(moreThan(4_138_370), "crédits garantis")
                .leverage(precision, claimed);

        assertThat(found(scheme)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void nothing_is_claimed_where_two_amounts_could_be_meant_or_times_differ() {
        assertThat(found(guarantees().money(exactly(9_000_000), "prêts accordés")))
                .isEmpty();
        assertThat(found(scheme("Fonds")
                        .money(exactly(100), "dotation", year(2017))
                        .money(exactly(900), "financements levés", year(2018))
                        .leverage(Precision.EXACT, "3")))
                .isEmpty();
        assertThat(found(scheme("Fonds")
                        .money(exactly(0), "dotation")
                        .money(exactly(900), "financements levés")
                        .leverage(Precision.EXACT, "3")))
                .isEmpty();
        assertThat(found(scheme("Fonds").leverage(Precision.EXACT, "3"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10721, ", "10722, ", "10723, average", "10720, average"})
    void an_average_stands_for_what_is_rounded_to_it(long average, @Nullable String code) {
        var scheme = scheme("Fonds")
                .counts(386, "garanties")
                .money(exactly(average), "montant moyen")
                .money(exactly(4_138_499), "montant total");

        assertThat(found(scheme)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void an_average_is_of_what_stands_right_before_it() {
        assertThat(found(scheme("Fonds")
                        .counts(386, "garanties")
                        .counts(12, "salariés")
                        .money(exactly(10_721), "montant moyen")
                        .money(exactly(4_138_370), "montant total")))
                .isEmpty();
    }

    @Test
    void a_split_adds_up_or_is_found() {
        assertThat(found(scheme("Fonds").counts(16, "projets soutenus", 7, 9))).isEmpty();
        assertThat(found(scheme("Fonds").counts(16, "projets soutenus", 7, 8))).containsExactly("split");
        assertThat(found(scheme("Fonds").counts(16, "projets soutenus", 7, 10))).containsExactly("split");
        assertThat(found(scheme("Fonds").counts(Precision.ABOUT, 60, "dossiers", 30, 35)))
                .isEmpty();
        assertThat(found(scheme("Fonds").counts(Precision.MORE_THAN, 16, "projets", 9, 9)))
                .isEmpty();
        assertThat(found(scheme("Fonds").counts(Precision.MORE_THAN, 16, "projets", 7, 8)))
                .containsExactly("split");
    }

    @Test
    void a_split_into_some_only_may_be_less_but_not_more() {
        var some = "16 projets soutenus (dont 7 en B et 2 en FC)";

        assertThat(found(scheme("Fonds").text(some).counts(16, "projets soutenus", 7, 2)))
                .isEmpty();
        assertThat(found(scheme("Fonds").text(some).counts(16, "projets soutenus", 7, 12)))
                .containsExactly("split");
    }

    @Test
    void a_grant_lies_within_the_range_that_the_scheme_states() {
        assertThat(found(scheme("Contrat")
                        .ticket(5_000, 10_000)
                        .grant("A", exactly(5_000))
                        .grant("B", exactly(10_000))
                        .grant("C", null)))
                .isEmpty();
        assertThat(found(scheme("Contrat")
                        .ticket(5_000, 10_000)
                        .grant("A", exactly(4_999))
                        .grant("B", exactly(12_000))))
                .containsExactly("grant-outside-ticket", "grant-outside-ticket");
        assertThat(found(scheme("Contrat")
                        .ticket(new Amount(Amount.Kind.AT_MOST, null, BigDecimal.valueOf(10_000), null))
                        .grant("A", exactly(12_000))))
                .containsExactly("grant-outside-ticket");
        assertThat(found(scheme("Contrat").ticket(5_000, 10_000).grant("A", rounded(11_000, "11 k€"))))
                .containsExactly("grant-outside-ticket");
        assertThat(found(scheme("Contrat").ticket(5_000, 10_000).grant("A", rounded(10_000, "10 k€"))))
                .isEmpty();
    }

    @Test
    void so_many_contracts_of_that_range_make_no_such_total() {
        assertThat(found(scheme("Amorçage")
                        .ticket(5_000, 10_000)
                        .counts(10, "projets", 3, 7)
                        .total(68_830)))
                .isEmpty();
        assertThat(found(scheme("Apport")
                        .ticket(5_000, 30_000)
                        .counts(33, "projets", 16, 17)
                        .total(628_000)))
                .isEmpty();
        assertThat(found(scheme("Amorçage")
                        .ticket(5_000, 10_000)
                        .counts(10, "projets")
                        .total(168_830)))
                .containsExactly("total-outside-ticket");
        assertThat(found(scheme("Amorçage")
                        .ticket(5_000, 10_000)
                        .counts(10, "projets")
                        .total(8_830)))
                .containsExactly("total-outside-ticket");
        assertThat(found(scheme("Amorçage")
                        .ticket(5_000, 10_000)
                        .counts(10, "communes")
                        .total(8_830)))
                .isEmpty();
    }

    @Test
    void the_grants_named_are_no_more_than_all_of_them() {
        var investment = scheme("Investissement")
                .counts(25, "dossiers votés")
                .money(exactly(807_608), "montant", year(2018))
                .grant("Dijon", exactly(300_000))
                .grant("AFSAME", exactly(507_608), year(2018))
                .grant("AFSAME", exactly(130_699), year(2017));

        assertThat(found(investment)).isEmpty();
        assertThat(found(investment.grant("Gy", exactly(10)))).containsExactly("grants-above-total");
    }

    @Test
    void the_jobs_named_are_no_more_than_all_of_them() {
        assertThat(found(scheme("Générateur")
                        .counts(7, "emplois créés")
                        .jobs("Garage", 2, false)
                        .jobs("Conciergerie", 5, false)
                        .jobs("Pisciculteurs", 1, true)))
                .isEmpty();
        assertThat(found(scheme("Générateur").counts(6, "emplois créés").jobs("Garage", 7, false)))
                .containsExactly("jobs-above-total");
    }

    @Test
    void nobody_works_more_than_full_time() {
        assertThat(found(scheme("Épiceries")
                        .counts(55, "salariés")
                        .counts(559, "bénévoles")
                        .quantity(Precision.EXACT, "41.40", "ETP", "salariés")
                        .quantity(Precision.EXACT, "76.85", "ETP", "bénévoles")))
                .isEmpty();
        assertThat(found(scheme("Épiceries")
                        .counts(55, "salariés")
                        .quantity(Precision.EXACT, "55.4", "ETP", "salariés")))
                .containsExactly("full-time-above-persons");
    }

    @ParameterizedTest
    @CsvSource({
        "100, des structures, ",
        "101, des structures, percentage-above-100",
        "150, de hausse, ",
        "120, d’augmentation, "
    })
    void a_part_is_no_more_than_the_whole(String number, String label, @Nullable String code) {
        assertThat(found(scheme("Aide").quantity(Precision.EXACT, number, "%", label)))
                .isEqualTo(code == null ? List.of() : List.of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "P12M, P12M, P18M, ",
        "P2Y, P5Y, , ",
        "P1Y, P12M, , ",
        "P12M, P12M, P6M, term-reversed",
        "P5Y, P2Y, , term-reversed",
        "P1Y, , P6M, term-reversed",
        "P90D, P2M, , ",
        "toujours, P2M, , "
    })
    void a_term_grows(String min, @Nullable String max, @Nullable String extensibleTo, @Nullable String code) {
        assertThat(found(scheme("Contrat").term(min, max, extensibleTo)))
                .isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void a_scheme_has_no_figures_of_before_it_began() {
        assertThat(found(scheme("Confiance").since(year(2015)).when(new When("2015", "2017", false, null))))
                .isEmpty();
        assertThat(found(scheme("Confiance").since(year(2015)).when(year(2014))))
                .containsExactly("figures-before-start");
        assertThat(found(scheme("Confiance").since(year(2015)).money(exactly(1), "montant", year(2013))))
                .containsExactly("figures-before-start");
        assertThat(found(scheme("Confiance")
                        .since(new When("2015", "2015", true, "il y a 4 ans"))
                        .when(year(2014))))
                .isEmpty();
        assertThat(found(scheme("Confiance")
                        .since(new When("2015-06", "2015-06", false, null))
                        .when(year(2015))))
                .isEmpty();
    }

    // ---- dates

    private static final String CONFERENCE_2016 =
            "retour sur la conférence régionale de l’ESS qui a eu lieu le 16 octobre 2016";

    private static SupportedAction conference(String sentence, @Nullable When when) {
        return new SupportedAction("La Conférence régionale de l’ESS", sentence, when, List.of());
    }

    private static When inferred(String day) {
        return new When(day, day, true, "le 17 octobre dernier");
    }

    private static List<String> conferences(String document, SupportedAction action) {
        return found(
                new DocumentReferenced(ID, "d1", new Document(document, null, null, null)),
                new SupportedActionAdded(ID, "a1", action));
    }

    @Test
    void two_conferences_of_two_years_are_two_conferences() {
        var dernier = "La Conférence régionale de l’ESS a eu lieu le 17 octobre dernier. Une synthèse suivra.";

        assertThat(conferences(CONFERENCE_2016, conference(dernier, inferred("2018-10-17"))))
                .isEmpty();
        assertThat(conferences(CONFERENCE_2016, conference(dernier, null))).isEmpty();
        assertThat(conferences(CONFERENCE_2016, conference(dernier, inferred("2016-10-17"))))
                .containsExactly("two-dates");
    }

    @Test
    void one_event_of_one_year_has_one_date() {
        var other = conference("La conférence régionale de l'ESS s’est tenue à Dijon le 17 octobre 2016.", null);
        var failures = Equation.TWO_DATES.failing(fiche(
                CollectiviteType.COMMUNE,
                2016,
                new ProgrammeWritten(ID, List.of(new Block.Paragraph("Retrouvez le " + CONFERENCE_2016 + ". Suite."))),
                new SupportedActionAdded(ID, "a1", other)));

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.label()).isEqualTo("conférence régionale de l’ESS");
            assertThat(failure.computation().paths()).containsExactly("/programme/0", "/actions/a1/text");
            assertThat(failure.computation().computed().word()).isEqualTo("2016-10-16");
            assertThat(failure.computation().claimed().word()).isEqualTo("2016-10-17");
        });
        assertThat(conferences(CONFERENCE_2016, conference(CONFERENCE_2016, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "La conférence régionale de l’ESS des jeunes a eu lieu le 17 octobre 2016",
                "La conférence régionale de l’ESS a eu lieu. Le 17 octobre 2016, bilan",
                "La conférence régionale de l’ESS a eu lieu les 16 et 17 octobre 2016",
                "La conférence régionale de l’ESS a eu lieu le 45 octobre 2016",
                "La conférence régionale de l’ESS a eu lieu en octobre 2016",
                "a eu lieu le 17 octobre 2016"
            })
    void another_event_or_no_certain_day_contradicts_nothing(String sentence) {
        assertThat(conferences(CONFERENCE_2016, conference(sentence, null))).isEmpty();
    }

    // ---- the member

    @ParameterizedTest
    @CsvSource({
        "242100410, ",
        "732829320, ",
        "356000000, ",
        "242100411, siren",
        "123456789, siren",
        "24210041, siren",
        "24210041A, siren"
    })
    void a_siren_has_its_check_digit(String siren, @Nullable String code) {
        assertThat(found(new OfficialIdentifierLinked(ID, IdentifierScheme.SIREN, siren)))
                .isEqualTo(code == null ? List.of() : List.of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "COMMUNE, 25031, 25400, false, ",
        "COMMUNE, 58194, 58036, true, ",
        "COMMUNE, 58194, 21000, false, postal-code",
        "COMMUNE, 58194, 21075, true, postal-code",
        "COMMUNE, 2A004, 20090, false, ",
        "COMMUNE, 2A004, 20200, false, postal-code",
        "COMMUNE, 97411, 97400, false, ",
        "COMMUNE, 97411, 97200, false, postal-code",
        "COMMUNE, 74109, 01200, false, ",
        "COMMUNE, 27, 21000, false, ",
        "CONSEIL_REGIONAL, 27, 25031, true, ",
        "CONSEIL_REGIONAL, 27, 69269, true, postal-code",
        "DEPARTEMENT, 71, 71026, true, ",
        "DEPARTEMENT, 71, 21000, false, postal-code",
        "METROPOLE, 25031, 21075, true, "
    })
    void a_postal_code_is_where_the_official_code_is(
            CollectiviteType type, String cog, String postalCode, boolean cedex, @Nullable String code) {
        var profile = fiche(
                type,
                2016,
                new OfficialIdentifierLinked(ID, IdentifierScheme.COG, cog),
                new AddressStated(ID, new Address(null, null, postalCode, null, cedex, "FR"), null));

        assertThat(found(profile)).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void without_an_official_code_or_an_address_in_france_nothing_is_claimed() {
        assertThat(found(new AddressStated(ID, new Address(null, null, "21000", null, false, "FR"), null)))
                .isEmpty();
        assertThat(found(
                        new OfficialIdentifierLinked(ID, IdentifierScheme.COG, "58194"),
                        new AddressStated(ID, new Address(null, null, "21000", null, false, "BE"), null)))
                .isEmpty();
    }

    @Test
    void nobody_was_a_member_before_the_network_was() {
        assertThat(found(fiche(CollectiviteType.COMMUNE, 2001))).isEmpty();
        assertThat(found(fiche(CollectiviteType.COMMUNE, 2000))).containsExactly("older-than-network");
        assertThat(found(fiche(CollectiviteType.COMMUNE, null))).isEmpty();
    }

    @Test
    void a_membership_begins_before_it_ends() {
        assertThat(found(new MembershipEnded(ID, 2016))).isEmpty();
        assertThat(found(new MembershipEnded(ID, 2015))).containsExactly("membership-reversed");
    }

    // ---- all of it

    @Test
    void the_five_fiches_of_the_sample_page_have_one_claim_that_does_not_hold() {
        var found = SamplePage.fiches().stream()
                .flatMap(log -> SamplePage.folded(log).all().stream())
                .toList();

        assertThat(found)
                .extracting(f -> f.code().code() + " " + f.item() + " " + f.state())
                .containsExactly("leverage Fonds de garantie OPEN");
    }

    @Test
    void codes_are_told_apart_and_never_change() {
        assertThat(Arrays.stream(Equation.values()).map(Equation::code))
                .containsExactly(
                        "leverage",
                        "average",
                        "split",
                        "grant-outside-ticket",
                        "total-outside-ticket",
                        "grants-above-total",
                        "jobs-above-total",
                        "full-time-above-persons",
                        "percentage-above-100",
                        "term-reversed",
                        "figures-before-start",
                        "two-dates",
                        "siren",
                        "postal-code",
                        "older-than-network",
                        "membership-reversed");
    }
}
