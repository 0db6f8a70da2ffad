package fr.rtes.fiches.query.sight;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.contact;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.platform.access.Callers;
import fr.rtes.fiches.platform.persons.MasterKey;
import fr.rtes.fiches.query.Asking;
import fr.rtes.fiches.query.QueryServiceApplication;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.log.TestLog;
import fr.rtes.fiches.query.views.Views;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole service, asked for everything it has by those who may not see everything, and every byte it answers looked through. Fiches in
 * each status say {@link #SECRET} wherever a fiche can say anything, as long as they are not public; who did it and why says {@link #AUTHOR}
 * everywhere. Every address that is read is asked, those of pages too: a new one is in it by itself.
 */
@SpringBootTest(
        classes = QueryServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "fiches.master-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            // Nothing answers there: what pages ask of the command service is not told here.
            "fiches.command-service=http://127.0.0.1:9"
        })
@Import(VisibilityIT.Headers.class)
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisibilityIT {

    private static final TestStores STORES = new TestStores();
    private static final MasterKey MASTER = MasterKey.ofBase64("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

    private static final String SECRET = "zqxjk";
    private static final String AUTHOR = "wvyqz";
    /** Stands beside the secret, to be searched for. */
    private static final String CLUE = "cachette";

    private static final String DRAFT = "brouillon-zqd";
    private static final String WITHDRAWN = "retiree-zqw";
    private static final String CHOKING = "illisible-zqi";
    /** The agent's own, a draft. */
    private static final String OWN = "propre-zqo";

    private static final List<String> HIDDEN = List.of(DRAFT, WITHDRAWN, CHOKING);
    private static final String UNKNOWN = "nulle-part-zqn";

    /** Public from its third version on. */
    private static final String PUBLISHED = "publiee";
    /** Public, withdrawn, changed, and public again. */
    private static final String AGAIN = "remise";

    private static final String WRITING = "en-redaction";
    private static final List<String> PUBLIC = List.of(PUBLISHED, AGAIN, WRITING);

    private static final String AGENT = "agent:" + OWN;
    private static final String SOURCE_TEXT = "Ville " + SECRET + " " + CLUE + "\nVille publique\n";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, List<Long>> positions = new HashMap<>();
    private final List<String> rebuilds = new ArrayList<>();

    @LocalServerPort
    int port;

    @Autowired
    PersonCipher cipher;

    @Autowired
    Views views;

    @Autowired
    RequestMappingHandlerMapping requestMappingHandlerMapping;

    @TestConfiguration
    static class Headers {
        @Bean
        @Primary
        Callers headerCallers() {
            return Asking::of;
        }
    }

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry settings) {
        STORES.configure(settings);
    }

    @BeforeAll
    void register() throws Exception {
        keepSource();
        try (var connection = STORES.connect()) {
            var log = new TestLog(connection);
            write(log, said(DRAFT, true));
            write(log, said(WITHDRAWN, true), new FichePublished(WITHDRAWN), new FicheWithdrawn(WITHDRAWN));
            write(log, said(OWN, true));
            write(
                    log,
                    List.of(registered(CHOKING, SECRET + " " + CLUE)),
                    new AliasRecorded(CHOKING, SECRET + " " + CLUE));
            log.append(CHOKING, "BudgetRecorded", "1", "{\"ficheId\":\"" + CHOKING + "\",\"budget\":\"" + SECRET + "\"}");

            write(log, said(PUBLISHED, false), new FichePublished(PUBLISHED), new AliasRecorded(PUBLISHED, "Dite"));
            write(
                    log,
                    said(AGAIN, false),
                    new FichePublished(AGAIN),
                    new BudgetRecorded(AGAIN, "b9", budget(2020, Nature.VOTED, line(Section.OPERATING, null, exact(5, "5")))),
                    new FicheWithdrawn(AGAIN));
            // Said and taken back before anybody could read it.
            write(
                    log,
                    said(AGAIN, true).stream()
                            // What a contact was stays told of the days on which it was: that is what terms are for.
                            .filter(event -> !(event instanceof MemberRegistered || event instanceof ContactNamed))
                            .toList(),
                    new AliasWithdrawn(AGAIN, SECRET + " autre " + CLUE),
                    new MemberRenamed(AGAIN, "Ville de " + AGAIN, null),
                    new AddressStated(AGAIN, null, null),
                    new PopulationStated(AGAIN, new Population(12, Precision.EXACT, null, "12"), null),
                    new BudgetWithdrawn(AGAIN, "b" + SECRET),
                    new ProgrammeWritten(AGAIN, List.of(new Block.Paragraph("Un programme"))),
                    new SchemeWithdrawn(AGAIN, "s" + SECRET),
                    new SupportedActionRemoved(AGAIN, "a" + SECRET),
                    new DocumentWithdrawn(AGAIN, "d" + SECRET),
                    new FichePublished(AGAIN),
                    new AliasRecorded(AGAIN, "Revenue"));
            write(log, List.of(registered(WRITING, "Ville de " + WRITING)), new WritingAnnounced(WRITING));
            awaitViews();
            explainFindings(log);
        }
        awaitViews();
        for (var view : List.of("profile", "history", "directory", "findings")) {
            rebuilds.add(rebuild(view, "?ficheId=" + DRAFT));
        }
        differ();
        rebuilds.add(rebuild("profile", ""));
    }

    @AfterAll
    void close() {
        http.close();
    }

    private static MemberRegistered registered(String ficheId, String name) {
        // From before the network was founded: that is a finding.
        return new MemberRegistered(ficheId, name, CollectiviteType.COMMUNE, 1990);
    }

    /** Everything that a fiche can say in words. */
    private static List<FicheEvent> said(String id, boolean isSecret) {
        var word = isSecret ? SECRET : "Ville de " + id;
        var key = isSecret ? SECRET : "1";
        return List.of(
                registered(id, word + " " + (isSecret ? CLUE : "")),
                new MemberRenamed(id, word + (isSecret ? " " + CLUE : ""), null),
                new AliasRecorded(id, word + " autre" + (isSecret ? " " + CLUE : "")),
                new AddressStated(id, new Address("1 rue " + word, null, "21000", word, false, "FR"), null),
                new PopulationStated(id, new Population(12, Precision.EXACT, null, word), null),
                new ContactNamed(id, "c" + key, contact("p" + key + id, "Ada " + word, "maire " + word), null),
                new BudgetRecorded(
                        id,
                        "b" + key,
                        budget(2019, Nature.PLANNED, line(Section.OPERATING, word, exact(7_654_321, word)))),
                new ProgrammeWritten(id, List.of(new Block.Paragraph(word), new Block.Item(1, word))),
                new SchemeRecorded(
                        id,
                        "s" + key,
                        new Scheme(word, List.of(word), word, word, null, null, List.of(), List.of(), null, null, List.of(word))),
                new SupportedActionAdded(id, "a" + key, new SupportedAction(word, word, null, List.of())),
                new DocumentReferenced(id, "d" + key, new Document(word, word, null, null)));
    }

    private void write(TestLog log, List<FicheEvent> events, FicheEvent... more) {
        var writing = EventJson.legible(cipher);
        Stream.concat(events.stream(), Stream.of(more)).forEach(event -> {
            var position = log.append(
                    event.ficheId(),
                    EventJson.name(event.getClass()),
                    EventJson.revision(event.getClass()),
                    writing.write(event),
                    provenance(event));
            positions.computeIfAbsent(event.ficheId(), id -> new ArrayList<>()).add(position);
        });
    }

    private Provenance provenance(FicheEvent event) {
        var isSecret = EventJson.legible(cipher).write(event).contains(SECRET);
        return new Provenance(
                AUTHOR + "-" + event.ficheId(),
                Channel.API,
                AUTHOR + " parce que",
                null,
                null,
                null,
                event instanceof BudgetRecorded || event instanceof ContactNamed
                        ? List.of(new Evidence(
                                event instanceof BudgetRecorded b ? "/budgets/" + b.budgetId() : "/contacts",
                                sha256(),
                                isSecret ? 1 : 2,
                                0,
                                5,
                                event instanceof BudgetRecorded ? (isSecret ? SECRET : "Ville") : null,
                                Evidence.Method.STATED))
                        : List.of());
    }

    private static String sha256() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(SOURCE_TEXT.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keepSource() throws Exception {
        try (var connection = STORES.connect();
                var document = connection.prepareStatement(
                        "INSERT INTO source_document (sha256, media_type, content) VALUES (?, 'text/plain', ?)");
                var imported = connection.prepareStatement("""
                        INSERT INTO import (import_id, status, sha256, name, actor, proposal)
                        VALUES ('i', 'ACCEPTED', ?, ?, 'test', '')""")) {
            document.setString(1, sha256());
            document.setString(2, MASTER.seal("source/" + sha256(), SOURCE_TEXT.getBytes(StandardCharsets.UTF_8)));
            document.execute();
            imported.setString(1, sha256());
            imported.setString(2, SECRET + ".txt");
            imported.execute();
        }
    }

    private void explainFindings(TestLog log) throws Exception {
        for (var id : List.of(DRAFT, WITHDRAWN)) {
            var finding = read("/api/v1/fiches/" + id + "/findings").at("/items/0/findingId");
            assertThat(finding.isString()).isTrue();
            write(log, List.of(new FindingExplained(id, finding.asString(), SECRET + " explication")));
        }
    }

    /** One document of each kind says something else than its events: a rebuild has something to report. */
    private void differ() {
        for (var id : List.of(DRAFT, PUBLISHED)) {
            views.documents("profile").updateOne(
                    Filters.eq("_id", id), Updates.set("name", id.equals(DRAFT) ? SECRET + " autrement" : "Ville autrement"));
        }
    }

    private void awaitViews() {
        await().atMost(Duration.ofMinutes(2)).until(() -> read("/api/v1/views").valueStream()
                .allMatch(view -> view.path("lagEvents").asLong() == 0
                        && view.path("position").asLong() > 0
                        && view.path("rebuild").isNull()));
    }

    private String rebuild(String view, String query) throws Exception {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> read("/api/v1/views").valueStream().allMatch(v -> v.path("rebuild").isNull()));
        var begun = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/views/" + view + "/rebuilds" + query))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        var id = json.readTree(begun.body()).path("id").asString();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !read("/api/v1/rebuilds/" + id).path("finishedAt").isNull());
        return id;
    }

    private JsonNode read(String path) throws Exception {
        var answer = get(path, "staff", Map.of());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private HttpResponse<byte[]> get(String path, String caller, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header(Asking.HEADER, caller);
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private JsonNode read(String path, String caller) throws Exception {
        var answer = get(path, caller, Map.of("Accept", "application/json"));
        assertThat(answer.statusCode()).as("%s for %s: %s", path, caller, text(answer)).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    // What is asked

    /** An address that is read, and what it takes. */
    private record Read(String pattern, Set<String> parameters, boolean isPage) {}

    private List<Read> addresses() {
        var addresses = new LinkedHashMap<String, Read>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            if (!method.getBeanType().getName().startsWith("fr.rtes.fiches.query.")
                    || !mapping.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                return;
            }
            var parameters = Stream.of(method.getMethod().getParameters())
                    .filter(p -> p.isAnnotationPresent(RequestParam.class))
                    .map(Parameter::getName)
                    .collect(Collectors.toSet());
            var isPage = mapping.getProducesCondition().getProducibleMediaTypes().stream()
                    .anyMatch(MediaType.TEXT_HTML::isCompatibleWith);
            mapping.getPatternValues()
                    .forEach(pattern -> addresses.merge(
                            pattern + (isPage ? " page" : ""),
                            new Read(pattern, parameters, isPage),
                            (a, b) -> new Read(
                                    pattern,
                                    Stream.concat(a.parameters.stream(), b.parameters.stream())
                                            .collect(Collectors.toSet()),
                                    isPage)));
        });
        return List.copyOf(addresses.values());
    }

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z0-9]+)(?::[^}]*)?}");

    /** What stands for a part of an address. A page with another one needs a word here. */
    private List<String> values(String variable, List<String> fiches) {
        return switch (variable) {
            case "ficheId" -> fiches;
            case "version" -> List.of("1", "2", "12", "13", "14", "15", "20", "32", "33", "34", "36");
            case "view", "name" -> List.of("profile", "history", "directory", "findings");
            case "id" -> rebuilds;
            case "sha256" -> List.of(sha256());
            case "importId" -> List.of("i");
            case "form" -> List.of("nom", "budget", "contact");
            case "item" -> List.of("b1", "c" + SECRET);
            case "order" -> List.of("annulation", "acceptation", "retour");
            case String other -> throw new AssertionError("Say what stands for {" + other + "} in an address");
        };
    }

    private List<String> paths(String pattern, List<String> fiches) {
        var paths = List.of(pattern);
        while (paths.getFirst().contains("{")) {
            paths = paths.stream()
                    .flatMap(path -> {
                        var variable = VARIABLE.matcher(path);
                        assertThat(variable.find()).isTrue();
                        return values(variable.group(1), fiches).stream()
                                .map(value -> path.substring(0, variable.start()) + value + path.substring(variable.end()));
                    })
                    .toList();
            if (paths.isEmpty()) {
                return paths;
            }
        }
        return paths;
    }

    /** Questions that lead to what is hidden, if anything does. */
    private List<String> questions(Read address) {
        var has = address.parameters;
        var all = new LinkedHashSet<String>();
        all.add("");
        var anyStatus = has.contains("status")
                ? "status=DRAFT&status=WITHDRAWN&status=PUBLISHED&status=BEING_WRITTEN"
                : "";
        all.add(anyStatus);
        if (has.contains("q")) {
            all.add("q=" + CLUE + "&" + anyStatus);
        }
        if (has.contains("knownAt") || address.isPage) {
            for (var id : List.of(WITHDRAWN, AGAIN)) {
                var of = Objects.requireNonNull(positions.get(id));
                for (var at : List.of(of.getFirst(), of.get(11), of.getLast())) {
                    all.add("knownAt=position:" + at + "&" + anyStatus);
                }
            }
        }
        if (has.contains("sort") && has.contains("facets")) {
            all.add("sort=position&facets=false&" + anyStatus);
            all.add("field=aliases&" + anyStatus);
            all.add("kind=AliasRecorded&" + anyStatus);
        }
        if (has.contains("from") && has.contains("fromValidAt")) {
            all.addAll(List.of("from=0", "from=1&to=12", "from=12", "to=13", "from=14&to=20", "from=13&to=26"));
        }
        if (has.contains("validAt")) {
            all.add("validAt=2019");
        }
        if (has.contains("minVersion")) {
            all.add("minVersion=1");
        }
        if (has.contains("line")) {
            all.add("line=1");
        }
        if (has.contains("field") && !has.contains("facets")) {
            all.add("field=aliases");
            all.add("field=/schemes");
        }
        if (has.contains("extent")) {
            all.add("extent=all");
        }
        if (has.contains("held")) {
            return List.of("held=false");
        }
        if (address.pattern.contains("{version}")) {
            return all.stream().limit(3).map(q -> q.replaceAll("&+$", "")).distinct().toList();
        }
        return all.stream().map(q -> q.replaceAll("&+$", "")).distinct().toList();
    }

    private static List<Map<String, String>> manners(Read address) {
        var type = address.isPage ? "text/html" : "application/json, application/link-format;q=0.5, */*;q=0.1";
        var plain = Map.of("Accept", type, "Accept-Language", "fr");
        var all = new ArrayList<>(List.of(plain));
        if (!address.isPage && Set.of("/api/v1/fiches", "/api/v1/changes", "/api/v1/statistics").contains(address.pattern)) {
            all.add(Map.of("Accept", "text/csv, */*;q=0.1"));
        }
        if (!address.isPage && address.pattern.endsWith("/{ficheId}")) {
            all.add(Map.of("Accept", "*/*", "Accept-Datetime", "Mon, 30 Nov 2099 10:00:00 GMT"));
            all.add(Map.of("Accept", "*/*", "Accept-Datetime", "Mon, 30 Nov 1999 10:00:00 GMT"));
        }
        return all;
    }

    // What must not be in it

    /** The words as they are, and as they are within something in Base64, wherever they begin there. */
    private static List<String> encoded(String word) {
        var all = new ArrayList<String>();
        all.add(word);
        for (var shift = 0; shift < 3; shift++) {
            var bytes = ("\0".repeat(shift) + word).getBytes(StandardCharsets.UTF_8);
            var whole = bytes.length / 3 * 3;
            var text = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, whole));
            all.add(text.substring(shift == 0 ? 0 : 4));
        }
        return all;
    }

    private static boolean tells(HttpResponse<byte[]> answer, String word) {
        var body = text(answer);
        var headers = answer.headers().map().toString();
        var decoded = decoded(body) + decoded(headers);
        return encoded(word).stream()
                .anyMatch(form -> body.contains(form)
                        || headers.contains(form)
                        || decoded.contains(form)
                        || body.toLowerCase(Locale.ROOT).contains(word));
    }

    private static String decoded(String text) {
        try {
            return text.contains("%") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String asked(String path, String question) {
        return question.isEmpty() ? path : path + "?" + question;
    }

    @ParameterizedTest
    @ValueSource(strings = {"visitor", "operator", AGENT})
    void nothing_that_is_not_public_is_in_any_answer(String caller) throws Exception {
        var isOwn = caller.equals(AGENT);
        var told = new TreeSet<String>();
        var count = 0;
        for (var address : addresses()) {
            for (var path : paths(address.pattern, PUBLIC)) {
                for (var question : questions(address)) {
                    for (var manner : manners(address)) {
                        var answer = get(asked(path, question), caller, manner);
                        count++;
                        assertThat(answer.statusCode())
                                .as("%s %s: %s", caller, asked(path, question), text(answer))
                                .isNotEqualTo(500);
                        for (var id : HIDDEN) {
                            if (tells(answer, id)) {
                                told.add(id + " in " + asked(path, question));
                            }
                        }
                        if (tells(answer, AUTHOR) && !(isOwn && isOfOwn(answer))) {
                            told.add("an author in " + asked(path, question));
                        }
                        var isEcho = path.contains(SECRET);
                        if (tells(answer, SECRET) && !isEcho && !(isOwn && isOfOwn(answer))) {
                            told.add("a secret in " + asked(path, question));
                        }
                        if (!isOwn && tells(answer, OWN)) {
                            told.add(OWN + " in " + asked(path, question));
                        }
                    }
                }
            }
        }
        assertThat(told).isEmpty();
        assertThat(count).isGreaterThan(500);
    }

    /** An agent is shown their own, in lists too: then the secret has to be of that one, which the hidden ids above tell apart. */
    private static boolean isOfOwn(HttpResponse<byte[]> answer) {
        return tells(answer, OWN);
    }

    /** The scan looks in the right places: who may see everything finds all of it. */
    @Test
    void whoever_sees_everything_finds_it_in_the_same_answers() throws Exception {
        var secret = new TreeSet<String>();
        var author = new TreeSet<String>();
        for (var address : addresses()) {
            for (var path : paths(address.pattern, List.of(DRAFT, AGAIN))) {
                var questions = questions(address);
                for (var question : new LinkedHashSet<>(List.of(
                        questions.getFirst(), questions.get(questions.size() / 2), questions.getLast()))) {
                    var answer = get(asked(path, question), "staff", manners(address).getFirst());
                    if (tells(answer, SECRET)) {
                        secret.add(address.pattern);
                    }
                    if (tells(answer, AUTHOR)) {
                        author.add(address.pattern);
                    }
                }
            }
        }
        assertThat(secret)
                .contains(
                        "/api/v1/fiches/{ficheId}",
                        "/fiches/{ficheId}",
                        "/fiches/{ficheId}/versions/{version}",
                        "/api/v1/fiches/{ficheId}/history",
                        "/api/v1/fiches/{ficheId}/history/{version}",
                        "/api/v1/fiches/{ficheId}/diff",
                        "/api/v1/fiches/{ficheId}/blame",
                        "/api/v1/fiches/{ficheId}/findings",
                        "/fiches/{ficheId}/historique",
                        "/fiches/{ficheId}/comparaison",
                        "/api/v1/changes",
                        "/api/v1/sources/{sha256}",
                        "/api/v1/rebuilds/{id}",
                        "/exploitation/reconstructions/{id}");
        assertThat(author)
                .contains(
                        "/api/v1/fiches/{ficheId}/history",
                        "/api/v1/fiches/{ficheId}/history/{version}",
                        "/api/v1/fiches/{ficheId}/blame",
                        "/api/v1/changes",
                        "/fiches/{ficheId}/historique",
                        "/modifications");
    }

    @ParameterizedTest
    @ValueSource(strings = {"visitor", "operator", AGENT})
    void a_fiche_that_is_not_shown_is_answered_for_as_one_that_does_not_exist(String caller) throws Exception {
        var hidden = new ArrayList<>(HIDDEN);
        if (!caller.equals(AGENT)) {
            hidden.add(OWN);
        }
        for (var address : addresses()) {
            if (!address.pattern.contains("{ficheId}")) {
                continue;
            }
            var questions = questions(address);
            for (var question : new LinkedHashSet<>(List.of(questions.getFirst(), questions.getLast()))) {
                for (var manner : List.of(manners(address).getFirst(), conditional(manners(address).getFirst()))) {
                    var unknown = paths(address.pattern, List.of(UNKNOWN));
                    for (var i = 0; i < Math.min(3, unknown.size()); i++) {
                        var ofNone = shape(get(asked(unknown.get(i), question), caller, manner), UNKNOWN);
                        for (var id : hidden) {
                            var path = asked(paths(address.pattern, List.of(id)).get(i), question);
                            assertThat(shape(get(path, caller, manner), id))
                                    .as("%s for %s", path, caller)
                                    .isEqualTo(ofNone);
                        }
                    }
                }
            }
        }
        for (var id : hidden) {
            assertThat(get("/api/v1/fiches/" + id, caller, Map.of()).statusCode()).isEqualTo(404);
            assertThat(get("/fiches/" + id, caller, Map.of("Accept", "text/html")).statusCode()).isEqualTo(404);
        }
    }

    private static Map<String, String> conditional(Map<String, String> manner) {
        var with = new HashMap<>(manner);
        with.put("If-None-Match", "\"1\", \"11\", \"14\", *");
        return with;
    }

    /** All of an answer but the id asked for, the trace, and the time. */
    private static String shape(HttpResponse<byte[]> answer, String id) {
        var headers = answer.headers().map().entrySet().stream()
                .filter(e -> !Set.of("date", "traceparent", "x-trace-id", "content-length").contains(e.getKey().toLowerCase(Locale.ROOT)))
                .map(e -> e.getKey() + ": " + e.getValue())
                .sorted()
                .collect(Collectors.joining("\n"));
        var body = text(answer).replaceAll("[0-9a-f]{32}", "TRACE");
        return (answer.statusCode() + "\n" + headers + "\n" + body).replace(id, "FICHE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"visitor", "operator"})
    void lists_count_and_show_public_fiches_alone(String caller) throws Exception {
        var anyStatus = "?status=DRAFT&status=WITHDRAWN&status=PUBLISHED&status=BEING_WRITTEN";
        var directory = read("/api/v1/fiches" + anyStatus, caller);
        assertThat(ids(directory)).containsExactlyInAnyOrderElementsOf(PUBLIC);
        assertThat(directory.path("total").asLong()).isEqualTo(3);
        assertThat(directory.at("/facets/status").valueStream().map(f -> f.path("value").asString()))
                .containsExactlyInAnyOrder("PUBLISHED", "BEING_WRITTEN");
        assertThat(ids(read("/api/v1/fiches" + anyStatus, AGENT))).contains(OWN).doesNotContainAnyElementsOf(HIDDEN);
        assertThat(ids(read("/api/v1/fiches" + anyStatus, "auditor"))).contains(DRAFT, WITHDRAWN, OWN);
        assertThat(read("/api/v1/statistics" + anyStatus, caller).path("fiches").asLong()).isEqualTo(3);

        var then = "&knownAt=position:"
                + Objects.requireNonNull(positions.get(WITHDRAWN)).get(11);
        assertThat(get("/api/v1/fiches" + anyStatus + then, caller, Map.of()).statusCode())
                .as("nothing was public then that is now")
                .isEqualTo(404);
        assertThat(ids(read("/api/v1/fiches" + anyStatus + then, "auditor"))).contains(WITHDRAWN);

        var changes = read("/api/v1/changes" + anyStatus, caller);
        assertThat(changes.path("items").valueStream().map(i -> i.path("actor").isNull()))
                .isNotEmpty()
                .containsOnly(true);
        assertThat(changes.path("total").asLong())
                .isEqualTo(changes.path("items").size())
                .isLessThan(read("/api/v1/changes" + anyStatus, "auditor").path("total").asLong());
        assertThat(changes.at("/facets/author")).isEmpty();
        assertThat(changes.path("waiting")).isEmpty();
        assertThat(read("/api/v1/changes" + anyStatus, "auditor").path("waiting")).isNotEmpty();
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items").valueStream().map(i -> i.path("ficheId").asString()).toList();
    }

    @Test
    void of_a_public_fiche_everybody_is_shown_the_versions_that_were_public() throws Exception {
        var history = versions(AGAIN, "visitor");
        assertThat(history).containsExactly(34L, 33L, 13L, 12L);
        assertThat(versions(AGAIN, "staff")).hasSize(34);
        assertThat(new String(get("/fiches/" + AGAIN + "/timemap", "visitor", Map.of()).body(), StandardCharsets.UTF_8))
                .contains("/versions/12>; rel=\"first memento\"", "/versions/13>", "/versions/33>", "/versions/34>; rel=\"last memento\"")
                .doesNotContain("/versions/14>", "/versions/1>");
        assertThat(get("/fiches/" + AGAIN + "/versions/13", "visitor", Map.of()).statusCode()).isEqualTo(200);
        assertThat(get("/fiches/" + AGAIN + "/versions/14", "visitor", Map.of()).statusCode()).isEqualTo(404);
        assertThat(get("/fiches/" + AGAIN + "/versions/14", "staff", Map.of()).statusCode()).isEqualTo(200);
        // What stands since before it was public counts as said by the publication.
        var lines = read("/api/v1/fiches/" + PUBLISHED + "/blame", "visitor").path("values").valueStream()
                .filter(value -> value.path("path").asString().equals("/budgets/b1/lines"))
                .findFirst()
                .orElseThrow();
        assertThat(lines.path("version").asLong()).isEqualTo(12);
        assertThat(lines.path("actor").isNull()).isTrue();
        assertThat(lines.path("reason").isNull()).isTrue();
    }

    private List<Long> versions(String ficheId, String caller) throws Exception {
        return read("/api/v1/fiches/" + ficheId + "/history", caller).path("items").valueStream()
                .map(item -> item.path("version").asLong())
                .toList();
    }

    @Test
    void an_author_is_looked_for_by_those_alone_who_are_shown_authors() throws Exception {
        for (var caller : List.of("visitor", "operator")) {
            for (var path : List.of("/api/v1/changes", "/api/v1/fiches/" + PUBLISHED + "/history", "/api/v1/fiches/" + DRAFT + "/history", "/modifications", "/modifications.csv")) {
                assertThat(get(path + "?author=somebody", caller, Map.of()).statusCode()).as(path).isEqualTo(403);
            }
        }
        var ofAll = read("/api/v1/changes?author=" + AUTHOR + "-" + PUBLISHED, AGENT);
        assertThat(ofAll.path("total").asLong()).isZero();
        var ofOwn = read("/api/v1/changes?status=DRAFT&author=" + AUTHOR + "-" + OWN, AGENT);
        assertThat(ofOwn.path("total").asLong()).isEqualTo(11);
        assertThat(read("/api/v1/changes?author=" + AUTHOR + "-" + PUBLISHED, "auditor").path("total").asLong())
                .isEqualTo(13);
    }

    @Test
    void copies_are_kept_by_whom_they_are_for_and_asked_for_again() throws Exception {
        var settled = "/fiches/" + WRITING + "/versions/2";
        assertThat(caching(settled, "visitor")).isEqualTo("no-cache");
        assertThat(caching(settled, AGENT)).isEqualTo("no-cache, private");
        assertThat(caching(settled, "staff")).contains("private").doesNotContain("public");
        var answer = get("/api/v1/fiches/" + WRITING, "visitor", Map.of());
        assertThat(answer.headers().allValues("Vary").toString()).contains("Authorization", "Cookie");
        var tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/api/v1/fiches/" + WRITING, "visitor", Map.of("If-None-Match", tag)).statusCode()).isEqualTo(304);
        assertThat(get("/api/v1/fiches/" + DRAFT, "visitor", Map.of("If-None-Match", "\"11\"")).statusCode()).isEqualTo(404);
    }

    private String caching(String path, String caller) throws Exception {
        return get(path, caller, Map.of("Accept", "application/json")).headers().firstValue("Cache-Control").orElse("");
    }

    /** Every operation of the contract is among what is asked above. */
    @Test
    void every_read_of_the_contract_is_asked() throws Exception {
        var contract = json.readTree(Files.readString(Path.of("../docs/openapi/query-service.json"))).path("paths");
        var read = contract.properties().stream()
                .filter(path -> path.getValue().has("get"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(addresses().stream().map(Read::pattern)).containsAll(read);
    }
}
