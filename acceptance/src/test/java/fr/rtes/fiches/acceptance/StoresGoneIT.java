package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What readers, writers and whoever stops a register meet when its stores are gone first. */
class StoresGoneIT {

    /** The launcher kills what has not ended after forty. */
    private static final Duration IN_GOOD_ORDER = Duration.ofSeconds(30);

    @Test
    void without_stores_everybody_is_told_so_and_both_services_still_end_by_themselves() {
        try (Register register = Register.start("stores-gone")) {
            register.command("POST", "/api/v1/fiches", """
                {"name": "Ville de Nevers", "type": "COMMUNE", "membershipYear": 2014, "status": "PUBLISHED"}\
                """).orFail();
            register.awaitViews();
            register.stores().kill();
            register.killPostgres();
            for (String path : List.of(
                    "/api/v1/fiches",
                    "/api/v1/fiches/ville-de-nevers",
                    "/api/v1/fiches/ville-de-nevers/history",
                    "/api/v1/fiches/ville-de-nevers/blame",
                    "/api/v1/changes",
                    "/api/v1/findings",
                    "/api/v1/statistics",
                    "/api/v1/dead-letters",
                    "/api/v1/sources/" + "0".repeat(64))) {
                isUnavailable(path, register.query(path));
            }
            isUnavailable(
                    "a command",
                    register.command("PUT", "/api/v1/fiches/ville-de-nevers/name", "{\"name\": \"Nevers\"}"));
            for (Part service : List.of(register.query(), register.command())) {
                service.terminate();
                register.await(
                        service.name() + " to end",
                        IN_GOOD_ORDER,
                        service,
                        () -> service.isAlive() ? Optional.empty() : Optional.of(true));
            }
        }
    }

    private static void isUnavailable(String what, Answer answer) {
        assertThat(answer.status()).as(what + ": " + answer).isEqualTo(503);
        assertThat(answer.header("Retry-After")).as(what).isNotEmpty();
        assertThat(answer.body().path("type").asString()).isEqualTo("/problems/unavailable");
    }
}
