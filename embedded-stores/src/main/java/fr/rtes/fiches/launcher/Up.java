package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Accounts;
import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.embedded.EmbeddedStores;
import fr.rtes.fiches.embedded.Unusable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Starts the stores, the accounts and both services, in that order, and stays until Ctrl-C, a signal or a part that ends. There is one
 * way out, the shutdown hook, so that whatever was started by then is stopped, wherever the start had got to.
 */
final class Up {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);

    /** Long enough for requests under way and a checkpoint. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);

    /** Without its stores a service can finish nothing, and would wait for them. */
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Terminal terminal;
    private final List<RunningPart> running = new ArrayList<>();
    private boolean stopping;

    Up(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int run() {
        Instant begun = Instant.now();
        settings.data().open();
        try (FileChannel channel = FileChannel.open(
                settings.data().run().resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Held as long as this process lives, and let go by the system however it ends.
            Optional<FileLock> lock = lock(channel);
            if (lock.isEmpty()) {
                terminal.say("up.already", settings.queryUrl());
                return Launcher.DONE;
            }
            return start(begun);
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", settings.data().root(), String.valueOf(e.getMessage()));
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private int start(Instant begun) throws IOException {
        requireJars();
        new Down(settings, terminal).stopLeftovers();
        requirePorts();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        Files.writeString(pidFile(settings), ProcessHandle.current().pid() + "\n");
        terminal.say("up.begin", settings.data().root());
        Files.deleteIfExists(settings.data().ready());
        try (Register register = new Register(settings, terminal.words().locale(), Role.STAFF, Role.OPERATOR)) {
            Instant since = launch(Part.STORES);
            // Neither needs the other: they start side by side.
            if (settings.accountsAreEmbedded()) {
                showNewAccounts();
                Instant sinceAccounts = launch(Part.ACCOUNTS);
                started(Part.STORES, since, () -> Files.exists(settings.data().ready()));
                started(Part.ACCOUNTS, sinceAccounts, register::providerAnswers);
            } else {
                started(Part.STORES, since, () -> Files.exists(settings.data().ready()));
            }
            start(Part.COMMAND, () -> register.health(Register.Service.COMMAND).equals("UP"));
            // A view that is being rebuilt is OUT_OF_SERVICE and yet answers.
            start(Part.QUERY, () -> List.of("UP", "OUT_OF_SERVICE").contains(register.health(Register.Service.QUERY)));
            Directory directory = new Directory(register);
            await("up.views", directory::upToDate);
            Path sample = settings.home().resolve("samples").resolve("bourgogne-franche-comte.txt");
            if (directory.isEmpty() && Files.exists(sample)) {
                importSample(register, directory, sample);
            }
            show(directory, Duration.between(begun, Instant.now()));
        }
        return watch();
    }

    static Path pidFile(Settings settings) {
        return settings.data().run().resolve("up.pid");
    }

    /** What tells a launcher of this data directory from any other process. */
    static List<String> marks(Settings settings) {
        return List.of("-Dfiches.home=" + settings.home(), "up");
    }

    private void requireJars() {
        for (Part part : Part.of(settings)) {
            Path jar = part.jar(settings);
            if (part != Part.STORES && !Files.exists(jar)) {
                throw new Unusable("part.no-jar", part.label(), jar);
            }
        }
    }

    private void requirePorts() {
        Ports.requireFree(settings.commandPort(), Part.COMMAND.label());
        Ports.requireFree(settings.queryPort(), Part.QUERY.label());
        if (settings.accountsAreEmbedded()) {
            Ports.requireFree(settings.accountsPort(), Part.ACCOUNTS.label());
        }
        Ports.requireFree(settings.postgresPort(), "PostgreSQL");
        Ports.requireFree(settings.mongoPort(), "MongoDB");
    }

    /** Makes the accounts, the first time, and shows their passwords at once: nobody can tell them later. */
    private void showNewAccounts() throws IOException {
        List<Accounts.Issued> issued =
                settings.accounts().first(role -> terminal.words().say("accounts.first." + role.word()));
        if (!issued.isEmpty()) {
            AccountsDesk.showIssued(terminal, issued);
        }
    }

    private void start(Part part, BooleanSupplier answers) {
        started(part, launch(part), answers);
    }

    /** Returns when it was started. */
    private Instant launch(Part part) {
        RunningPart started;
        // The hook takes the same lock: it either sees this part in the list or this method sees that all is over.
        synchronized (running) {
            if (stopping) {
                throw new Unusable("up.interrupted");
            }
            started = RunningPart.start(part, settings);
            running.add(started);
        }
        return Instant.now();
    }

    private void started(Part part, Instant since, BooleanSupplier answers) {
        await("up.starting." + part.label(), answers);
        terminal.say("up.started", part.label(), terminal.seconds(Duration.between(since, Instant.now())));
    }

    /** Waits for a condition, showing what for and how long, and gives up as soon as any part has ended. */
    private void await(String key, BooleanSupplier condition) {
        Instant since = Instant.now();
        if (!terminal.interactive()) {
            terminal.say(key, "");
        }
        while (!condition.getAsBoolean()) {
            requireAlive();
            Duration elapsed = Duration.between(since, Instant.now());
            if (elapsed.compareTo(START_LIMIT) > 0) {
                throw new Unusable(
                        "up.too-slow", START_LIMIT.toMinutes(), settings.data().logs());
            }
            terminal.progress(terminal.words().say(key, terminal.seconds(elapsed)));
            pause(POLL);
        }
    }

    private void requireAlive() {
        RunningPart ended = firstEnded();
        if (ended != null) {
            // Its log lies on the same disk, so it may not have been able to say so itself.
            settings.data()
                    .full()
                    .ifPresent(full -> terminal.complain(terminal.words().say(full)));
            throw new Unusable(
                    "part.ended",
                    ended.part().label(),
                    ended.log(),
                    String.join(
                            "\n",
                            ended.lastLines(12).stream()
                                    .map(line -> "    " + line)
                                    .toList()));
        }
    }

    private @Nullable RunningPart firstEnded() {
        synchronized (running) {
            if (stopping) {
                throw new Unusable("up.interrupted");
            }
            return running.stream()
                    .filter(part -> !part.process().isAlive())
                    .findFirst()
                    .orElse(null);
        }
    }

    private void importSample(Register register, Directory directory, Path sample) throws IOException {
        Instant since = Instant.now();
        terminal.progress(terminal.words().say("up.importing", sample.getFileName()));
        Proposal proposal = Proposal.of(
                register, Files.readAllBytes(sample), sample.getFileName().toString());
        JsonNode accepted = proposal.accept();
        for (Proposal.Recorded recorded : Proposal.recorded(accepted)) {
            directory.awaitVersion(recorded.ficheId(), recorded.version());
        }
        await("up.views", directory::upToDate);
        terminal.say(
                "up.imported",
                sample.getFileName(),
                proposal.coverage(),
                terminal.seconds(Duration.between(since, Instant.now())));
    }

    private void show(Directory directory, Duration elapsed) {
        List<Directory.Entry> entries = directory.entries();
        terminal.print("");
        terminal.say("up.ready", directory.count(), terminal.seconds(elapsed));
        terminal.print("");
        if (!entries.isEmpty()) {
            terminal.table(table(entries));
            terminal.print("");
        }
        terminal.say("up.urls", settings.queryUrl(), settings.commandUrl());
        if (settings.accountsAreEmbedded()) {
            terminal.say("up.accounts");
        }
        terminal.say("up.stop");
    }

    private List<List<String>> table(List<Directory.Entry> entries) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                terminal.words().say("table.fiche"),
                terminal.words().say("table.version"),
                terminal.words().say("table.url")));
        for (Directory.Entry entry : entries) {
            rows.add(List.of(entry.name(), entry.version(), settings.pageOf(entry.ficheId())));
        }
        return rows;
    }

    private int watch() {
        while (true) {
            requireAlive();
            pause(Duration.ofMillis(200));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable(e, "up.interrupted");
        }
    }

    private void stop() {
        List<RunningPart> parts;
        synchronized (running) {
            stopping = true;
            parts = running.reversed();
        }
        boolean storesGone = parts.stream()
                .anyMatch(part -> part.part() == Part.STORES && !part.process().isAlive());
        for (RunningPart part : parts) {
            if (part.process().isAlive()) {
                terminal.progress(
                        terminal.words().say("stop.stopping", part.part().label()));
            }
            boolean followed = part.stop(storesGone ? SHORT_PATIENCE : STOP_PATIENCE);
            terminal.say(followed ? "stop.stopped" : "stop.killed", part.part().label());
        }
        if (EmbeddedStores.stopLeftovers(settings.data())) {
            terminal.say("stop.left-postgres");
        }
        try {
            Files.deleteIfExists(pidFile(settings));
        } catch (IOException e) {
            terminal.complain(String.valueOf(e.getMessage()));
        }
    }
}
