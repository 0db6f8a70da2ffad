package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.edit.Commands.Answer;
import fr.rtes.fiches.query.edit.Input.Trouble;
import fr.rtes.fiches.query.findings.OpenFindings;
import fr.rtes.fiches.query.history.HistoryItem;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.signin.KeptForm;
import fr.rtes.fiches.query.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Any form: shown with what the fiche says, sent, shown again with what is wrong. What was typed is on every page that follows until
 * it is recorded.
 */
@Controller
class FormPage {

    private static final String ADD = "add ";
    private static final String DROP = "drop ";

    private final DeskFiches fiches;
    private final OpenFindings findings;
    private final Commands commands;
    private final MessageSource messages;

    FormPage(DeskFiches fiches, OpenFindings findings, Commands commands, MessageSource messages) {
        this.fiches = fiches;
        this.findings = findings;
        this.commands = commands;
        this.messages = messages;
    }

    /**
     * What a form is about.
     *
     * @param fiche null: it is to be registered
     * @param item empty: none
     */
    private record About(Form form, DeskFiches.@Nullable Fiche fiche, String item) {

        String ficheId() {
            return fiche == null ? "" : fiche.ficheId();
        }

        JsonNode values() {
            return fiche == null
                    ? JsonNodeFactory.instance.objectNode()
                    : form.values().of(fiche.values(), item).orElseGet(JsonNodeFactory.instance::objectNode);
        }

        List<Field> fields() {
            return Stream.concat(form.fields().stream(), Stream.of(Forms.reason()))
                    .toList();
        }

        String address() {
            if (fiche == null) {
                return "/bureau/inscription";
            }
            return address(fiche.ficheId(), form, item);
        }

        static String address(String ficheId, Form form, String item) {
            var fiche = "/bureau/fiches/" + segment(ficheId) + "/" + form.key();
            return item.isEmpty() ? fiche : fiche + "/" + segment(item);
        }
    }

    static String segment(String text) {
        return UriUtils.encodePathSegment(text, StandardCharsets.UTF_8);
    }

    /**
     * What is shown around the fields.
     *
     * @param version of the fiche that this form was filled in on; null: there is none yet
     * @param key of the click
     * @param troubles first those of no field
     */
    record Filled(
            String form,
            boolean isDelete,
            boolean isGrave,
            String address,
            @Nullable Long version,
            String key,
            List<Input> inputs,
            List<Trouble> troubles,
            boolean isAway) {}

    /**
     * What others did meanwhile.
     *
     * @param merged names of the fields that only they changed, and that now stand in the form as they have them
     * @param both fields that both changed
     */
    record Conflict(long version, List<HistoryItem> changes, List<Wording.Change> merged, List<Both> both) {}

    /** One field: as it was when the form was opened, theirs, mine. */
    record Both(String label, List<String> before, List<String> theirs, List<String> mine) {}

    // ---- shown

    @GetMapping(path = "/bureau/inscription", produces = Html.TYPE)
    String registration(
            @RequestAttribute(name = KeptForm.ATTRIBUTE, required = false) @Nullable KeptForm kept,
            @RequestAttribute Page page,
            Model model) {
        return open(new About(Forms.form("registerMember"), null, ""), kept, page, model);
    }

    @GetMapping(path = "/bureau/fiches/{ficheId}/{form}", produces = Html.TYPE)
    String form(
            @PathVariable String ficheId,
            @PathVariable String form,
            @RequestAttribute(name = KeptForm.ATTRIBUTE, required = false) @Nullable KeptForm kept,
            @RequestAttribute Page page,
            Model model) {
        return open(about(ficheId, form, ""), kept, page, model);
    }

    @GetMapping(path = "/bureau/fiches/{ficheId}/{form}/{item}", produces = Html.TYPE)
    String form(
            @PathVariable String ficheId,
            @PathVariable String form,
            @PathVariable String item,
            @RequestAttribute(name = KeptForm.ATTRIBUTE, required = false) @Nullable KeptForm kept,
            @RequestAttribute Page page,
            Model model) {
        return open(about(ficheId, form, item), kept, page, model);
    }

    private String open(About about, @Nullable KeptForm kept, Page page, Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        if (about.fiche() != null
                && about.form()
                        .values()
                        .of(about.fiche().values(), about.item())
                        .isEmpty()) {
            throw new ProblemException(Problem.of(404, "not-found"));
        }
        if (kept != null) {
            model.addAttribute("kept", true);
            var typed = Typed.of(kept.parameters());
            return show(
                    about, typed, version(kept.first("version")), key(kept.first("key")), Map.of(), "", page, model);
        }
        return show(
                about, opened(about, page), version(about), UUID.randomUUID().toString(), Map.of(), "", page, model);
    }

    private Typed opened(About about, Page page) {
        var explanation = finding(about, page).map(OpenFindings.Told::explanation);
        var values = explanation.isPresent()
                ? JsonNodeFactory.instance.objectNode().put("text", explanation.get())
                : about.values();
        return Typed.of(about.form().fields(), values);
    }

    /** The finding that the form is about; empty where it is about something else, or no such finding is open. */
    private Optional<OpenFindings.Told> finding(About about, Page page) {
        return about.form().path().startsWith("/findings/")
                ? findings.ofFiche(about.ficheId(), page.words().language()).stream()
                        .filter(finding -> finding.findingId().equals(about.item()))
                        .findFirst()
                : Optional.empty();
    }

    private static @Nullable Long version(About about) {
        return about.fiche() == null ? null : about.fiche().version();
    }

    private About about(String ficheId, String key, String item) {
        var form = Forms.find(key)
                .filter(f -> !f.isRegistration() && f.isAboutItem() != item.isEmpty())
                .orElseThrow(() -> new ProblemException(Problem.of(404, "not-found")));
        return new About(form, fiches.find(ficheId), item);
    }

    private String show(
            About about,
            Typed typed,
            @Nullable Long version,
            String key,
            Map<String, String> errors,
            String focus,
            Page page,
            Model model) {
        var form = about.form();
        var filled = typed;
        for (var field : form.fields()) {
            var pointer = "/" + field.name();
            if (field.kind() == Field.Kind.ROWS && field.isRequired() && filled.rows(pointer) == 0) {
                filled = filled.withRow(field, pointer);
            }
        }
        var placed = placed(errors, Input.all(Input.of(about.fields(), filled, Map.of(), "")));
        var inputs = Input.of(about.fields(), filled, placed, focus);
        var troubles = new ArrayList<Trouble>();
        placed.forEach((pointer, message) -> {
            if (pointer.isEmpty()) {
                troubles.add(new Trouble("", "", message));
            }
        });
        troubles.addAll(Input.troubles(inputs));
        model.addAttribute(
                "filled",
                new Filled(
                        form.key(),
                        form.isDelete(),
                        form.isGrave(),
                        page.link(about.address()),
                        version,
                        key,
                        inputs,
                        troubles,
                        model.getAttribute("away") != null));
        if (about.fiche() != null) {
            model.addAttribute("fiche", about.fiche());
            model.addAttribute("subject", subject(about, page));
        }
        return "form";
    }

    /** Each error at the nearest field that is shown; at none: under the empty pointer. */
    private static Map<String, String> placed(Map<String, String> errors, List<Input> shown) {
        var pointers = shown.stream().map(Input::pointer).collect(Collectors.toSet());
        var placed = new LinkedHashMap<String, String>();
        errors.forEach((pointer, message) -> {
            var at = pointer.startsWith("/") || pointer.isEmpty() ? pointer : "/" + pointer;
            while (!at.isEmpty() && !pointers.contains(at)) {
                at = at.substring(0, at.lastIndexOf('/'));
            }
            placed.merge(at, message, (one, other) -> one.equals(other) ? one : one + " " + other);
        });
        return placed;
    }

    /** What is corrected or taken away, as it stands; empty for a form about something new or the fiche as such. */
    private String subject(About about, Page page) {
        var form = about.form();
        var fiche = about.fiche();
        if (fiche == null || !form.isAboutItem()) {
            return "";
        }
        if (form.key().equals("withdrawAlias")) {
            return about.item();
        }
        if (form.path().startsWith("/identifiers")) {
            return about.item().toUpperCase(java.util.Locale.ROOT);
        }
        if (form.path().startsWith("/findings/")) {
            return finding(about, page).map(OpenFindings.Told::sentence).orElse("");
        }
        return new Wording(page, messages).summary(FicheParts.fieldsOf(form), about.values());
    }

    // ---- sent

    @PostMapping(path = "/bureau/inscription", produces = Html.TYPE)
    String register(
            @RequestAttribute Page page, HttpServletRequest request, HttpServletResponse response, Model model) {
        return send(new About(Forms.form("registerMember"), null, ""), page, request, response, model);
    }

    @PostMapping(path = "/bureau/fiches/{ficheId}/{form}", produces = Html.TYPE)
    String send(
            @PathVariable String ficheId,
            @PathVariable String form,
            @RequestAttribute Page page,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return send(about(ficheId, form, ""), page, request, response, model);
    }

    @PostMapping(path = "/bureau/fiches/{ficheId}/{form}/{item}", produces = Html.TYPE)
    String send(
            @PathVariable String ficheId,
            @PathVariable String form,
            @PathVariable String item,
            @RequestAttribute Page page,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return send(about(ficheId, form, item), page, request, response, model);
    }

    private String send(About about, Page page, HttpServletRequest request, HttpServletResponse response, Model model) {
        var asked = Typed.of(request.getParameterMap());
        var version = version(request.getParameter("version"));
        var key = key(request.getParameter("key"));
        var button = request.getParameter("do");
        if (button != null && button.startsWith(ADD)) {
            var pointer = button.substring(ADD.length());
            var rows = rows(about.form().fields(), pointer);
            var first = rows.parts().getFirst();
            var focus = pointer + "/" + asked.rows(pointer) + "/" + first.name();
            return show(about, asked.withRow(rows, pointer), version, key, Map.of(), focus, page, model);
        }
        if (button != null && button.startsWith(DROP)) {
            var row = button.substring(DROP.length());
            var end = row.lastIndexOf('/');
            var pointer = row.substring(0, Math.max(end, 0));
            rows(about.form().fields(), pointer);
            return show(
                    about,
                    asked.withoutRow(pointer, number(row.substring(end + 1))),
                    version,
                    key,
                    Map.of(),
                    pointer,
                    page,
                    model);
        }
        var typed = asked.withoutBlankRows(about.form().fields());
        var said = typed.said(about.fields());
        var wording = new Wording(page, messages);
        if (!said.faults().isEmpty()) {
            response.setStatus(422);
            var errors = new LinkedHashMap<String, String>();
            said.faults().forEach((pointer, code) -> errors.put(pointer, wording.say(code)));
            return show(about, typed, version, key, errors, "", page, model);
        }
        var call = about.form().call(about.ficheId(), about.item(), said.body(), version, key);
        return switch (commands.send(call, page.words().language())) {
            case Answer.Done done -> recorded(done.body(), version, page);
            case Answer.Away away -> {
                response.setStatus(503);
                model.addAttribute("away", true);
                yield show(about, typed, version, key, Map.of(), "", page, model);
            }
            case Answer.Refused refused
            when refused.status() == 412 && version != null -> {
                response.setStatus(409);
                yield conflict(
                        about,
                        typed,
                        version,
                        refused.problem().path("currentVersion").asLong(version),
                        key,
                        page,
                        model);
            }
            case Answer.Refused refused -> {
                response.setStatus(refused.status());
                // What came with that key was recorded: whatever is sent next is something else.
                var next = refused.problem().path("type").asString("").endsWith("idempotency-key-reused")
                        ? UUID.randomUUID().toString()
                        : key;
                yield show(about, typed, version, next, errors(refused.problem()), "", page, model);
            }
        };
    }

    /** By pointer; a problem that names no field under the empty one. */
    static Map<String, String> errors(JsonNode problem) {
        var errors = new LinkedHashMap<String, String>();
        for (var error : problem.path("errors")) {
            errors.merge(
                    error.path("pointer").asString(""),
                    error.path("detail").asString(""),
                    (one, other) -> one + " " + other);
        }
        if (errors.isEmpty()) {
            errors.put("", problem.path("detail").asString(problem.path("title").asString("")));
        }
        return errors;
    }

    private static String recorded(JsonNode answer, @Nullable Long before, Page page) {
        var now = answer.path("version").asLong();
        return "redirect:"
                + page.link(
                        "/bureau/fiches/" + segment(answer.path("ficheId").asString()),
                        "since",
                        before == null ? 0 : before,
                        "seen",
                        now);
    }

    // ---- somebody else was first

    private String conflict(About opened, Typed typed, long before, long current, String key, Page page, Model model) {
        fiches.await(opened.ficheId(), current);
        var about = new About(opened.form(), fiches.find(opened.ficheId()), opened.item());
        var fiche = about.fiche();
        if (fiche == null) {
            throw new IllegalStateException("A fiche that does not exist has no version");
        }
        var wording = new Wording(page, messages);
        var fields = about.form().fields();
        var then = about.form()
                .values()
                .of(fiches.find(opened.ficheId(), before).values(), about.item())
                .map(values -> said(fields, values))
                .orElseGet(JsonNodeFactory.instance::objectNode);
        var nowThere = about.form().values().of(fiche.values(), about.item());
        var theirs = nowThere.map(values -> said(fields, values)).orElseGet(JsonNodeFactory.instance::objectNode);
        var mine = typed.said(fields).body();
        var isStatement =
                !about.form().isDelete() && !about.form().method().name().equals("POST");
        if ((isStatement && mine.equals(theirs)) || (about.form().isDelete() && nowThere.isEmpty())) {
            // Sent twice, or somebody else did the same: nothing is left to be done.
            return "redirect:"
                    + page.link("/bureau/fiches/" + segment(fiche.ficheId()), "since", before, "seen", fiche.version());
        }
        var merged = new ArrayList<Wording.Change>();
        var both = new ArrayList<Both>();
        var next = typed;
        var there = Typed.of(fields, theirs);
        for (var field : fields) {
            var old = then.path(field.name());
            var other = theirs.path(field.name());
            var own = mine.path(field.name());
            if (!isStatement || other.equals(old) || other.equals(own)) {
                continue;
            }
            if (own.equals(old)) {
                next = next.with(field, there);
                merged.addAll(wording.changes(List.of(field), then, theirs));
            } else {
                both.add(new Both(
                        wording.say("desk.field." + field.label()),
                        wording.lines(field, old),
                        wording.lines(field, other),
                        wording.lines(field, own)));
            }
        }
        model.addAttribute(
                "conflict",
                new Conflict(
                        fiche.version(),
                        fiches.happened(
                                fiche.ficheId(),
                                before,
                                fiche.version(),
                                page.words().language()),
                        merged,
                        both));
        return show(about, next, fiche.version(), key, Map.of(), "", page, model);
    }

    /** In the shape in which it would be sent, so that the same things are equal. */
    private static JsonNode said(List<Field> fields, JsonNode values) {
        return Typed.of(fields, values).said(fields).body();
    }

    // ---- what only a program would send

    private static Field rows(List<Field> fields, String pointer) {
        var all = fields;
        for (var step : pointer.replaceFirst("^/", "").split("/", -1)) {
            if (step.matches("\\d{1,3}")) {
                continue;
            }
            var found = all.stream().filter(f -> f.name().equals(step)).findFirst();
            if (found.isEmpty()) {
                throw malformed("do");
            }
            if (found.get().kind() == Field.Kind.ROWS && pointer.endsWith("/" + step)) {
                return found.get();
            }
            all = found.get().parts();
        }
        throw malformed("do");
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,3}")) {
            throw malformed("do");
        }
        return Integer.parseInt(text);
    }

    private static @Nullable Long version(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!text.matches("\\d{1,18}")) {
            throw malformed("version");
        }
        return Long.valueOf(text);
    }

    private static String key(@Nullable String text) {
        if (text == null || !text.matches("[0-9a-f-]{36}")) {
            throw malformed("key");
        }
        return text;
    }

    private static ProblemException malformed(String parameter) {
        return new ProblemException(Problem.at(400, "malformed-parameter", parameter, Map.of("name", parameter)));
    }
}
