package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.views.Views;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@WebMvcTest(FreshnessController.class)
@Import({ReadingSlice.class, DirectoryView.class, FreshnessControllerTest.Log.class})
class FreshnessControllerTest {

    private static final String ID = "essai";
    private static final Map<String, List<LogEntry>> LOG = new ConcurrentHashMap<>();

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;

    @Autowired
    FreshnessControllerTest(MockMvcTester http, Fiches fiches, Views views) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
    }

    @TestConfiguration
    static class Log {
        @Bean
        FicheEvents ficheEvents() {
            return ficheId -> LOG.getOrDefault(ficheId, List.of());
        }
    }

    /** Somebody elected in 2020 and named a few days before the vote of 2026. */
    @BeforeEach
    void register() {
        if (LOG.isEmpty()) {
            var log = fiches.recorded(
                    new MemberRegistered(ID, "Essai", CollectiviteType.COMMUNE, null),
                    new ContactNamed(ID, "c1", elected(), LocalDate.parse("2020-07-03")));
            ReadingSlice.write(views, new DirectoryView(), log);
            LOG.put(ID, log.stream().<LogEntry>map(LogEntry.Legible::new).toList());
        }
    }

    private static Contact elected() {
        var staff = Fiches.contact("p1", "Ada Martin", null);
        return new Contact(Contact.Capacity.ELECTED, null, staff.person());
    }

    @Test
    void why_and_since_when_in_the_reader_s_language() {
        var answer = http.get()
                .uri("/api/v1/fiches/essai/freshness")
                .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                .exchange();

        assertThat(answer).hasStatusOk();
        assertThat(answer).bodyJson().isLenientlyEqualTo("""
                        {"ficheId": "essai", "version": 2, "day": "2026-11-23", "unconfirmedFrom": "2027-03-02",
                         "stale": [{"code": "ELECTED_OUTDATED", "path": "/contacts/c1", "saidOn": "2020-07-03",
                                    "since": "2026-03-23", "text": null,
                                    "label": "Elected contact named before the last elections"}]}""");
    }

    @Test
    void as_it_was_then() {
        var answer = http.get()
                .uri("/api/v1/fiches/essai/freshness?knownAt=2026-03-22")
                .exchange();

        assertThat(answer).hasStatusOk();
        assertThat(answer).bodyJson().extractingPath("$.stale").asArray().isEmpty();
        assertThat(answer).bodyJson().extractingPath("$.day").isEqualTo("2026-03-22");
        assertThat(http.get().uri("/api/v1/fiches/essai/freshness?knownAt=2026-03-23"))
                .bodyJson()
                .extractingPath("$.stale")
                .asArray()
                .hasSize(1);
    }

    @Test
    void unknown_now_or_then() {
        assertThat(http.get().uri("/api/v1/fiches/nowhere/freshness"))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("/problems/unknown-fiche");
        assertThat(http.get().uri("/api/v1/fiches/essai/freshness?knownAt=2025"))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("/problems/unknown-fiche-then");
    }
}
