package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Account;
import fr.rtes.fiches.accounts.Accounts;
import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.embedded.Unusable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The accounts of the embedded provider: who has one, another one, another password, one less. */
final class AccountsDesk {

    private final Settings settings;
    private final Terminal terminal;

    AccountsDesk(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int run(List<String> arguments) {
        if (!settings.accountsAreEmbedded()) {
            throw new Unusable("accounts.elsewhere", settings.issuer());
        }
        if (!settings.accounts().exist()) {
            throw new Unusable("accounts.none", settings.data().root());
        }
        String what = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        try {
            return switch (what) {
                case "" -> list();
                case "add" -> add(rest);
                case "password" -> rest.size() == 1 ? renew(rest.getFirst()) : wrong(arguments);
                case "remove" -> rest.size() == 1 ? remove(rest.getFirst()) : wrong(arguments);
                default -> wrong(arguments);
            };
        } catch (IOException e) {
            throw new Unusable(e, "accounts.unreadable", settings.data().accounts(), String.valueOf(e.getMessage()));
        }
    }

    private int wrong(List<String> arguments) {
        return Launcher.wrong(terminal, "accounts", arguments);
    }

    private int list() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.of("login", "name", "role", "fiches", "id")
                .map(column -> terminal.words().say("accounts.column." + column))
                .toList());
        for (Account account : settings.accounts().all()) {
            rows.add(List.of(
                    account.login(),
                    account.name(),
                    account.roles().stream().map(Role::word).collect(Collectors.joining(", ")),
                    account.fiches().isEmpty() ? "-" : String.join(", ", account.fiches()),
                    account.id()));
        }
        terminal.table(rows);
        return Launcher.DONE;
    }

    private int add(List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(arguments);
        String name = "";
        int named = words.indexOf("--name");
        if (named >= 0) {
            if (named + 1 == words.size()) {
                return wrong(arguments);
            }
            words.remove(named);
            name = words.remove(named).strip();
        }
        Optional<Role> role = words.size() < 2 ? Optional.empty() : Role.of(words.get(1));
        if (role.isEmpty()) {
            return wrong(Stream.concat(Stream.of("add"), arguments.stream()).toList());
        }
        String login = words.getFirst();
        return switch (settings.accounts()
                .add(login, name.isEmpty() ? login : name, role.get(), words.subList(2, words.size()))) {
            case Accounts.Done done -> {
                showIssued(terminal, List.of(done.issued()));
                yield Launcher.DONE;
            }
            case Accounts.Not not -> {
                terminal.complain(terminal.words().say("accounts.refused." + not.why(), login));
                yield Launcher.FAILED;
            }
        };
    }

    private int renew(String login) throws IOException {
        Optional<Accounts.Issued> renewed = settings.accounts().renew(login);
        if (renewed.isEmpty()) {
            return unknown(login);
        }
        showIssued(terminal, List.of(renewed.get()));
        return Launcher.DONE;
    }

    private int remove(String login) throws IOException {
        if (!settings.accounts().remove(login)) {
            return unknown(login);
        }
        terminal.say("accounts.removed", login);
        return Launcher.DONE;
    }

    private int unknown(String login) {
        terminal.complain(terminal.words().say("accounts.unknown", login));
        return Launcher.FAILED;
    }

    /** Prints passwords on purpose: it is the only time that anybody can. */
    static void showIssued(Terminal terminal, List<Accounts.Issued> issued) {
        terminal.print("");
        terminal.say("accounts.issued");
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.of("login", "password", "role", "fiches")
                .map(column -> terminal.words().say("accounts.column." + column))
                .toList());
        for (Accounts.Issued made : issued) {
            rows.add(List.of(
                    made.account().login(),
                    made.password(),
                    made.account().roles().stream().map(Role::word).collect(Collectors.joining(", ")),
                    made.account().fiches().isEmpty()
                            ? "-"
                            : String.join(", ", made.account().fiches())));
        }
        terminal.table(rows);
        terminal.print("");
    }
}
