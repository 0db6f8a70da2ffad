package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.EmbeddedStores;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops what runs over this data directory, including what a killed launcher left. */
final class Down {

    /** Longer than a launcher may take to stop its four parts. */
    private static final Duration LAUNCHER_PATIENCE = Duration.ofSeconds(170);

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Settings settings;
    private final Terminal terminal;

    Down(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int run() {
        boolean something = false;
        if (Files.isDirectory(settings.data().run())) {
            Optional<ProcessHandle> launcher = RunningPart.alive(Up.pidFile(settings), Up.marks(settings));
            if (launcher.isPresent()) {
                something = true;
                terminal.say("stop.launcher", launcher.get().pid());
                launcher.get().destroy();
                await(launcher.get());
            }
            something |= stopLeftovers();
        }
        terminal.say(something ? "stop.done" : "stop.nothing");
        return Launcher.DONE;
    }

    private static void await(ProcessHandle launcher) {
        try {
            launcher.onExit().get(LAUNCHER_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // What it did not stop is stopped next, one by one.
            launcher.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops parts without a launcher, and a PostgreSQL without its stores. Returns whether there was any. */
    boolean stopLeftovers() {
        boolean something = false;
        for (Part part : List.of(Part.values()).reversed()) {
            Optional<RunningPart> left = RunningPart.left(part, settings);
            if (left.isPresent()) {
                something = true;
                terminal.say("stop.left", part.label(), left.get().process().pid());
                left.get().stop(PATIENCE);
            }
        }
        if (EmbeddedStores.stopLeftovers(settings.data())) {
            something = true;
            terminal.say("stop.left-postgres");
        }
        return something;
    }
}
