package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.embedded.Unusable;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What runs, whether it is well, and how far the views are behind. Exits 0 when all of it runs and is well. */
final class Status {

    private final Settings settings;
    private final Terminal terminal;

    Status(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int run() {
        if (!Files.isDirectory(settings.data().run())) {
            terminal.say("status.never", settings.data().root());
            return Launcher.FAILED;
        }
        boolean well = true;
        try (Register register = new Register(settings, terminal.words().locale(), Role.OPERATOR)) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of(
                    terminal.words().say("table.part"),
                    terminal.words().say("table.pid"),
                    terminal.words().say("table.port"),
                    terminal.words().say("table.health")));
            for (Part part : Part.of(settings)) {
                Optional<RunningPart> running = RunningPart.left(part, settings);
                String health = running.isEmpty() ? terminal.words().say("status.stopped") : health(part, register);
                well &= health.equals("UP");
                rows.add(List.of(
                        part.label(),
                        running.map(found -> String.valueOf(found.process().pid()))
                                .orElse("-"),
                        ports(part),
                        health));
            }
            terminal.table(rows);
            if (RunningPart.left(Part.QUERY, settings).isPresent()) {
                views(new Directory(register));
            }
        }
        return well ? Launcher.DONE : Launcher.FAILED;
    }

    private String health(Part part, Register register) {
        String health = switch (part) {
            case STORES -> Files.exists(settings.data().ready()) ? "UP" : "";
            case ACCOUNTS -> register.providerAnswers() ? "UP" : "";
            case COMMAND -> register.health(Register.Service.COMMAND);
            case QUERY -> register.health(Register.Service.QUERY);
        };
        return health.isEmpty() ? terminal.words().say("status.silent") : health;
    }

    private String ports(Part part) {
        return switch (part) {
            case STORES -> settings.postgresPort() + ", " + settings.mongoPort();
            case ACCOUNTS -> String.valueOf(settings.accountsPort());
            case COMMAND -> String.valueOf(settings.commandPort());
            case QUERY -> String.valueOf(settings.queryPort());
        };
    }

    private void views(Directory directory) {
        try {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of(
                    terminal.words().say("table.view"),
                    terminal.words().say("table.position"),
                    terminal.words().say("table.lag")));
            for (Directory.ViewState view : directory.views()) {
                rows.add(List.of(
                        view.name(),
                        view.position(),
                        terminal.words().say("status.lag", view.lagEvents(), view.lagSeconds())));
            }
            terminal.print("");
            terminal.table(rows);
            terminal.print("");
            terminal.say("status.fiches", directory.count(), settings.queryUrl());
        } catch (Unusable e) {
            terminal.complain(terminal.words().say(e));
        }
    }
}
