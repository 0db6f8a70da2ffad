package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.Commands;
import fr.rtes.fiches.command.fiche.Days;
import fr.rtes.fiches.command.fiche.Fences;
import fr.rtes.fiches.command.fiche.Fiches;
import fr.rtes.fiches.command.fiche.Refusals;
import fr.rtes.fiches.command.fiche.Refused;
import fr.rtes.fiches.command.imports.Answers.Answer;
import fr.rtes.fiches.command.imports.Answers.Choice;
import fr.rtes.fiches.command.imports.ImportStore.Stored;
import fr.rtes.fiches.command.imports.Proposal.FicheProposal;
import fr.rtes.fiches.command.platform.Asking;
import fr.rtes.fiches.platform.persons.SourcePassage;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Proposes, accepts, discards and undoes imports. What is shown is what is done: accepting proposes anew and compares. */
@Component
class Imports {

    private final ImportStore store;
    private final SourceRedactions redactions;
    private final ProposalPersons persons;
    private final Fences fences;
    private final Commands commands;
    private final Fiches fiches;
    private final Refusals refusals;
    private final ProposalJson words;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final MeterRegistry meters;
    private final Clock clock;

    Imports(
            ImportStore store,
            SourceRedactions redactions,
            ProposalPersons persons,
            Fences fences,
            Commands commands,
            Fiches fiches,
            Refusals refusals,
            ProposalJson words,
            TransactionTemplate transaction,
            JsonMapper json,
            MeterRegistry meters,
            Clock clock) {
        this.store = store;
        this.redactions = redactions;
        this.persons = persons;
        this.fences = fences;
        this.commands = commands;
        this.fiches = fiches;
        this.refusals = refusals;
        this.words = words;
        this.transaction = transaction;
        this.json = json;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Reads the source and compares it with the register. Nothing is recorded in the log. What was answered when the same document
     * was accepted before is answered again, so that importing it twice changes nothing.
     *
     * @throws ProblemException 400 or 422 when it cannot be read; nothing is kept then
     */
    ObjectNode propose(byte[] content, String mediaType, String name, Asking asking, Locale locale) {
        var read = SourceReader.read(content, mediaType);
        // Until the transaction ends nobody who is named here is erased; whoever was is known to be.
        fences.passing();
        var sha256 = sha256(content);
        var importId = UUID.randomUUID().toString();
        var answers = store.lastAccepted(sha256).map(Answers::of).orElse(Answers.NONE);
        var proposals = Proposal.all(
                importId,
                sha256,
                read::line,
                answers.applied(read.parsed()),
                fiches::now,
                fences,
                Days.today(clock),
                answers);
        var answer = words.proposal(importId, sha256, name, read, proposals, answers, locale);
        cover(answer, proposals);
        redactions.keep(sha256, mediaType, new String(content, StandardCharsets.UTF_8), proposals);
        store.propose(
                new Stored(importId, ImportStatus.PROPOSED, sha256, name, persons.sealed(answer, proposals)),
                asking.actor());
        count("proposed");
        return answer;
    }

    /** Lines that were read as nothing may name somebody who was erased. */
    private void cover(ObjectNode answer, List<FicheProposal> proposals) {
        var fenced =
                fences.fenced(proposals.stream().map(FicheProposal::ficheId).toList());
        if (fenced.isEmpty()) {
            return;
        }
        for (var listed : answer.path("coverage").path("listed")) {
            if (listed instanceof ObjectNode line) {
                var text = new StringBuilder(line.path("text").asString(""));
                for (var place : fences.in(fenced, text.toString())) {
                    for (int i = place.from(); i < place.to(); i++) {
                        text.setCharAt(i, SourcePassage.COVER);
                    }
                }
                line.put("text", text.toString());
            }
        }
    }

    /** As it was answered when it was proposed, but for whoever was erased and whatever was answered since. */
    ObjectNode asProposed(String importId) {
        var stored = store.find(importId).orElseThrow(Imports::unknown);
        var answer = persons.opened(stored.proposal());
        answer.remove("reversal");
        answer.set("report", json.createArrayNode());
        return answer.put("status", ImportStatus.PROPOSED.name()).put("revision", 0);
    }

    ObjectNode find(String importId) {
        return shown(store.find(importId).orElseThrow(Imports::unknown));
    }

    /**
     * Hears what somebody answers: the fiche is read and compared anew, with the register as it stands now, and what was shown of it
     * before is gone. The same answer twice changes nothing.
     *
     * @throws ProblemException 404 for a question that was not asked, 409 where nothing is left to be decided, 412 for another
     *     revision, 422 for what is no answer to it
     */
    ObjectNode answer(
            String importId, String questionId, Choice choice, @Nullable String value, Asking asking, Locale locale) {
        return commands.inTransaction(importId, () -> {
            var stored = store.lock(importId).orElseThrow(Imports::unknown);
            // Behind the lock: whoever sets a fence waits for nobody who waits for an import.
            fences.passing();
            var question = stored.proposal()
                    .path("questions")
                    .valueStream()
                    .filter(asked -> asked.path("id").asString("").equals(questionId))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-question")));
            var answers = Answers.of(stored.proposal());
            var before = answers.given().get(questionId);
            if (before != null && before.says(choice, value)) {
                return shown(stored);
            }
            if (stored.status() != ImportStatus.PROPOSED && stored.status() != ImportStatus.PARTLY_ACCEPTED) {
                throw new ProblemException(Problem.of(409, "import-not-open").with("status", stored.status()));
            }
            isMeant(asking, stored);
            Answers.check(question, choice, value);
            var ficheId = question.path("ficheId").asString("");
            var isRecorded = fiches.history(ficheId).stream().anyMatch(event -> importId.equals(event.importId()));
            if (isRecorded || acceptedBefore(stored).contains(ficheId)) {
                throw new ProblemException(Problem.of(409, "question-closed").with("ficheId", ficheId));
            }
            var now = answers.and(
                    questionId,
                    new Answer(choice, value, asking.actor(), clock.instant().toString()));
            var next = stored.next(stored.status(), answered(stored, ficheId, now, locale));
            store.update(next);
            count("answered");
            return shown(next);
        });
    }

    /** The proposal, as it is kept, with that fiche's part made anew. */
    private ObjectNode answered(Stored stored, String ficheId, Answers answers, Locale locale) {
        var source = store.source(stored.sha256());
        var read = SourceReader.read(source.content(), source.mediaType());
        var said = answers.applied(read.parsed()).stream()
                .filter(fiche -> Proposal.ficheId(fiche).equals(ficheId))
                .toList();
        var anew = Proposal.all(
                stored.importId(), stored.sha256(), read::line, said, fiches::now, fences, Days.today(clock), answers);
        var shown = json.createObjectNode();
        var written = shown.putArray("fiches");
        anew.forEach(fiche -> written.add(words.fiche(fiche, stored.importId(), read, locale)));
        var parts = new ArrayDeque<JsonNode>();
        persons.sealed(shown, anew).path("fiches").forEach(parts::add);
        var proposal = stored.proposal().deepCopy();
        var all = json.createArrayNode();
        for (var fiche : proposal.path("fiches")) {
            all.add(fiche.path("ficheId").asString().equals(ficheId) && !parts.isEmpty() ? parts.remove() : fiche);
        }
        proposal.set("fiches", all);
        proposal.set("questions", words.questions(proposal.path("questions"), ficheId, anew, answers, locale));
        return proposal;
    }

    /** What somebody looked at when they decided is what there is. */
    private static void isMeant(Asking asking, Stored stored) {
        var meant = asking.expectedVersion();
        if (meant != null && meant != stored.revision()) {
            throw new ProblemException(Problem.at(
                            412, "stale-proposal", "If-Match", Map.of("expected", meant, "current", stored.revision()))
                    .withMember("currentRevision", stored.revision()));
        }
    }

    /** Newest first. */
    ImportStore.Page list(@Nullable ImportStatus status, ImportStore.@Nullable Place after, int limit) {
        return store.page(status, after, limit);
    }

    /**
     * Sends the commands that were shown, fiche by fiche, each fiche in a transaction of its own: all of it or nothing. One
     * that is refused does not stop the others.
     *
     * @param chosen ids of the fiches to accept; null: all
     */
    ObjectNode accept(String importId, @Nullable Set<String> chosen, Asking asking, Locale locale) {
        var stored = store.find(importId).orElseThrow(Imports::unknown);
        if (!stored.status().canBeAccepted()) {
            throw new ProblemException(Problem.of(409, "import-not-open").with("status", stored.status()));
        }
        isMeant(asking, stored);
        var answers = Answers.of(stored.proposal());
        var source = store.source(stored.sha256());
        var read = SourceReader.read(source.content(), source.mediaType());
        var shownFiches = shownFiches(stored);
        if (chosen != null) {
            refuseUnknown(chosen, shownFiches.keySet());
        }
        var report = json.createArrayNode();
        var accepted = acceptedBefore(stored);
        var open = new ArrayList<ParsedFiche>();
        for (var parsed : answers.applied(read.parsed())) {
            var ficheId = Proposal.ficheId(parsed);
            if ((chosen == null || chosen.contains(ficheId)) && !accepted.contains(ficheId)) {
                open.add(parsed);
            }
        }
        for (var parsed : open) {
            report.add(acceptOne(importId, stored.sha256(), read, parsed, answers, shownFiches, asking, locale));
        }
        return finish(importId, shownFiches.keySet(), report);
    }

    private ObjectNode acceptOne(
            String importId,
            String sha256,
            SourceReader.Read read,
            ParsedFiche parsed,
            Answers answers,
            Map<String, JsonNode> shownFiches,
            Asking asking,
            Locale locale) {
        var ficheId = Proposal.ficheId(parsed);
        var entry = json.createObjectNode().put("ficheId", ficheId);
        try {
            return commands.inTransaction(ficheId, () -> {
                // In this order, as undoing does: nobody answers from here on, and nobody waits for both in a circle.
                var now = store.lock(importId).orElseThrow(Imports::unknown);
                commands.inTurn(ficheId);
                var history = fiches.history(ficheId);
                if (history.stream().anyMatch(recorded -> importId.equals(recorded.importId()))) {
                    // Accepted by somebody at the same moment, or by a process that was killed before it could say so.
                    return acceptedEntry(importId, history, entry);
                }
                var proposal = Proposal.of(
                        importId, sha256, read::line, parsed, fiches.now(ficheId), fences, Days.today(clock), answers);
                if (!Answers.of(now.proposal()).equals(answers)
                        || !words.sameChanges(proposal, shownFiches.get(ficheId))) {
                    throw new ProblemException(
                            Problem.of(409, "proposal-outdated").with("ficheId", ficheId));
                }
                if (proposal.refusal() != null) {
                    throw new Refused(proposal.refusal());
                }
                return send(importId, proposal, asking, entry);
            });
        } catch (Refused refused) {
            return refusedEntry(ficheId, parsed, refusals.told(refused.refusal(), locale, at(importId)));
        } catch (ProblemException problem) {
            return refusedEntry(ficheId, parsed, refusals.told(problem.problem(), locale, at(importId)));
        }
    }

    private static ObjectNode acceptedEntry(String importId, List<Fiches.Entry> history, ObjectNode entry) {
        var recorded = history.stream()
                .filter(event -> importId.equals(event.importId()))
                .count();
        return entry.put("version", history.size()).put("recorded", recorded).putNull("refused");
    }

    private ObjectNode send(String importId, FicheProposal proposal, Asking asking, ObjectNode entry) {
        int recorded = 0;
        for (var step : proposal.steps()) {
            var accepted = commands.send(step.command(), asking.provenance(importId, step.evidence()), null);
            recorded += accepted.events().size();
            entry.put("version", accepted.version()).put("position", accepted.position());
        }
        return entry.put("recorded", recorded).putNull("refused");
    }

    private ObjectNode refusedEntry(String ficheId, ParsedFiche parsed, Map<String, Object> problem) {
        var mentions = parsed.name().mentions();
        var entry = json.createObjectNode().put("ficheId", ficheId).put("recorded", 0);
        entry.set("refused", json.valueToTree(problem));
        return entry.put("line", mentions.isEmpty() ? 0 : mentions.getFirst().line());
    }

    /** The status follows from the whole report, read under a lock: two who accept at once write it one after the other. */
    private ObjectNode finish(String importId, Set<String> shown, ArrayNode report) {
        return transaction.execute(tx -> {
            var now = store.lock(importId).orElseThrow(Imports::unknown);
            var proposal = now.proposal().deepCopy();
            var earlier = proposal.withArray("/report");
            var ids = new HashSet<String>();
            report.forEach(entry -> ids.add(entry.path("ficheId").asString()));
            var merged = json.createArrayNode();
            earlier.forEach(entry -> {
                if (!ids.contains(entry.path("ficheId").asString())) {
                    merged.add(entry);
                }
            });
            merged.addAll(report);
            proposal.set("report", merged);
            var accepted = acceptedBefore(now.next(now.status(), proposal));
            var status = accepted.containsAll(shown)
                    ? ImportStatus.ACCEPTED
                    : accepted.isEmpty() ? now.status() : ImportStatus.PARTLY_ACCEPTED;
            var next = now.next(status, proposal);
            store.update(next);
            count(status.name().toLowerCase(Locale.ROOT));
            return shown(next);
        });
    }

    ObjectNode discard(String importId) {
        return transaction.execute(tx -> {
            var stored = store.lock(importId).orElseThrow(Imports::unknown);
            if (stored.status().wasAccepted() || stored.status() == ImportStatus.REVERSED) {
                throw new ProblemException(Problem.of(409, "import-not-open").with("status", stored.status()));
            }
            var next = stored.next(ImportStatus.DISCARDED, stored.proposal().deepCopy());
            store.update(next);
            count("discarded");
            return shown(next);
        });
    }

    /** Undoes everything the import recorded, as one act in one transaction, but for what somebody changed since. */
    ObjectNode reverse(String importId, Asking asking, Locale locale) {
        return commands.inTransaction(importId, () -> {
            var stored = store.lock(importId).orElseThrow(Imports::unknown);
            if (!stored.status().wasAccepted()) {
                throw new ProblemException(
                        Problem.of(409, "import-not-accepted").with("status", stored.status()));
            }
            var reversal = json.createArrayNode();
            for (var ficheId :
                    new TreeSet<>(acceptedBefore(stored))) { // sorted, so that two reversals cannot block each other
                commands.inTurn(ficheId);
                reversal.add(reverseOne(importId, ficheId, asking, locale));
            }
            var proposal = stored.proposal().deepCopy();
            proposal.set("reversal", reversal);
            var next = stored.next(ImportStatus.REVERSED, proposal);
            store.update(next);
            count("reversed");
            return shown(next);
        });
    }

    private ObjectNode reverseOne(String importId, String ficheId, Asking asking, Locale locale) {
        var plan = Reversal.of(ficheId, fiches.history(ficheId), importId, Days.today(clock));
        var entry = json.createObjectNode().put("ficheId", ficheId);
        int recorded = 0;
        for (var command : plan.commands()) {
            var accepted = commands.send(command, asking.provenance(importId + "/reversal", List.of()), null);
            recorded += accepted.events().size();
            entry.put("version", accepted.version()).put("position", accepted.position());
        }
        entry.put("recorded", recorded);
        var refused = entry.putArray("refused");
        for (var path : plan.kept()) {
            var problem = Problem.at(409, "changed-since-import", path, Map.of("path", path));
            refused.add(json.<JsonNode>valueToTree(refusals.told(problem, locale, at(importId))));
        }
        return entry;
    }

    // ---- what is stored of it

    private ObjectNode shown(Stored stored) {
        return persons.opened(stored.proposal())
                .put("status", stored.status().name())
                .put("revision", stored.revision());
    }

    private Map<String, JsonNode> shownFiches(Stored stored) {
        return persons.opened(stored.proposal())
                .path("fiches")
                .valueStream()
                .collect(Collectors.toMap(
                        fiche -> fiche.path("ficheId").asString(), fiche -> fiche, (first, second) -> first));
    }

    private static Set<String> acceptedBefore(Stored stored) {
        return stored.proposal()
                .path("report")
                .valueStream()
                .filter(entry -> entry.path("refused").isNull())
                .map(entry -> entry.path("ficheId").asString())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static void refuseUnknown(Set<String> chosen, Collection<String> known) {
        for (var ficheId : chosen) {
            if (!known.contains(ficheId)) {
                throw new ProblemException(
                        Problem.at(422, "fiche-not-in-import", "/ficheIds", Map.of("ficheId", ficheId)));
            }
        }
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.of(404, "unknown-import"));
    }

    private static String at(String importId) {
        return "/api/v1/imports/" + importId;
    }

    private void count(String outcome) {
        meters.counter("fiches.imports", "outcome", outcome).increment();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }
}
