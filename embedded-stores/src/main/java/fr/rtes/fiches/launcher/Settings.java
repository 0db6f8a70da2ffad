package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Accounts;
import fr.rtes.fiches.embedded.DataDirectory;
import fr.rtes.fiches.embedded.Unusable;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are and on which ports, from the environment.
 *
 * @param home the project's directory: jars and samples
 * @param commandPort the ports are all on the loopback interface
 * @param otherIssuer the OpenID provider that has the place of the embedded one; empty: none has
 * @param token what the launcher proves itself with there; empty: nothing
 */
record Settings(
        Path home,
        DataDirectory data,
        int commandPort,
        int queryPort,
        int postgresPort,
        int mongoPort,
        String mongoUri,
        int accountsPort,
        String otherIssuer,
        String token) {

    static Settings of(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("FICHES_HOME", "."))
                .toAbsolutePath()
                .normalize();
        String data = environment.getOrDefault("FICHES_DATA", "");
        int mongoPort = port(environment, "FICHES_MONGO_PORT", 27918);
        String mongoUri = environment.getOrDefault("SPRING_MONGODB_URI", "");
        return new Settings(
                home,
                new DataDirectory(data.isBlank() ? home.resolve("data") : Path.of(data)),
                port(environment, "FICHES_COMMAND_PORT", 8080),
                port(environment, "FICHES_QUERY_PORT", 8081),
                port(environment, "FICHES_POSTGRES_PORT", 25433),
                mongoPort,
                mongoUri.isBlank() ? "mongodb://127.0.0.1:" + mongoPort + "/fiches" : mongoUri,
                port(environment, "FICHES_ACCOUNTS_PORT", 8082),
                environment.getOrDefault("FICHES_ACCOUNTS_ISSUER", "").strip(),
                environment.getOrDefault("FICHES_TOKEN", "").strip());
    }

    private static int port(Map<String, String> environment, String name, int usual) {
        String asked = environment.getOrDefault(name, "");
        if (asked.isBlank()) {
            return usual;
        }
        try {
            int port = Integer.parseInt(asked.strip());
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new Unusable(e, "setting.port", name, asked);
        }
        throw new Unusable("setting.port", name, asked);
    }

    /** Whether the accounts are those of the data directory. */
    boolean accountsAreEmbedded() {
        return otherIssuer.isEmpty();
    }

    /** Whose tokens both services believe. */
    String issuer() {
        return accountsAreEmbedded() ? "http://127.0.0.1:" + accountsPort : otherIssuer;
    }

    Accounts accounts() {
        return new Accounts(data.accounts());
    }

    String commandUrl() {
        return "http://127.0.0.1:" + commandPort;
    }

    String queryUrl() {
        return "http://127.0.0.1:" + queryPort;
    }

    /** Where people read a fiche. */
    String pageOf(String ficheId) {
        return queryUrl() + "/fiches/" + ficheId;
    }
}
