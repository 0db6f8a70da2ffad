package fr.rtes.fiches.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code docker-compose.yml} says a service is started with. */
final class ComposeFile {

    /** {@code ${NAME}}, {@code ${NAME:-default}} or {@code ${NAME:?complaint}}. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z0-9_]+)(?::([-?])([^}]*))?}");

    private final Map<?, ?> services;

    private ComposeFile(Map<?, ?> services) {
        this.services = services;
    }

    static ComposeFile read(Path file) {
        try {
            Map<?, ?> all = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return new ComposeFile(map(all.get("services")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A service's variables, what they refer to put in.
     *
     * @param values what stands in the {@code .env} file
     * @throws AssertionError when a variable without a default is not among them
     */
    Map<String, String> environment(String service, Map<String, String> values) {
        Map<?, ?> written = map(map(services.get(service)).get("environment"));
        Map<String, String> environment = new TreeMap<>();
        written.forEach((name, value) -> environment.put(String.valueOf(name), resolve(String.valueOf(value), values)));
        return environment;
    }

    private static Map<?, ?> map(@org.jspecify.annotations.Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value, "docker-compose.yml lacks it");
    }

    static String resolve(String text, Map<String, String> values) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found, values)))
                .replace("$$", "$");
    }

    private static String value(java.util.regex.MatchResult found, Map<String, String> values) {
        String given = values.getOrDefault(found.group(1), "");
        if (!given.isEmpty()) {
            return given;
        }
        if ("-".equals(found.group(2))) {
            return found.group(3);
        }
        throw new AssertionError("docker-compose.yml wants " + found.group(1));
    }
}
