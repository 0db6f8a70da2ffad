package fr.rtes.fiches.acceptance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP/1.1 to a port of this machine byte by byte, so that it can also speak it wrongly. Not for several threads. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    Wire(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /**
     * What came back.
     *
     * @param status 0: the connection was closed without an answer
     * @param headers names in lower case; several values of one name are joined with line feeds
     * @param text the body, as UTF-8
     */
    record Reply(int status, Map<String, String> headers, String text, long nanos) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * Sends bytes as they are and reads one answer.
     *
     * @param isWhole whether the server can know where the request ends; else nothing more is sent, and the connection is given up
     */
    Reply send(byte[] request, boolean isWhole) {
        var begun = System.nanoTime();
        try {
            try {
                return read(request, isWhole, begun);
            } catch (IOException e) {
                // A connection that was kept may have been closed meanwhile; a second failure is an answer in itself.
                close();
                return read(request, isWhole, begun);
            }
        } catch (IOException e) {
            close();
            return new Reply(0, Map.of(), "", System.nanoTime() - begun);
        }
    }

    private Reply read(byte[] request, boolean isWhole, long begun) throws IOException {
        var to = socket;
        var from = in;
        if (to == null || from == null) {
            to = new Socket();
            to.setTcpNoDelay(true);
            to.setSoTimeout(PATIENCE_MILLIS);
            to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            from = new BufferedInputStream(to.getInputStream());
            socket = to;
            in = from;
        }
        try {
            to.getOutputStream().write(request);
            to.getOutputStream().flush();
        } catch (IOException e) {
            // Refused before all was sent: the answer may be there all the same.
            if (from.available() == 0) {
                throw e;
            }
        }
        if (!isWhole) {
            to.shutdownOutput();
        }
        var reply = reply(from, begun, new String(request, 0, Math.min(5, request.length), StandardCharsets.US_ASCII));
        if (!isWhole || reply.header("connection").equalsIgnoreCase("close")) {
            close();
        }
        return reply;
    }

    private static Reply reply(InputStream in, long begun, String method) throws IOException {
        while (true) {
            var first = line(in).split(" ", 3);
            if (first.length < 2 || !first[1].matches("\\d{3}")) {
                throw new IOException("No HTTP: " + String.join(" ", first));
            }
            var status = Integer.parseInt(first[1]);
            var headers = new LinkedHashMap<String, String>();
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                var colon = line.indexOf(':');
                headers.merge(
                        line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (one, other) -> one + "\n" + other);
            }
            if (status == 100) {
                continue;
            }
            var body = method.startsWith("HEAD") || status == 204 || status == 304 ? new byte[0] : body(in, headers);
            return new Reply(status, headers, new String(body, StandardCharsets.UTF_8), System.nanoTime() - begun);
        }
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            var all = new ByteArrayOutputStream();
            while (true) {
                var size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
                all.write(in.readNBytes(size));
                line(in);
                if (size == 0) {
                    return all.toByteArray();
                }
            }
        }
        var length = headers.get("content-length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            var read = in.read();
            if (read < 0) {
                throw new EOFException("The connection was closed");
            }
            if (read == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if (read != '\r') {
                line.write(read);
            }
        }
    }

    /**
     * A request as bytes.
     *
     * @param headers whole lines, without their ends; where none of them says how long the body is, one that does is added
     */
    static byte[] request(String method, String target, int port, List<String> headers, byte @Nullable [] body) {
        var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (headers.stream().noneMatch(h -> h.regionMatches(true, 0, "Host:", 0, 5))) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        headers.forEach(h -> head.append(h).append("\r\n"));
        var says = headers.stream()
                .anyMatch(h -> h.regionMatches(true, 0, "Content-Length:", 0, 15)
                        || h.regionMatches(true, 0, "Transfer-Encoding:", 0, 18));
        if (body != null && !says) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        if (body != null) {
            bytes.writeBytes(body);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            socket = null;
            in = null;
        }
    }
}
