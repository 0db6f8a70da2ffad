package fr.rtes.fiches.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import fr.rtes.fiches.embedded.Unusable;
import fr.rtes.fiches.embedded.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ./fiches rebuild} against a service whose answers are written down. */
class RebuildTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final Map<String, ArrayDeque<String>> states = new ConcurrentHashMap<>();
    private HttpServer service;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v1", exchange -> {
            var path = exchange.getRequestURI().getPath();
            var query = exchange.getRequestURI().getQuery();
            asked.add(exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query));
            var parts = path.split("/", -1);
            var answer = "{\"detail\":\"no such view\"}";
            var status = 404;
            if (path.equals("/api/v1/views")) {
                answer = "[{\"name\":\"profile\"},{\"name\":\"history\"}]";
                status = 200;
            } else if (exchange.getRequestMethod().equals("GET") && parts[3].equals("views")) {
                answer = states.containsKey(parts[4]) ? "[{\"id\":\"" + parts[4] + "\"}]" : "[]";
                status = 200;
            } else if (parts.length == 6 && parts[3].equals("rebuilds")) {
                if (parts[5].equals("rollback")) {
                    exchange.getResponseHeaders().add("Location", "/api/v1/rebuilds/" + parts[4]);
                }
                answer = "{\"state\":\"RUNNING\"}";
                status = parts[5].equals("cancel") ? 409 : 202;
            } else if (parts[3].equals("views") && states.containsKey(parts[4])) {
                exchange.getResponseHeaders().add("Location", "/api/v1/rebuilds/" + parts[4]);
                answer = "{\"state\":\"RUNNING\"}";
                status = 202;
            } else if (parts[3].equals("rebuilds")) {
                var left = Objects.requireNonNull(states.get(parts[4]));
                answer = "{\"state\":\"" + (left.size() > 1 ? left.poll() : left.peek())
                        + "\",\"progress\":0.5,\"eventsPerSecond\":1000,\"etaSeconds\":3,"
                        + "\"verification\":{\"compared\":42,\"different\":0}}";
                status = 200;
            }
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    private void view(String name, String... itsStates) {
        states.put(name, new ArrayDeque<>(Arrays.asList(itsStates)));
    }

    private int rebuild(String... views) {
        var environment = Map.of(
                "FICHES_HOME",
                ".",
                "FICHES_QUERY_PORT",
                String.valueOf(service.getAddress().getPort()),
                "LC_ALL",
                "en");
        var terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                Words.of(environment),
                true);
        return new Rebuild(Settings.of(environment), terminal).run(List.of(views));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void one_view_is_followed_to_its_end() {
        view("profile", "RUNNING", "VERIFYING", "SWAPPED");

        assertThat(rebuild("profile")).isZero();

        assertThat(said()).contains("RUNNING 1000/s −3 s", "VERIFYING", "profile: SWAPPED", "compared : 42");
    }

    @Test
    void all_are_begun_before_any_is_followed_when_none_is_named() {
        view("profile", "RUNNING", "SWAPPED");
        view("history", "SWAPPED");

        assertThat(rebuild()).isZero();

        assertThat(asked)
                .startsWith(
                        "GET /api/v1/views",
                        "POST /api/v1/views/profile/rebuilds",
                        "POST /api/v1/views/history/rebuilds");
        assertThat(said()).contains("profile: SWAPPED", "history: SWAPPED");
    }

    @Test
    void one_that_does_not_take_over_fails_the_call_and_not_the_others() {
        view("profile", "REJECTED");
        view("history", "RUNNING", "SWAPPED");

        assertThat(rebuild("profile", "history")).isEqualTo(Launcher.FAILED);

        assertThat(said()).contains("profile: REJECTED", "history: SWAPPED");
    }

    @Test
    void one_fiche_or_a_part_of_the_log_is_asked_for() {
        view("profile", "BUILT");

        assertThat(rebuild("profile", "--fiche", "ville-de-nevers", "--up-to", "42"))
                .isZero();

        assertThat(asked).startsWith("POST /api/v1/views/profile/rebuilds?ficheId=ville-de-nevers&upTo=42");
    }

    @Test
    void the_newest_rebuild_of_a_view_is_told_what_to_do() {
        view("profile", "RUNNING");

        assertThat(rebuild("pause", "profile")).isZero();

        assertThat(asked).containsExactly("GET /api/v1/views/profile/rebuilds", "POST /api/v1/rebuilds/profile/pause");
        assertThat(said()).contains("profile: pause");
    }

    @Test
    void what_goes_back_is_followed_to_its_end() {
        view("profile", "RUNNING", "SWAPPED");

        assertThat(rebuild("rollback", "profile")).isZero();

        assertThat(said()).contains("profile: SWAPPED");
    }

    @Test
    void what_cannot_be_told_is_no_success() {
        view("profile", "SWAPPED");

        assertThat(rebuild("cancel", "profile")).isEqualTo(Launcher.FAILED);
        assertThat(catchThrowableOfType(Unusable.class, () -> rebuild("pause", "history")))
                .isNotNull();
        assertThat(rebuild("profile", "--up-to")).isEqualTo(Launcher.WRONG_CALL);
        assertThat(rebuild("--all")).isEqualTo(Launcher.WRONG_CALL);
    }

    @Test
    void one_that_is_refused_is_told_and_the_others_go_on() {
        view("history", "SWAPPED");

        assertThat(rebuild("nonsense", "history")).isEqualTo(Launcher.FAILED);

        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("no such view");
        assertThat(said()).contains("history: SWAPPED");
    }
}
