package fr.rtes.fiches.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Both stores over one directory, on loopback. An acknowledged write of either survives a killed process; one of
 * PostgreSQL survives a power cut as well.
 */
public final class EmbeddedStores implements AutoCloseable {

    private final Postgres postgres;
    private final MongoStandIn mongo;

    private EmbeddedStores(Postgres postgres, MongoStandIn mongo) {
        this.postgres = postgres;
        this.mongo = mongo;
    }

    /**
     * Starts both on free ports; for tests.
     *
     * @param directory where they keep their data; created if it is not there
     */
    public static EmbeddedStores start(Path directory) {
        return start(directory, freePort(), 0);
    }

    /**
     * Starts both, creating the database {@code fiches} if it is not there. A PostgreSQL that outlived a killed process
     * is taken over.
     *
     * @param directory where they keep their data; created if it is not there
     * @param postgresPort a port of the loopback interface
     * @param mongoPort likewise; 0 for a free one
     * @throws Unusable if the directory, its contents or a port cannot be used
     */
    public static EmbeddedStores start(Path directory, int postgresPort, int mongoPort) {
        DataDirectory data = new DataDirectory(directory).open();
        // MongoDB's stand-in first: the lock on its file keeps a second process away from both.
        MongoStandIn mongo = MongoStandIn.over(data.mongo(), mongoPort);
        try {
            PostgresBinaries binaries = PostgresBinaries.in(data.root().resolve("bin"));
            Postgres postgres =
                    Postgres.start(binaries, data.postgres(), data.logs().resolve("postgres.log"), postgresPort);
            return new EmbeddedStores(postgres, mongo);
        } catch (RuntimeException e) {
            mongo.close();
            throw e;
        }
    }

    /** The JDBC address of the database {@code fiches}. */
    public String postgresUrl() {
        return postgres.url();
    }

    /** Who connects to PostgreSQL; there is no password, for nobody but this machine can connect. */
    public String postgresUser() {
        return Postgres.USER;
    }

    /** The connection string of MongoDB's stand-in, database included. */
    public String mongoUri() {
        return mongo.uri();
    }

    /** Completes when either store has ended or can no longer write, with the reason. */
    public CompletableFuture<Unusable> broken() {
        CompletableFuture<Unusable> broken = new CompletableFuture<>();
        CompletableFuture<?> server = postgres.ended().thenRun(() -> broken.complete(new Unusable("postgres.ended")));
        CompletableFuture<?> file = mongo.failed()
                .thenAccept(e -> broken.complete(new Unusable(e, "mongo.write", String.valueOf(e.getMessage()))));
        return broken.whenComplete((reason, problem) -> {
            server.cancel(false);
            file.cancel(false);
        });
    }

    @Override
    public void close() {
        try {
            mongo.close();
        } finally {
            postgres.close();
        }
    }

    /** Stops a PostgreSQL that outlived its process. Returns whether there was one. */
    public static boolean stopLeftovers(DataDirectory data) {
        return Postgres.stopSurvivor(data.root().resolve("bin"), data.postgres());
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
