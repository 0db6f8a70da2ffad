package fr.rtes.fiches.query.fiche;

import static fr.rtes.fiches.query.Browsing.ask;
import static fr.rtes.fiches.query.Browsing.page;
import static fr.rtes.fiches.query.Browsing.text;
import static fr.rtes.fiches.query.Fiches.contact;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.directory.DoubtsSlice;
import fr.rtes.fiches.query.findings.ConstatsSlice;
import fr.rtes.fiches.query.history.HistorySlice;
import fr.rtes.fiches.query.profile.ProfileSlice;
import fr.rtes.fiches.query.views.Views;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A fiche as people read it. */
@WebMvcTest({FichePage.class, BlamePage.class})
@Import({ReadingSlice.class, ProfileSlice.class, HistorySlice.class, DoubtsSlice.class, ConstatsSlice.class})
class FichePageTest {

    private static final String REGION = "conseil-regional-bourgogne-franche-comte";
    private static final String LINE = "Budget prévisionnel 2019 : 6,7M€ en fonctionnement + 2M€ en investissement";
    private static final String HOSTILE = "<script>alert('x')</script>\"><b>";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final ProfileSlice profiles;
    private final HistorySlice histories;

    @Autowired
    FichePageTest(MockMvcTester http, Fiches fiches, Views views, ProfileSlice profiles, HistorySlice histories) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.profiles = profiles;
        this.histories = histories;
    }

    @TestConfiguration
    static class Kept {
        @Bean
        KeptTexts keptTexts() {
            return sha256 -> Optional.of(new KeptTexts.Kept("page.txt", List.of("Conseil régional", LINE)));
        }
    }

    @BeforeEach
    void register() {
        if (!profiles.isEmpty()) {
            return;
        }
        put(imported(fiches.conseilRegional()));
        put(fiches.nevers());
        put(fiches.audincourt());
        put(fiches.after(
                fiches.dijonMetropole(),
                new CollectiviteTypeChanged(
                        "dijon-metropole",
                        CollectiviteType.COLLECTIVITE_A_STATUT_PARTICULIER,
                        LocalDate.of(2027, 1, 1))));
        put(hostile());
        fiches.erase("p-efface");
        // A second registration cannot be digested.
        put(fiches.recorded(
                new MemberRegistered("en-attente", "En attente", CollectiviteType.COMMUNE, null),
                new FichePublished("en-attente")));
        profiles.append(fiches.after(
                profiles.log("en-attente"),
                new MemberRegistered("en-attente", "Encore", CollectiviteType.COMMUNE, null)));
    }

    private void put(List<Recorded> log) {
        profiles.put(views, log);
        histories.put(views, log);
    }

    /** Its budget was read from the second line. */
    private static List<Recorded> imported(List<Recorded> log) {
        return log.stream()
                .map(r -> r.event() instanceof BudgetRecorded
                        ? new Recorded(
                                r.event(),
                                r.version(),
                                r.position(),
                                r.eventId(),
                                r.recordedAt(),
                                new Provenance(
                                        "Claire",
                                        Provenance.Channel.IMPORT,
                                        "page de l’annuaire",
                                        "import-1",
                                        null,
                                        null,
                                        List.of(new Evidence(
                                                "/budgets/b1/lines/0/amount",
                                                Fiches.SOURCE,
                                                2,
                                                27,
                                                32,
                                                "6,7M€",
                                                Evidence.Method.NORMALISED))))
                        : r)
                .toList();
    }

    /** Every text is an attack, and every part is there. */
    private List<Recorded> hostile() {
        var id = "hostile";
        var when = new When("2018-11-23", "2018-11-23", true, "le 23 novembre" + HOSTILE);
        var amount = new Amount(Amount.Kind.UNQUANTIFIED, null, null, HOSTILE);
        var indicator = new Indicator(
                HOSTILE,
                new Quantity(Precision.MORE_THAN, new BigDecimal("2.98"), null, HOSTILE, HOSTILE),
                null,
                when,
                List.of(new Indicator.Share(HOSTILE, BigDecimal.TEN)));
        return fiches.recorded(
                new MemberRegistered(id, HOSTILE, CollectiviteType.COMMUNE, null),
                new AliasRecorded(id, HOSTILE),
                new ProgrammeWritten(
                        id,
                        List.of(
                                new Block.Paragraph(HOSTILE),
                                new Block.Item(1, HOSTILE),
                                new Block.Item(2, HOSTILE),
                                new Block.Phase(HOSTILE, HOSTILE, HOSTILE))),
                new SchemeRecorded(
                        id,
                        "s1",
                        new Scheme(
                                HOSTILE,
                                List.of(HOSTILE),
                                HOSTILE,
                                HOSTILE,
                                when,
                                when,
                                List.of(indicator),
                                List.of(new Scheme.Grant(HOSTILE, HOSTILE, amount, when, 2, true, List.of(HOSTILE))),
                                amount,
                                new Scheme.Term("P12M", "P2Y", "P30M", true, HOSTILE),
                                List.of(HOSTILE))),
                new SupportedActionAdded(id, "a1", new SupportedAction(HOSTILE, HOSTILE, when, List.of(indicator))),
                new ContactNamed(id, "c1", contact("p-hostile", HOSTILE, HOSTILE), null),
                new ContactNamed(id, "c2", contact("p-efface", "Jeanne Effacée", "maire"), null),
                new PersonErased(id, "c2", "p-efface"),
                new DocumentReferenced(id, "d1", new Document(HOSTILE, HOSTILE, when, "javascript:alert(1)")),
                new PopulationStated(id, new Population(100, Precision.ABOUT, 2019, "environ cent"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fiches/conseil-regional-bourgogne-franche-comte",
                "/fiches/conseil-regional-bourgogne-franche-comte?lang=en",
                "/fiches/conseil-regional-bourgogne-franche-comte?knownAt=2026-03-02",
                "/fiches/conseil-regional-bourgogne-franche-comte?validAt=2019&knownAt=2026-03",
                "/fiches/conseil-regional-bourgogne-franche-comte/versions/1",
                "/fiches/conseil-regional-bourgogne-franche-comte/versions/3",
                "/fiches/ville-de-nevers",
                "/fiches/ville-d-audincourt",
                "/fiches/dijon-metropole",
                "/fiches/hostile",
                "/fiches/hostile?lang=en",
                "/fiches/en-attente",
                "/fiches/conseil-regional-bourgogne-franche-comte/origines",
                "/fiches/conseil-regional-bourgogne-franche-comte/origines?section=budgets&lang=en",
                "/fiches/conseil-regional-bourgogne-franche-comte/origines?knownAt=2026-03-02",
                "/fiches/ville-de-nevers/origines",
                "/fiches/ville-de-nevers/origines?section=documents",
                "/fiches/ville-d-audincourt/origines",
                "/fiches/dijon-metropole/origines",
                "/fiches/hostile/origines",
                "/fiches/hostile/origines?lang=en"
            })
    void every_state_is_valid_html(String address) {
        var page = page(http, address);
        ValidHtml.check(page);
        assertThat(page).doesNotContain("<script>", "<b>", "??", "=\"javascript:");
    }

    @Test
    void a_figure_is_said_with_what_it_means() {
        assertThat(page(http, "/fiches/ville-d-audincourt"))
                .contains(
                        "au moins 15\u202f000\u00a0€",
                        "en nature\u00a0: ce n’est pas de l’argent",
                        "de l’argent, sans chiffre",
                        "Une ligne au moins est donnée sans montant")
                .doesNotContain("<svg");
    }

    @Test
    void budgets_are_a_table_and_bars_with_the_sum_and_its_formula() {
        assertThat(page(http, "/fiches/" + REGION))
                .contains(
                        "6,7\u00a0M€",
                        "« 6,7M€ » dans la source".replace("« ", "«\u00a0").replace(" »", "\u00a0»"),
                        "8,7\u00a0M€",
                        "somme des montants des lignes",
                        "total du budget divisé par la population",
                        "<rect",
                        "width=\"300\"");
    }

    @Test
    void a_value_shows_the_sentence_it_was_read_from_and_who_set_it() {
        assertThat(page(http, "/fiches/" + REGION))
                .contains(
                        "Budget prévisionnel 2019 : <mark>6,7M€</mark> en fonctionnement",
                        "ligne 2 de «\u00a0page.txt\u00a0»",
                        "la même valeur, écrite autrement",
                        "par Claire",
                        "motif\u00a0: page de l’annuaire",
                        "href=\"/fiches/" + REGION + "/historique/2\"",
                        "/historique?field=%2Fbudgets%2Fb1\"");
    }

    @Test
    void each_value_leads_to_the_change_that_set_it() {
        var fiche = "/fiches/" + REGION;
        assertThat(page(http, fiche)).contains("href=\"" + fiche + "/origines#v.budgets.b1\"");
        assertThat(page(http, fiche + "/origines"))
                .contains(
                        "id=\"v.budgets.b1\"",
                        "6,7\u00a0M€",
                        "Budget prévisionnel 2019 : <mark>6,7M€</mark> en fonctionnement",
                        "ligne 2</span>",
                        "«\u00a06,7M€\u00a0»",
                        "par Claire",
                        "motif\u00a0: page de l’annuaire",
                        "href=\"" + fiche + "/historique/2\"",
                        "/comparaison?from=1&amp;to=2\"");
    }

    @Test
    void origins_stand_in_the_order_of_the_fiche_or_are_of_one_section() {
        var whole = page(http, "/fiches/" + REGION + "/origines");
        assertThat(whole.indexOf("id=\"h-figures\"")).isPositive().isLessThan(whole.indexOf("id=\"h-budgets\""));
        assertThat(whole.indexOf("id=\"h-budgets\"")).isLessThan(whole.indexOf("id=\"h-schemes\""));
        assertThat(page(http, "/fiches/" + REGION + "/origines?section=schemes"))
                .contains("id=\"h-schemes\"", "Le Générateur Bourgogne-Franche-Comté")
                .doesNotContain("id=\"h-budgets\"", "6,7\u00a0M€");
    }

    @Test
    void origins_of_then_are_what_the_register_knew_then() {
        assertThat(page(http, "/fiches/" + REGION + "/origines?knownAt=position:2"))
                .contains("6,7\u00a0M€", "/historique/2?knownAt=position%3A2\"")
                .doesNotContain("/historique/3");
        assertThat(page(http, "/fiches/" + REGION + "/versions/2"))
                .contains("/origines?knownAt=position%3A2#v.budgets.b1\"");
    }

    @Test
    void an_erased_person_is_told_of_without_the_name() {
        assertThat(page(http, "/fiches/hostile/origines?section=contacts")).doesNotContain("Jeanne");
    }

    @Test
    void its_moments_are_chosen_from_a_list_that_begins_with_today() {
        assertThat(page(http, "/fiches/" + REGION))
                .contains("value=\"\" selected=\"selected\">aujourd’hui (version 8, du 2\u00a0mars 2026")
                .contains("value=\"2026-03-02T08:01:00Z\">le 2\u00a0mars 2026, 09:01 (version 2)<");
        assertThat(page(http, "/fiches/" + REGION + "?knownAt=2026-03-02T08:01:00Z"))
                .contains("value=\"2026-03-02T08:01:00Z\" selected=\"selected\"");
        assertThat(page(http, "/fiches/dijon-metropole")).contains("value=\"2027-01-01\">le 1er\u00a0janvier 2027<");
    }

    @Test
    void it_is_cited_for_bibtex_too() {
        assertThat(page(http, "/fiches/" + REGION))
                .contains("@misc{rtes-" + REGION + "-v8,", "url = {http://localhost/fiches/" + REGION + "/versions/8}");
    }

    @Test
    void on_paper_it_says_where_it_was_read() {
        assertThat(page(http, "/fiches/" + REGION + "?knownAt=2026-03-02"))
                .contains("http://localhost/fiches/" + REGION + "?knownAt=2026-03-02</p>");
    }

    @Test
    void what_nobody_said_is_listed_as_missing() {
        assertThat(page(http, "/fiches/ville-de-nevers"))
                .contains("Aucun budget.", "Aucun programme d’intervention.", "En cours de rédaction")
                .doesNotContain("Aucune adresse.");
    }

    @Test
    void a_person_who_was_erased_is_said_to_be() {
        assertThat(page(http, "/fiches/hostile"))
                .contains("Les données de cette personne ont été effacées.")
                .doesNotContain("Jeanne");
    }

    @Test
    void dates_are_given_as_printed_and_what_was_concluded_from_them() {
        assertThat(page(http, "/fiches/hostile"))
                .contains("le 23 novembre", "(compris comme\u00a0: 23\u00a0novembre 2018)");
    }

    @Test
    void the_moment_is_said_in_words_and_goes_along_with_every_link() {
        assertThat(page(http, "/fiches/" + REGION + "?knownAt=2026-03-02"))
                .contains(
                        "Ce que le registre disait le 2\u00a0mars 2026",
                        "href=\"/fiches/" + REGION + "/historique?knownAt=2026-03-02\"",
                        "href=\"/fiches/" + REGION + "/comparaison?knownAt=2026-03-02\"",
                        "historique?field=%2Fpopulation&amp;knownAt=2026-03-02");
    }

    @Test
    void what_was_or_will_be_true_is_said_in_words() {
        assertThat(page(http, "/fiches/dijon-metropole"))
                .contains(">Métropole<")
                .doesNotContain("Ce qui était vrai le 1");
        assertThat(page(http, "/fiches/dijon-metropole?validAt=2027-01-01"))
                .contains(
                        "Ce qui était vrai le 1er\u00a0janvier 2027",
                        "autant qu’on le sache aujourd’hui",
                        "Collectivité à statut particulier",
                        "value=\"2027-01-01\"");
    }

    @Test
    void a_version_says_what_made_it_and_leads_to_its_neighbours() {
        var answer = ask(http, "/fiches/" + REGION + "/versions/3");
        assertThat(text(answer))
                .contains(
                        "Version 3, enregistrée le 2\u00a0mars 2026",
                        "Dispositif",
                        "href=\"/fiches/" + REGION + "/versions/2\"",
                        "href=\"/fiches/" + REGION + "/versions/4\"");
        assertThat(answer).headers().containsHeader("Memento-Datetime");
    }

    @Test
    void whoever_asks_a_version_for_a_moment_is_led_to_the_moment() {
        assertThat(ask(http, "/fiches/" + REGION + "/versions/3?knownAt=2026-03-02"))
                .hasStatus(302)
                .hasRedirectedUrl("/fiches/" + REGION + "?knownAt=2026-03-02");
    }

    @Test
    void it_is_cited_by_the_permanent_address_of_the_version() {
        assertThat(page(http, "/fiches/" + REGION))
                .contains("http://localhost/fiches/" + REGION + "/versions/8", "version 8 du 2\u00a0mars 2026");
    }

    @Test
    void an_event_that_cannot_be_read_is_not_passed_over_in_silence() {
        assertThat(page(http, "/fiches/en-attente")).contains("n’a pas encore pu être lu", "En attente");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fiches/nulle-part",
                "/fiches/ville-de-nevers/versions/99",
                "/fiches/ville-de-nevers?knownAt=2019",
                "/fiches/ville-de-nevers?validAt=hier",
                "/fiches/nulle-part/origines",
                "/fiches/ville-de-nevers/origines?section=rien",
                "/fiches/ville-de-nevers/origines?knownAt=2019"
            })
    void what_is_not_there_is_said_on_a_valid_page(String address) {
        var answer = ask(http, address);
        assertThat(answer).hasContentType("text/html;charset=UTF-8");
        assertThat(answer.getResponse().getStatus()).isBetween(400, 404);
        ValidHtml.check(text(answer));
    }
}
