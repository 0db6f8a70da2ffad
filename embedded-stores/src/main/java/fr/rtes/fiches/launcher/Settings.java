package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.DataDirectory;
import fr.rtes.fiches.embedded.Unusable;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are and on which ports, from the environment.
 *
 * @param home the project's directory: jars and samples
 * @param commandPort the ports are all on the loopback interface
 */
record Settings(
        Path home,
        DataDirectory data,
        int commandPort,
        int queryPort,
        int postgresPort,
        int mongoPort,
        String mongoUri) {

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
                mongoUri.isBlank() ? "mongodb://127.0.0.1:" + mongoPort + "/fiches" : mongoUri);
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
