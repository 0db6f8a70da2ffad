package fr.rtes.fiches.query.profile;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.log.Fault;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.views.Views;
import fr.rtes.fiches.query.views.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.json.JsonMapper;

@WebMvcTest({ProfileController.class, Mementos.class})
@Import({ReadingSlice.class, Profiles.class, Mementos.class, ProfileView.class, ProfileControllerTest.Log.class})
class ProfileControllerTest {

    private static final String DIJON = "/api/v1/fiches/dijon-metropole";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final Log log;

    @Autowired
    ProfileControllerTest(MockMvcTester http, Fiches fiches, Views views, Log log) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.log = log;
    }

    @TestConfiguration
    static class Log {
        private final Map<String, List<Recorded>> logs = new ConcurrentHashMap<>();
        /** Events of which nothing can be read. */
        private final Set<String> spoilt = ConcurrentHashMap.newKeySet();

        private long read;

        @Bean
        FicheLog ficheLog() {
            return new FicheLog() {
                @Override
                public List<LogEntry> ofFiche(String ficheId, long from, long to) {
                    var entries = logs.getOrDefault(ficheId, List.of()).stream()
                            .filter(r -> r.version() >= from && r.version() <= to)
                            .map(r -> spoilt.contains(r.eventId()) ? unreadable(r) : new LogEntry.Legible(r))
                            .toList();
                    read += entries.size();
                    return entries;
                }

                @Override
                public List<Instant> timesOfFiche(String ficheId) {
                    return logs.getOrDefault(ficheId, List.of()).stream()
                            .map(Recorded::recordedAt)
                            .toList();
                }
            };
        }

        private static LogEntry unreadable(Recorded r) {
            return new LogEntry.Unreadable(
                    r.ficheId(), r.version(), r.position(), r.eventId(), "Spoilt", new Fault("Spoilt", ""));
        }

        void put(List<Recorded> log) {
            logs.put(log.getFirst().ficheId(), log);
        }
    }

    @BeforeEach
    void dijon() {
        if (log.logs.isEmpty()) {
            var dijon = fiches.dijonMetropole();
            log.put(dijon);
            ReadingSlice.write(views, new ProfileView(), dijon);
        }
    }

    @Test
    void a_fiche_is_answered_with_its_version_as_etag_and_its_persons_by_name() {
        var answer = http.get().uri(DIJON).exchange();

        assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
        assertThat(answer)
                .headers()
                .hasValue(HttpHeaders.ETAG, "\"11\"")
                .hasValue(HttpHeaders.CACHE_CONTROL, "no-cache");
        assertThat(answer).bodyJson().extractingPath("$.contacts[0].name").isEqualTo("Noé Petit");
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.budgets[0].lines[0].amount.min")
                .isEqualTo(40000);
        assertThat(answer)
                .bodyText()
                .doesNotContain("cipher", "personId", "p-dijon")
                .contains("\"communeCount\":null");
    }

    @Test
    void what_one_has_already_is_not_sent_again() {
        assertThat(http.get().uri(DIJON).header(HttpHeaders.IF_NONE_MATCH, "\"11\""))
                .hasStatus(304)
                .body()
                .isEmpty();
        assertThat(http.get().uri(DIJON).header(HttpHeaders.IF_NONE_MATCH, "\"10\""))
                .hasStatusOk();
        assertThat(http.head().uri(DIJON)).hasStatusOk().headers().hasValue(HttpHeaders.ETAG, "\"11\"");
    }

    @Test
    void a_fiche_that_waits_at_an_event_answers_with_what_it_last_was_and_says_so() {
        var life = fiches.recorded(new RandomFiche(20261124).events(9));
        var ficheId = life.getFirst().ficheId();
        var spoilt = life.get(6);
        log.put(life);
        log.spoilt.add(spoilt.eventId());
        ReadingSlice.write(views, new ProfileView(), life.subList(0, 6));
        ReadingSlice.WAITING.put(ficheId, spoilt.position());
        var position = String.valueOf(spoilt.position());

        var now = http.get().uri("/api/v1/fiches/" + ficheId).exchange();
        assertThat(now).hasStatusOk().headers().hasValue(Waiting.HEADER, position);
        assertThat(now).bodyJson().extractingPath("$.version").isEqualTo(6);
        var later = http.get()
                .uri("/api/v1/fiches/" + ficheId + "?knownAt=" + life.getLast().recordedAt())
                .exchange();
        assertThat(later)
                .hasStatusOk()
                .headers()
                .hasValue(Waiting.HEADER, position)
                .hasValue(HttpHeaders.CACHE_CONTROL, "no-cache");
        assertThat(later).bodyJson().extractingPath("$.version").isEqualTo(6);
        var before = http.get().uri("/fiches/" + ficheId + "/versions/3").exchange();
        assertThat(before).hasStatusOk().headers().doesNotContainHeader(Waiting.HEADER);
        assertThat(http.get().uri("/fiches/" + ficheId + "/versions/8")).hasStatus(404);
    }

    @Test
    void an_unknown_fiche_is_a_problem() {
        var answer = http.get().uri("/api/v1/fiches/nulle-part").exchange();

        assertThat(answer).hasStatus(404).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/unknown-fiche");
        assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains("nulle-part");
    }

    @Test
    void a_parameter_that_means_nothing_here_is_refused_by_name() {
        for (var name : List.of("validat", "knwonAt")) {
            var answer = http.get().uri(DIJON + "?" + name + "=2019").exchange();

            assertThat(answer).hasStatus(400);
            assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/unsupported-parameter");
            assertThat(answer).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo(name);
        }
    }

    @Test
    void a_visible_version_is_answered_at_once_and_one_to_come_is_waited_for() {
        assertThat(http.get().uri(DIJON + "?minVersion=11")).hasStatusOk();

        var started = System.nanoTime();
        var answer = http.get().uri(DIJON + "?minVersion=12").exchange();

        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(answer).hasStatus(503);
        assertThat(answer).headers().hasValue(HttpHeaders.RETRY_AFTER, "1");
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/not-yet-visible");
        assertThat(http.get().uri(DIJON + "?minVersion=douze")).hasStatus(400);
    }

    @Test
    void a_fiche_as_it_was_known_then() {
        // One event a minute from 08:00 UTC: at 08:03:30 four of them.
        var answer = http.get().uri(DIJON + "?knownAt=2026-03-02T08:03:30Z").exchange();

        assertThat(answer).hasStatusOk().headers().hasValue(HttpHeaders.ETAG, "\"4\"");
        assertThat(answer).bodyJson().extractingPath("$.version").isEqualTo(4);
        assertThat(answer).bodyJson().extractingPath("$.status").isEqualTo("DRAFT");
        assertThat(http.get().uri(DIJON + "?knownAt={then}", "2026-03-02T09:03:30+01:00"))
                .bodyJson()
                .extractingPath("$.version")
                .isEqualTo(4);
        assertThat(http.get().uri(DIJON + "?knownAt=2026-03-02T08:03:30Z").header(HttpHeaders.IF_NONE_MATCH, "\"4\""))
                .hasStatus(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026",
                "2026-03",
                "2026-03-02",
                "2026-03-02T08:10:00Z",
                "2026-03-02T10:10:00 02:00",
                "2026-11-23"
            })
    void a_day_a_month_and_a_year_mean_their_end(String then) {
        assertThat(http.get().uri(DIJON + "?knownAt={then}", then))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.version")
                .isEqualTo(11);
    }

    @Test
    void before_its_first_event_there_is_no_fiche() {
        for (var then : List.of("2026-03-02T07:59:59.999Z", "2026-03-01", "2025")) {
            var answer = http.get().uri(DIJON + "?knownAt=" + then).exchange();

            assertThat(answer).hasStatus(404);
            assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/unknown-fiche-then");
        }
        assertThat(http.get().uri("/api/v1/fiches/nulle-part?knownAt=2026"))
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("/problems/unknown-fiche");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hier", "2026-13", "2026-02-30", "20260302", "2026-03-02T08:00:00", "26", "-2026", "2026-3-2"})
    void what_is_no_date_is_refused(String then) {
        var answer = http.get().uri(DIJON + "?knownAt={then}", then).exchange();

        assertThat(answer).hasStatus(400);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/malformed-moment");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo("knownAt");
    }

    @Test
    void every_version_has_a_permanent_address() {
        var first = http.get().uri("/fiches/dijon-metropole/versions/1").exchange();

        assertThat(first).hasStatusOk().bodyJson().extractingPath("$.name").isEqualTo("Dijon Métropole");
        assertThat(first)
                .headers()
                .hasValue(HttpHeaders.ETAG, "\"1\"")
                .hasValue(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable");
        assertThat(http.get().uri("/fiches/dijon-metropole/versions/11"))
                .hasStatusOk()
                .headers()
                .hasValue(HttpHeaders.CACHE_CONTROL, "no-cache, private");
        for (var version : List.of("0", "12", "-1")) {
            assertThat(http.get().uri("/fiches/dijon-metropole/versions/" + version))
                    .hasStatus(404)
                    .bodyJson()
                    .extractingPath("$.type")
                    .isEqualTo("/problems/unknown-version");
        }
        assertThat(http.get().uri("/fiches/dijon-metropole/versions/un")).hasStatus(400);
    }

    @Test
    void a_person_erased_later_is_erased_in_former_versions_too() {
        var region = fiches.conseilRegional();
        log.put(region);
        var then = "/fiches/conseil-regional-bourgogne-franche-comte/versions/7";
        assertThat(http.get().uri(then))
                .bodyJson()
                .extractingPath("$.contacts[0].name")
                .isEqualTo("Ada Martin");

        fiches.erase("p-region");

        var erased =
                http.get().uri(then).header(HttpHeaders.IF_NONE_MATCH, "\"7\"").exchange();
        assertThat(erased).hasStatusOk().bodyText().doesNotContain("Martin");
        assertThat(erased).bodyJson().extractingPath("$.contacts[0].erased").isEqualTo(true);
    }

    @Test
    void what_was_known_goes_by_the_order_of_events_even_if_the_clock_was_put_back() {
        var nevers = fiches.recorded(
                new MemberRegistered("horloge", "Horloge", CollectiviteType.COMMUNE, null),
                new AliasRecorded("horloge", "A"),
                new AliasRecorded("horloge", "B"),
                new AliasRecorded("horloge", "C"));
        var late = nevers.get(2);
        var wrongClock = new ArrayList<>(nevers);
        wrongClock.set(
                2,
                new Recorded(
                        late.event(),
                        late.version(),
                        late.position(),
                        late.eventId(),
                        Fiches.FIRST.plusSeconds(3600),
                        late.provenance()));

        log.put(wrongClock);
        ReadingSlice.write(views, new ProfileView(), wrongClock);

        assertThat(http.get().uri("/api/v1/fiches/horloge?knownAt=2026-03-02T08:30:00Z"))
                .bodyJson()
                .extractingPath("$.version")
                .isEqualTo(2);
        assertThat(http.get().uri("/api/v1/fiches/horloge?knownAt=2026-03-02T09:00:00Z"))
                .bodyJson()
                .extractingPath("$.version")
                .isEqualTo(4);
    }

    @Test
    void what_is_to_come_is_not_known_yet() {
        for (var then : List.of("2031", "2026-12", "2026-11-24", "2026-11-23T11:01:00Z")) {
            var answer = http.get().uri(DIJON + "?knownAt=" + then).exchange();

            assertThat(answer).hasStatus(400);
            assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/moment-in-the-future");
        }
    }

    @Test
    void a_position_of_the_log_is_a_moment_too() {
        var third =
                Objects.requireNonNull(log.logs.get("dijon-metropole")).get(2).position();

        assertThat(http.get().uri(DIJON + "?knownAt=position:" + third))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.version")
                .isEqualTo(3);
        var unknown = http.get().uri(DIJON + "?knownAt=position:999999").exchange();
        assertThat(unknown).hasStatus(400);
        assertThat(unknown).bodyJson().extractingPath("$.type").isEqualTo("/problems/unknown-position");
        assertThat(http.get().uri(DIJON + "?knownAt=position:-1"))
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("/problems/malformed-moment");
    }

    @Test
    void a_correction_of_the_past_changes_what_was_true_and_not_what_was_known() {
        var log = fiches.recorded(
                new MemberRegistered("clocks", "Ville", CollectiviteType.COMMUNE, null),
                new PopulationStated("clocks", new Population(35_000, Precision.EXACT, null, null), null),
                new MemberRenamed("clocks", "Ville nouvelle", LocalDate.of(2027, 1, 1)),
                new PopulationStated(
                        "clocks", new Population(34_000, Precision.EXACT, null, null), LocalDate.of(2019, 1, 1)),
                new PopulationStated(
                        "clocks", new Population(35_000, Precision.EXACT, null, null), LocalDate.of(2022, 1, 1)));
        this.log.put(log);
        ReadingSlice.write(views, new ProfileView(), log);
        var fiche = "/api/v1/fiches/clocks";

        assertThat(population(fiche)).isEqualTo(35_000);
        assertThat(population(fiche + "?validAt=2019-06-01")).isEqualTo(34_000);
        assertThat(population(fiche + "?validAt=2018-12-31")).isEqualTo(35_000);
        assertThat(population(fiche + "?validAt=2019-06-01&knownAt=2026-03-02T08:02:30Z"))
                .isEqualTo(35_000);
        assertThat(http.get().uri(fiche)).bodyJson().extractingPath("$.name").isEqualTo("Ville");
        assertThat(http.get().uri(fiche + "?validAt=2027"))
                .bodyJson()
                .extractingPath("$.name")
                .isEqualTo("Ville nouvelle");
        assertThat(http.get().uri(fiche + "?validAt=2019-06-01"))
                .headers()
                .hasValue(HttpHeaders.ETAG, "\"5-v20190601\"");
        assertThat(http.get().uri(fiche + "?validAt=2019-06-41")).hasStatus(400);
    }

    @Test
    void what_becomes_true_by_itself_has_another_etag() {
        var log = fiches.recorded(
                new MemberRegistered("turn", "Ville", CollectiviteType.COMMUNE, null),
                new MemberRenamed("turn", "Ville nouvelle", LocalDate.of(2026, 11, 23)));
        this.log.put(log);
        ReadingSlice.write(views, new ProfileView(), log);

        var now = http.get().uri("/api/v1/fiches/turn").exchange();
        assertThat(now).headers().hasValue(HttpHeaders.ETAG, "\"2-20261123\"");
        assertThat(now).bodyJson().extractingPath("$.name").isEqualTo("Ville nouvelle");
        var version = http.get().uri("/fiches/turn/versions/2").exchange();
        assertThat(version).headers().hasValue(HttpHeaders.ETAG, "\"2\"");
        assertThat(version).bodyJson().extractingPath("$.name").isEqualTo("Ville");
        assertThat(http.get().uri("/api/v1/fiches/turn?knownAt=2026-11-22"))
                .bodyJson()
                .extractingPath("$.name")
                .isEqualTo("Ville");
    }

    private int population(String uri) {
        var answer = http.get().uri(uri).exchange();
        assertThat(answer).hasStatusOk();
        return new JsonMapper()
                .readTree(answer.getResponse().getContentAsByteArray())
                .at("/population/value")
                .asInt();
    }

    @Test
    void any_moment_of_a_long_life_is_what_folding_all_that_was_known_gives() throws Exception {
        var random = new Random(20261123);
        for (var seed = 0; seed < 6; seed++) {
            var log = lived(fiches.recorded(new RandomFiche(900 + seed).events(60 + 70 * seed)), random);
            this.log.put(log);
            // The view may be behind the log.
            ReadingSlice.write(views, new ProfileView(), log.subList(0, log.size() - seed));
            for (var look = 0; look < 40; look++) {
                var last = random.nextInt(log.size());
                var expected = ProfileTest.folded(log.subList(0, last + 1))
                        .on(Moment.day(log.get(last).recordedAt()));
                this.log.read = 0;
                var byInstant = http.get()
                        .uri(
                                "/api/v1/fiches/{id}?knownAt={t}",
                                log.getFirst().ficheId(),
                                log.get(last).recordedAt())
                        .exchange();
                assertThat(this.log.read).isLessThanOrEqualTo(Kept.EVERY + 10);
                assertThat(byInstant.getResponse().getContentAsString(StandardCharsets.UTF_8))
                        .isEqualTo(EventJson.values().build().writeValueAsString(expected.opened(fiches.cipher())));
                var byVersion = http.get()
                        .uri("/fiches/{id}/versions/{n}", log.getFirst().ficheId(), last + 1)
                        .exchange();
                assertThat(byVersion.getResponse().getContentAsByteArray())
                        .isEqualTo(byInstant.getResponse().getContentAsByteArray());
            }
        }
    }

    /** The same events over some years, now and then several at one instant. */
    private static List<Recorded> lived(List<Recorded> log, Random random) {
        var all = new ArrayList<Recorded>();
        var now = Instant.parse("2019-01-31T22:30:00Z");
        for (var r : log) {
            var next = now.plusSeconds(random.nextInt(500_000));
            all.add(new Recorded(r.event(), r.version(), r.position(), r.eventId(), next, r.provenance()));
            now = next.plusNanos(1 + random.nextInt(1000));
        }
        return all;
    }

    @Test
    void the_fiches_address_leads_to_the_version_of_that_time() {
        var gate = http.get()
                .uri("/fiches/dijon-metropole")
                .header("Accept-Datetime", "Mon, 02 Mar 2026 08:03:30 GMT")
                .exchange();
        assertThat(gate).hasStatus(302);
        assertThat(gate)
                .headers()
                .hasValue(HttpHeaders.LOCATION, "/fiches/dijon-metropole/versions/4")
                .hasValue(HttpHeaders.VARY, "Accept-Datetime");
        assertThat(http.get().uri("/fiches/dijon-metropole").header("Accept-Datetime", "Thu, 01 Mar 2001 00:00:00 GMT"))
                .headers()
                .hasValue(HttpHeaders.LOCATION, "/fiches/dijon-metropole/versions/1");
        assertThat(http.get().uri("/fiches/dijon-metropole"))
                .hasStatus(302)
                .headers()
                .hasValue(HttpHeaders.LOCATION, DIJON);
        assertThat(http.get().uri("/fiches/nulle-part")).hasStatus(404);
        assertThat(http.get().uri(DIJON).header("Accept-Datetime", "hier")).hasStatus(400);

        assertThat(http.get().uri("/fiches/dijon-metropole/versions/4"))
                .headers()
                .hasValue("Memento-Datetime", "Mon, 02 Mar 2026 08:03:00 GMT")
                .hasValue(
                        HttpHeaders.LINK,
                        "</fiches/dijon-metropole>; rel=\"original timegate\", </fiches/dijon-metropole/timemap>;"
                                + " rel=\"timemap\"; type=\"application/link-format\"");
    }

    @Test
    void the_timemap_lists_every_version() {
        var map = http.get().uri("/fiches/dijon-metropole/timemap").exchange();

        assertThat(map).hasStatusOk().hasContentType("application/link-format");
        assertThat(map)
                .bodyText()
                .contains("</fiches/dijon-metropole>; rel=\"original timegate\",\n")
                .contains("</fiches/dijon-metropole/versions/1>; rel=\"first memento\";"
                        + " datetime=\"Mon, 02 Mar 2026 08:00:00 GMT\",\n")
                .endsWith("</fiches/dijon-metropole/versions/11>; rel=\"last memento\";"
                        + " datetime=\"Mon, 02 Mar 2026 08:10:00 GMT\"\n");
        assertThat(http.get().uri("/fiches/nulle-part/timemap")).hasStatus(404);
    }
}
