package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.edit.Commands.Answer;
import fr.rtes.fiches.query.edit.Commands.Call;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.signin.KeptForm;
import fr.rtes.fiches.query.web.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Imports: a document is pasted or sent, what it would change is looked at, and some or all of it accepted, or undone. */
@Controller
class ImportPage {

    private static final String IMPORTS = "/api/v1/imports";
    private static final String ONE = IMPORTS + "/{importId}";

    private final Commands commands;
    private final DeskFiches fiches;
    private final MessageSource messages;

    ImportPage(Commands commands, DeskFiches fiches, MessageSource messages) {
        this.commands = commands;
        this.fiches = fiches;
        this.messages = messages;
    }

    /** What a document may be. */
    enum Format {
        TEXT("text/plain", "txt"),
        CSV("text/csv", "csv"),
        JSON("application/json", "json");

        private final String mediaType;
        private final String ending;

        Format(String mediaType, String ending) {
            this.mediaType = mediaType;
            this.ending = ending;
        }

        /** The one chosen, unless the file's name tells. */
        static Format of(@Nullable String chosen, String file) {
            return Arrays.stream(values())
                    .filter(format -> file.toLowerCase(Locale.ROOT).endsWith("." + format.ending))
                    .findFirst()
                    .or(() -> Arrays.stream(values())
                            .filter(format -> format.name().equals(chosen))
                            .findFirst())
                    .orElse(TEXT);
        }
    }

    /**
     * What was filled in.
     *
     * @param errors what is wrong with the document, each with its line
     */
    record Filled(String text, String name, Format format, String key, List<String> errors, boolean isAway) {}

    // ---- a document

    @GetMapping(path = "/bureau/imports", produces = Html.TYPE)
    String document(
            @RequestAttribute(name = KeptForm.ATTRIBUTE, required = false) @Nullable KeptForm kept,
            @RequestAttribute Page page,
            Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        if (kept != null) {
            model.addAttribute("kept", true);
            var text = Objects.requireNonNullElse(kept.first("text"), "");
            var name = Objects.requireNonNullElse(kept.first("name"), "");
            var format = Format.of(kept.first("format"), "");
            return document(new Filled(text, name, format, UUID.randomUUID().toString(), List.of(), false), model);
        }
        return document(new Filled("", "", Format.TEXT, UUID.randomUUID().toString(), List.of(), false), model);
    }

    private static String document(Filled filled, Model model) {
        model.addAttribute("filled", filled);
        model.addAttribute("formats", List.of(Format.values()));
        return "imports";
    }

    @PostMapping(path = "/bureau/imports", produces = Html.TYPE)
    String propose(
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestAttribute Page page,
            HttpServletResponse response,
            Model model)
            throws IOException {
        var upload = file == null || file.isEmpty() ? null : file;
        var pasted = text == null ? "" : text;
        var original = upload == null ? "" : Objects.requireNonNullElse(upload.getOriginalFilename(), "");
        var title = name == null || name.isBlank() ? original.strip() : name.strip();
        var chosen = Format.of(format, original);
        var content =
                upload == null ? pasted.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8) : upload.getBytes();
        // A file that is refused is shown, so that it can be mended there and then.
        var shown = upload == null ? pasted : new String(content, StandardCharsets.UTF_8);
        var click =
                key == null || !key.matches("[0-9a-f-]{36}") ? UUID.randomUUID().toString() : key;
        var call = new Call(
                HttpMethod.POST,
                IMPORTS,
                List.of(),
                title.isEmpty() ? null : new Call.Parameter("name", title),
                new ByteArrayResource(content),
                new MediaType(MediaType.parseMediaType(chosen.mediaType), StandardCharsets.UTF_8),
                null,
                click,
                null);
        return switch (commands.send(call, page.words().language())) {
            case Answer.Done done -> "redirect:" + page.link(address(done.body()));
            case Answer.Away away -> {
                response.setStatus(503);
                yield document(new Filled(shown, title, chosen, click, List.of(), true), model);
            }
            case Answer.Refused refused -> {
                response.setStatus(refused.status());
                // Another document with the same key would be refused for the key.
                var next = UUID.randomUUID().toString();
                yield document(new Filled(shown, title, chosen, next, errors(refused.problem(), page), false), model);
            }
        };
    }

    /** Each with its place, which the command service names in English whatever the reader's language. */
    private List<String> errors(JsonNode problem, Page page) {
        var errors = problem.path("errors")
                .valueStream()
                .map(error -> {
                    var detail = error.path("detail").asString("");
                    var place = error.path("pointer").asString("");
                    var whole = place.isEmpty() || detail.startsWith(place) ? detail : place + " " + detail;
                    return whole.startsWith("line ")
                            ? say("imports.at.line", page) + whole.substring("line".length())
                            : whole;
                })
                .toList();
        return errors.isEmpty() ? List.of(problem.path("detail").asString("")) : errors;
    }

    private static String address(JsonNode proposal) {
        return "/bureau/imports/" + FormPage.segment(proposal.path("importId").asString());
    }

    // ---- a proposal

    /**
     * A proposal, and what became of it.
     *
     * @param questions that belong to no fiche
     */
    record Shown(
            String importId,
            String status,
            String name,
            long nonBlank,
            long used,
            List<Line> listed,
            List<Fiche> fiches,
            List<Question> questions) {

        /** Whether anything of it may still be accepted. */
        public boolean isOpen() {
            return (status.equals("PROPOSED") || status.equals("PARTLY_ACCEPTED"))
                    && fiches.stream().anyMatch(Fiche::isOpen);
        }

        public boolean isReversible() {
            return status.equals("ACCEPTED") || status.equals("PARTLY_ACCEPTED");
        }
    }

    record Line(String number, String text) {}

    record Question(String line, String text) {}

    /**
     * A fiche of the document.
     *
     * @param refusal why accepting it would be refused; null: it would not
     * @param report what accepting it did; null: it was not
     * @param undone what undoing did; null: it was not
     */
    record Fiche(
            String ficheId,
            String name,
            String line,
            String action,
            List<Change> changes,
            List<Question> questions,
            @Nullable String refusal,
            @Nullable Report report,
            @Nullable Report undone) {

        /** Whether there is anything to accept. */
        public boolean isOpen() {
            return !action.equals("NONE")
                    && (report == null || !report.refused().isEmpty());
        }
    }

    /** @param entry the end of the key of what it is about: {@code desk.entry.budget} */
    record Change(String entry, List<Wording.Change> fields, List<Evidence> evidence) {}

    record Evidence(String line, String text, String method) {}

    /** @param refused why nothing was recorded, or why values stay */
    record Report(String recorded, List<String> refused) {}

    @GetMapping(path = "/bureau/imports/{importId}", produces = Html.TYPE)
    String proposal(@PathVariable String importId, @RequestAttribute Page page, Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        return shown(importId, "", page, model);
    }

    private String shown(String importId, String error, Page page, Model model) {
        return switch (commands.send(Call.get(ONE, importId), page.words().language())) {
            case Answer.Done done -> {
                model.addAttribute("shown", shown(done.body(), page));
                model.addAttribute("error", error);
                yield "import";
            }
            case Answer.Away away ->
                throw new ProblemException(Problem.of(503, "unavailable").withHeader("Retry-After", "5"));
            case Answer.Refused refused -> throw new ProblemException(Problem.of(404, "not-found"));
        };
    }

    @PostMapping(path = "/bureau/imports/{importId}", produces = Html.TYPE)
    String decide(
            @PathVariable String importId,
            @RequestParam(required = false) @Nullable List<String> fiche,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(name = "do", required = false) @Nullable String button,
            @RequestAttribute Page page,
            HttpServletResponse response,
            Model model) {
        var body = JsonNodeFactory.instance.objectNode();
        if (reason != null && !reason.isBlank()) {
            body.put("reason", reason.strip());
        }
        var call = switch (button == null ? "" : button) {
            case "accept" -> {
                if (fiche == null || fiche.isEmpty()) {
                    response.setStatus(422);
                    yield null;
                }
                var chosen = body.putArray("ficheIds");
                fiche.forEach(chosen::add);
                yield call(HttpMethod.POST, ONE + "/acceptance", importId, body);
            }
            case "discard" -> call(HttpMethod.DELETE, ONE, importId, null);
            case "reverse" -> call(HttpMethod.POST, ONE + "/reversal", importId, body);
            case String other ->
                throw new ProblemException(Problem.at(400, "malformed-parameter", "do", Map.of("name", "do")));
        };
        if (button != null && button.equals("accept")) {
            model.addAttribute("chosen", fiche == null ? List.of() : fiche);
        }
        model.addAttribute("reason", reason);
        if (call == null) {
            return shown(importId, say("imports.none.chosen", page), page, model);
        }
        return switch (commands.send(call, page.words().language())) {
            case Answer.Done done -> {
                Stream.of("report", "reversal")
                        .flatMap(list -> done.body().path(list).valueStream())
                        .filter(entry -> entry.path("version").isNumber())
                        .forEach(entry -> fiches.await(
                                entry.path("ficheId").asString(),
                                entry.path("version").asLong()));
                yield "redirect:" + page.link(address(done.body()));
            }
            case Answer.Away away -> {
                response.setStatus(503);
                model.addAttribute("importId", importId);
                model.addAttribute("button", button);
                model.addAttribute("fiches", fiche == null ? List.of() : fiche);
                model.addAttribute("reason", reason == null ? "" : reason);
                yield "import-away";
            }
            case Answer.Refused refused -> {
                response.setStatus(refused.status());
                yield shown(
                        importId,
                        String.join(" ", FormPage.errors(refused.problem()).values()),
                        page,
                        model);
            }
        };
    }

    private static Call call(HttpMethod method, String path, String importId, @Nullable ObjectNode body) {
        return new Call(
                method,
                path,
                List.of(importId),
                null,
                body == null ? null : new ByteArrayResource(body.toString().getBytes(StandardCharsets.UTF_8)),
                MediaType.APPLICATION_JSON,
                null,
                null,
                null);
    }

    private String say(String key, Page page) {
        return messages.getMessage(key, null, page.words().language());
    }

    @GetMapping(path = "/bureau/imports/{importId}/annulation", produces = Html.TYPE)
    String reversal(@PathVariable String importId, @RequestAttribute Page page, Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        shown(importId, "", page, model);
        return "import-reversal";
    }

    // ---- as it is shown

    private Shown shown(JsonNode root, Page page) {
        var wording = new Wording(page, messages);
        var coverage = root.path("coverage");
        return new Shown(
                root.path("importId").asString(),
                root.path("status").asString(),
                root.path("source").path("name").asString(""),
                coverage.path("nonBlank").asLong(),
                coverage.path("used").asLong(),
                coverage.path("listed")
                        .valueStream()
                        .map(line -> new Line(
                                page.number(line.path("line").asLong()),
                                line.path("text").asString()))
                        .toList(),
                root.path("fiches")
                        .valueStream()
                        .map(fiche -> fiche(fiche, root, wording, page))
                        .toList(),
                questions(root, "", page));
    }

    private static List<Question> questions(JsonNode root, String ficheId, Page page) {
        return root.path("questions")
                .valueStream()
                .filter(question -> question.path("ficheId").asString("").equals(ficheId))
                .map(question -> new Question(
                        page.number(question.path("line").asLong()),
                        question.path("text").asString()))
                .toList();
    }

    private Fiche fiche(JsonNode fiche, JsonNode root, Wording wording, Page page) {
        var ficheId = fiche.path("ficheId").asString();
        var refusal = fiche.path("refusal");
        return new Fiche(
                ficheId,
                name(fiche, ficheId),
                page.number(fiche.path("line").asLong()),
                fiche.path("action").asString(),
                fiche.path("changes")
                        .valueStream()
                        .map(change -> change(change, wording, page))
                        .toList(),
                questions(root, ficheId, page),
                refusal.isObject() ? refusal.path("detail").asString("") : null,
                report(root.path("report"), ficheId, page),
                report(root.path("reversal"), ficheId, page));
    }

    /** Of a new fiche the name that it will have. */
    private String name(JsonNode fiche, String ficheId) {
        return fiche.path("changes")
                .valueStream()
                .filter(change -> change.path("path").asString("-").isEmpty())
                .map(change -> change.path("after").path("name").asString(ficheId))
                .findFirst()
                .orElseGet(() -> fiches.name(ficheId));
    }

    private static @Nullable Report report(JsonNode all, String ficheId, Page page) {
        return all.valueStream()
                .filter(entry -> entry.path("ficheId").asString("").equals(ficheId))
                .findFirst()
                .map(entry -> new Report(page.number(entry.path("recorded").asLong()), refused(entry.path("refused"))))
                .orElse(null);
    }

    private static List<String> refused(JsonNode refused) {
        return refused.isArray()
                ? refused.valueStream().map(r -> r.path("detail").asString("")).toList()
                : refused.isObject() ? List.of(refused.path("detail").asString("")) : List.of();
    }

    private static Change change(JsonNode change, Wording wording, Page page) {
        var path = change.path("path").asString("");
        var evidence = Stream.concat(
                        Stream.of(change.path("evidence")),
                        change.path("moreEvidence").valueStream())
                .filter(JsonNode::isObject)
                .map(e -> new Evidence(
                        page.number(e.path("line").asLong()),
                        e.path("text").asString(""),
                        e.path("method").asString()))
                .toList();
        return new Change(entry(path), wording.at(path, change.path("before"), change.path("after")), evidence);
    }

    private static String entry(String path) {
        var steps = path.split("/", -1);
        return switch (steps.length > 1 ? steps[1] : "") {
            case "aliases" -> "alias";
            case "type" -> "type";
            case "status" -> "status";
            case "membership" -> steps.length > 2 && steps[2].equals("until") ? "until" : "since";
            case "identifiers" -> steps.length > 2 && steps[2].equals("siren") ? "siren" : "cog";
            case "population" -> "population";
            case "communeCount" -> "communeCount";
            case "address" -> "address";
            case "contacts" -> "contact";
            case "budgets" -> "budget";
            case "programme" -> "programme";
            case "schemes" -> "scheme";
            case "actions" -> "action";
            case "documents" -> "document";
            case String other -> "name";
        };
    }
}
