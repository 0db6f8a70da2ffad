package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import fr.rtes.fiches.issuer.TestIssuer.Person;
import fr.rtes.fiches.platform.access.Role;
import fr.rtes.fiches.query.QueryServiceApplication;
import fr.rtes.fiches.query.SignedInClient;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.log.TestLog;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What an operator reads and orders, on a view that can be made to wait, to differ and to choke. */
@SpringBootTest(
        classes = QueryServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "fiches.master-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
@Import(OperationsPageIT.OneMoreView.class)
@DirtiesContext
class OperationsPageIT {

    private static final TestStores STORES = new TestStores();
    private static final TaleView VIEW = new TaleView(1);
    private static final String TALE = "/exploitation/vues/tale";

    @LocalServerPort
    int port;

    @Autowired
    Visibility visibility;

    @Autowired
    Views views;

    @Autowired
    MongoDatabase mongo;

    private final Connection connection = STORES.connect();
    private final TestLog writer = new TestLog(connection);

    OperationsPageIT() throws SQLException {}

    @TestConfiguration
    static class OneMoreView {
        @Bean
        TaleView taleView() {
            return VIEW;
        }
    }

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry settings) {
        STORES.configure(settings);
    }

    private SignedInClient http;

    @BeforeEach
    void digest() throws Exception {
        http = new SignedInClient(port);
        assertThat(http.signIn(Person.with(Role.OPERATOR), "/exploitation").statusCode())
                .isEqualTo(200);
        VIEW.poison.clear();
        await().until(() -> views.pointer("tale").rebuild() == null);
    }

    @AfterEach
    void close() throws SQLException {
        VIEW.release();
        http.close();
        connection.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.get(path);
    }

    private String page(String path) throws Exception {
        var answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        ValidHtml.check(answer.body());
        assertThat(answer.body()).doesNotContain("??");
        return answer.body();
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        return http.post(path, form);
    }

    /** The path that a form leads to. */
    private static String led(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        var there = URI.create(answer.headers().firstValue("Location").orElseThrow());
        return there.getRawQuery() == null ? there.getRawPath() : there.getRawPath() + "?" + there.getRawQuery();
    }

    private void awaitPage(String path, String words) {
        await().untilAsserted(() -> assertThat(get(path).body()).contains(words));
        await().until(() -> views.pointer("tale").rebuild() == null);
    }

    private void register(String ficheId) throws Exception {
        writer.append(TestLog.registered(ficheId));
        assertThat(visibility.await("tale", ficheId, 1, Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void a_view_is_rebuilt_held_up_and_watched_to_its_end() throws Exception {
        register("a");
        awaitPage("/exploitation", "/exploitation/vues/tale");
        assertThat(page("/exploitation")).contains("Suit le journal", "Aucune fiche n’attend");
        assertThat(page(TALE)).contains("Refaire cette vue");
        VIEW.hold();
        var rebuild = led(post(TALE, "extent=ALL&ficheId=&upTo="));

        assertThat(page(rebuild))
                .contains(
                        "http-equiv=\"refresh\"",
                        "data-hx-trigger=\"every 1s\"",
                        rebuild + "/suspension",
                        "Refait les documents");
        assertThat(page(rebuild + "?follow=false")).doesNotContain("http-equiv=\"refresh\"", "every 1s");
        var busy = post(TALE, "extent=ALL");
        assertThat(busy.statusCode()).isEqualTo(409);
        ValidHtml.check(busy.body());
        assertThat(busy.body()).contains("déjà en cours de reconstruction");
        assertThat(led(post(rebuild + "/suspension", ""))).isEqualTo(rebuild);
        assertThat(page(rebuild)).contains(rebuild + "/reprise");
        var moving = get(rebuild + "/avancement?held=false");
        assertThat(moving.headers().firstValue("HX-Refresh")).hasValue("true");
        var still = get(rebuild + "/avancement?held=true");
        assertThat(still.headers().firstValue("HX-Refresh")).isEmpty();
        assertThat(still.statusCode()).isEqualTo(200);
        assertThat(still.body()).contains("<progress").doesNotContain("<html");
        led(post(rebuild + "/reprise", ""));
        VIEW.release();

        awaitPage(rebuild, "En service");
        assertThat(page(rebuild))
                .contains("sans aucune différence", "Identiques", rebuild + "/retour")
                .doesNotContain("every 1s");
        assertThat(page(TALE)).contains("demandée");
        assertThat(page(rebuild + "/retour")).contains("Revenir à la génération précédente ?");
        awaitPage(led(post(rebuild + "/retour", "")), "En service");
        var impossible = get(rebuild + "/retour");
        assertThat(impossible.statusCode()).isEqualTo(409);
        assertThat(impossible.body()).contains("Retour impossible");
    }

    @Test
    void what_is_wrong_with_the_form_is_said_and_what_was_typed_kept() throws Exception {
        for (var wrong : new String[][] {
            {"extent=FICHE&ficheId=+&upTo=12", "Indiquez la fiche", "value=\"12\""},
            {"extent=FICHE&ficheId=nobody%22", "pas de fiche de cet identifiant", "value=\"nobody&quot;\""},
            {"extent=POSITION&upTo=x", "nombre entier", "value=\"x\""},
            {"extent=POSITION&upTo=999999999", "pas d’événement à cette position", "value=\"999999999\""}
        }) {
            var answer = post(TALE, wrong[0]);
            assertThat(answer.statusCode()).isBetween(400, 422);
            ValidHtml.check(answer.body());
            assertThat(answer.body()).contains(wrong[1], wrong[2], "aria-invalid=\"true\"");
        }
        assertThat(get("/exploitation/vues/none").statusCode()).isEqualTo(404);
        assertThat(get("/exploitation/reconstructions/none").statusCode()).isEqualTo(404);
    }

    @Test
    void what_differs_is_reported_and_accepted_after_asking_twice() throws Exception {
        register("odd");
        mongo.getCollection(views.collection("tale"))
                .updateOne(Filters.eq("_id", "odd"), Updates.set("lines", java.util.List.of("<i>1</i> Tampered")));

        var rejected = led(post(TALE, "extent=ALL"));
        awaitPage(rejected, "Rejetée");

        assertThat(page(rejected))
                .contains(
                        "1 diffère, dans 1 fiche",
                        "href=\"/fiches/odd\"",
                        "/lines/0",
                        "&lt;i&gt;1&lt;/i&gt; Tampered",
                        "1 MemberRegistered",
                        "Différentes",
                        rejected + "/acceptation");
        assertThat(page(rejected + "?lang=en")).contains("1 differs, in 1 fiche");
        assertThat(page(rejected + "/acceptation")).contains("Accepter ces différences ?");
        awaitPage(led(post(rejected + "/acceptation", "")), "des différences acceptées");
    }

    @Test
    void a_part_of_the_log_is_built_to_look_at_and_dropped() throws Exception {
        var position = writer.append(TestLog.registered("part"));
        assertThat(visibility.await("tale", "part", 1, Duration.ofSeconds(10))).isTrue();
        var built = led(post(TALE, "extent=POSITION&upTo=" + position));
        awaitPage(built, "Faite, pour voir");
        assertThat(page(built + "/annulation")).contains("Annuler cette reconstruction ?");
        assertThat(led(post(built + "/annulation", ""))).isEqualTo(built);
        assertThat(page(built)).contains("Annulée");
        var again = post(built + "/annulation", "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("Reconstruction terminée");
    }

    @Test
    void a_fiche_that_waits_is_tried_again() throws Exception {
        VIEW.poison.add("poison");
        writer.append(TestLog.registered("ill"));
        writer.append(TestLog.alias("ill", "poison"));
        awaitPage("/exploitation", "/exploitation/attentes/tale_");
        var all = page("/exploitation");
        assertThat(all).contains("href=\"/fiches/ill\"", "AliasRecorded", "IllegalStateException");
        var retry = all.replaceAll("(?s).*action=\"(/exploitation/attentes/[^\"]+)\".*", "$1");

        assertThat(page(led(post(retry, "")))).contains("La fiche attend toujours", "2 essais");
        VIEW.poison.clear();
        assertThat(page(led(post(retry, "")))).contains("La fiche a repris", "Aucune fiche n’attend");
        assertThat(post(retry, "").statusCode()).isEqualTo(404);
    }

    @Test
    void operations_are_always_about_now() throws Exception {
        assertThat(led(get("/exploitation?knownAt=2026-11"))).isEqualTo("/exploitation");
        assertThat(http.post(TALE, "extent=ALL", "made-up").statusCode()).isEqualTo(403);
        var elsewhere = http.post(TALE, "extent=ALL", http.token(), "Sec-Fetch-Site", "cross-site");
        assertThat(elsewhere.statusCode()).isEqualTo(403);
    }
}
