package fr.rtes.fiches.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Measures each page from sending to the last byte, over HTTP on this machine, and what a browser loads for it: some clients ask for
 * the same page at once, each one request after another.
 */
final class Pages {

    private static final int WARM_UP = 60;
    private static final double NANOS_PER_MILLI = 1_000_000;
    /** Goals for a page's time and weight. */
    private static final double MOST_MILLIS = 50;

    private static final int MOST_BYTES = 150_000;

    private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");
    private static final Pattern MAP = Pattern.compile("(?s)<section class=\"map\".*?</section>");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String origin;
    private final int clients;
    private final int requests;

    private Pages(String origin, int clients, int requests) {
        this.origin = origin;
        this.clients = clients;
        this.requests = requests;
    }

    /** Arguments: {@code --clients=}, {@code --requests=} of each page, {@code --at=} the origin of a register that runs. */
    static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(option(arguments, "clients").orElse("2"));
        int requests = Integer.parseInt(option(arguments, "requests").orElse("200"));
        Optional<String> at = option(arguments, "at");
        if (at.isPresent()) {
            new Pages(at.get(), clients, requests).run();
            return;
        }
        String server = System.getenv("MONGODB_TEST_URI");
        String database = "pages_" + ProcessHandle.current().pid();
        List<String> options = new ArrayList<>();
        if (server != null && !server.isBlank()) {
            options.add("-Dspring.mongodb.uri=" + named(server, database));
        }
        try (Register register = Register.start("pages", options)) {
            fill(register);
            new Pages("http://127.0.0.1:" + register.queryPort(), clients, requests).run();
        } finally {
            if (server != null && !server.isBlank()) {
                drop(server, database);
            }
        }
    }

    private static Optional<String> option(String[] arguments, String name) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("--" + name + "="))
                .map(argument -> argument.substring(name.length() + 3))
                .findFirst();
    }

    /** The server's address with that database in it. */
    private static String named(String server, String database) {
        URI uri = URI.create(server);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return uri.getScheme() + "://" + uri.getRawAuthority() + "/" + database + query;
    }

    private static void drop(String server, String database) {
        try (com.mongodb.client.MongoClient client = com.mongodb.client.MongoClients.create(server)) {
            client.getDatabase(database).drop();
        }
    }

    // ---- the register

    private static void fill(Register register) throws Exception {
        long begun = System.nanoTime();
        String importId = register.propose(Seeds.find().page())
                .orFail()
                .body()
                .path("importId")
                .asString();
        register.command("POST", "/api/v1/imports/" + importId + "/acceptance", "{}")
                .orFail();
        ProcessBuilder loader = new ProcessBuilder(
                        Part.java(),
                        "-Dfiches.home=" + Repository.root(),
                        "-Dstdout.encoding=UTF-8",
                        "fr.rtes.fiches.launcher.Launcher",
                        "load-reference",
                        "--connections",
                        "8")
                .redirectErrorStream(true)
                .redirectOutput(Repository.registers().resolve("pages-load.log").toFile());
        loader.environment().put("CLASSPATH", Repository.launcher());
        loader.environment().put("FICHES_HOME", Repository.root().toString());
        loader.environment().put("FICHES_DATA", register.directory().toString());
        loader.environment().put("FICHES_COMMAND_PORT", String.valueOf(register.commandPort()));
        loader.start().waitFor();
        long head = register.head();
        register.await("the views to have read up to " + head, Duration.ofMinutes(30), register.query(), () -> {
            boolean all = register.query("/api/v1/views")
                    .body()
                    .valueStream()
                    .allMatch(view -> view.path("position").asLong() >= head
                            && view.path("rebuild").isNull());
            return all ? Optional.of(head) : Optional.empty();
        });
        System.out.printf(
                Locale.ROOT,
                "%d events, loaded and shown after %d s%n",
                head,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }

    // ---- the pages

    private void run() throws Exception {
        Map<String, String> pages = new LinkedHashMap<>();
        long position = position();
        pages.put("directory", "/?lang=fr");
        pages.put("directory, second page", next("/"));
        pages.put("search, rare word", "/?q=nevers");
        pages.put("search, common word", "/?q=saint");
        pages.put("type", "/?type=COMMUNE");
        pages.put("région", "/?region=27");
        pages.put("département", "/?departement=58");
        pages.put("membership year unknown", "/?membershipYear=UNKNOWN");
        pages.put("being written", "/?status=BEING_WRITTEN");
        pages.put("to be checked", "/?freshness=UNCONFIRMED");
        pages.put("by population", "/?sort=-population");
        pages.put("by last change", "/?sort=-recorded");
        pages.put("directory then", "/?knownAt=position:" + position / 2);
        pages.put("search then", "/?q=nevers&knownAt=position:" + position / 2);
        String fiche = fiche();
        pages.put("fiche", "/fiches/" + fiche);
        pages.put("fiche then", "/fiches/" + fiche + "?knownAt=position:" + position);
        pages.put("history", "/fiches/" + fiche + "/historique");
        pages.put("comparison", "/fiches/" + fiche + "/comparaison");
        pages.put("changes", "/modifications");
        pages.put("changes, second page", next("/modifications"));
        pages.put("findings", "/constats");
        pages.put("findings then", "/constats?knownAt=position:" + position / 2);
        pages.put("statistics", "/statistiques");
        pages.put("statistics then", "/statistiques?knownAt=position:" + position / 2);
        pages.put("operations", "/exploitation");

        System.out.printf(
                Locale.ROOT,
                "%d clients, %d requests a page, %d processors, load average %.1f%n",
                clients,
                requests,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println(
                "| page | p50 ms | p95 ms | longest ms | page kB | gzip kB | all, without map kB | gzip kB | |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        try (ExecutorService asking = Executors.newFixedThreadPool(clients)) {
            for (Map.Entry<String, String> page : pages.entrySet()) {
                measure(page.getKey(), page.getValue(), asking);
            }
        }
        http.close();
    }

    private void measure(String name, String address, ExecutorService asking) throws Exception {
        ask(address, asking, WARM_UP);
        long[] nanos = ask(address, asking, requests);
        Arrays.sort(nanos);
        String html = text(address);
        byte[] page = html.getBytes(StandardCharsets.UTF_8);
        byte[] withoutMap = MAP.matcher(html).replaceAll("").getBytes(StandardCharsets.UTF_8);
        int plain = withoutMap.length;
        int packed = packed(withoutMap).length;
        Matcher asset = ASSET.matcher(html);
        List<String> loaded = new ArrayList<>();
        while (asset.find()) {
            if (!loaded.contains(asset.group(1))) {
                loaded.add(asset.group(1));
                byte[] bytes = text(asset.group(1)).getBytes(StandardCharsets.UTF_8);
                plain += bytes.length;
                packed += packed(bytes).length;
            }
        }
        double p95 = at(nanos, 0.95);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %s |%n",
                name,
                at(nanos, 0.50),
                p95,
                at(nanos, 1),
                page.length / 1000.0,
                packed(page).length / 1000.0,
                plain / 1000.0,
                packed / 1000.0,
                p95 > MOST_MILLIS ? "too slow" : plain > MOST_BYTES ? "too heavy" : "");
    }

    /** @return nanoseconds of each request */
    private long[] ask(String address, ExecutorService asking, int count) throws InterruptedException {
        List<Callable<long[]>> shares = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int share = (count + clients - 1 - client) / clients;
            shares.add(() -> {
                long[] nanos = new long[share];
                for (int i = 0; i < share; i++) {
                    long sent = System.nanoTime();
                    text(address);
                    nanos[i] = System.nanoTime() - sent;
                }
                return nanos;
            });
        }
        List<Long> all = new ArrayList<>();
        for (Future<long[]> answered : asking.invokeAll(shares)) {
            try {
                Arrays.stream(answered.get()).forEach(all::add);
            } catch (ExecutionException e) {
                throw new IllegalStateException(address, e.getCause());
            }
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    private String text(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + address))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", "text/html,*/*;q=0.1")
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError(address + " was answered " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String next(String address) {
        Matcher next = NEXT.matcher(text(address));
        // A register that is too small for a second page is asked for the first one again.
        return next.find() ? next.group(1).replace("&amp;", "&") : address;
    }

    /** The fiche of the sample page that holds most, else the first there is. */
    private String fiche() {
        Matcher known = Pattern.compile("href=\"/fiches/([a-z0-9-]+)\"").matcher(text("/?q=conseil+regional"));
        if (known.find()) {
            return known.group(1);
        }
        Matcher first = Pattern.compile("href=\"/fiches/([a-z0-9-]+)\"").matcher(text("/"));
        if (!first.find()) {
            throw new IllegalStateException("The register holds no fiche");
        }
        return first.group(1);
    }

    private long position() {
        Matcher positions = Pattern.compile("\"position\" ?: ?(\\d+)").matcher(text("/api/v1/views"));
        long last = 0;
        while (positions.find()) {
            last = Math.max(last, Long.parseLong(Objects.requireNonNull(positions.group(1))));
        }
        return last;
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS_PER_MILLI;
    }
}
