package fr.rtes.fiches.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept connection over HTTP/1.1 that costs the machine far less than what it asks. */
final class Wire implements AutoCloseable {

    private final int port;
    private Connection connection;

    private record Connection(Socket socket, InputStream in, OutputStream out) {
        static Connection to(int port) {
            try {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(60_000);
                return new Connection(
                        socket,
                        new BufferedInputStream(socket.getInputStream(), 1 << 16),
                        new BufferedOutputStream(socket.getOutputStream()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param body of a 2xx answer or of a problem */
    record Answer(int status, String body) {

        Answer orFail() {
            if (status / 100 != 2) {
                throw new IllegalStateException(status + " " + body);
            }
            return this;
        }
    }

    Wire(int port) {
        this.port = port;
        this.connection = Connection.to(port);
    }

    Answer get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    Answer put(String path, String json) {
        var length = json.getBytes(StandardCharsets.UTF_8).length;
        return send("PUT " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + Somebody.bearer()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + json);
    }

    private Answer send(String request) {
        try {
            var out = connection.out();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            var status = Integer.parseInt(line().substring(9, 12));
            var length = 0;
            var chunked = false;
            var closes = false;
            for (var header = line(); !header.isEmpty(); header = line()) {
                var lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring(15).strip());
                } else if (lower.startsWith("transfer-encoding:")) {
                    chunked = lower.contains("chunked");
                } else if (lower.startsWith("connection:")) {
                    closes = lower.contains("close");
                }
            }
            var body = chunked ? chunks() : connection.in().readNBytes(length);
            if (closes) {
                // Tomcat ends a connection after a hundred requests, and says so.
                close();
                connection = Connection.to(port);
            }
            return new Answer(status, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] chunks() throws IOException {
        var body = new java.io.ByteArrayOutputStream();
        while (true) {
            var length = Integer.parseInt(line().strip(), 16);
            body.write(connection.in().readNBytes(length));
            line();
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        var in = connection.in();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The connection ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            connection.socket().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
