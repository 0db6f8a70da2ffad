package fr.rtes.fiches.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The line to a store, which can be cut: forwards both ways, and while it is cut, breaks every connection and every attempt. */
public final class Line implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final String host;
    private final int port;
    private final ServerSocket entry;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private volatile boolean cut;

    /** What of a request is lost with the line. */
    public enum Lost {
        REQUEST,
        /** The store has done what it was asked, and nobody knows. */
        ANSWER
    }

    private record Trap(Predicate<String> request, Lost lost, CountDownLatch sprung) {}

    /** @param port of the store */
    public Line(String host, int port) {
        this.host = host;
        this.port = port;
        try {
            entry = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("line-" + port).start(this::accept);
    }

    /** Where the store seems to be. */
    public int port() {
        return entry.getLocalPort();
    }

    public void cut() {
        cut = true;
        open.forEach(Line::end);
    }

    public boolean isCut() {
        return cut;
    }

    public void mend() {
        cut = false;
    }

    /**
     * Cuts the line at the next request of which this is true.
     *
     * @param request what is sent at once, each byte a character
     * @return open until then
     */
    public CountDownLatch cutAt(Predicate<String> request, Lost lost) {
        var set = new Trap(request, lost, new CountDownLatch(1));
        trap.set(set);
        return set.sprung();
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                var client = entry.accept();
                if (cut) {
                    end(client);
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (IOException e) {
                // closed, or somebody gave up before being let in
            }
        }
    }

    private void connect(Socket client) {
        try {
            var store = new Socket(host, port);
            client.setTcpNoDelay(true);
            store.setTcpNoDelay(true);
            open.add(client);
            open.add(store);
            var awaited = new AtomicReference<@Nullable Trap>();
            Thread.ofVirtual().start(() -> answer(store, client, awaited));
            if (cut) {
                cut();
            }
            request(client, store, awaited);
        } catch (IOException e) {
            end(client);
        }
    }

    private void request(Socket client, Socket store, AtomicReference<@Nullable Trap> awaited) {
        var buffer = new byte[BUFFER];
        try {
            for (var read = client.getInputStream().read(buffer);
                    read >= 0;
                    read = client.getInputStream().read(buffer)) {
                var set = trap.get();
                if (set != null
                        && set.request().test(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))
                        && trap.compareAndSet(set, null)) {
                    if (set.lost() == Lost.REQUEST) {
                        spring(set);
                        return;
                    }
                    awaited.set(set);
                }
                store.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // cut, or the client is gone
        } finally {
            end(client);
            end(store);
        }
    }

    private void answer(Socket store, Socket client, AtomicReference<@Nullable Trap> awaited) {
        var buffer = new byte[BUFFER];
        try {
            for (var read = store.getInputStream().read(buffer);
                    read >= 0;
                    read = store.getInputStream().read(buffer)) {
                var set = awaited.get();
                if (set != null) {
                    spring(set);
                    return;
                }
                client.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // cut, or the store is gone
        } finally {
            end(client);
            end(store);
        }
    }

    private void spring(Trap set) {
        cut();
        set.sprung().countDown();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more in any case
        }
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
