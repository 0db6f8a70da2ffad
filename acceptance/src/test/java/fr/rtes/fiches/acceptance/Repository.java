package fr.rtes.fiches.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Where things lie: the built jars, the launcher's class path, a place for data that a build may throw away. */
final class Repository {

    private static final String VERSION = "1.0.0";

    private Repository() {}

    /** The directory that holds the launcher script. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("fiches")) && Files.isRegularFile(at.resolve("docker-compose.yml"))) {
                return at;
            }
        }
        throw new AssertionError("Not within the repository: " + Path.of("").toAbsolutePath());
    }

    /** The executable jar of a service. */
    static Path service(String name) {
        return built(name, name + "-" + VERSION + "-exec.jar");
    }

    /**
     * Unpacks a service, as its image and the launcher do: it starts with two thirds of the work.
     *
     * @return the jar to start; its libraries lie beside it
     */
    static Path unpacked(String name, Path directory) {
        try {
            Process tool = new ProcessBuilder(
                            Part.java(),
                            "-Djarmode=tools",
                            "-jar",
                            service(name).toString(),
                            "extract",
                            "--force",
                            "--destination",
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!tool.waitFor(2, TimeUnit.MINUTES) || tool.exitValue() != 0) {
                throw new AssertionError(service(name) + " could not be unpacked");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return directory.resolve(name + "-" + VERSION + "-exec.jar");
    }

    /** The class path of the launcher, which also runs the stores. */
    static String launcher() {
        Path jar = built("embedded-stores", "embedded-stores-" + VERSION + ".jar");
        return jar + ":" + built("embedded-stores", "lib") + "/*";
    }

    /** Where registers of tests keep their data. */
    static Path registers() {
        return root().resolve("acceptance").resolve("target").resolve("registers");
    }

    private static Path built(String module, String name) {
        Path file = root().resolve(module).resolve("target").resolve(name);
        if (!Files.exists(file)) {
            throw new AssertionError(file + " is missing. Build it first: mvn -DskipTests package");
        }
        return file;
    }
}
