package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Unusable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What the command service makes of a document: the changes it would record, and what it could not place. */
record Proposal(Register register, JsonNode body) {

    /** A fiche that an acceptance has changed, and the version it has now. */
    record Recorded(String ficheId, long version) {}

    static Proposal of(Register register, byte[] document, String name) {
        return new Proposal(
                register,
                require(register.post(
                        Register.Service.COMMAND,
                        "/api/v1/imports?name=" + URLEncoder.encode(shown(name), StandardCharsets.UTF_8),
                        contentType(document, name),
                        document)));
    }

    /** What the history will call the source: no directory of this machine, and a name for the standard input. */
    private static String shown(String name) {
        Path last = Path.of(name).getFileName();
        return name.equals("-") || last == null ? "stdin" : last.toString();
    }

    /** By the name's ending, else by how the document begins; the service itself judges the rest. */
    static String contentType(byte[] document, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return "text/csv";
        }
        if (lower.endsWith(".json")) {
            return "application/json";
        }
        if (lower.endsWith(".txt")) {
            return "text/plain";
        }
        String begin = new String(document, 0, Math.min(document.length, 4000), StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .stripLeading();
        if (begin.startsWith("{") || begin.startsWith("[")) {
            return "application/json";
        }
        String first = begin.lines().findFirst().orElse("");
        boolean columns = first.contains("ficheId") || first.split(";", -1).length > 3;
        return columns ? "text/csv" : "text/plain";
    }

    String id() {
        return body.path("importId").asString();
    }

    /** Used and all non-blank lines, as in « 133/133 ». */
    String coverage() {
        JsonNode coverage = body.path("coverage");
        return coverage.path("used").asString("?") + "/"
                + coverage.path("nonBlank").asString("?");
    }

    boolean changesNothing() {
        for (JsonNode fiche : body.path("fiches")) {
            if (!fiche.path("action").asString("").equals("NONE")) {
                return false;
            }
        }
        return true;
    }

    JsonNode accept() {
        return require(register.post(
                Register.Service.COMMAND,
                "/api/v1/imports/" + id() + "/acceptance",
                "application/json",
                "{}".getBytes(StandardCharsets.UTF_8)));
    }

    void discard() {
        Register.Answer answer = register.delete(Register.Service.COMMAND, "/api/v1/imports/" + id());
        if (!answer.ok()) {
            throw new Unusable("service.refused", String.join("\n", Register.problem(answer)));
        }
    }

    /** The fiches of a report that have a new version. */
    static List<Recorded> recorded(JsonNode accepted) {
        List<Recorded> recorded = new ArrayList<>();
        for (JsonNode report : Register.items(accepted.path("report"), "fiches")) {
            JsonNode version = report.path("version");
            if (version.isNumber() && version.asLong() > 0) {
                recorded.add(new Recorded(report.path("ficheId").asString(), version.asLong()));
            }
        }
        return recorded;
    }

    private static JsonNode require(Register.Answer answer) {
        if (!answer.ok()) {
            throw new Unusable("service.refused", String.join("\n", Register.problem(answer)));
        }
        return answer.body();
    }
}
