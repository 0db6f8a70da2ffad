package fr.rtes.fiches.query.history;

import static fr.rtes.fiches.query.Browsing.ask;
import static fr.rtes.fiches.query.Browsing.page;
import static fr.rtes.fiches.query.Browsing.text;
import static fr.rtes.fiches.query.Fiches.contact;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.profile.ProfileSlice;
import fr.rtes.fiches.query.views.Views;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The history of a fiche, one change of it, and two of its moments, as people read them. */
@WebMvcTest({HistoryPage.class, ComparisonPage.class})
@Import({ReadingSlice.class, ProfileSlice.class, HistorySlice.class})
class HistoryPageTest {

    private static final String ID = "dijon-metropole";
    private static final String HOSTILE = "<script>alert('x')</script>\"><b>";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final ProfileSlice profiles;
    private final HistorySlice histories;

    @Autowired
    HistoryPageTest(MockMvcTester http, Fiches fiches, Views views, ProfileSlice profiles, HistorySlice histories) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.profiles = profiles;
        this.histories = histories;
    }

    /** Twelve rewrites the programme, thirteen corrects 2019, fourteen is a fact to come, fifteen is another person, sixteen erases. */
    @BeforeEach
    void register() {
        if (!profiles.isEmpty()) {
            return;
        }
        put(fiches.after(
                fiches.dijonMetropole(),
                new ProgrammeWritten(
                        ID, List.of(new Block.Item(1, "Développement de la commande publique très responsable"))),
                new PopulationStated(
                        ID, new Population(249_000, Precision.EXACT, null, null), LocalDate.of(2019, 1, 1)),
                new CollectiviteTypeChanged(
                        ID, CollectiviteType.COLLECTIVITE_A_STATUT_PARTICULIER, LocalDate.of(2027, 1, 1)),
                new ContactChanged(ID, "c1", contact("p-dijon", "Noé Petit", "directeur adjoint à l’économie"), null)));
        put(fiches.conseilRegional());
        put(fiches.recorded(
                new MemberRegistered("hostile", HOSTILE, CollectiviteType.COMMUNE, null),
                new AliasRecorded("hostile", HOSTILE),
                new ProgrammeWritten("hostile", List.of(new Block.Phase(HOSTILE, HOSTILE, HOSTILE))),
                new ContactNamed("hostile", "c1", contact("p-efface", "Jeanne Effacée", HOSTILE), null),
                new PersonErased("hostile", "c1", "p-efface")));
        fiches.erase("p-efface");
        var many = fiches.recorded(new MemberRegistered("longue", "Longue", CollectiviteType.COMMUNE, null));
        put(fiches.after(
                many,
                IntStream.range(0, 45)
                        .mapToObj(i -> new AliasRecorded("longue", "nom " + i))
                        .toArray(AliasRecorded[]::new)));
    }

    private void put(List<Recorded> log) {
        profiles.put(views, log);
        histories.put(views, log);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fiches/dijon-metropole/historique",
                "/fiches/dijon-metropole/historique?lang=en&field=population",
                "/fiches/dijon-metropole/historique?field=documents&kind=",
                "/fiches/dijon-metropole/historique?field=/contacts/c1&kind=ContactChanged&knownAt=2026-03-02",
                "/fiches/conseil-regional-bourgogne-franche-comte/historique",
                "/fiches/hostile/historique",
                "/fiches/longue/historique",
                "/fiches/dijon-metropole/historique/1",
                "/fiches/dijon-metropole/historique/12",
                "/fiches/dijon-metropole/historique/13?lang=en",
                "/fiches/dijon-metropole/historique/15",
                "/fiches/conseil-regional-bourgogne-franche-comte/historique/2",
                "/fiches/conseil-regional-bourgogne-franche-comte/historique/3",
                "/fiches/hostile/historique/3",
                "/fiches/hostile/historique/5",
                "/fiches/dijon-metropole/comparaison",
                "/fiches/dijon-metropole/comparaison?lang=en&from=0&to=15",
                "/fiches/dijon-metropole/comparaison?from=7&to=12&view=beside",
                "/fiches/dijon-metropole/comparaison?from=15&to=15",
                "/fiches/dijon-metropole/comparaison?from=15&to=15&fromValidAt=2026-12-31&toValidAt=2027-01-01",
                "/fiches/conseil-regional-bourgogne-franche-comte/comparaison?from=0&to=8&view=beside",
                "/fiches/hostile/comparaison?from=0&to=5"
            })
    void every_state_is_valid_html(String address) {
        var page = page(http, address);
        ValidHtml.check(page);
        assertThat(page).doesNotContain("<script>", "<b>", "??", "Jeanne");
    }

    @Test
    void every_change_is_a_sentence_with_who_when_and_why() {
        assertThat(page(http, "/fiches/conseil-regional-bourgogne-franche-comte/historique"))
                .contains(
                        "Budget prévisionnel 2019",
                        "par Claire",
                        "par un import",
                        "motif\u00a0: page de l’annuaire",
                        "ligne 11 de la source",
                        "href=\"/fiches/conseil-regional-bourgogne-franche-comte/versions/2\"",
                        "/comparaison?from=1&amp;to=2\"",
                        "name=\"from\" value=\"7\" checked=\"checked\"",
                        "name=\"to\" value=\"8\" checked=\"checked\"");
        // Once is enough: on the change's own page.
        assertThat(page(http, "/fiches/conseil-regional-bourgogne-franche-comte/historique/2"))
                .contains("import import-1");
    }

    @Test
    void a_filter_keeps_what_was_chosen_and_can_be_left() {
        assertThat(page(http, "/fiches/dijon-metropole/historique?field=population&kind=PopulationStated"))
                .contains("selected=\"selected\">Population<", "249\u202f000")
                .doesNotContain("Nouveau nom", "Développement de la commande");
        assertThat(page(http, "/fiches/dijon-metropole/historique?field=documents"))
                .contains("Aucun changement ne correspond.", "Voir toute l’histoire");
    }

    @Test
    void the_pager_leads_to_the_first_change_of_all() {
        var seen = 0;
        var address = "/fiches/longue/historique?lang=fr";
        var next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
        for (var pages = 0; pages < 3; pages++) {
            var page = page(http, address);
            seen += page.split("<li value=", -1).length - 1;
            var link = next.matcher(page);
            address = link.find() ? link.group(1).replace("&amp;", "&") : "";
        }
        assertThat(seen).isEqualTo(46);
        assertThat(address).isEmpty();
    }

    @Test
    void what_the_register_did_not_know_then_is_not_told() {
        assertThat(page(http, "/fiches/dijon-metropole/historique?knownAt=position:3"))
                .contains("Identifiant SIREN", "historique/3?knownAt=position%3A3")
                .doesNotContain("/historique/4");
    }

    @Test
    void one_steps_from_change_to_change() {
        assertThat(page(http, "/fiches/dijon-metropole/historique/12"))
                .contains(
                        "href=\"/fiches/dijon-metropole/historique/11#pas\"",
                        "href=\"/fiches/dijon-metropole/historique/13#pas\"",
                        "Changement 12 sur 15",
                        "commande publique très responsable",
                        "<del><span class=\"heard-only\">retiré\u00a0:</span>",
                        "<ins><span class=\"heard-only\">ajouté\u00a0:</span>");
        assertThat(page(http, "/fiches/dijon-metropole/historique/1")).doesNotContain("rel=\"prev\"");
        assertThat(page(http, "/fiches/dijon-metropole/historique/15")).doesNotContain("rel=\"next\"");
    }

    @Test
    void one_goes_to_the_first_and_the_last_change_at_once() {
        assertThat(page(http, "/fiches/dijon-metropole/historique/12"))
                .contains(
                        "data-step=\"first\" href=\"/fiches/dijon-metropole/historique/1#pas\"",
                        "data-step=\"last\" href=\"/fiches/dijon-metropole/historique/15#pas\"");
        assertThat(page(http, "/fiches/dijon-metropole/historique/1")).doesNotContain("data-step=\"first\"");
        assertThat(page(http, "/fiches/dijon-metropole/historique/15")).doesNotContain("data-step=\"last\"");
    }

    @Test
    void its_moments_keep_the_filter_that_was_chosen() {
        assertThat(page(http, "/fiches/dijon-metropole/historique?field=population"))
                .contains(
                        "<input type=\"hidden\" name=\"field\" value=\"population\">",
                        "(version 15, du 2\u00a0mars 2026");
    }

    @Test
    void a_correction_of_the_past_shows_the_day_it_is_about() {
        assertThat(page(http, "/fiches/dijon-metropole/historique/13"))
                .contains("Vrai à partir du", "1er\u00a0janvier 2019", "249\u202f000");
    }

    @Test
    void two_moments_differ_word_by_word_in_one_column_or_two() {
        var inline = page(http, "/fiches/dijon-metropole/comparaison?from=7&to=12");
        var beside = page(http, "/fiches/dijon-metropole/comparaison?from=7&to=12&view=beside");
        assertThat(inline).contains("<p class=\"words\">", "Montrer côte à côte", "view=beside");
        assertThat(beside).contains("<div class=\"sides\">", "Montrer en une colonne");
        for (var page : List.of(inline, beside)) {
            assertThat(page)
                    .contains("Commande Publique", "commande publique très", "<del>", "<ins>")
                    .contains("version 7 du", "version 12 du");
        }
    }

    @Test
    void a_day_counts_more_than_a_version() {
        assertThat(page(http, "/fiches/dijon-metropole/comparaison?from=3&fromDay=2026-03-02&to=15"))
                .contains("value=\"2026-03-02\"", "Aucune différence");
    }

    @Test
    void two_days_of_the_same_knowledge() {
        assertThat(
                        page(
                                http,
                                "/fiches/dijon-metropole/comparaison?from=15&to=15&fromValidAt=2026-12-31&toValidAt=2027-01-01"))
                .contains("1 différence", "Métropole", "Collectivité à statut particulier");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fiches/nulle-part/historique",
                "/fiches/dijon-metropole/historique/99",
                "/fiches/dijon-metropole/historique?kind=Nothing",
                "/fiches/dijon-metropole/comparaison?from=99",
                "/fiches/nulle-part/comparaison"
            })
    void what_is_not_there_is_said_on_a_valid_page(String address) {
        var answer = ask(http, address);
        assertThat(answer).hasContentType("text/html;charset=UTF-8");
        assertThat(answer.getResponse().getStatus()).isBetween(400, 404);
        ValidHtml.check(text(answer));
    }
}
