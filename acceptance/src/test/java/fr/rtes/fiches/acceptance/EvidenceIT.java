package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Every value of the real page's fiches leads back to the characters it was read from, and an erased person to none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvidenceIT {

    /** Not said by the page: given by the register, or computed by whoever reads. */
    private static final Set<String> NOT_FROM_THE_PAGE = Set.of(
            "ficheId",
            "version",
            "recordedAt",
            "budgetId",
            "schemeId",
            "actionId",
            "contactId",
            "documentId",
            "total",
            "erased");

    private static final List<String> IDS = List.of("budgetId", "schemeId", "actionId", "contactId", "documentId");

    private final Seeds seeds = Seeds.find();
    private final Register register = Register.start("evidence");
    private final String sha256 = sha256(seeds.page());
    private final List<String> lines = List.of(new String(seeds.page(), StandardCharsets.UTF_8).split("\n", -1));
    private final Map<String, JsonNode> profiles = new TreeMap<>();
    private final Map<String, List<JsonNode>> histories = new TreeMap<>();
    private final Map<String, JsonNode> derived = new TreeMap<>();

    @BeforeAll
    void the_page_is_accepted() {
        JsonNode proposal = register.propose(seeds.page()).orFail().body();
        JsonNode accepted = register.command(
                        "POST", "/api/v1/imports/" + proposal.path("importId").asString() + "/acceptance", "{}")
                .orFail()
                .body();
        register.awaitViews();
        for (JsonNode entry : accepted.path("report")) {
            String fiche = "/api/v1/fiches/" + entry.path("ficheId").asString();
            profiles.put(
                    entry.path("ficheId").asString(),
                    register.query(fiche).orFail().body());
            histories.put(
                    entry.path("ficheId").asString(),
                    register.query(fiche + "/history?limit=500")
                            .orFail()
                            .body()
                            .path("items")
                            .valueStream()
                            .toList());
            derived.put(
                    entry.path("ficheId").asString(),
                    register.query(fiche + "/derived").orFail().body().path("items"));
        }
        assertThat(profiles).hasSize(5);
    }

    @AfterAll
    void stop() {
        register.close();
    }

    private static <T> T of(Map<String, T> all, String ficheId) {
        return Objects.requireNonNull(all.get(ficheId), ficheId);
    }

    /** One value of a profile, items by their id. */
    private record Value(String ficheId, String path, JsonNode node) {}

    /** A value that its evidence does not prove, and why. Never the characters themselves: they may name somebody. */
    private record Unproved(String ficheId, String path, String why) {}

    private List<Value> values() {
        List<Value> values = new ArrayList<>();
        profiles.forEach((ficheId, profile) -> values(ficheId, "", profile, values));
        return values;
    }

    private static void values(String ficheId, String path, JsonNode node, List<Value> values) {
        if (node.isObject()) {
            node.properties().forEach(part -> {
                if (!NOT_FROM_THE_PAGE.contains(part.getKey())) {
                    values(ficheId, path + "/" + part.getKey(), part.getValue(), values);
                }
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                JsonNode item = node.get(i);
                String step = IDS.stream()
                        .filter(item::has)
                        .map(id -> item.path(id).asString())
                        .findFirst()
                        .orElse(String.valueOf(i));
                values(ficheId, path + "/" + step, item, values);
            }
        } else if (!node.isNull()) {
            values.add(new Value(ficheId, path, node));
        }
    }

    @Test
    void every_value_leads_back_to_its_characters_byte_for_byte() {
        List<Value> values = values();
        List<Unproved> unproved = new ArrayList<>();
        Map<String, Integer> methods = new TreeMap<>();
        int own = 0;
        for (Value value : values) {
            List<JsonNode> evidence = evidence(value);
            if (evidence.isEmpty()) {
                unproved.add(new Unproved(value.ficheId(), value.path(), "no evidence"));
                continue;
            }
            for (JsonNode one : evidence) {
                String why = refuted(value, one);
                if (why != null) {
                    unproved.add(new Unproved(value.ficheId(), value.path(), why));
                }
            }
            boolean isOwn = evidence.getFirst().path("path").asString().equals(value.path());
            own += isOwn ? 1 : 0;
            if (isOwn && isStated(evidence) && !told(value).equals(characters(evidence))) {
                unproved.add(new Unproved(value.ficheId(), value.path(), "stated, but in other characters"));
            }
            methods.merge(evidence.getFirst().path("method").asString(), 1, Integer::sum);
        }
        long proved = values.size()
                - unproved.stream().map(u -> u.ficheId() + u.path()).distinct().count();
        System.out.println("evidence: " + proved + " of " + values.size() + " values of the five fiches lead back to "
                + "their characters, " + own + " to their own, the others to those of what they are a part of; "
                + methods);
        assertThat(unproved).isEmpty();
        assertThat(values).hasSizeGreaterThan(500);
    }

    /** That of the change that set the value: its own, else that of the least thing it is a part of. */
    private List<JsonNode> evidence(Value value) {
        JsonNode setBy = of(histories, value.ficheId()).stream()
                .filter(change -> change.path("changes")
                        .valueStream()
                        .anyMatch(c -> isPartOf(value.path(), c.path("path").asString())))
                .max(Comparator.comparingLong(change -> change.path("version").asLong()))
                .orElseThrow(() -> new AssertionError("nobody set " + value.ficheId() + value.path()));
        List<JsonNode> proving = setBy.path("evidence")
                .valueStream()
                .filter(one -> isPartOf(value.path(), one.path("path").asString()))
                .toList();
        int nearest = proving.stream()
                .mapToInt(one -> one.path("path").asString().length())
                .max()
                .orElse(0);
        return proving.stream()
                .filter(one -> one.path("path").asString().length() == nearest)
                .toList();
    }

    private static boolean isPartOf(String path, String of) {
        return path.equals(of) || path.startsWith(of + "/");
    }

    /** Null where the characters named are the ones printed. */
    private @Nullable String refuted(Value value, JsonNode evidence) {
        int line = evidence.path("line").asInt();
        int from = evidence.path("from").asInt(-1);
        int to = evidence.path("to").asInt(-1);
        if (!evidence.path("source").asString().equals(sha256)) {
            return "from another source";
        }
        if (line < 1
                || line > lines.size()
                || from < 0
                || from >= to
                || to > lines.get(line - 1).length()) {
            return "no such characters";
        }
        if (!Set.of("STATED", "NORMALISED", "INFERRED")
                .contains(evidence.path("method").asString())) {
            return "by no method";
        }
        if (evidence.path("path").asString().isEmpty()) {
            return "evidence of the whole fiche";
        }
        String printed = lines.get(line - 1).substring(from, to);
        if (!evidence.path("text").isNull()) {
            return printed.equals(evidence.path("text").asString()) ? null : "other characters are printed";
        }
        if (!value.path().startsWith("/contacts/")) {
            return "without its characters";
        }
        boolean isName = value.path().endsWith("/name");
        return printed.isBlank() || (isName && !printed.contains(told(value))) ? "the name is not printed there" : null;
    }

    private static boolean isStated(List<JsonNode> evidence) {
        return evidence.stream().allMatch(one -> one.path("method").asString().equals("STATED"));
    }

    /** Over all lines it is printed on. */
    private String characters(List<JsonNode> evidence) {
        return evidence.stream()
                .map(one -> lines.get(one.path("line").asInt() - 1)
                        .substring(one.path("from").asInt(), one.path("to").asInt()))
                .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC))
                .collect(Collectors.joining("\n"));
    }

    private static String told(Value value) {
        return value.node().asString();
    }

    @Test
    void the_document_and_each_of_its_lines_are_read_back_as_they_came() {
        byte[] whole = register.bytes("/api/v1/sources/" + sha256);
        // The erasure below may have come first; then a few characters are covered and all others are where they were.
        String text = new String(whole, StandardCharsets.UTF_8);
        if (text.indexOf('█') < 0) {
            assertThat(whole).isEqualTo(seeds.page());
        }
        assertThat(text).hasSize(new String(seeds.page(), StandardCharsets.UTF_8).length());
        for (int line : List.of(1, 11, 145, 211)) {
            JsonNode shown = register.query("/api/v1/sources/" + sha256 + "?line=" + line)
                    .orFail()
                    .body();
            assertThat(shown.path("lines").asInt()).isEqualTo(211);
            if (!shown.path("covered").asBoolean()) {
                assertThat(shown.path("text").asString()).isEqualTo(lines.get(line - 1));
            }
        }
        Answer beyond = register.query("/api/v1/sources/" + sha256 + "?line=212");
        assertThat(beyond.status()).isEqualTo(400);
        assertThat(beyond.body().path("detail").asString()).contains("211");
    }

    @Test
    void what_follows_from_the_fiches_says_how() {
        assertThat(value("conseil-regional-bourgogne-franche-comte", "/total"))
                .isEqualTo("8700000 to 8700000, complete");
        assertThat(value("conseil-regional-bourgogne-franche-comte", "/perInhabitant"))
                .isEqualTo("3.08 to 3.08, complete");
        assertThat(value("ville-d-audincourt", "/total")).isEqualTo("15000 to null, incomplete");
        assertThat(value("ville-d-audincourt", "/perInhabitant")).isEqualTo("1 to null, incomplete");
        assertThat(value("dijon-metropole", "/perInhabitant")).isEqualTo("0.16 to 0.16, complete");
        assertThat(value("communaute-urbaine-creusot-montceau", "/total")).isEqualTo("null to null, incomplete");
        assertThat(of(derived, "ville-de-nevers")).isEmpty();
        // Each input is the very value of the profile.
        JsonNode region = of(derived, "conseil-regional-bourgogne-franche-comte");
        assertThat(region.path(0).path("inputs").path(0).path("value"))
                .isEqualTo(
                        of(profiles, "conseil-regional-bourgogne-franche-comte").at("/budgets/0/lines/0/amount"));
        assertThat(region.path(0).path("formula").path("sentence").asString())
                .isEqualTo("somme des montants des lignes");
        assertThat(region.path(1).path("rounding").path("code").asString()).isEqualTo("CENTS");
    }

    private String value(String ficheId, String end) {
        JsonNode value = of(derived, ficheId)
                .valueStream()
                .filter(item -> item.path("path").asString().endsWith(end))
                .map(item -> item.path("value"))
                .findFirst()
                .orElseThrow();
        return decimal(value.path("min")) + " to " + decimal(value.path("max")) + ", "
                + (value.path("complete").asBoolean() ? "complete" : "incomplete");
    }

    private static String decimal(JsonNode number) {
        return number.isNull()
                ? "null"
                : number.decimalValue().stripTrailingZeros().toPlainString();
    }

    @Test
    void a_person_who_is_erased_is_covered_in_the_document_and_nobody_else_is() {
        JsonNode contact = of(profiles, "communaute-urbaine-creusot-montceau")
                .path("contacts")
                .get(1);
        String name = contact.path("name").asString();
        String colleague = of(profiles, "communaute-urbaine-creusot-montceau")
                .path("contacts")
                .get(0)
                .path("name")
                .asString();
        String address = "/api/v1/sources/" + sha256;
        assertThat(new String(register.bytes(address), StandardCharsets.UTF_8)).contains(name, colleague);

        register.command(
                        "DELETE",
                        "/api/v1/fiches/communaute-urbaine-creusot-montceau/contacts/"
                                + contact.path("contactId").asString() + "/person",
                        "")
                .orFail();

        String now = new String(register.bytes(address), StandardCharsets.UTF_8);
        assertThat(now.contains(name)).as("the name").isFalse();
        assertThat(now.contains(contact.path("service").asString()))
                .as("the service")
                .isFalse();
        assertThat(now).contains(colleague);
        JsonNode line = register.query(address + "?line=145").orFail().body();
        assertThat(line.path("covered").asBoolean()).isTrue();
        assertThat(line.path("text").asString())
                .contains("█")
                .hasSize(lines.get(144).length());
        assertThat(line.path("text").asString()).doesNotContain(name.split(" "));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
