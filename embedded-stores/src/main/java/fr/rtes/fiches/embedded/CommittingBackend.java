package fr.rtes.fiches.embedded;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A backend that acknowledges a write only once it is in the file.
 *
 * <p>Left alone, the store commits about once a second, on its own thread, wherever the commands happen to be: a killed
 * process then loses writes it had acknowledged, and can keep a document without its index entry. Here the store never
 * commits by itself; a commit happens between commands, and those that finished meanwhile share one.
 */
final class CommittingBackend extends H2Backend {

    /** Commands that never write. All others may, and are followed by a commit if the store has changed. */
    private static final Set<String> READING = Set.of(
            "find",
            "getmore",
            "count",
            "distinct",
            "hello",
            "ismaster",
            "ping",
            "buildinfo",
            "listcollections",
            "listindexes",
            "listdatabases",
            "killcursors",
            "endsessions",
            "collstats",
            "dbstats",
            "serverstatus");

    private final MVStore store;

    /** Commands hold the shared side, a commit the other: a commit never sees half a command. */
    private final ReadWriteLock commands = new ReentrantReadWriteLock(true);

    private final AtomicLong finished = new AtomicLong();
    private final Object committing = new Object();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private long committed;

    CommittingBackend(MVStore store) {
        super(store);
        this.store = store;
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (READING.contains(command.toLowerCase(java.util.Locale.ROOT))) {
            return super.handleCommand(channel, database, command, query);
        }
        long ticket;
        commands.readLock().lock();
        try {
            return super.handleCommand(channel, database, command, query);
        } finally {
            ticket = finished.incrementAndGet();
            commands.readLock().unlock();
            // Also where the command failed: an ordered batch keeps what came before its error.
            commitUpTo(ticket);
        }
    }

    private void commitUpTo(long ticket) {
        synchronized (committing) {
            if (committed >= ticket) {
                return;
            }
            commands.writeLock().lock();
            try {
                long upTo = finished.get();
                if (store.hasUnsavedChanges()) {
                    store.commit();
                }
                committed = upTo;
            } catch (MVStoreException e) {
                // Not in the file, so not acknowledged: the client sees an error, and the process has to end.
                failure.complete(e);
                throw e;
            } finally {
                commands.writeLock().unlock();
            }
        }
    }

    /** Completes with the reason when the file can no longer be written. */
    CompletableFuture<Throwable> failed() {
        return failure;
    }
}
