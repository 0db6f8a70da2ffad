package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Unusable;
import fr.rtes.fiches.embedded.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The entry point of {@code ./fiches}: one subcommand each. Exits 0 when done, 1 on a refusal or a fault, 2 on a wrong call. */
public final class Launcher {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_CALL = 2;

    private Launcher() {}

    static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        Terminal terminal =
                new Terminal(System.out, System.err, Words.of(environment), Boolean.getBoolean("fiches.terminal"));
        System.exit(run(Arrays.asList(arguments), environment, terminal));
    }

    static int run(List<String> arguments, Map<String, String> environment, Terminal terminal) {
        String command = arguments.isEmpty() ? "help" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        try {
            Settings settings = Settings.of(environment);
            return switch (command) {
                case "up" -> rest.isEmpty() ? new Up(settings, terminal).run() : wrong(terminal, command, rest);
                case "down" -> rest.isEmpty() ? new Down(settings, terminal).run() : wrong(terminal, command, rest);
                case "status" -> rest.isEmpty() ? new Status(settings, terminal).run() : wrong(terminal, command, rest);
                case "import" -> new Import(settings, terminal).run(rest);
                case "rebuild" -> new Rebuild(settings, terminal).run(rest);
                case "load-reference" -> new LoadReference(settings, terminal).run(rest);
                case "token" -> new TokenPrinter(settings, terminal).run(rest);
                case "accounts" -> new AccountsDesk(settings, terminal).run(rest);
                case "stores" -> new Stores(settings, terminal).run();
                case "help", "-h", "--help" -> {
                    terminal.say("help");
                    yield DONE;
                }
                default -> {
                    terminal.complain(terminal.words().say("call.unknown", command));
                    yield WRONG_CALL;
                }
            };
        } catch (Unusable e) {
            terminal.complain(terminal.words().say(e));
            return FAILED;
        }
    }

    static int wrong(Terminal terminal, String command, List<String> rest) {
        terminal.complain(terminal.words().say("call.wrong", command, String.join(" ", rest)));
        return WRONG_CALL;
    }
}
