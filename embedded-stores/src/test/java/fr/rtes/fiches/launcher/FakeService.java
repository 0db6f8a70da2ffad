package fr.rtes.fiches.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Stands in for a service where its process matters and its answers do not. {@code FAKE_FAILING} names the part that
 * ends at once, {@code FAKE_SILENT} the one that never becomes healthy; both write the order of their ends to
 * {@code FAKE_ENDS}.
 */
final class FakeService {

    private FakeService() {}

    static void main(String[] arguments) throws IOException {
        String part = System.getProperty("fiches.part");
        if (part.equals(System.getenv("FAKE_FAILING"))) {
            System.out.println("the reason why it ends");
            System.exit(3);
        }
        Path ends = Path.of(System.getenv("FAKE_ENDS"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Files.writeString(ends, part + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        String health = part.equals(System.getenv("FAKE_SILENT")) ? "DOWN" : "UP";
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("SERVER_PORT"))),
                10);
        answer(
                server,
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + System.getenv("FICHES_ACCOUNTS_ISSUER") + "\"}");
        answer(server, "/actuator/health", "{\"status\":\"" + health + "\"}");
        answer(
                server,
                "/api/v1/views",
                "{\"views\":[{\"view\":\"profile\",\"position\":7,\"lagEvents\":0,\"lagSeconds\":0}]}");
        answer(
                server,
                "/api/v1/fiches",
                "{\"total\":1,\"fiches\":[{\"ficheId\":\"ville\",\"name\":\"Ville d’Évreux\",\"version\":3}]}");
        server.start();
        System.out.println(part + " listens");
    }

    private static void answer(HttpServer server, String path, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
