package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Role;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Has views rebuilt from the events, all at once, and follows them to their end; or tells the rebuild of a view what to do. */
final class Rebuild {

    /** What an operator may want of a view's newest rebuild; the last two begin another one, which is followed. */
    private static final Set<String> WISHES = Set.of("pause", "resume", "cancel", "acceptance", "rollback");

    private static final Set<String> ENDED = Set.of("SWAPPED", "REJECTED", "BUILT", "CANCELLED", "FAILED");

    private final Settings settings;
    private final Terminal terminal;

    /** @param location where to ask how far it is */
    private record Begun(String view, String location) {}

    Rebuild(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    /**
     * What is to be rebuilt.
     *
     * @param views empty: all there are
     * @param query which part of them, as the address has it; empty: all of it
     */
    private record Call(List<String> views, String query) {

        /** Null: not understood. */
        static @Nullable Call of(List<String> arguments) {
            List<String> views = new ArrayList<>();
            StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
            for (int at = 0; at < arguments.size(); at++) {
                String argument = arguments.get(at);
                String parameter = parameter(argument);
                if (parameter == null && argument.startsWith("-")) {
                    return null;
                }
                if (parameter == null) {
                    views.add(argument);
                } else if (++at < arguments.size()) {
                    query.add(parameter + "=" + encoded(arguments.get(at)));
                } else {
                    return null;
                }
            }
            return new Call(views, query.toString());
        }

        private static @Nullable String parameter(String argument) {
            return switch (argument) {
                case "--fiche" -> "ficheId";
                case "--up-to" -> "upTo";
                default -> null;
            };
        }
    }

    /** {@code [VIEW…] [--fiche ID] [--up-to POSITION]}, or {@code pause|resume|cancel|acceptance|rollback VIEW}. */
    int run(List<String> arguments) {
        if (arguments.size() == 2 && WISHES.contains(arguments.getFirst())) {
            return wish(arguments.getFirst(), arguments.getLast());
        }
        Call call = Call.of(arguments);
        if (call == null) {
            return Launcher.wrong(terminal, "rebuild", arguments);
        }
        try (Register register = new Register(settings, terminal.words().locale(), Role.OPERATOR)) {
            List<String> views = call.views().isEmpty() ? all(register) : call.views();
            List<Begun> underWay = new ArrayList<>();
            for (String view : views) {
                begin(register, view, address(view) + call.query()).ifPresent(underWay::add);
            }
            boolean isDone = underWay.size() == views.size();
            return follow(register, underWay) && isDone ? Launcher.DONE : Launcher.FAILED;
        }
    }

    /** Of the view's newest rebuild. */
    private int wish(String wish, String view) {
        try (Register register = new Register(settings, terminal.words().locale(), Role.OPERATOR)) {
            JsonNode newest = require(register.get(Register.Service.QUERY, address(view)))
                    .body()
                    .path(0);
            if (newest.isMissingNode()) {
                throw new Unusable("rebuild.none", view);
            }
            Optional<Begun> begun = begin(
                    register, view, "/api/v1/rebuilds/" + newest.path("id").asString() + "/" + wish);
            if (begun.isEmpty()) {
                return Launcher.FAILED;
            }
            if (!begun.get().location().isEmpty()) {
                return follow(register, List.of(begun.get())) ? Launcher.DONE : Launcher.FAILED;
            }
            terminal.say("rebuild.told", view, wish);
            return Launcher.DONE;
        }
    }

    /** @return whether all of them became live, or were built as was asked */
    private boolean follow(Register register, List<Begun> all) {
        Instant since = Instant.now();
        List<Begun> underWay = new ArrayList<>(all);
        boolean isDone = true;
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
        return isDone;
    }

    private static List<String> all(Register register) {
        return require(register.get(Register.Service.QUERY, "/api/v1/views"))
                .body()
                .valueStream()
                .map(view -> view.path("name").asString())
                .toList();
    }

    /** One that is refused does not hold up the others. */
    private Optional<Begun> begin(Register register, String view, String address) {
        Register.Answer answer = register.post(
                Register.Service.QUERY, address, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        if (!answer.ok()) {
            terminal.complain(terminal.words().say(refused(answer)));
            return Optional.empty();
        }
        return Optional.of(new Begun(view, answer.location()));
    }

    private static String address(String view) {
        return "/api/v1/views/" + encoded(view) + "/rebuilds";
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
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

    /** @return whether the new generation took over, or was built as was asked */
    private boolean ended(String view, JsonNode rebuild, Duration elapsed) {
        String state = rebuild.path("state").asString();
        terminal.say("rebuild.ended", view, state, terminal.seconds(elapsed));
        verification(rebuild);
        return state.equals("SWAPPED") || state.equals("BUILT");
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
