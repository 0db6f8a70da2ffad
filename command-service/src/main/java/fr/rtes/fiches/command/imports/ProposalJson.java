package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.Refusals;
import fr.rtes.fiches.command.imports.Proposal.FicheProposal;
import fr.rtes.fiches.command.imports.Proposal.Step;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.platform.problem.ProblemWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A proposal as the HTTP contract shows it. */
@Component
class ProposalJson {

    private final JsonMapper json;
    private final Refusals refusals;
    private final ProblemWords questions = new ProblemWords(List.of("questions"));

    ProposalJson(JsonMapper json, Refusals refusals) {
        this.json = json;
        this.refusals = refusals;
    }

    ObjectNode proposal(
            String importId,
            String sha256,
            String name,
            SourceReader.Read read,
            List<FicheProposal> fiches,
            Locale locale) {
        var root = json.createObjectNode();
        root.put("importId", importId).put("status", ImportStatus.PROPOSED.name());
        root.putObject("source").put("sha256", sha256).put("name", name).put("lines", read.lines());
        root.set("coverage", json.valueToTree(read.parsed().coverage()));
        var shown = root.putArray("fiches");
        for (var fiche : fiches) {
            shown.add(fiche(fiche, importId, read, locale));
        }
        root.set("questions", questions(read, fiches, locale));
        root.putArray("report");
        return root;
    }

    private ObjectNode fiche(FicheProposal fiche, String importId, SourceReader.Read read, Locale locale) {
        var node = json.createObjectNode()
                .put("ficheId", fiche.ficheId())
                .put("line", fiche.line())
                .put("action", fiche.action().name());
        var changes = node.putArray("changes");
        fiche.steps().forEach(step -> changes.add(change(step, read)));
        node.set(
                "refusal",
                fiche.refusal() == null
                        ? json.nullNode()
                        : json.valueToTree(refusals.told(fiche.refusal(), locale, "/api/v1/imports/" + importId)));
        return node;
    }

    private ObjectNode change(Step step, SourceReader.Read read) {
        var node = said(step);
        var evidence = step.evidence();
        node.set("evidence", evidence.isEmpty() ? json.nullNode() : evidence(evidence.getFirst(), read));
        if (evidence.size() > 1) {
            var more = node.putArray("moreEvidence");
            evidence.stream().skip(1).forEach(e -> more.add(evidence(e, read)));
        }
        return node;
    }

    private ObjectNode said(Step step) {
        var node = json.createObjectNode().put("command", step.call()).put("path", step.path());
        node.set("before", value(step.before()));
        node.set("after", value(step.after()));
        return node;
    }

    /** Whether accepting would do what was shown, word for word. */
    boolean sameChanges(FicheProposal proposal, @Nullable JsonNode shown) {
        if (shown == null
                || !shown.path("action").asString().equals(proposal.action().name())) {
            return false;
        }
        var changes = shown.path("changes");
        if (changes.size() != proposal.steps().size()) {
            return false;
        }
        for (int i = 0; i < changes.size(); i++) {
            var now = said(proposal.steps().get(i));
            var then = changes.get(i);
            for (var field : now.propertyNames()) {
                if (!json.writeValueAsString(now.get(field)).equals(json.writeValueAsString(then.get(field)))) {
                    return false;
                }
            }
        }
        return true;
    }

    private ObjectNode evidence(Evidence e, SourceReader.Read read) {
        var text = read.line(e.line());
        return json.createObjectNode()
                .put("path", e.path())
                .put("line", e.line())
                .put("from", e.from())
                .put("to", e.to())
                .put("text", text.substring(Math.min(e.from(), text.length()), Math.min(e.to(), text.length())))
                .put("method", e.method().name());
    }

    private JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> json.nullNode();
            case Contact contact -> contact(contact);
            // one by one: a list has forgotten that its elements are blocks, and would not say of which kind
            case List<?> list -> {
                var all = json.createArrayNode();
                list.forEach(element -> all.add(value(element)));
                yield all;
            }
            default -> json.valueToTree(value);
        };
    }

    /** As in a profile: without the key's name, which is of no interest and differs with each proposal. */
    private JsonNode contact(Contact contact) {
        var node = json.createObjectNode()
                .put("capacity", contact.capacity().name())
                .put("label", contact.label());
        if (contact.person() instanceof Person.Legible p) {
            node.put("name", p.name())
                    .put("title", p.title())
                    .put("service", p.service())
                    .put("email", p.email())
                    .put("phone", p.phone());
        }
        return node;
    }

    private ArrayNode questions(SourceReader.Read read, List<FicheProposal> fiches, Locale locale) {
        var all = json.createArrayNode();
        for (var question : read.parsed().questions()) {
            var ficheId = question.fiche() == null
                    ? null
                    : fiches.get(question.fiche()).ficheId();
            all.add(question(ficheId, question.line(), question.code(), question.params(), locale));
        }
        for (var fiche : fiches) {
            for (var doubt : fiche.doubts()) {
                all.add(question(fiche.ficheId(), doubt.line(), doubt.code(), doubt.params(), locale));
            }
        }
        return all;
    }

    ObjectNode question(@Nullable String ficheId, int line, String code, List<String> params, Locale locale) {
        return json.createObjectNode()
                .put("ficheId", ficheId)
                .put("line", line)
                .put("code", code)
                .put("text", questions.say(code, locale, numbered(params)));
    }

    private static Map<String, Object> numbered(List<String> params) {
        var numbered = new LinkedHashMap<String, Object>();
        for (int i = 0; i < params.size(); i++) {
            numbered.put(String.valueOf(i), params.get(i));
        }
        return numbered;
    }
}
