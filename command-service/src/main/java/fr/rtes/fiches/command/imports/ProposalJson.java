package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.Refusals;
import fr.rtes.fiches.command.imports.Proposal.Doubt;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A proposal as the HTTP contract shows it. */
@Component
class ProposalJson {

    /** What is asked because of what the register says, and not of what the source does. */
    private static final Set<String> DOUBTS = Set.of("erased-contact", "not-in-source");

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
            Answers answers,
            Locale locale) {
        var root = json.createObjectNode();
        root.put("importId", importId)
                .put("status", ImportStatus.PROPOSED.name())
                .put("revision", 0);
        root.putObject("source").put("sha256", sha256).put("name", name).put("lines", read.lines());
        root.set("coverage", json.valueToTree(read.parsed().coverage()));
        var shown = root.putArray("fiches");
        for (var fiche : fiches) {
            shown.add(fiche(fiche, importId, read, locale));
        }
        root.set("questions", questions(read, fiches, answers, locale));
        root.putArray("report");
        return root;
    }

    ObjectNode fiche(FicheProposal fiche, String importId, SourceReader.Read read, Locale locale) {
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
                .put("method", e.method().name())
                .put("answeredBy", e.answeredBy());
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

    private ArrayNode questions(SourceReader.Read read, List<FicheProposal> fiches, Answers answers, Locale locale) {
        var all = json.createArrayNode();
        var parsed = read.parsed();
        for (int i = 0; i < parsed.questions().size(); i++) {
            var question = parsed.questions().get(i);
            var ficheId = question.fiche() == null
                    ? null
                    : fiches.get(question.fiche()).ficheId();
            var asked = new Doubt(question.line(), question.code(), question.params());
            all.add(question(ficheId, Answers.id(parsed, i), asked, answers, locale));
        }
        for (var fiche : fiches) {
            all.addAll(doubts(fiche, answers, locale));
        }
        return all;
    }

    /** Those asked before, with what is answered now; of the fiche that was compared anew, the doubts that are left. */
    ArrayNode questions(JsonNode before, String ficheId, List<FicheProposal> anew, Answers answers, Locale locale) {
        var doubts = new LinkedHashMap<String, ObjectNode>();
        anew.forEach(fiche -> doubts(fiche, answers, locale)
                .forEach(doubt -> doubts.put(doubt.path("id").asString(), doubt)));
        var all = json.createArrayNode();
        for (var asked : before) {
            var id = asked.path("id").asString("");
            var isDoubt = DOUBTS.contains(asked.path("code").asString())
                    && asked.path("ficheId").asString("").equals(ficheId);
            if (asked instanceof ObjectNode question && (!isDoubt || doubts.remove(id) != null)) {
                all.add(question.deepCopy().set("answer", answers.shown(id)));
            }
        }
        doubts.values().forEach(all::add);
        return all;
    }

    /** Questions that came up when the fiche was held beside the register. */
    List<ObjectNode> doubts(FicheProposal fiche, Answers answers, Locale locale) {
        return fiche.doubts().stream()
                .map(doubt -> question(fiche.ficheId(), doubt.id(fiche.ficheId()), doubt, answers, locale))
                .toList();
    }

    /** Asked of nobody yet. */
    ObjectNode question(String ficheId, Doubt asked, Locale locale) {
        return question(ficheId, asked.id(ficheId), asked, Answers.NONE, locale);
    }

    private ObjectNode question(@Nullable String ficheId, String id, Doubt asked, Answers answers, Locale locale) {
        var choices = Answers.choices(asked.code());
        var value = Answers.value(asked.code());
        var node = json.createObjectNode()
                .put("id", id)
                .put("ficheId", ficheId)
                .put("line", asked.line())
                .put("code", asked.code())
                .put("path", asked.path())
                .put("text", questions.say(asked.code(), locale, numbered(asked.params())));
        var offered = node.putArray("choices");
        choices.forEach(choice -> offered.add(choice.name()));
        node.put("value", value == null ? null : value.name());
        node.put("proposed", proposed(asked, value));
        node.set("answer", answers.shown(id));
        return node;
    }

    /** What the proposal has as long as nobody answers; null: nothing. */
    private static @Nullable String proposed(Doubt asked, Answers.@Nullable Value value) {
        return switch (value) {
            case YEAR -> asked.params().size() > 1 ? asked.params().get(1).substring(0, 4) : null;
            case TYPE -> asked.params().isEmpty() ? null : asked.params().getFirst();
            case null -> null;
        };
    }

    private static Map<String, Object> numbered(List<String> params) {
        var numbered = new LinkedHashMap<String, Object>();
        for (int i = 0; i < params.size(); i++) {
            numbered.put(String.valueOf(i), params.get(i));
        }
        return numbered;
    }
}
