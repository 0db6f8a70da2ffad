package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Unusable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Has views rebuilt from the events, all at once, and follows them to their end. */
final class Rebuild {

    private static final Set<String> ENDED = Set.of("SWAPPED", "REJECTED", "BUILT", "CANCELLED", "FAILED");

    private final Settings settings;
    private final Terminal terminal;

    /** @param location where to ask how far it is */
    private record Begun(String view, String location) {}

    Rebuild(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    /** @param named empty: all there are */
    int run(List<String> named) {
        Instant since = Instant.now();
        try (Register register = new Register(settings, terminal.words().locale())) {
            List<String> views = named.isEmpty() ? all(register) : named;
            List<Begun> underWay = new ArrayList<>();
            for (String view : views) {
                begin(register, view).ifPresent(underWay::add);
            }
            boolean isDone = underWay.size() == views.size();
            Map<String, JsonNode> seen = new LinkedHashMap<>();
            while (!underWay.isEmpty()) {
                for (Begun begun : List.copyOf(underWay)) {
                    JsonNode rebuild = require(register.get(Register.Service.QUERY, begun.location()))
                            .body();
                    seen.put(begun.view(), rebuild);
                    if (ENDED.contains(rebuild.path("state").asString(""))) {
                        underWay.remove(begun);
                        seen.remove(begun.view());
                        isDone &= ended(begun.view(), rebuild, Duration.between(since, Instant.now()));
                    }
                }
                if (!underWay.isEmpty()) {
                    terminal.progress(line(seen, Duration.between(since, Instant.now())));
                    pause();
                }
            }
            return isDone ? Launcher.DONE : Launcher.FAILED;
        }
    }

    private static List<String> all(Register register) {
        return require(register.get(Register.Service.QUERY, "/api/v1/views"))
                .body()
                .valueStream()
                .map(view -> view.path("name").asString())
                .toList();
    }

    /** One that is refused does not hold up the others. */
    private Optional<Begun> begin(Register register, String view) {
        Register.Answer answer = register.post(
                Register.Service.QUERY,
                "/api/v1/views/" + URLEncoder.encode(view, StandardCharsets.UTF_8) + "/rebuilds",
                "application/json",
                "{}".getBytes(StandardCharsets.UTF_8));
        if (!answer.ok()) {
            terminal.complain(terminal.words().say(refused(answer)));
            return Optional.empty();
        }
        return Optional.of(new Begun(view, answer.location()));
    }

    /** Of several views how far each is, of one alone how fast as well. */
    private String line(Map<String, JsonNode> seen, Duration elapsed) {
        StringJoiner line = new StringJoiner(" · ");
        seen.forEach((view, rebuild) -> line.add(
                seen.size() > 1
                        ? String.format(Locale.ROOT, "%s %.0f %%", view, 100 * progress(rebuild))
                        : view + " " + Terminal.bar(progress(rebuild)) + " "
                                + rebuild.path("state").asString("") + pace(rebuild)));
        return line.add(terminal.seconds(elapsed)).toString();
    }

    private static double progress(JsonNode rebuild) {
        return rebuild.path("progress").asDouble(0);
    }

    private static String pace(JsonNode rebuild) {
        JsonNode rate = rebuild.path("eventsPerSecond");
        JsonNode left = rebuild.path("etaSeconds");
        return (rate.isNumber() ? " " + rate.asLong() + "/s" : "")
                + (left.isNumber() ? " −" + left.asLong() + " s" : "");
    }

    /** @return whether the new generation took over */
    private boolean ended(String view, JsonNode rebuild, Duration elapsed) {
        String state = rebuild.path("state").asString();
        terminal.say("rebuild.ended", view, state, terminal.seconds(elapsed));
        verification(rebuild);
        return state.equals("SWAPPED");
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
            throw refused(answer);
        }
        return answer;
    }

    private static Unusable refused(Register.Answer answer) {
        return new Unusable("service.refused", String.join("\n", Register.problem(answer)));
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
