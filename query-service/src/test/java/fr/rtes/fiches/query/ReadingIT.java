package fr.rtes.fiches.query;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.contact;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.query.log.TestLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a row in PostgreSQL to what a reader sees of it, through the whole service. */
@SpringBootTest(
        classes = QueryServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "fiches.master-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
@DirtiesContext
class ReadingIT {

    private static final TestStores STORES = new TestStores();
    private static final String ID = "ville-d-essai";

    private final int port;
    private final PersonCipher cipher;
    private final JsonMapper json = JsonMapper.builder().build();

    @Autowired
    ReadingIT(@LocalServerPort int port, PersonCipher cipher) {
        this.port = port;
        this.cipher = cipher;
    }

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry settings) {
        STORES.configure(settings);
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private JsonNode json(String path) throws Exception {
        var answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    @Test
    void what_was_recorded_can_be_read_as_a_profile_a_history_and_a_line_of_the_directory() throws Exception {
        try (var connection = STORES.connect()) {
            var log = new TestLog(connection);
            var writing = EventJson.legible(cipher);
            Stream.<FicheEvent>of(
                            new MemberRegistered(ID, "Ville d’Essai", CollectiviteType.COMMUNE, 2019),
                            new ContactNamed(ID, "c1", contact("p-essai", "Ada Martin", "maire"), null),
                            new BudgetRecorded(
                                    ID,
                                    "b1",
                                    budget(
                                            2019,
                                            Nature.PLANNED,
                                            line(Section.OPERATING, null, exact(6_700_000, "6,7M€")))),
                            new FichePublished(ID))
                    .forEach(event -> log.append(
                            ID,
                            EventJson.name(event.getClass()),
                            EventJson.revision(event.getClass()),
                            writing.write(event)));
        }

        var profile = json("/api/v1/fiches/" + ID + "?minVersion=4");
        assertThat(profile.at("/contacts/0/name").asString()).isEqualTo("Ada Martin");
        assertThat(profile.at("/budgets/0/total/min").longValue()).isEqualTo(6_700_000);
        assertThat(profile.path("version").longValue()).isEqualTo(4);

        awaitVisible("/api/v1/fiches/" + ID + "/history");
        assertThat(json("/api/v1/fiches/" + ID + "/history?field=contacts")
                        .at("/items/0/sentence")
                        .asString())
                .startsWith("Contact public (services)")
                .contains(": Ada Martin, maire (");
        var blame = json("/api/v1/fiches/" + ID + "/blame");
        assertThat(blame.path("values")
                        .valueStream()
                        .filter(value -> value.path("path").asString().equals("/budgets/b1/lines")))
                .singleElement()
                .satisfies(
                        lines -> assertThat(lines.path("version").longValue()).isEqualTo(3));
        assertThat(json("/api/v1/fiches/" + ID + "/diff?from=0&to=3")
                        .path("changes")
                        .valueStream()
                        .map(change -> change.path("path").asString()))
                .contains("/budgets/b1", "/contacts/c1", "/name");
        awaitVisible("/api/v1/fiches?q=essai");
        assertThat(json("/api/v1/fiches?q=essai").at("/items/0/ficheId").asString())
                .isEqualTo(ID);

        var first = json("/api/v1/fiches/" + ID + "/history/1").path("position").longValue();
        var draft = json("/api/v1/fiches?status=DRAFT&knownAt=position:" + first);
        assertThat(draft.at("/items/0/version").longValue()).isEqualTo(1);
        assertThat(draft.at("/items/0/position").longValue()).isEqualTo(first);
        assertThat(json("/api/v1/fiches?q=essai&knownAt="
                                + profile.path("recordedAt").asString())
                        .at("/items/0/version")
                        .longValue())
                .isEqualTo(4);
        assertThat(json("/api/v1/statistics").at("/budgets/sums/0/min").longValue())
                .isEqualTo(6_700_000);
        assertThat(json("/api/v1/statistics?status=DRAFT&knownAt=position:" + first)
                        .at("/budgets/budgets")
                        .longValue())
                .isZero();
        assertThat(json("/api/v1/fiches/" + ID + "/freshness?knownAt=position:" + first)
                        .path("version")
                        .longValue())
                .isEqualTo(1);

        assertThat(json("/fiches/" + ID + "/versions/1").path("status").asString())
                .isEqualTo("DRAFT");
        assertThat(json("/api/v1/fiches/" + ID + "?knownAt="
                                + profile.path("recordedAt").asString())
                        .toString())
                .isEqualTo(profile.toString());
    }

    /** Each view follows the log by itself: the profile being there says nothing of the others. */
    private void awaitVisible(String path) {
        await().until(() -> {
            var answer = get(path);
            var page = json.readTree(answer.body());
            return answer.statusCode() == 200 && page.path("items").size() == (path.contains("?q") ? 1 : 4);
        });
    }

    @Test
    void the_addresses_describe_themselves() throws Exception {
        var api = json("/openapi");

        assertThat(api.path("openapi").asString()).startsWith("3.1");
        var operations = api.path("paths")
                .valueStream()
                .flatMap(path ->
                        path.valueStream().map(o -> o.path("operationId").asString()))
                .toList();
        assertThat(operations)
                .containsAll(List.of(
                        "getFiche", "getFicheVersion", "listFiches", "getHistory", "getChange", "getDiff", "getBlame"));
        var contact = api.at("/components/schemas/ContactEntry/properties");
        assertThat(contact.propertyNames())
                .contains("name", "title", "service", "email", "phone", "erased")
                .doesNotContain("person");
        assertThat(api.at("/paths/~1api~1v1~1fiches/get/parameters")
                        .valueStream()
                        .filter(p -> p.path("in").asString().equals("query"))
                        .map(p -> p.path("name").asString()))
                .containsExactlyInAnyOrder(
                        "q",
                        "type",
                        "region",
                        "departement",
                        "membershipYear",
                        "status",
                        "freshness",
                        "sort",
                        "knownAt",
                        "cursor",
                        "limit");
        assertThat(api.at("/components/schemas").propertyNames()).doesNotContain("JsonNode");
    }
}
