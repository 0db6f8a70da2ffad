package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Unusable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Has one view rebuilt from the events, and follows it to its end. */
final class Rebuild {

    private static final Set<String> ENDED = Set.of("SWAPPED", "REJECTED", "BUILT", "CANCELLED", "FAILED");

    private final Settings settings;
    private final Terminal terminal;

    Rebuild(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int run(String view) {
        Instant since = Instant.now();
        try (Register register = new Register(settings, terminal.words().locale())) {
            Register.Answer started = require(register.post(
                    Register.Service.QUERY,
                    "/api/v1/views/" + URLEncoder.encode(view, StandardCharsets.UTF_8) + "/rebuilds",
                    "application/json",
                    "{}".getBytes(StandardCharsets.UTF_8)));
            JsonNode rebuild = started.body();
            while (!ENDED.contains(rebuild.path("state").asString(""))) {
                terminal.progress(
                        view + " " + Terminal.bar(rebuild.path("progress").asDouble(0)) + "  "
                                + rebuild.path("state").asString("") + "  "
                                + terminal.seconds(Duration.between(since, Instant.now())));
                pause();
                rebuild = require(register.get(Register.Service.QUERY, started.location()))
                        .body();
            }
            String state = rebuild.path("state").asString();
            Duration elapsed = Duration.between(since, Instant.now());
            terminal.say("rebuild.ended", view, state, terminal.seconds(elapsed));
            verification(rebuild);
            return state.equals("SWAPPED") ? Launcher.DONE : Launcher.FAILED;
        }
    }

    private void verification(JsonNode rebuild) {
        for (var member : rebuild.path("verification").properties()) {
            JsonNode value = member.getValue();
            terminal.print("  " + member.getKey() + " : "
                    + (value.isString() ? value.asString() : Terminal.shorten(value.toString(), 90)));
        }
        String error = rebuild.path("error").asString("");
        if (!error.isBlank()) {
            terminal.complain("  " + error);
        }
    }

    private static Register.Answer require(Register.Answer answer) {
        if (!answer.ok()) {
            throw new Unusable("service.refused", String.join("\n", Register.problem(answer)));
        }
        return answer;
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable(e, "up.interrupted");
        }
    }
}
