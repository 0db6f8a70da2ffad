package fr.rtes.fiches.acceptance;

import de.siegmar.fastcsv.reader.CsvReader;
import fr.rtes.fiches.acceptance.Wire.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends to every operation of both services, and to every form of the pages, what nobody should send, with valid requests among it so
 * that there is something to break; and judges every answer. What is sent follows from the seed, and from the answers before it.
 */
final class Fuzz {

    private static final long LONGEST = Duration.ofSeconds(5).toNanos();
    /** Whoever asks for a version that is not there yet is kept waiting for five seconds on purpose. */
    private static final long LONGEST_WAIT = 2 * LONGEST;

    private static final String JSON = "Content-Type: application/json";

    /** What says where something went wrong within, which nobody outside is to know. */
    private static final Pattern LEAK = Pattern.compile("\\bat"
            + " [a-z]+(\\.[a-zA-Z0-9_$]+)+\\(|\\b(org|java|jakarta|tools|com|fr)\\.[a-z]+\\.[a-zA-Z.]*[A-Z]\\w+|\\w+Exception\\b|\\b(SELECT|INSERT"
            + " INTO|UPDATE|DELETE) [\\w*, ]+ (FROM|VALUES|SET|WHERE)\\b|SQLState|SQLSTATE|PSQL|BsonDocument|Apache"
            + " Tomcat|Whitelabel");

    private static final List<String> EXECUTABLE = List.of(
            "<script>" + Hostile.MARK,
            "<img src=x onerror=" + Hostile.MARK,
            "<svg/onload=" + Hostile.MARK,
            "href=\"javascript:" + Hostile.MARK);

    /** Problems of a request as a whole: no one field is at fault. */
    private static final Set<String> OF_THE_WHOLE = Set.of(
            "malformed-json",
            "missing-body",
            "bad-request",
            "source-empty",
            "source-html",
            "source-no-fiche",
            "source-not-utf-8",
            "source-nul-character");

    private static final Pattern FORM =
            Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)=\"([^\"]*)\"");
    private static final Pattern INPUT =
            Pattern.compile("<(?:input|select|textarea|button)\\b([^>]*)>", Pattern.CASE_INSENSITIVE);

    private final Register register;
    private final long seed;
    private final OpenApi commands;
    private final OpenApi queries;
    /** Sent with every request, for whoever has to say who they are. */
    private final List<String> credentials;

    private final Map<String, Tried> tried = new ConcurrentHashMap<>();
    private final Map<String, String> wrong = new ConcurrentHashMap<>();
    private final Set<String> recording = ConcurrentHashMap.newKeySet();
    private final Set<String> knownTypes = ConcurrentHashMap.newKeySet();
    private final byte[] bomb = Hostile.bomb();

    /** How it went with one operation. */
    private static final class Tried {
        private long inputs;
        private long accepted;
        private long slowest;
        private String slowestInput = "";

        synchronized void add(boolean isAccepted, long nanos, String input) {
            inputs++;
            accepted += isAccepted ? 1 : 0;
            if (nanos > slowest) {
                slowest = nanos;
                slowestInput = input;
            }
        }
    }

    /** Bytes that are sent; text or not. */
    private static final class Body {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * A request.
     *
     * @param operation under which it is counted
     * @param isHttp whether it is one at all: what is not may be answered by closing the connection
     * @param isWhole whether the server can know where it ends
     */
    private record Input(
            String operation,
            String method,
            String target,
            List<String> headers,
            @Nullable Body body,
            boolean isHttp,
            boolean isWhole) {

        Input with(String... more) {
            return new Input(
                    operation,
                    method,
                    target,
                    Stream.concat(headers.stream(), Stream.of(more)).toList(),
                    body,
                    isHttp,
                    isWhole);
        }

        @Override
        public String toString() {
            var sent = body == null ? "" : " " + new String(body.bytes, StandardCharsets.UTF_8);
            return method + " " + cut(target, 300) + " " + cut(headers.toString(), 300) + cut(sent, 500);
        }
    }

    private Fuzz(Register register, long seed) throws IOException {
        this.register = register;
        this.seed = seed;
        this.commands = new OpenApi("command-service", Repository.root());
        this.queries = new OpenApi("query-service", Repository.root());
        this.credentials = List.of();
    }

    /** Arguments: seconds (180), the seed (the clock's). Ends with 1 when something failed, leaked, hung or was recorded. */
    static void main(String[] arguments) throws IOException, InterruptedException {
        var seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 180;
        var seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.currentTimeMillis();
        System.out.println(seconds + " s, seed " + seed);
        boolean isWell;
        try (var register = Register.start("fuzz")) {
            isWell = new Fuzz(register, seed).run(Duration.ofSeconds(seconds));
        }
        System.out.println(isWell ? "nothing wrong, seed " + seed : "FAILED, seed " + seed);
        System.exit(isWell ? 0 : 1);
    }

    private boolean run(Duration length) throws InterruptedException {
        var end = System.nanoTime() + length.toNanos();
        var pagesFrom = end - length.toNanos() * 3 / 10;
        var senders = new ArrayList<Thread>();
        for (var i = 0; i < 2; i++) {
            var sender = new Sender(new Random(seed + i));
            senders.add(Thread.ofPlatform().start(() -> sender.api(pagesFrom)));
        }
        senders.add(Thread.ofPlatform().daemon().start(() -> slowBodies(pagesFrom)));
        for (var sender : senders) {
            sender.join();
        }
        nothingRecorded();
        new Sender(new Random(seed + 2)).pages(end);
        viewsAreTheirFold();
        report();
        return wrong.isEmpty();
    }

    // ---- what is sent

    private final class Sender {

        private final Random random;
        private final Hostile hostile;
        private final Bodies bodies;
        private final Wire command = new Wire(register.commandPort());
        private final Wire query = new Wire(register.queryPort());
        private final List<String> fiches = new ArrayList<>();
        private final Map<String, List<String>> ids = new LinkedHashMap<>();
        private final List<String> cursors = new ArrayList<>();

        Sender(Random random) {
            this.random = random;
            this.hostile = new Hostile(random);
            this.bodies = new Bodies(commands, random, hostile);
        }

        void api(long until) {
            var all = new ArrayList<Runnable>();
            commands.operations().forEach(o -> all.add(() -> command(o)));
            queries.operations().forEach(o -> all.add(() -> query(o)));
            for (var i = 0; i < 3; i++) {
                registerOne();
            }
            for (var n = 0; System.nanoTime() < until; n++) {
                // Each operation in turn, so that a short run has them all.
                all.get(n % all.size()).run();
                if (n % all.size() == 0) {
                    registerOne();
                    tables();
                }
            }
            command.close();
            query.close();
        }

        private void registerOne() {
            var schema = commands.root().at("/components/schemas/Registration");
            var body = bodies.like(schema, hostile.once(2));
            var reply = judge(
                    new Input(
                            "registerMember",
                            "POST",
                            "/api/v1/fiches",
                            List.of(JSON),
                            bytes(body.toString()),
                            true,
                            true),
                    command);
            if (reply.status() == 201) {
                var id = Fuzz.body(reply).path("ficheId").asString();
                if (fiches.size() > 30) {
                    fiches.remove(random.nextInt(fiches.size()));
                }
                fiches.add(id);
                judge(
                        new Input(
                                "publishFiche",
                                "PUT",
                                "/api/v1/fiches/" + id + "/publication",
                                List.of(JSON),
                                bytes("{}"),
                                true,
                                true),
                        command);
            }
        }

        private void command(OpenApi.Operation operation) {
            var name = operation.node().path("operationId").asString();
            if (name.equals("proposeImport")) {
                judge(source(), command);
                return;
            }
            var method = operation.method().toUpperCase(java.util.Locale.ROOT);
            var schema = operation.node().at("/requestBody/content/application~1json/schema");
            var isValid = hostile.once(3);
            var target = isValid || !hostile.once(4) ? path(operation.path(), true) : path(operation.path(), false);
            if (!isValid && hostile.once(4)) {
                target += "?" + hostile.encoded() + "=" + hostile.encoded();
            }
            var body = schema.isMissingNode()
                    ? null
                    : bytes(isValid ? bodies.like(schema, hostile.once(2)).toString() : bodies.wrong(schema));
            var input = new Input(name, method, target, body == null ? List.of() : List.of(JSON), body, true, true);
            var reply = judge(isValid || hostile.once(2) ? input : spoiled(input), command);
            if (reply.status() / 100 == 2) {
                remember(reply);
            }
        }

        private void query(OpenApi.Operation operation) {
            var name = operation.node().path("operationId").asString(operation.toString());
            var method = operation.method().toUpperCase(java.util.Locale.ROOT);
            // A rebuild takes a while; a handful of them is enough.
            if (name.contains("ebuild") && method.equals("POST") && !hostile.once(20)) {
                return;
            }
            var target = new StringBuilder(path(operation.path(), !hostile.once(4)));
            var separator = "?";
            for (var parameter : operation.node().path("parameters")) {
                if (parameter.path("in").asString().equals("query") && hostile.once(3)) {
                    target.append(separator).append(parameter.path("name").asString());
                    target.append(
                            hostile.once(12) ? hostile.any(List.of("[$ne]", "[]", "%5B%24gt%5D", ".$where")) : "");
                    target.append('=').append(value(parameter.path("name").asString()));
                    separator = "&";
                }
            }
            var input = new Input(
                    name,
                    method,
                    target.toString(),
                    List.of("Accept: "
                            + hostile.any(
                                    List.of("application/json", "*/*", "text/csv", "text/html", "application/json"))),
                    null,
                    true,
                    true);
            remember(judge(hostile.once(3) ? spoiled(input) : input, query));
        }

        private String value(String name) {
            if (hostile.once(3)) {
                return hostile.encoded();
            }
            return switch (name) {
                case "limit", "line", "from", "to", "minVersion", "upTo" ->
                    hostile.any(List.of("1", "2", "0", "-1", "500", "501", "99999999999", "1e3", "1-2", "2-1"));
                case "cursor" -> cursors.isEmpty() ? hostile.encoded() : tampered(hostile.any(cursors));
                case "knownAt", "validAt", "fromValidAt", "toValidAt", "notConfirmedSince" ->
                    hostile.any(List.of(
                            "2026-11-29",
                            "2019",
                            "2019-02",
                            "position:3",
                            "2099-01-01",
                            "0000-00-00",
                            "2026-11-29T10:00:00Z"));
                case "ficheId" -> fiches.isEmpty() ? "x" : hostile.any(fiches);
                case "q" -> Hostile.encode(hostile.shortText());
                default ->
                    hostile.any(List.of(
                            "COMMUNE",
                            "PUBLISHED",
                            "name",
                            "-name",
                            "27",
                            "true",
                            "/budgets",
                            "true,false",
                            ",",
                            "API"));
            };
        }

        private String tampered(String cursor) {
            if (hostile.once(2) || cursor.isEmpty()) {
                return cursor;
            }
            var at = random.nextInt(cursor.length());
            return cursor.substring(0, at)
                    + (char) ('A' + random.nextInt(26))
                    + cursor.substring(at + random.nextInt(2));
        }

        private String path(String template, boolean isKnown) {
            var filled = new StringBuilder();
            for (var part : template.substring(1).split("/", -1)) {
                filled.append('/');
                if (!part.startsWith("{")) {
                    filled.append(part);
                } else if (!isKnown) {
                    filled.append(hostile.encoded());
                } else {
                    var known = part.equals("{ficheId}") ? fiches : ids.getOrDefault(part, List.of());
                    filled.append(
                            switch (part) {
                                case "{scheme}" -> hostile.any(List.of("siren", "cog"));
                                case "{view}" -> hostile.any(Register.VIEWS);
                                case "{version}" -> hostile.any(List.of("1", "2", "0", "-1", "99999999999999999999"));
                                case "{sha256}" -> known.isEmpty() ? "0".repeat(64) : hostile.any(known);
                                default -> known.isEmpty() ? "x" : Hostile.encode(hostile.any(known));
                            });
                }
            }
            return filled.toString();
        }

        /** Keeps ids and cursors, for later requests that get further. */
        private void remember(Reply reply) {
            var next = reply.header("link");
            if (next.contains("cursor=")) {
                cursors.add(next.replaceAll("(?s).*cursor=([^&>]*).*", "$1"));
                if (cursors.size() > 20) {
                    cursors.removeFirst();
                }
            }
            var text = reply.text().length() < 200_000 ? reply.text() : "";
            var found = Pattern.compile("\"(\\w+Id|id|sha256)\":\"([^\"\\\\]{1,80})\"")
                    .matcher(text);
            while (found.find()) {
                var known = ids.computeIfAbsent("{" + found.group(1) + "}", key -> new ArrayList<>());
                known.add(found.group(2));
                if (known.size() > 20) {
                    known.removeFirst();
                }
            }
        }

        private Input source() {
            var type = hostile.any(
                    List.of("text/plain", "text/csv", "application/json", "text/plain; charset=utf-8", "text/csv"));
            var text = switch (random.nextInt(8)) {
                case 0 -> "Ville de Nevers\n\n" + hostile.text() + "\n";
                case 1 ->
                    "ficheId,name,type,population,budgetAmount\n\"" + hostile.shortText() + "\",=1+1,COMMUNE,"
                            + hostile.shortText() + ",1\n";
                case 2 -> "name,type\n" + "Ville de X,COMMUNE\n".repeat(random.nextInt(2000));
                case 3 -> "[" + bodies.wrong(commands.root().at("/components/schemas/Registration")) + "]";
                case 4 -> "[" + bodies.like(commands.root().at("/components/schemas/Registration"), true) + "]";
                case 5 -> hostile.raw();
                case 6 -> "\"".repeat(random.nextInt(20_000)) + "\n" + "a;".repeat(random.nextInt(20_000));
                default ->
                    "Ville de Nevers\nAdhésion en 2014\n" + (hostile.shortText() + "\n").repeat(random.nextInt(40));
            };
            var input = new Input(
                    "proposeImport",
                    "POST",
                    "/api/v1/imports?name=" + hostile.encoded(),
                    List.of("Content-Type: " + type),
                    bytes(text),
                    true,
                    true);
            return hostile.once(4) ? spoiled(input) : input;
        }

        /** The same in a wrapping that is wrong. */
        private Input spoiled(Input input) {
            var sent = input.body();
            var body = sent == null ? new byte[0] : sent.bytes;
            return switch (random.nextInt(24)) {
                case 0 -> input.with("If-Match: " + hostile.headerText());
                case 1 -> input.with("Idempotency-Key: " + hostile.headerText());
                case 2 -> input.with("Acting-As: " + hostile.headerText());
                case 3 -> input.with("Change-Reason: " + hostile.headerText());
                case 4 -> input.with("Change-Reason: UTF-8''" + hostile.encoded());
                case 5 -> input.with("Accept: " + hostile.headerText());
                case 6 -> input.with("Accept-Language: " + hostile.headerText());
                case 7 -> input.with("Accept-Datetime: " + hostile.headerText());
                case 8 -> input.with("If-None-Match: " + hostile.headerText());
                case 9 -> input.with("Cookie: lang=" + hostile.headerText());
                case 10 ->
                    input.with("X-Forwarded-For: " + hostile.headerText(), "Forwarded: for=" + hostile.headerText());
                case 11 -> input.with("traceparent: " + hostile.headerText(), "X-HTTP-Method-Override: DELETE");
                case 12 -> input.with("Range: bytes=0-,5-1,-1", "Expect: x");
                case 13 ->
                    retyped(
                            input,
                            hostile.any(List.of(
                                    "text/xml",
                                    "application/x-www-form-urlencoded",
                                    "multipart/form-data",
                                    "multipart/form-data; boundary=a",
                                    "application/json; charset=utf-7",
                                    "application/json; charset=x-none",
                                    "application/json; charset=utf-16",
                                    "application/x-java-serialized-object",
                                    "nonsense",
                                    "a/b/c",
                                    hostile.headerText())));
                case 14 -> retyped(input, null);
                case 15 -> raw(input.with("Content-Encoding: gzip"), bomb, true, true);
                case 16 -> raw(input, "é\u0000ÿ".getBytes(StandardCharsets.ISO_8859_1), true, true);
                case 17 ->
                    raw(input, new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16), true, true);
                case 18 -> raw(input.with("Content-Length: " + (body.length + 10)), body, true, false);
                case 19 -> raw(input.with("Content-Length: 1", "Content-Length: 2"), body, false, false);
                case 20 ->
                    raw(
                            input.with("Transfer-Encoding: chunked", "Content-Length: 3"),
                            "zz\r\n".getBytes(StandardCharsets.UTF_8),
                            false,
                            false);
                case 21 -> raw(input.with("Content-Length: 99999999999"), body, true, false);
                case 22 -> {
                    var chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
                    yield raw(
                            input.with("Transfer-Encoding: chunked"),
                            (chunk.repeat(80) + "0\r\n\r\n").getBytes(StandardCharsets.UTF_8),
                            true,
                            true);
                }
                default ->
                    hostile.once(2)
                            ? raw(input.with("X: " + "x".repeat(40_000)), body, false, true)
                            : raw(input.with("Bad Header", "X\u0000: 1", " folded: 1"), body, false, false);
            };
        }

        private static Input retyped(Input input, @Nullable String type) {
            var headers = new ArrayList<>(input.headers());
            headers.removeIf(h -> h.startsWith("Content-Type:"));
            if (type != null) {
                headers.add("Content-Type: " + type);
            }
            return new Input(
                    input.operation(),
                    input.method(),
                    input.target(),
                    headers,
                    input.body(),
                    input.isHttp(),
                    input.isWhole());
        }

        private static Input raw(Input input, byte[] body, boolean isHttp, boolean isWhole) {
            return new Input(
                    input.operation(),
                    input.method(),
                    input.target(),
                    input.headers(),
                    new Body(body),
                    isHttp,
                    isWhole);
        }

        // ---- pages

        /** Every page that can be reached, with addresses and forms spoiled; nothing else is sent meanwhile. */
        void pages(long until) {
            for (var i = 0; i < 3; i++) {
                registerOne();
            }
            for (var fiche : fiches) {
                for (var operation : List.of("contacts", "budgets", "actions", "schemes", "documents", "aliases")) {
                    commands.operations().stream()
                            .filter(o -> o.method().equals("post") && o.path().endsWith("/" + operation))
                            .forEach(o -> judge(
                                    new Input(
                                            o.node().path("operationId").asString(),
                                            "POST",
                                            "/api/v1/fiches/" + fiche + "/" + operation,
                                            List.of(JSON),
                                            bytes(bodies.like(
                                                            o.node()
                                                                    .at(
                                                                            "/requestBody/content/application~1json/schema"),
                                                            true)
                                                    .toString()),
                                            true,
                                            true),
                                    command));
                }
            }
            register.awaitViews();
            var open = new ArrayList<>(List.of(
                    "/",
                    "/modifications",
                    "/constats",
                    "/statistiques",
                    "/exploitation",
                    "/bureau",
                    "/bureau/inscription",
                    "/bureau/imports",
                    "/accessibilite",
                    "/problems/not-found",
                    "/.well-known/security.txt",
                    "/docs"));
            for (var fiche : fiches) {
                open.addAll(List.of(
                        "/fiches/" + fiche,
                        "/fiches/" + fiche + "/historique",
                        "/fiches/" + fiche + "/comparaison",
                        "/fiches/" + fiche + "/versions/1",
                        "/fiches/" + fiche + "/timemap",
                        "/bureau/fiches/" + fiche));
            }
            var seen = new HashSet<>(open);
            for (var n = 0; System.nanoTime() < until; n++) {
                var address = open.get(n % open.size());
                var reply = judge(page(address), query);
                var links = Pattern.compile("href=\"(/[^\"#]{0,300})\"").matcher(reply.text());
                while (links.find() && open.size() < 2000) {
                    var link = links.group(1).replace("&amp;", "&");
                    if (!link.startsWith("/assets/") && !link.startsWith("/swagger") && seen.add(link)) {
                        open.add(link);
                    }
                }
                var forms = FORM.matcher(reply.text());
                while (forms.find() && System.nanoTime() < until) {
                    form(address, forms.group(1), forms.group(2));
                }
                var spoiledAddress = address + (address.contains("?") ? "&" : "?")
                        + hostile.any(List.of(
                                "knownAt", "q", "type", "cursor", "lang", "since", "seen", "from", "to", "sort", "de",
                                "a"))
                        + "=" + hostile.encoded();
                judge(hostile.once(3) ? spoiled(page(spoiledAddress)) : page(spoiledAddress), query);
            }
            command.close();
            query.close();
        }

        private static Input page(String target) {
            return new Input(
                    "page "
                            + target.split("[?]", 2)[0]
                                    .replaceAll("^(/bureau)?(/fiches|/imports)/[^/]+", "$1$2/…")
                                    .replaceAll("\\d+|[0-9a-f-]{36}", "…"),
                    "GET",
                    target,
                    List.of("Accept: text/html", "Accept-Language: fr"),
                    null,
                    true,
                    true);
        }

        private void form(String address, String attributes, String content) {
            var of = attributes(attributes);
            var action = of.getOrDefault("action", address).replace("&amp;", "&");
            var isPost = of.getOrDefault("method", "get").equalsIgnoreCase("post");
            // A rebuild for each of thousands of forms would only measure patience.
            if (isPost && action.startsWith("/exploitation") && !hostile.once(30)) {
                return;
            }
            for (var times = 0; times < 3; times++) {
                var fields = new ArrayList<String>();
                var inputs = INPUT.matcher(content);
                while (inputs.find()) {
                    var field = attributes(inputs.group(1));
                    var name = field.get("name");
                    if (name == null || hostile.once(12)) {
                        continue;
                    }
                    var value = hostile.once(3)
                            ? hostile.once(4) ? hostile.encoded() : Hostile.encode(hostile.text())
                            : Hostile.encode(field.getOrDefault("value", "2019"));
                    fields.add(Hostile.encode(name) + "=" + value);
                }
                if (hostile.once(6)) {
                    fields.add(Hostile.encode(hostile.any(Hostile.NAMES)) + "=" + hostile.encoded());
                    fields.add("do="
                            + hostile.any(List.of(
                                    "add:/lines",
                                    "drop:/lines/0",
                                    "drop:",
                                    "add:/",
                                    "add:/x/y/z",
                                    "drop:/lines/999999")));
                }
                var sent = String.join("&", fields);
                var input = isPost
                        ? new Input(
                                "form " + page(action).operation().substring(5),
                                "POST",
                                action,
                                List.of(
                                        "Accept: text/html",
                                        "Content-Type: application/x-www-form-urlencoded",
                                        "Origin: http://127.0.0.1:" + register.queryPort()),
                                bytes(sent),
                                true,
                                true)
                        : page(action
                                + (action.contains("?") ? "&" : "?")
                                + sent.substring(0, Math.min(sent.length(), 7000)));
                var before = isPost ? register.head() : 0;
                var reply = judge(isPost && hostile.once(8) ? spoiled(input) : input, query);
                if (isPost && reply.status() >= 400 && register.head() != before) {
                    found("recorded although it was refused with " + reply.status(), input, reply);
                }
            }
        }

        private static Map<String, String> attributes(String text) {
            var all = new LinkedHashMap<String, String>();
            var each = ATTRIBUTE.matcher(text);
            while (each.find()) {
                all.put(each.group(1), each.group(2));
            }
            return all;
        }

        /** What a spreadsheet would take for a formula is none in a table. */
        private void tables() {
            for (var target : List.of("/api/v1/fiches?limit=500", "/api/v1/changes?limit=500")) {
                var input = new Input("table " + target, "GET", target, List.of("Accept: text/csv"), null, true, true);
                var reply = judge(input, query);
                if (!reply.header("content-type").startsWith("text/csv")) {
                    found("no table", input, reply);
                    continue;
                }
                try (var rows = CsvReader.builder().ofCsvRecord(reply.text())) {
                    rows.forEach(row -> row.getFields().forEach(cell -> {
                        if (!cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 && !cell.matches("-?[0-9.]+")) {
                            found("a formula in a table: " + cut(cell, 40), input, reply);
                        }
                    }));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    /** Bodies that come a byte at a time, or never end: others are answered meanwhile. */
    private void slowBodies(long until) {
        var open = new ArrayList<java.net.Socket>();
        try {
            for (var i = 0; i < 40; i++) {
                var socket = new java.net.Socket(
                        InetAddress.getLoopbackAddress(), i % 2 == 0 ? register.commandPort() : register.queryPort());
                socket.getOutputStream()
                        .write(("POST /api/v1/fiches HTTP/1.1\r\nHost: 127.0.0.1\r\n" + JSON
                                        + "\r\nContent-Length: 100000\r\n\r\n{")
                                .getBytes(StandardCharsets.UTF_8));
                open.add(socket);
            }
            while (System.nanoTime() < until) {
                for (var socket : open) {
                    if (!socket.isClosed()) {
                        try {
                            socket.getOutputStream().write(' ');
                        } catch (IOException e) {
                            socket.close(); // given up by the server, as it may
                        }
                    }
                }
                java.util.concurrent.locks.LockSupport.parkNanos(500_000_000);
            }
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            wrong.put("slow bodies", "The server takes no connections any more: " + e.getMessage());
        }
    }

    // ---- what is answered

    private Reply judge(Input input, Wire wire) {
        var headers =
                Stream.concat(credentials.stream(), input.headers().stream()).toList();
        var body = input.body();
        var reply = wire.send(
                Wire.request(input.method(), input.target(), wire.port(), headers, body == null ? null : body.bytes),
                input.isWhole());
        tried.computeIfAbsent(input.operation(), key -> new Tried())
                .add(reply.status() / 100 == 2, reply.nanos(), input.toString());
        var text = reply.text();
        if (reply.nanos() > (input.target().contains("minVersion=") ? LONGEST_WAIT : LONGEST)) {
            found("took too long", input, reply);
        }
        if (reply.headers().containsKey("x-evil")) {
            found("a header of the client's making", input, reply);
        }
        if (reply.status() == 0) {
            if (input.isHttp() && input.isWhole()) {
                found("no answer", input, reply);
            }
            return reply;
        }
        if (reply.status() >= 500 && reply.status() != 503) {
            found("answered " + reply.status(), input, reply);
        }
        if (LEAK.matcher(text).find()) {
            found(
                    "tells "
                            + LEAK.matcher(text)
                                    .results()
                                    .findFirst()
                                    .orElseThrow()
                                    .group(),
                    input,
                    reply);
        }
        var type = reply.header("content-type");
        if (type.startsWith("text/html") && EXECUTABLE.stream().anyMatch(text::contains)) {
            found("a page runs what was sent", input, reply);
        }
        if (!reply.headers().containsKey("content-security-policy")
                && !reply.text().isEmpty()) {
            found("without a content security policy", input, reply);
        }
        if (reply.status() >= 400) {
            problem(input, reply, type);
        } else if (reply.headers().containsKey("trace-id")) {
            recording.add(reply.header("trace-id"));
        }
        return reply;
    }

    private void problem(Input input, Reply reply, String type) {
        if (type.startsWith("text/html") && input.headers().stream().anyMatch(h -> h.startsWith("Accept: "))) {
            return; // a page for a person, in the same words
        }
        if (input.method().equals("HEAD") || (reply.text().isEmpty() && !input.isHttp())) {
            return; // what is no HTTP is refused before there are words
        }
        if (reply.text().isEmpty() && reply.status() == 400 && looksBroken(input)) {
            return;
        }
        if (!type.startsWith("application/problem+json")) {
            found("a problem as " + type, input, reply);
            return;
        }
        var problem = body(reply);
        var code = problem.path("type").asString("");
        if (!isKnown(code)) {
            found("an unknown problem " + code, input, reply);
        }
        var isAboutWhat = reply.status() == 400 || reply.status() == 422;
        var kind = code.replace("/problems/", "");
        if (isAboutWhat && problem.path("errors").isEmpty() && !OF_THE_WHOLE.contains(kind)) {
            found("a problem that names nothing: " + code, input, reply);
        }
    }

    /** Characters that an HTTP parser refuses in a request line or a header. */
    private static boolean looksBroken(Input input) {
        return Stream.concat(Stream.of(input.target()), input.headers().stream())
                .anyMatch(s -> s.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c > 0x7e)
                        || s.length() > 8000
                        || Pattern.compile("[\\[\\]{}|^<> ]")
                                .matcher(input.target())
                                .find());
    }

    private boolean isKnown(String type) {
        if (knownTypes.contains(type)) {
            return true;
        }
        var isKnown = type.startsWith("/problems/")
                && Stream.of(register.commandPort(), register.queryPort())
                        .anyMatch(port -> register.ask(port, "GET", type).status() == 200);
        if (isKnown) {
            knownTypes.add(type);
        }
        return isKnown;
    }

    private void found(String what, Input input, Reply reply) {
        // One example of each kind is enough.
        wrong.putIfAbsent(
                input.operation() + ": " + what,
                input + "\n      → " + reply.status() + " " + reply.nanos() / 1_000_000 + " ms "
                        + cut(reply.text(), 600));
    }

    // ---- afterwards

    /** Every event belongs to a request that was accepted. */
    private void nothingRecorded() {
        try (var connection = register.postgres();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT globalindex, metadata FROM domainevententry")) {
            var strays = 0;
            while (rows.next()) {
                var trace = JsonMapper.shared()
                        .readTree(rows.getString(2))
                        .path("correlationId")
                        .asString("");
                if (!recording.contains(trace) && strays++ == 0) {
                    wrong.put(
                            "log", "position " + rows.getLong(1) + " was recorded by a request that was not accepted");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void viewsAreTheirFold() {
        // Rebuilds that were asked for and taken back: what they left is ended first.
        register.awaitViews();
        for (var view : Register.VIEWS) {
            var rebuild = register.rebuild(view);
            if (!rebuild.path("state").asString().equals("SWAPPED")
                    || rebuild.at("/verification/different").asLong(-1) != 0) {
                wrong.put("view " + view, cut(rebuild.toString(), 2000));
            } else {
                System.out.println(
                        view + ": " + rebuild.at("/verification/compared").asLong() + " documents equal their fold");
            }
        }
    }

    private void report() {
        var sums = new long[2];
        new TreeMap<>(tried).forEach((operation, t) -> {
            sums[0] += t.inputs;
            sums[1] += t.accepted;
            System.out.printf(
                    "%7d inputs, %6d accepted, slowest %5d ms  %s%n",
                    t.inputs, t.accepted, t.slowest / 1_000_000, operation);
        });
        System.out.println(
                sums[0] + " inputs to " + tried.size() + " operations, pages and forms, " + sums[1] + " accepted");
        System.out.println("the slowest:");
        tried.values().stream()
                .sorted(Comparator.comparingLong((Tried t) -> t.slowest).reversed())
                .limit(5)
                .forEach(t -> System.out.println(t.slowest / 1_000_000 + " ms  " + cut(t.slowestInput, 200)));
        wrong.forEach((what, example) -> System.out.println("WRONG " + what + "\n      " + example));
        System.out.println(wrong.size() + " kinds of wrong answers");
    }

    private static JsonNode body(Reply reply) {
        try {
            return JsonMapper.shared().readTree(reply.text());
        } catch (JacksonException e) {
            return MissingNode.getInstance(); // what is no JSON has no members
        }
    }

    private static Body bytes(String text) {
        return new Body(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String cut(String text, int most) {
        var line = text.replaceAll("[\\p{Cntrl}]", "·");
        return line.length() <= most ? line : line.substring(0, most) + "… (" + line.length() + ")";
    }
}
