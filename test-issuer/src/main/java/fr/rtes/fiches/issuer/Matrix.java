package fr.rtes.fiches.issuer;

import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Role;
import fr.rtes.fiches.platform.access.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The operations of a service as its OpenAPI document has them, and the matrix of docs/access.md. */
public record Matrix(String service) {

    /** The fiche that the operations of these tests are about. */
    public static final String FICHE = "ville-d-acces";

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    /** @param path with its places filled in, {@link #FICHE} for the fiche */
    public record Call(String operationId, String method, String path) {}

    /** Everybody there is, in the order of the matrix; null: without a token. */
    public static Map<String, TestIssuer.@Nullable Person> everybody() {
        var everybody = new LinkedHashMap<String, TestIssuer.@Nullable Person>();
        everybody.put("visitor", null);
        everybody.put("another agent", TestIssuer.Person.agentOf("une-autre"));
        everybody.put("agent", TestIssuer.Person.agentOf(FICHE));
        everybody.put("staff", TestIssuer.Person.with(Role.STAFF));
        everybody.put("auditor", TestIssuer.Person.with(Role.AUDITOR));
        everybody.put("operator", TestIssuer.Person.with(Role.OPERATOR));
        return everybody;
    }

    public static Caller caller(TestIssuer.@Nullable Person person) {
        return person == null ? Caller.VISITOR : new Caller.Account(person.subject(), person.roles(), person.fiches());
    }

    public List<Call> calls() {
        var document = JsonMapper.shared().readTree(read("openapi/" + service + ".json"));
        return document.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .map(operation -> new Call(
                                operation.getValue().path("operationId").asString(),
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                filled(path.getKey()))))
                .toList();
    }

    private static String filled(String path) {
        return path.replace("{ficheId}", FICHE)
                .replace("{scheme}", "siren")
                .replace("{version}", "1")
                .replace("{view}", "profile")
                .replace("{sha256}", "0".repeat(64))
                .replaceAll("\\{\\w+}", "nobody-knows");
    }

    /** The rows of the document's table for the service, by operation. */
    public Map<String, String> documented() {
        var text = read("access.md");
        var begin = text.indexOf("\n## " + service + "\n");
        if (begin < 0) {
            throw new AssertionError("docs/access.md has no chapter on " + service);
        }
        var end = text.indexOf("\n## ", begin + 1);
        var rows = new TreeMap<String, String>();
        text.substring(begin, end < 0 ? text.length() : end)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> rows.put(line.substring(3, line.indexOf('`', 3)), line));
        return rows;
    }

    /** The rows as they have to be. */
    public static Map<String, String> rows(Map<String, Rule> rules) {
        var rows = new TreeMap<String, String>();
        rules.forEach((operation, rule) -> {
            var row = new StringBuilder("| `" + operation + "` |");
            everybody()
                    .values()
                    .forEach(person -> row.append(' ')
                            .append(rule.allows(caller(person), FICHE) ? "yes" : "–")
                            .append(" |"));
            rows.put(operation, row.toString());
        });
        return rows;
    }

    private static String read(String document) {
        try {
            return Files.readString(Path.of("../docs").resolve(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
