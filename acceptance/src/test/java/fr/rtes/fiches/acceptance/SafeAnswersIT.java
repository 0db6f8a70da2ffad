package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every answer tells browsers, whichever it is, and what of an answer is said before there is a service at all. */
@ExtendWith(SharedRegister.class)
class SafeAnswersIT {

    private static final List<String> PAGES = List.of(
            "/",
            "/?knownAt=nonsense",
            "/fiches/nobody",
            "/fiches/nobody/historique",
            "/modifications",
            "/constats",
            "/statistiques",
            "/exploitation",
            "/bureau",
            "/bureau/inscription",
            "/bureau/imports",
            "/accessibilite",
            "/nothing-here",
            "/docs",
            "/swagger-ui/index.html",
            "/openapi",
            "/problems/not-found",
            "/api/v1/fiches",
            "/api/v1/fiches/nobody",
            "/actuator/health",
            "/.well-known/security.txt");

    @Test
    void browsers_are_told_to_run_and_embed_nothing_else(Register register) {
        for (int port : List.of(register.queryPort(), register.commandPort())) {
            try (Wire wire = new Wire(port)) {
                for (String page : PAGES) {
                    var reply = wire.send(Wire.request("GET", page, port, List.of("Accept: text/html"), null), true);
                    assertThat(reply.header("content-security-policy"))
                            .as(page)
                            .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                            .doesNotContain("unsafe-eval");
                    assertThat(reply.headers())
                            .as(page)
                            .containsEntry("x-content-type-options", "nosniff")
                            .containsEntry("referrer-policy", "same-origin")
                            .containsEntry("cross-origin-opener-policy", "same-origin")
                            .containsEntry("cross-origin-resource-policy", "same-origin")
                            .doesNotContainKey("strict-transport-security")
                            .doesNotContainKey("server");
                }
            }
        }
    }

    @Test
    void what_the_container_refuses_is_a_problem_too(Register register) {
        for (int port : List.of(register.queryPort(), register.commandPort())) {
            try (Wire wire = new Wire(port)) {
                for (String target :
                        List.of("/api/v1/fiches/a%00b", "/api/v1/fiches/%2e%2e%2f", "/api/v1/fiches/%zz")) {
                    var reply = wire.send(Wire.request("GET", target, port, List.of(), null), true);
                    assertThat(reply.status()).as(target).isEqualTo(400);
                    assertThat(reply.header("content-type")).as(target).startsWith("application/problem+json");
                    assertThat(reply.text()).contains("/problems/bad-request");
                }
            }
        }
    }

    @Test
    void a_body_that_is_too_large_is_refused_before_it_is_there(Register register) {
        int port = register.commandPort();
        try (Wire wire = new Wire(port)) {
            var reply = wire.send(
                    Wire.request(
                            "POST",
                            "/api/v1/fiches",
                            port,
                            List.of("Content-Type: application/json", "Content-Length: 2097153"),
                            null),
                    false);
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).contains("/problems/body-too-large");
        }
    }
}
