package fr.rtes.fiches.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes of {@code ./fiches}: real stores, real signals, services that only stand there. */
class LauncherIT {

    private static final String PASSWORD = "([0-9a-z]{5}-){3}[0-9a-z]{5}";

    @TempDir
    private static Path programs;

    @TempDir
    private Path home;

    private final Map<String, String> environment = new TreeMap<>();
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        for (String name : List.of(
                "FICHES_COMMAND_PORT",
                "FICHES_QUERY_PORT",
                "FICHES_ACCOUNTS_PORT",
                "FICHES_POSTGRES_PORT",
                "FICHES_MONGO_PORT")) {
            environment.put(name, String.valueOf(freePort()));
        }
        environment.put("FICHES_HOME", home.toString());
        environment.put("FICHES_DATA", home.resolve("data").toString());
        environment.put("FAKE_ENDS", home.resolve("ends").toString());
        environment.put("LC_ALL", "en_GB.UTF-8");
        Files.createDirectories(home.resolve("data"));
        Files.createSymbolicLink(home.resolve("data").resolve("bin"), programs);
        for (String part : List.of("embedded-accounts", "command-service", "query-service")) {
            jar(Files.createDirectories(home.resolve(part).resolve("target").resolve("app"))
                    .resolve(part + "-1.0.0-exec.jar"));
        }
    }

    @AfterEach
    void stopWhatATestLeft() throws Exception {
        launch("down").end();
        for (Process process : started) {
            process.destroyForcibly();
        }
    }

    @Test
    void upRunsUntilASignalAndStopsInOrder() throws Exception {
        Launched up = launch("up");
        up.await("Ctrl-C");
        assertThat(up.output()).contains("Ville d’Évreux", "/fiches/ville").doesNotContain("/api/");
        assertThat(launch("up").end().output()).contains("already runs");
        Ended status = launch("status").end();
        assertThat(status.exit()).isZero();
        assertThat(status.output()).contains("command-service", "profile", "1 public fiches");

        up.process().destroy();

        assertThat(up.end().exit()).isEqualTo(128 + 15);
        assertThat(Files.readAllLines(home.resolve("ends")))
                .containsExactly("query-service", "command-service", "embedded-accounts");
        assertNothingRuns();
        assertThat(launch("status").end().exit()).isEqualTo(1);
    }

    @Test
    void passwordsAreShownTheFirstTimeAndNeverAgain() throws Exception {
        assertThat(launch("accounts").end().output()).contains("No account was made");
        assertThat(launch("token", "staff").end().exit()).isEqualTo(1);
        Launched up = launch("up");
        up.await("Ctrl-C");
        String shown = up.output();
        for (String role : List.of("staff", "auditor", "operator", "agent")) {
            assertThat(shown).containsPattern(role + " +" + PASSWORD + " +" + role);
        }
        up.process().destroy();
        up.end();

        assertThat(launch("accounts").end().output())
                .contains("staff", "auditor", "operator", "agent")
                .doesNotContainPattern(PASSWORD)
                .doesNotContain("bcrypt");
        Ended added = launch("accounts", "add", "claude", "agent", "ville").end();
        assertThat(added.output()).containsPattern("claude +" + PASSWORD + " +agent +ville");
        assertThat(launch("accounts", "add", "claude", "agent").end().output()).contains("taken");
        assertThat(launch("accounts", "remove", "claude").end().exit()).isZero();
        assertThat(launch("accounts", "password", "claude").end().exit()).isEqualTo(1);
        assertThat(launch("token", "agent", "ville").end().output()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\n");

        Launched again = launch("up");
        again.await("Ctrl-C");
        assertThat(again.output()).doesNotContainPattern(PASSWORD);
        again.process().destroy();
        again.end();
    }

    @Test
    void whereAnotherProviderHasTheAccountsNoneAreMadeHere() throws Exception {
        environment.put("FICHES_ACCOUNTS_ISSUER", "https://accounts.example/realms/fiches");
        Launched up = launch("up");
        up.await("Ctrl-C");
        assertThat(launch("status").end().output()).doesNotContain("embedded-accounts");
        assertThat(launch("token", "staff").end().output()).contains("https://accounts.example/realms/fiches");
        assertThat(launch("accounts").end().exit()).isEqualTo(1);
        up.process().destroy();
        up.end();
        assertThat(home.resolve("data").resolve("accounts")).doesNotExist();
    }

    @Test
    void aSignalDuringTheStartStopsWhatHadStarted() throws Exception {
        environment.put("FAKE_SILENT", "command-service");
        Launched up = launch("up");
        up.await("command-service is starting");

        up.process().destroy();

        assertThat(up.end().exit()).isEqualTo(128 + 15);
        assertNothingRuns();
    }

    @Test
    void twoUpsAtOnceStartTheRegisterOnce() throws Exception {
        Launched one = launch("up");
        Launched other = launch("up");
        boolean first = one.awaitEither("Ctrl-C", "already runs");
        Launched winner = first ? one : other;
        Launched loser = first ? other : one;
        assertThat(loser.end().output()).contains("already runs");
        winner.await("Ctrl-C");
        winner.process().destroy();
        winner.end();
        assertNothingRuns();
    }

    @Test
    void aTakenPortIsNamedWithItsProcessAndNothingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("FICHES_QUERY_PORT", String.valueOf(taken.getLocalPort()));
            Ended up = launch("up").end();
            assertThat(up.exit()).isEqualTo(1);
            assertThat(up.output().lines())
                    .singleElement()
                    .asString()
                    .contains(
                            String.valueOf(taken.getLocalPort()),
                            "pid " + ProcessHandle.current().pid());
        }
        assertThat(home.resolve("data").resolve("postgres")).doesNotExist();
        assertNothingRuns();
    }

    @Test
    void aServiceThatEndsIsNamedWithItsLastWordsAndTheRestStops() throws Exception {
        environment.put("FAKE_FAILING", "query-service");
        Ended up = launch("up").end();
        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.output()).contains("query-service ended unexpectedly", "the reason why it ends");
        assertThat(Files.readAllLines(home.resolve("ends"))).containsExactly("command-service", "embedded-accounts");
        assertNothingRuns();
    }

    @Test
    void storesThatAreKilledEndTheRegisterAndTheNextUpRecovers() throws Exception {
        Launched up = launch("up");
        up.await("Ctrl-C");
        pid("stores").destroyForcibly();
        assertThat(up.end().exit()).isEqualTo(1);
        assertThat(up.output()).contains("stores ended unexpectedly");
        assertNothingRuns();

        Launched again = launch("up");
        again.await("Ctrl-C");
        again.process().destroy();
        again.end();
        assertNothingRuns();
    }

    @Test
    void whatAKilledLauncherLeftIsStoppedByDown() throws Exception {
        Launched up = launch("up");
        up.await("Ctrl-C");
        up.process().destroyForcibly().waitFor();
        assertThat(pid("query-service").isAlive()).isTrue();

        Ended down = launch("down").end();

        assertThat(down.exit()).isZero();
        assertThat(down.output()).contains("Everything is stopped");
        assertNothingRuns();
    }

    @Test
    void whatAKilledLauncherLeftIsReplacedByTheNextUp() throws Exception {
        Launched up = launch("up");
        up.await("Ctrl-C");
        up.process().destroyForcibly().waitFor();

        Launched again = launch("up");
        again.await("Ctrl-C");
        assertThat(launch("status").end().exit()).isZero();
        assertThat(launch("down").end().output()).contains("Everything is stopped");
        again.end();
        assertNothingRuns();
    }

    @Test
    void aPidThatBelongsToAStrangerIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        started.add(stranger);
        Path run = Files.createDirectories(home.resolve("data").resolve("run"));
        Files.writeString(run.resolve("stores.pid"), stranger.pid() + "\n");
        Files.writeString(run.resolve("up.pid"), stranger.pid() + "\n");

        assertThat(launch("down").end().output()).contains("Nothing was running");

        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void dataOfANewerVersionAreRefusedInOneLine() throws Exception {
        Files.writeString(home.resolve("data").resolve("version"), "99\n");
        Ended up = launch("up").end();
        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.output().lines()).singleElement().asString().contains("newer version", "99");
    }

    private void assertNothingRuns() {
        String data = home.resolve("data").toString();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.pid() != ProcessHandle.current().pid())
                        .filter(process -> started.stream().noneMatch(own -> own.pid() == process.pid()))
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(data)))
                .isEmpty();
        for (String name : List.of(
                "FICHES_COMMAND_PORT",
                "FICHES_QUERY_PORT",
                "FICHES_ACCOUNTS_PORT",
                "FICHES_POSTGRES_PORT",
                "FICHES_MONGO_PORT")) {
            if (!name.equals("FICHES_QUERY_PORT")) {
                assertThat(Ports.isFree(Integer.parseInt(environment.get(name))))
                        .as(name)
                        .isTrue();
            }
        }
    }

    private ProcessHandle pid(String part) throws IOException {
        Path file = home.resolve("data").resolve("run").resolve(part + ".pid");
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }

    private record Ended(int exit, String output) {}

    private record Launched(Process process, StringBuilder text, Thread reader) {

        String output() {
            synchronized (text) {
                return text.toString();
            }
        }

        void await(String said) throws Exception {
            assertThat(awaitEither(said, null)).as(output()).isTrue();
        }

        /** Returns whether the first was said; false for the second. */
        boolean awaitEither(String first, @Nullable String second) throws Exception {
            synchronized (text) {
                long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
                while (true) {
                    if (output().contains(first)) {
                        return true;
                    }
                    if (second != null && output().contains(second)) {
                        return false;
                    }
                    if (!reader.isAlive() || System.nanoTime() > limit) {
                        throw new TimeoutException("never said " + first + ":\n" + output());
                    }
                    text.wait(1000);
                }
            }
        }

        Ended end() throws Exception {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(output()).isTrue();
            reader.join();
            return new Ended(process.exitValue(), output());
        }
    }

    private Launched launch(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfiches.home=" + home,
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "-XX:TieredStopAtLevel=1",
                        Launcher.class.getName())
                .redirectErrorStream(true);
        builder.command().addAll(List.of(command));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        StringBuilder text = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> read(process, text));
        return new Launched(process, text, reader);
    }

    private static void read(Process process, StringBuilder text) {
        try {
            process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
                synchronized (text) {
                    text.append(line).append('\n');
                    text.notifyAll();
                }
            });
        } catch (UncheckedIOException e) {
            // Killing a process closes its output; what it said before has been read.
            synchronized (text) {
                text.notifyAll();
            }
        }
    }

    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String name = FakeService.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                var code = FakeService.class.getResourceAsStream("/" + name)) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
