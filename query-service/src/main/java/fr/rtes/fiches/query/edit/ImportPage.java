package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.edit.Commands.Answer;
import fr.rtes.fiches.query.edit.Commands.Call;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.signin.KeptForm;
import fr.rtes.fiches.query.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
import org.springframework.web.bind.annotation.ModelAttribute;
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

    /** What a question's radio buttons and field are called, with its id behind. */
    private static final String ANSWER = "answer.";

    private static final String VALUE = "value.";
    /** The choice that states something. */
    private static final String OTHER = "OTHER";

    private static final String TYPE = "desk.choice.CollectiviteType.";
    private static final int SHOWN = 20;

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

    /** Authorities that a question may be answered with. */
    @ModelAttribute("types")
    List<String> types() {
        return Arrays.stream(CollectiviteType.values()).map(Enum::name).toList();
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
                title.isEmpty() ? List.of() : List.of(new Call.Parameter("name", title)),
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
     * @param revision of what is shown: a decision is about this one
     * @param questions that belong to no fiche
     */
    record Shown(
            String importId,
            String status,
            long revision,
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

        /** Questions of fiches that are still to be decided, with a choice and without an answer. */
        public long unanswered() {
            return fiches.stream()
                    .filter(Fiche::isOpen)
                    .flatMap(fiche -> fiche.questions().stream())
                    .filter(question ->
                            question.isChoice() && question.answered().isEmpty())
                    .count();
        }

        public boolean isReversible() {
            return status.equals("ACCEPTED") || status.equals("PARTLY_ACCEPTED");
        }
    }

    record Line(String number, String text) {}

    /** @param label in the reader's language */
    record Option(String choice, String label, boolean isChosen) {}

    /**
     * A question, with what may be answered.
     *
     * @param options none: it is only said
     * @param kind of what is stated where it is something else: a year, a type; empty: nothing is
     * @param value as it was typed
     * @param answered by whom and when, in the reader's language; empty: by nobody yet
     * @param error what is wrong with what was typed; empty: nothing
     * @param isFirst where the reader is taken to
     */
    record Question(
            String id,
            String line,
            String text,
            List<Option> options,
            String kind,
            String value,
            String answered,
            String error,
            boolean isFirst) {

        public boolean isChoice() {
            return !options.isEmpty();
        }
    }

    /**
     * What was chosen on the page, by question.
     *
     * @param wrong what is wrong with an answer, by question
     * @param focus the question that was just answered; empty: none was
     */
    record Answering(Map<String, String> choices, Map<String, String> values, Map<String, String> wrong, String focus) {

        static final Answering NONE = new Answering(Map.of(), Map.of(), Map.of(), "");

        static Answering of(Map<String, String[]> parameters) {
            var choices = new LinkedHashMap<String, String>();
            var values = new LinkedHashMap<String, String>();
            parameters.forEach((name, texts) -> {
                if (texts.length > 0 && !texts[0].isBlank()) {
                    if (name.startsWith(ANSWER)) {
                        choices.put(name.substring(ANSWER.length()), texts[0]);
                    } else if (name.startsWith(VALUE)) {
                        values.put(name.substring(VALUE.length()), texts[0].strip());
                    }
                }
            });
            // Whoever states something else and forgets to say so means it all the same.
            values.keySet().forEach(id -> choices.putIfAbsent(id, OTHER));
            return new Answering(choices, values, Map.of(), "");
        }

        Answering at(String questionId, String error) {
            return new Answering(choices, values, error.isEmpty() ? Map.of() : Map.of(questionId, error), questionId);
        }
    }

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
    String proposal(
            @PathVariable String importId,
            @RequestAttribute(name = KeptForm.ATTRIBUTE, required = false) @Nullable KeptForm kept,
            @RequestAttribute Page page,
            Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        if (kept == null) {
            return shown(importId, "", Answering.NONE, page, model);
        }
        model.addAttribute("kept", true);
        model.addAttribute("chosen", List.of(kept.parameters().getOrDefault("fiche", new String[0])));
        model.addAttribute("reason", kept.first("reason"));
        return shown(importId, "", Answering.of(kept.parameters()), page, model);
    }

    private String shown(String importId, String error, Answering answering, Page page, Model model) {
        return switch (commands.send(Call.get(ONE, importId), page.words().language())) {
            case Answer.Done done -> {
                model.addAttribute("shown", shown(done.body(), answering, page));
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
            @RequestParam(required = false) @Nullable Long revision,
            @RequestAttribute Page page,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var answering = Answering.of(request.getParameterMap());
        if (button != null && button.startsWith("answer ")) {
            model.addAttribute("chosen", fiche == null ? List.of() : fiche);
            model.addAttribute("reason", reason);
            var questionId = button.substring("answer ".length());
            return answer(importId, questionId, answering, revision, fiche, page, response, model);
        }
        var isKeyboard = "answers".equals(button);
        if (isKeyboard || ("accept".equals(button) && fiche != null && !fiche.isEmpty())) {
            // What was chosen and not sent yet counts: it is heard first, and looked at before anything is recorded.
            model.addAttribute("chosen", fiche == null ? List.of() : fiche);
            model.addAttribute("reason", reason);
            var doing = isKeyboard ? "answers" : "accept";
            var heard = hear(importId, answering, fiche, reason, revision, doing, page, response, model);
            if (heard != null || isKeyboard) {
                // The enter key in any field: nothing is accepted by it.
                return heard == null ? shown(importId, "", answering, page, model) : heard;
            }
        }
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
                yield call(HttpMethod.POST, ONE + "/acceptance", importId, body, revision);
            }
            case "discard" -> call(HttpMethod.DELETE, ONE, importId, null, null);
            case "reverse" -> call(HttpMethod.POST, ONE + "/reversal", importId, body, null);
            case String other ->
                throw new ProblemException(Problem.at(400, "malformed-parameter", "do", Map.of("name", "do")));
        };
        if (button != null && button.equals("accept")) {
            model.addAttribute("chosen", fiche == null ? List.of() : fiche);
        }
        model.addAttribute("reason", reason);
        if (call == null) {
            return shown(importId, say("imports.none.chosen", page), answering, page, model);
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
            case Answer.Away away -> away(importId, button, fiche, reason, answering, revision, response, model);
            case Answer.Refused refused -> {
                response.setStatus(refused.status());
                var error = refused.status() == 412
                        ? say("imports.changed.meanwhile", page)
                        : String.join(" ", FormPage.errors(refused.problem()).values());
                yield shown(importId, error, answering, page, model);
            }
        };
    }

    private static String away(
            String importId,
            @Nullable String button,
            @Nullable List<String> fiche,
            @Nullable String reason,
            Answering answering,
            @Nullable Long revision,
            HttpServletResponse response,
            Model model) {
        response.setStatus(503);
        model.addAttribute("importId", importId);
        model.addAttribute("button", button);
        model.addAttribute("fiches", fiche == null ? List.of() : fiche);
        model.addAttribute("reason", reason == null ? "" : reason);
        model.addAttribute("answering", answering);
        model.addAttribute("revision", revision);
        return "import-away";
    }

    // ---- questions answered

    /** One answer is sent; the page that follows has the changes as they are then, and all else as it was chosen. */
    private String answer(
            String importId,
            String questionId,
            Answering answering,
            @Nullable Long revision,
            @Nullable List<String> fiche,
            Page page,
            HttpServletResponse response,
            Model model) {
        if (!answering.choices().containsKey(questionId)) {
            response.setStatus(422);
            return shown(importId, "", answering.at(questionId, say("imports.answer.none", page)), page, model);
        }
        return switch (send(importId, questionId, answering, revision, page)) {
            case Answer.Done done -> {
                model.addAttribute("shown", shown(done.body(), answering.at(questionId, ""), page));
                model.addAttribute("error", "");
                yield "import";
            }
            case Answer.Away away -> {
                var reason = model.getAttribute("reason") instanceof String text ? text : null;
                yield away(importId, "answer " + questionId, fiche, reason, answering, revision, response, model);
            }
            case Answer.Refused refused -> {
                response.setStatus(refused.status());
                yield refused(importId, questionId, refused, answering, page, model);
            }
        };
    }

    private Answer send(String importId, String questionId, Answering answering, @Nullable Long revision, Page page) {
        var choice = answering.choices().get(questionId);
        var body = JsonNodeFactory.instance.objectNode().put("choice", choice);
        if (OTHER.equals(choice)) {
            body.put("value", answering.values().get(questionId));
        }
        var call = new Call(
                HttpMethod.PUT,
                ONE + "/answers/{questionId}",
                List.of(importId, questionId),
                List.of(),
                new ByteArrayResource(body.toString().getBytes(StandardCharsets.UTF_8)),
                MediaType.APPLICATION_JSON,
                revision,
                null,
                null);
        return commands.send(call, page.words().language());
    }

    private String refused(
            String importId, String questionId, Answer.Refused refused, Answering answering, Page page, Model model) {
        if (refused.status() == 412) {
            return shown(importId, say("imports.changed.meanwhile", page), answering, page, model);
        }
        var error = String.join(" ", FormPage.errors(refused.problem()).values());
        return shown(importId, "", answering.at(questionId, error), page, model);
    }

    /** @return the page that follows; null: there was nothing new to hear */
    private @Nullable String hear(
            String importId,
            Answering answering,
            @Nullable List<String> fiche,
            @Nullable String reason,
            @Nullable Long revision,
            String button,
            Page page,
            HttpServletResponse response,
            Model model) {
        var now = revision;
        JsonNode heard = null;
        for (var questionId : answering.choices().keySet()) {
            switch (send(importId, questionId, answering, now, page)) {
                case Answer.Done done -> {
                    var then = done.body().path("revision").asLong();
                    if (now == null || then != now) {
                        heard = done.body();
                    }
                    now = then;
                }
                case Answer.Away away -> {
                    return away(importId, button, fiche, reason, answering, now, response, model);
                }
                case Answer.Refused refused -> {
                    response.setStatus(refused.status());
                    return refused(importId, questionId, refused, answering, page, model);
                }
            }
        }
        if (heard == null) {
            return null;
        }
        model.addAttribute("shown", shown(heard, answering, page));
        model.addAttribute("error", say("imports.heard", page));
        return "import";
    }

    private static Call call(
            HttpMethod method, String path, String importId, @Nullable ObjectNode body, @Nullable Long revision) {
        return new Call(
                method,
                path,
                List.of(importId),
                List.of(),
                body == null ? null : new ByteArrayResource(body.toString().getBytes(StandardCharsets.UTF_8)),
                MediaType.APPLICATION_JSON,
                revision,
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
        shown(importId, "", Answering.NONE, page, model);
        return "import-reversal";
    }

    // ---- those that wait

    /** @param next cursor of the following page; empty: this is the last one */
    record Waiting(List<Proposed> imports, long total, String next) {}

    /** @param openQuestions with a choice, and without an answer */
    record Proposed(String importId, String name, String proposedAt, long fiches, long changes, long openQuestions) {}

    @GetMapping(path = "/bureau/imports/en-attente", produces = Html.TYPE)
    String waiting(@RequestParam(required = false) @Nullable String cursor, @RequestAttribute Page page, Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        return switch (waiting(commands, cursor, SHOWN, page)) {
            case Answer.Done done -> {
                model.addAttribute("waiting", waiting(done.body(), page));
                yield "imports-waiting";
            }
            case Answer.Away away ->
                throw new ProblemException(Problem.of(503, "unavailable").withHeader("Retry-After", "5"));
            case Answer.Refused refused ->
                throw new ProblemException(Problem.at(400, "malformed-cursor", "cursor", Map.of()));
        };
    }

    static Answer waiting(Commands commands, @Nullable String cursor, int most, Page page) {
        var parameters = new ArrayList<Call.Parameter>();
        parameters.add(new Call.Parameter("status", "PROPOSED"));
        parameters.add(new Call.Parameter("limit", String.valueOf(most)));
        if (cursor != null) {
            parameters.add(new Call.Parameter("cursor", cursor));
        }
        return commands.send(
                Call.get(IMPORTS, List.of(), parameters), page.words().language());
    }

    static Waiting waiting(JsonNode list, Page page) {
        return new Waiting(
                list.path("items")
                        .valueStream()
                        .map(item -> new Proposed(
                                item.path("importId").asString(),
                                item.path("name").asString(""),
                                page.moment(
                                        Instant.parse(item.path("proposedAt").asString())),
                                item.path("fiches").asLong(),
                                item.path("changes").asLong(),
                                item.path("openQuestions").asLong()))
                        .toList(),
                list.path("total").asLong(),
                list.path("next").asString(""));
    }

    // ---- as it is shown

    private Shown shown(JsonNode root, Answering answering, Page page) {
        var wording = new Wording(page, messages);
        var coverage = root.path("coverage");
        return new Shown(
                root.path("importId").asString(),
                root.path("status").asString(),
                root.path("revision").asLong(0),
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
                        .map(fiche -> fiche(fiche, root, answering, wording, page))
                        .toList(),
                questions(root, "", answering, wording, page));
    }

    private List<Question> questions(JsonNode root, String ficheId, Answering answering, Wording wording, Page page) {
        return root.path("questions")
                .valueStream()
                .filter(question -> question.path("ficheId").asString("").equals(ficheId))
                .map(question -> question(question, answering, wording, page))
                .toList();
    }

    private Question question(JsonNode question, Answering answering, Wording wording, Page page) {
        var id = question.path("id").asString("");
        var code = question.path("code").asString();
        var kind = question.path("value").asString("");
        var proposed = question.path("proposed").asString("");
        var shown = kind.equals("TYPE") && !proposed.isEmpty() ? wording.say(TYPE + proposed) : proposed;
        var answer = question.path("answer");
        var chosen = answering.choices().getOrDefault(id, answer.path("choice").asString(""));
        return new Question(
                id,
                page.number(question.path("line").asLong()),
                text(question, wording, page),
                question.path("choices")
                        .valueStream()
                        .map(JsonNode::asString)
                        .map(choice -> new Option(
                                choice,
                                messages.getMessage(
                                        "imports.answer." + code + "." + choice,
                                        new Object[] {shown},
                                        page.words().language()),
                                choice.equals(chosen)))
                        .toList(),
                question.path("choices")
                                .valueStream()
                                .anyMatch(c -> c.asString().equals(OTHER))
                        ? kind
                        : "",
                answering.values().getOrDefault(id, answer.path("value").asString("")),
                answer.isObject()
                        ? messages.getMessage(
                                "imports.answered",
                                new Object[] {
                                    page.author(answer.path("by").asString()),
                                    page.moment(Instant.parse(answer.path("at").asString()))
                                },
                                page.words().language())
                        : "",
                answering.wrong().getOrDefault(id, ""),
                id.equals(answering.focus()));
    }

    /** What the register has and the document does not is named by what it says, where the register's view has it already. */
    private String text(JsonNode question, Wording wording, Page page) {
        var said = question.path("text").asString();
        var steps = question.path("path").asString("").split("/", -1);
        if (steps.length < 3) {
            return said;
        }
        var form = switch (steps[1]) {
            case "budgets" -> "correctBudget";
            case "schemes" -> "correctScheme";
            case "actions" -> "reviseSupportedAction";
            case "documents" -> "replaceDocument";
            case "contacts" -> "changeContact";
            case String other -> "";
        };
        return Forms.find(form)
                .flatMap(found -> fiches.values(question.path("ficheId").asString())
                        .flatMap(values -> found.values().of(values, steps[2]))
                        .map(values -> wording.summary(found.fields(), values)))
                .map(summary -> messages.getMessage(
                        "imports.not-in-source",
                        new Object[] {summary},
                        page.words().language()))
                .orElse(said);
    }

    private Fiche fiche(JsonNode fiche, JsonNode root, Answering answering, Wording wording, Page page) {
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
                questions(root, ficheId, answering, wording, page),
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
