package fr.rtes.fiches.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomLog;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.directory.Members;
import fr.rtes.fiches.query.views.Horizon;
import fr.rtes.fiches.query.views.View;
import fr.rtes.fiches.query.views.Views;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Twelve fiches with one to 230 changes each, and the same questions asked of a list of all changes. */
@WebMvcTest(ChangesController.class)
@Import({ReadingSlice.class, ChangesControllerTest.Stored.class, Changes.class})
class ChangesControllerTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final String ALL = "/api/v1/changes";
    private static final String EVERY_STATUS = "&status=DRAFT&status=BEING_WRITTEN&status=PUBLISHED&status=WITHDRAWN";

    /** The views as they are stored; how far they are whole is said by the test. */
    @TestConfiguration
    @ComponentScan(
            basePackages = {"fr.rtes.fiches.query.history", "fr.rtes.fiches.query.directory"},
            useDefaultFilters = false,
            includeFilters =
                    @Filter(type = FilterType.REGEX, pattern = ".*\\.(HistoryView|DirectoryView|WholeHistory|Members)"))
    static class Stored {
        @Bean
        Whole whole() {
            return new Whole();
        }
    }

    static final class Whole implements Horizon {
        private final Map<String, Long> of = new HashMap<>();
        private final Map<String, Map<String, Long>> waiting = new HashMap<>();

        /** In the history, from these positions on. */
        void waits(Map<String, Long> fiches) {
            waiting.put("history", fiches);
        }

        @Override
        public OptionalLong of(String view) {
            var below = of.getOrDefault(view, Long.MAX_VALUE / 2);
            return below < 0 ? OptionalLong.empty() : OptionalLong.of(below);
        }

        @Override
        public Map<String, Long> waiting(String view) {
            return waiting.getOrDefault(view, Map.of());
        }
    }

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final List<View<?>> declared;
    private final Members members;
    private final Whole whole;
    private final JsonMapper json;

    private static @Nullable List<Recorded> written;
    private final List<Recorded> log;
    private Naive naive = new Naive(List.of());

    @Autowired
    ChangesControllerTest(
            MockMvcTester http,
            Fiches fiches,
            Views views,
            List<View<?>> declared,
            Members members,
            Whole whole,
            JsonMapper json) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.declared = declared;
        this.members = members;
        this.whole = whole;
        this.json = json;
        this.log = log(fiches);
    }

    private static synchronized List<Recorded> log(Fiches fiches) {
        if (written == null) {
            written = RandomLog.of(fiches, 11, 1, 5, 40, 60, 100, 7, 130, 230, 3, 12, 99, 101);
        }
        return written;
    }

    @BeforeEach
    void register() {
        if (members.all().isEmpty()) {
            declared.forEach(
                    view -> RandomLog.byFiche(log).values().forEach(log -> ReadingSlice.write(views, view, log)));
        }
        whole.of.clear();
        whole.waiting.clear();
        naive = Naive.of(Naive.histories(log, fiches.cipher()), members.all());
    }

    private MvcTestResult ask(String uri) {
        return http.get().uri(URI.create(uri)).exchange();
    }

    private JsonNode get(String uri) {
        var answer = ask(uri);
        assertThat(answer).as(uri).hasStatusOk();
        return json.readTree(answer.getResponse().getContentAsByteArray());
    }

    private static List<Long> positions(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("position").longValue())
                .toList();
    }

    private static List<Long> positions(List<Naive.One> changes) {
        return changes.stream().map(one -> one.item().position()).toList();
    }

    /** A question without a status is answered about public fiches. */
    private static Question asked(Question q) {
        return q.statuses().isEmpty()
                ? new Question(
                        q.author(),
                        q.kinds(),
                        q.field(),
                        q.types(),
                        q.regions(),
                        q.departements(),
                        q.from(),
                        q.to(),
                        q.channels(),
                        q.importId(),
                        q.notConfirmedSince(),
                        Set.of(FicheStatus.BEING_WRITTEN, FicheStatus.PUBLISHED),
                        q.oldestFirst())
                : q;
    }

    private static String uri(Question q, String... more) {
        var uri = UriComponentsBuilder.fromPath(ALL);
        add(uri, "author", q.author());
        q.kinds().forEach(kind -> add(uri, "kind", kind));
        add(uri, "field", q.field() == null ? null : q.field().path());
        q.types().forEach(type -> add(uri, "type", type));
        q.regions().forEach(region -> add(uri, "region", region));
        q.departements().forEach(departement -> add(uri, "departement", departement));
        add(uri, "from", q.from());
        add(uri, "to", q.to());
        q.channels().forEach(channel -> add(uri, "channel", channel));
        add(uri, "importId", q.importId());
        add(uri, "notConfirmedSince", q.notConfirmedSince());
        q.statuses().forEach(status -> add(uri, "status", status));
        add(uri, "sort", q.oldestFirst() ? "position" : null);
        for (var i = 0; i < more.length; i += 2) {
            add(uri, more[i], more[i + 1]);
        }
        return uri.build(true).toUriString();
    }

    private static void add(UriComponentsBuilder uri, String name, @Nullable Object value) {
        if (value != null) {
            uri.queryParam(
                    name,
                    URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20"));
        }
    }

    @Test
    void the_first_page_the_total_and_the_counts_are_those_of_the_list() {
        var random = new Random(5);
        for (var i = 0; i < 120; i++) {
            var question = naive.question(random);
            var about = asked(question);
            var limit = 1 + random.nextInt(80);

            var page = get(uri(question, "limit", Integer.toString(limit)));

            var matching = naive.matching(about);
            assertThat(positions(page))
                    .as("%s", question)
                    .isEqualTo(positions(matching.subList(0, Math.min(limit, matching.size()))));
            assertThat(page.path("total").longValue()).isEqualTo(matching.size());
            assertThat(page.path("next").isNull()).isEqualTo(matching.size() <= limit);
            assertThat(page.path("follow").isNull()).isEqualTo(!question.oldestFirst());
            assertThat(facet(page, "author"))
                    .isEqualTo(counts(about, "author", one -> one.item().actor()));
            assertThat(facet(page, "kind"))
                    .isEqualTo(counts(about, "kind", one -> one.item().type()));
            assertThat(facet(page, "type"))
                    .isEqualTo(counts(
                            about,
                            "type",
                            one -> Objects.requireNonNull(one.member()).type().name()));
            assertThat(facet(page, "region"))
                    .isEqualTo(counts(
                            about,
                            "region",
                            one -> Objects.requireNonNull(one.member()).region()));
            assertThat(facet(page, "year")).isEqualTo(counts(about, "year", one -> Integer.toString(Naive.year(one))));
        }
    }

    private Map<String, Long> counts(Question q, String own, Function<Naive.One, @Nullable String> value) {
        return naive.counts(q, own, value);
    }

    private static Map<String, Long> facet(JsonNode page, String name) {
        return page.at("/facets/" + name)
                .valueStream()
                .collect(Collectors.toMap(
                        value -> value.path("value").asString(),
                        value -> value.path("count").longValue()));
    }

    @Test
    void page_after_page_gives_every_change_that_matches_once_and_in_order() {
        var random = new Random(6);
        for (var i = 0; i < 60; i++) {
            var question = naive.question(random);
            var limit = Integer.toString(1 + random.nextInt(90));
            var facets = Boolean.toString(random.nextInt(4) == 0);
            var uri = uri(question, "limit", limit, "facets", facets);

            assertThat(walk(uri)).as("%s", question).isEqualTo(positions(naive.matching(asked(question))));
        }
        assertThat(walk(ALL + "?facets=false&limit=500" + EVERY_STATUS)).hasSize(log.size());
    }

    private List<Long> walk(String first) {
        var seen = new ArrayList<Long>();
        @Nullable String uri = first;
        while (uri != null) {
            var answer = ask(uri);
            assertThat(answer).as(uri).hasStatusOk();
            var page = json.readTree(answer.getResponse().getContentAsByteArray());
            seen.addAll(positions(page));
            var link = answer.getResponse().getHeader(HttpHeaders.LINK);
            assertThat(link == null).isEqualTo(page.path("next").isNull());
            uri = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        return seen;
    }

    @Test
    void nothing_is_shown_or_counted_from_where_something_may_still_appear() {
        var middle = log.get(log.size() / 2).position();
        whole.of.put("history", middle);

        var page = get(ALL + "?limit=3" + EVERY_STATUS);
        assertThat(positions(page))
                .isEqualTo(log.subList(0, log.size() / 2).reversed().subList(0, 3).stream()
                        .map(Recorded::position)
                        .toList());
        assertThat(page.path("total").longValue()).isEqualTo(log.size() / 2);
        assertThat(page.path("upTo").longValue()).isEqualTo(middle - 1);

        // Of whom a change is about the directory has to know as well.
        whole.of.put("directory", log.get(1).position());
        assertThat(positions(get(ALL + "?facets=false" + EVERY_STATUS)))
                .containsExactly(log.getFirst().position());
        whole.of.put("directory", 0L);
        assertThat(get(ALL + "?sort=position" + EVERY_STATUS).path("total").longValue())
                .isZero();
    }

    /** Rather than an empty page that one would take for an empty register. */
    @Test
    void a_view_of_another_revision_is_not_asked() {
        whole.of.put("history", -1L);

        var answer = ask(ALL);
        assertThat(answer).hasStatus(503).headers().hasValue(HttpHeaders.RETRY_AFTER, "5");
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/view-not-ready");
    }

    @Test
    void who_follows_the_register_is_told_every_change_once_and_in_order() {
        var random = new Random(7);
        var told = new ArrayList<Long>();
        var uri = ALL + "?sort=position&facets=false&limit=40" + EVERY_STATUS;
        var cursor = "";
        for (var below : LongStream.concat(
                        random.longs(60, 0, log.getLast().position()).sorted(),
                        LongStream.of(log.getLast().position() + 1))
                .toArray()) {
            whole.of.put("history", below);
            String next;
            do {
                var page = get(uri + cursor);
                told.addAll(positions(page));
                next = page.path("next").asString("");
                cursor = "&cursor=" + page.path("follow").asString();
                assertThat(next.isEmpty() || cursor.endsWith(next)).isTrue();
            } while (!next.isEmpty());
        }
        assertThat(told).isEqualTo(log.stream().map(Recorded::position).toList());

        // An instance that knows less tells nothing twice.
        whole.of.put("history", log.getFirst().position());
        var behind = get(uri + cursor);
        assertThat(positions(behind)).isEmpty();
        whole.of.clear();
        assertThat(positions(get(uri + "&cursor=" + behind.path("follow").asString())))
                .isEmpty();
    }

    @Test
    void a_change_is_told_as_in_its_fiche_with_whom_it_is_about() {
        var answer = ask(ALL + "?kind=MemberRegistered&limit=1" + EVERY_STATUS);

        assertThat(answer)
                .hasStatusOk()
                .hasContentType(MediaType.APPLICATION_JSON)
                .headers()
                .hasValue(HttpHeaders.CONTENT_LANGUAGE, "fr");
        var item = json.readTree(answer.getResponse().getContentAsByteArray()).at("/items/0");
        var ficheId = item.path("ficheId").asString();
        assertThat(List.copyOf(item.propertyNames()))
                .containsExactly(
                        "ficheId",
                        "name",
                        "version",
                        "position",
                        "eventId",
                        "type",
                        "recordedAt",
                        "effectiveOn",
                        "actor",
                        "channel",
                        "reason",
                        "importId",
                        "source",
                        "sentence",
                        "evidence",
                        "changes");
        assertThat(item.path("name").asString())
                .isEqualTo(Objects.requireNonNull(members.all().get(ficheId)).name());
        assertThat(item.path("sentence").asString()).startsWith("Inscription au registre");
        assertThat(ask(ALL + "?field=contacts&limit=500" + EVERY_STATUS))
                .bodyText()
                .doesNotContain("cipher", "personId");

        var etag = String.valueOf(answer.getResponse().getHeader(HttpHeaders.ETAG));
        assertThat(http.get()
                        .uri(ALL + "?kind=MemberRegistered&limit=1" + EVERY_STATUS)
                        .header(HttpHeaders.IF_NONE_MATCH, etag))
                .hasStatus(304);
    }

    @Test
    void labels_are_in_the_language_asked_for() {
        var english = http.get()
                .uri(ALL + "?kind=MemberRegistered" + EVERY_STATUS)
                .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                .exchange();
        var page = json.readTree(english.getResponse().getContentAsByteArray());

        assertThat(page.at("/facets/kind")
                        .valueStream()
                        .filter(value -> value.path("value").asString().equals("AddressStated"))
                        .map(value -> value.path("label").asString()))
                .containsExactly("Address");
        assertThat(page.at("/items/0/sentence").asString()).startsWith("Entered in the register");
    }

    @Test
    void fiches_of_which_changes_are_lacking_are_named() {
        whole.waiting.put("history", Map.of("fiche-2", 77L));
        whole.waiting.put("directory", Map.of("fiche-1", 5L, "fiche-2", 12L));

        assertThat(get(ALL).path("waiting").toString())
                .isEqualTo("[{\"ficheId\":\"fiche-1\",\"position\":5},{\"ficheId\":\"fiche-2\",\"position\":12}]");
    }

    @Test
    void all_that_match_can_be_had_as_csv() throws Exception {
        var answer = http.get()
                .uri(ALL + "?kind=MemberRegistered&kind=AddressStated&sort=position" + EVERY_STATUS)
                .accept("text/csv")
                .exchange();

        assertThat(answer).hasStatusOk().hasContentType("text/csv;charset=UTF-8;header=present");
        var lines = answer.getResponse().getContentAsString().split("\r\n(?=\\d|$)");
        var expected = naive.all().stream()
                .filter(one -> Set.of("MemberRegistered", "AddressStated")
                        .contains(one.item().type()))
                .map(one -> one.item().position())
                .sorted()
                .toList();
        assertThat(lines[0]).startsWith("position,recordedAt,ficheId,name");
        assertThat(Arrays.stream(lines).skip(1).map(line -> Long.parseLong(line.substring(0, line.indexOf(',')))))
                .isEqualTo(expected);
        assertThat(answer).bodyText().contains("\"'=Ada, \"\"A.\"\"\"", ",\"'-relu\r\navec le membre\",");
    }

    @Test
    void csv_is_whole_however_many_pieces_it_is_written_in() throws Exception {
        var csv = http.get()
                .uri(ALL + "?" + EVERY_STATUS.substring(1))
                .accept("text/csv")
                .exchange();
        var body = csv.getResponse().getContentAsString();

        assertThat(body.lines().filter(line -> line.matches("\\d+,20.*"))).hasSize(log.size());
        var some = http.get()
                .uri(ALL + "?limit=7" + EVERY_STATUS)
                .accept("text/csv")
                .exchange();
        assertThat(body).startsWith(some.getResponse().getContentAsString());
        assertThat(some.getResponse().getContentAsString().lines().filter(line -> line.matches("\\d+,20.*")))
                .hasSize(7);
        assertThat(http.get().uri(ALL).accept("text/csv;q=0.5, application/json"))
                .hasContentType("application/json");
        assertThat(http.get().uri(ALL).accept("application/pdf")).hasStatus(406);
    }

    @Test
    void a_day_means_all_of_it_in_paris() {
        var day = LongStream.of(log.get(300).position()).boxed().toList();
        var recorded = log.get(300).recordedAt().atZone(PARIS).toLocalDate();
        var found = walk(ALL + "?from=" + recorded + "&to=" + recorded + EVERY_STATUS);

        assertThat(found).containsAll(day);
        var all = naive.all().stream()
                .filter(one ->
                        one.item().recordedAt().atZone(PARIS).toLocalDate().equals(recorded))
                .map(one -> one.item().position())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        assertThat(found).hasSameElementsAs(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "kind=BudgetChanged                  | unknown-value           | kind",
                "sort=name                           | unknown-value           | sort",
                "from=hier                           | malformed-moment        | from",
                "to=2025-13                          | malformed-moment        | to",
                "from=2025&to=2024                   | interval-reversed       | from",
                "from=2025-03-14&to=2025-03-13       | interval-reversed       | from",
                "type=VILLAGE                        | malformed-parameter     | type",
                "status=GONE                         | malformed-parameter     | status",
                "channel=FAX                         | malformed-parameter     | channel",
                "notConfirmedSince=2025              | malformed-parameter     | notConfirmedSince",
                "facets=peut-etre                    | malformed-parameter     | facets",
                "limit=0                             | limit-out-of-range      | limit",
                "limit=501                           | limit-out-of-range      | limit",
                "author=a&author=b                   | repeated-parameter      | author",
                "autor=a                             | unsupported-parameter   | autor",
                "cursor=bm8                          | malformed-cursor        | cursor"
            })
    void what_cannot_be_answered_is_a_problem_that_names_the_parameter(String query, String code, String parameter) {
        var answer = ask(ALL + "?" + query);

        assertThat(answer).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/" + code);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo(parameter);
    }

    @Test
    void a_cursor_belongs_to_its_question_and_an_unknown_kind_is_told_those_there_are() {
        var cursor = get(ALL + "?limit=5").path("next").asString();

        for (var other : List.of("sort=position", "author=Claire", "status=DRAFT", "to=2030")) {
            assertThat(ask(ALL + "?" + other + "&cursor=" + cursor))
                    .bodyJson()
                    .extractingPath("$.type")
                    .isEqualTo("/problems/cursor-of-another-query");
        }
        assertThat(ask(ALL + "?limit=9&facets=false&cursor=" + cursor)).hasStatusOk();
        assertThat(ask(ALL + "?kind=x")).bodyText().contains("BudgetCorrected, BudgetWithdrawn");
    }
}
