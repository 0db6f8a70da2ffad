package fr.rtes.fiches.query.profile;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.views.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

@WebMvcTest(ProfileController.class)
@Import({ReadingSlice.class, Profiles.class, ProfileView.class, ProfileControllerTest.Log.class})
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

        @Bean
        FicheLog ficheLog() {
            return (ficheId, from, to) -> logs.getOrDefault(ficheId, List.of()).stream()
                    .filter(r -> r.version() >= from && r.version() <= to)
                    .<LogEntry>map(LogEntry.Legible::new)
                    .toList();
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
    void an_unknown_fiche_is_a_problem() {
        var answer = http.get().uri("/api/v1/fiches/nulle-part").exchange();

        assertThat(answer).hasStatus(404).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/unknown-fiche");
        assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains("nulle-part");
    }

    @Test
    void a_parameter_that_means_nothing_here_is_refused_by_name() {
        for (var name : List.of("validAt", "knwonAt")) {
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
            strings = {"2026", "2026-03", "2026-03-02", "2026-03-02T08:10:00Z", "2026-03-02T10:10:00 02:00", "2031"})
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
        var log = fiches.dijonMetropole();
        var late = log.get(2);
        var wrongClock = new ArrayList<>(log);
        wrongClock.set(
                2,
                new Recorded(
                        late.event(),
                        late.version(),
                        late.position(),
                        late.eventId(),
                        Fiches.FIRST.plusSeconds(3600),
                        late.provenance()));

        var then = Profiles.asKnownAt(wrongClock, Fiches.FIRST.plusSeconds(1800));

        assertThat(then).isNotNull().extracting(Profile::version).isEqualTo(2L);
    }
}
