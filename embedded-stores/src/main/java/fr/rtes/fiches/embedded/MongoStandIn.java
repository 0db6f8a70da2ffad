package fr.rtes.fiches.embedded;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Something that speaks MongoDB's wire protocol and needs no installation. It has no transactions, no secondary indexes
 * and no change streams: good for hundreds of fiches, not for production.
 */
public final class MongoStandIn implements AutoCloseable {

    /** The database the views live in. */
    static final String DATABASE = "fiches";

    private final MongoServer server;
    private final CompletableFuture<Throwable> failed;
    private final int port;

    private MongoStandIn(MongoServer server, CompletableFuture<Throwable> failed, int port) {
        this.server = server;
        this.failed = failed;
        this.port = port;
    }

    /** Starts one on a free port that forgets everything when it is closed. */
    public static MongoStandIn inMemory() {
        return listen(H2Backend.inMemory(), new CompletableFuture<>(), 0);
    }

    /**
     * Starts one whose every acknowledged write survives a killed process.
     *
     * @param file where it keeps its documents; created if it is not there
     * @param port 0 for a free one
     * @throws Unusable if the file belongs to a running process or cannot be read, or the port is taken
     */
    static MongoStandIn over(Path file, int port) {
        CommittingBackend backend = new CommittingBackend(open(file));
        try {
            return listen(backend, backend.failed(), port);
        } catch (Unusable e) {
            backend.close();
            throw e;
        }
    }

    private static MVStore open(Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            MVStore store = new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .open();
            // Space is used again at once: with a commit a command, keeping the usual 45 seconds of old versions would
            // let the file grow by megabytes a second. The version before the last one is always kept, so a commit cut
            // short by a kill leaves one that is whole.
            store.setRetentionTime(0);
            return store;
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", file, DataDirectory.reason(e));
        } catch (MVStoreException e) {
            throw switch (e.getErrorCode()) {
                case DataUtils.ERROR_FILE_LOCKED -> new Unusable(e, "mongo.locked", file);
                case DataUtils.ERROR_UNSUPPORTED_FORMAT -> new Unusable(e, "mongo.newer", file);
                default -> new Unusable(e, "mongo.unreadable", file, String.valueOf(e.getMessage()));
            };
        }
    }

    private static MongoStandIn listen(H2Backend backend, CompletableFuture<Throwable> failed, int port) {
        MongoServer server = new MongoServer(backend);
        try {
            server.bind("127.0.0.1", port);
            return new MongoStandIn(server, failed, server.getLocalAddress().getPort());
        } catch (Exception e) {
            // Netty throws the checked BindException undeclared, so no narrower catch would see it.
            server.shutdownNow();
            if (isTaken(e)) {
                throw new Unusable(e, "port.taken", port, "MongoDB");
            }
            throw new IllegalStateException(e);
        }
    }

    private static boolean isTaken(@Nullable Throwable e) {
        return e != null && (e instanceof BindException || isTaken(e.getCause()));
    }

    /** The connection string, database included. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/" + DATABASE;
    }

    CompletableFuture<Throwable> failed() {
        return failed;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
