package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The processes of the register, in the order they start; they stop in the opposite one. */
enum Part {
    STORES("stores", "-Xmx512m"),
    /** Only where no other provider has its place. */
    ACCOUNTS("embedded-accounts", "-Xmx192m"),
    COMMAND("command-service", "-Xmx512m"),
    QUERY("query-service", "-Xmx512m");

    private final String label;
    private final String memory;

    Part(String label, String memory) {
        this.label = label;
        this.memory = memory;
    }

    /** Those that run with these settings. */
    static List<Part> of(Settings settings) {
        return Stream.of(values())
                .filter(part -> part != ACCOUNTS || settings.accountsAreEmbedded())
                .toList();
    }

    String label() {
        return label;
    }

    /** How to start this part. The first options name it and its data, so that a pid can be told from a stranger's. */
    List<String> command(Settings settings) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(marks(settings));
        words.add(memory);
        words.add("-XX:+ExitOnOutOfMemoryError");
        words.add("-Dfile.encoding=UTF-8");
        words.add("-Dstdout.encoding=UTF-8");
        words.add("-Dstderr.encoding=UTF-8");
        switch (this) {
            case STORES ->
                words.addAll(List.of("-Dslf4j.internal.verbosity=ERROR", Launcher.class.getName(), "stores"));
            // Two pages and a few tokens a day: what starts fast and stays small.
            case ACCOUNTS ->
                words.addAll(List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar(settings).toString()));
            case COMMAND, QUERY -> {
                words.add("-Ddisable-axoniq-console-message=true");
                words.add("-jar");
                words.add(jar(settings).toString());
            }
        }
        return words;
    }

    List<String> marks(Settings settings) {
        return List.of(
                "-Dfiches.part=" + label, "-Dfiches.data=" + settings.data().root());
    }

    Path jar(Settings settings) {
        return settings.home().resolve(label).resolve("target").resolve("app").resolve(label + "-1.0.0-exec.jar");
    }

    /** The variables this part reads, beside those of the launcher. */
    Map<String, String> environment(Settings settings) {
        Map<String, String> variables = new TreeMap<>();
        switch (this) {
            case STORES -> {
                // Not on the command line, which has to stay short enough to tell whose process it is.
                variables.put("CLASSPATH", System.getProperty("java.class.path"));
                variables.put("FICHES_HOME", settings.home().toString());
                variables.put("FICHES_DATA", settings.data().root().toString());
                variables.put("FICHES_POSTGRES_PORT", String.valueOf(settings.postgresPort()));
                variables.put("FICHES_MONGO_PORT", String.valueOf(settings.mongoPort()));
            }
            case ACCOUNTS -> {
                variables.put("SERVER_ADDRESS", "127.0.0.1");
                variables.put("SERVER_PORT", String.valueOf(settings.accountsPort()));
                variables.put(
                        "FICHES_ACCOUNTS_FOLDER", settings.data().accounts().toString());
                variables.put("FICHES_ACCOUNTS_ISSUER", settings.issuer());
                variables.put("FICHES_ACCOUNTS_PAGES", settings.queryUrl());
            }
            case COMMAND -> service(settings, settings.commandPort(), variables);
            case QUERY -> {
                service(settings, settings.queryPort(), variables);
                variables.put("SPRING_MONGODB_URI", settings.mongoUri());
                variables.put("FICHES_COMMANDSERVICE", "http://127.0.0.1:" + settings.commandPort());
                if (settings.accountsAreEmbedded()) {
                    variables.put("FICHES_ACCOUNTS_CLIENTSECRET", secret(settings));
                }
            }
        }
        return variables;
    }

    private static String secret(Settings settings) {
        try {
            return settings.accounts().pagesSecret();
        } catch (IOException e) {
            throw new Unusable(e, "accounts.unreadable", settings.data().accounts(), String.valueOf(e.getMessage()));
        }
    }

    private static void service(Settings settings, int port, Map<String, String> variables) {
        variables.put("SPRING_MAIN_BANNER_MODE", "off");
        variables.put("SERVER_ADDRESS", "127.0.0.1");
        variables.put("SERVER_PORT", String.valueOf(port));
        variables.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + settings.postgresPort() + "/fiches");
        variables.put("SPRING_DATASOURCE_USERNAME", "fiches");
        variables.put("SPRING_DATASOURCE_PASSWORD", "");
        variables.put("FICHES_ACCOUNTS_ISSUER", settings.issuer());
        variables.put("FICHES_MASTER_KEY_FILE", settings.data().masterKey().toString());
    }
}
