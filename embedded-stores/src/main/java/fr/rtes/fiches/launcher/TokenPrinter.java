package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.embedded.Unusable;
import java.util.List;
import java.util.Optional;

/** Prints a token for scripts, and nothing else: {@code curl -H "Authorization: Bearer $(./fiches token staff)"}. */
final class TokenPrinter {

    private final Settings settings;
    private final Terminal terminal;

    TokenPrinter(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int run(List<String> arguments) {
        Optional<Role> role = arguments.isEmpty() ? Optional.empty() : Role.of(arguments.getFirst());
        List<String> fiches = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        if (role.isEmpty() || (role.get() != Role.AGENT && !fiches.isEmpty())) {
            return Launcher.wrong(terminal, "token", arguments);
        }
        if (!settings.accountsAreEmbedded()) {
            throw new Unusable("token.elsewhere", settings.issuer());
        }
        if (!settings.accounts().haveKey()) {
            throw new Unusable("token.no-key", settings.data().root());
        }
        terminal.print(Bearer.tokens(settings).script(role.get(), fiches));
        return Launcher.DONE;
    }
}
