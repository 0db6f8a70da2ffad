package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.EmbeddedStores;
import fr.rtes.fiches.embedded.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs the stores alone, until it is told to end or one of them breaks. */
final class Stores {

    private final Settings settings;
    private final Terminal terminal;
    private final AtomicBoolean asked = new AtomicBoolean();
    private @Nullable EmbeddedStores running;

    Stores(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int run() {
        Path ready = settings.data().open().ready();
        forget(ready);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(ready)));
        EmbeddedStores stores = start();
        if (stores == null) {
            return Launcher.DONE;
        }
        try {
            Files.writeString(ready, stores.postgresUrl() + "\n" + stores.mongoUri() + "\n");
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", ready, String.valueOf(e.getMessage()));
        }
        terminal.say("stores.running", stores.postgresUrl(), stores.mongoUri());
        Unusable reason = stores.broken().join();
        if (asked.get()) {
            // PostgreSQL ended because the hook stops it; the process ends when the hook has.
            return Launcher.DONE;
        }
        throw reason;
    }

    /** The stop waits for a start under way: a PostgreSQL half-way up would outlive this process. */
    private synchronized @Nullable EmbeddedStores start() {
        if (!asked.get()) {
            running = EmbeddedStores.start(settings.data().root(), settings.postgresPort(), settings.mongoPort());
        }
        return running;
    }

    private void stop(Path ready) {
        asked.set(true);
        forget(ready);
        synchronized (this) {
            if (running != null) {
                running.close();
            }
        }
    }

    private static void forget(Path ready) {
        try {
            Files.deleteIfExists(ready);
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", ready, String.valueOf(e.getMessage()));
        }
    }
}
