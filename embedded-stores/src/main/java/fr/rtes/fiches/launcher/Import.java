package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.embedded.Unusable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Shows what a document would change, asks, and accepts or discards. */
final class Import {

    private static final int WIDTH = 70;

    private final Settings settings;
    private final Terminal terminal;

    Import(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int run(List<String> arguments) {
        List<String> names = new ArrayList<>(arguments);
        boolean yes = names.removeAll(List.of("--yes", "-y"));
        if (names.size() != 1
                || (names.getFirst().startsWith("-") && !names.getFirst().equals("-"))) {
            terminal.complain(terminal.words().say("call.wrong", "import", String.join(" ", arguments)));
            return Launcher.WRONG_CALL;
        }
        String name = names.getFirst();
        byte[] document = read(name);
        try (Register register = new Register(settings, terminal.words().locale(), Role.STAFF)) {
            Proposal proposal = Proposal.of(register, document, name);
            show(proposal);
            if (proposal.changesNothing()) {
                proposal.discard();
                terminal.say("import.nothing");
                return Launcher.DONE;
            }
            if (!yes && !terminal.interactive()) {
                proposal.discard();
                terminal.say("import.not-interactive");
                return Launcher.FAILED;
            }
            if (!yes && !agreed()) {
                proposal.discard();
                terminal.say("import.discarded");
                return Launcher.FAILED;
            }
            return report(proposal.accept());
        }
    }

    private byte[] read(String name) {
        try {
            return name.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(name));
        } catch (java.nio.file.NoSuchFileException e) {
            throw new Unusable(e, "import.no-file", name);
        } catch (IOException e) {
            throw new Unusable(e, "import.unreadable", name, String.valueOf(e.getMessage()));
        }
    }

    /** Asks on the terminal itself, because the document may have come by the standard input. */
    private boolean agreed() {
        terminal.say("import.question");
        try (BufferedReader answers = new BufferedReader(
                new InputStreamReader(Files.newInputStream(Path.of("/dev/tty")), StandardCharsets.UTF_8))) {
            String answer = answers.readLine();
            return answer != null
                    && List.of("o", "oui", "y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            return false;
        }
    }

    private void show(Proposal proposal) {
        JsonNode body = proposal.body();
        terminal.say("import.coverage", proposal.coverage());
        for (JsonNode listed : body.path("coverage").path("listed")) {
            terminal.print(terminal.words()
                    .say(
                            "import.listed",
                            listed.path("line").asString(),
                            listed.path("text").asString("")));
        }
        for (JsonNode fiche : body.path("fiches")) {
            terminal.print("");
            String action = fiche.path("action").asString("");
            terminal.print(
                    fiche.path("ficheId").asString() + " · " + terminal.words().say("import.action." + action));
            for (JsonNode change : fiche.path("changes")) {
                terminal.print("  " + change.path("path").asString("") + "  " + value(change.path("before")) + " → "
                        + value(change.path("after")));
            }
        }
        boolean first = true;
        for (JsonNode question : body.path("questions")) {
            if (first) {
                terminal.print("");
                terminal.say("import.questions");
                first = false;
            }
            terminal.print(terminal.words()
                    .say(
                            "import.asked",
                            question.path("line").asString("?"),
                            question.path("ficheId").asString(""),
                            question.path("text").asString("")));
        }
        terminal.print("");
    }

    /** A value as a person would say it, where it carries its words; else as compact JSON. */
    private static String value(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return "∅";
        }
        String said = node.path("text").asString("");
        if (!said.isBlank()) {
            return "« " + Terminal.shorten(said, WIDTH) + " »";
        }
        return Terminal.shorten(node.isString() ? node.asString() : node.toString(), WIDTH);
    }

    private int report(JsonNode accepted) {
        boolean refused = false;
        for (JsonNode report : Register.items(accepted.path("report"), "fiches")) {
            JsonNode problem = report.path("refused");
            if (problem.isObject()) {
                refused = true;
                terminal.complain(terminal.words()
                        .say(
                                "import.refused",
                                report.path("line").asString("?"),
                                problem.path("detail")
                                        .asString(problem.path("title").asString(""))));
                Register.faults(problem).forEach(terminal::complain);
                continue;
            }
            terminal.say(
                    "import.recorded",
                    report.path("ficheId").asString(""),
                    report.path("recorded").asString("0"),
                    report.path("version").asString("?"),
                    settings.pageOf(report.path("ficheId").asString("")));
        }
        terminal.say("import.done", accepted.path("importId").asString(""));
        return refused ? Launcher.FAILED : Launcher.DONE;
    }
}
