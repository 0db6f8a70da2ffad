package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.findings.Finding.State;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.sight.FicheSight;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.views.Views;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Repository;

/** Findings as stored, those of the past from the fiche's own events: as far as they are shown to whoever asks. */
@Repository
class FoundFindings {

    private final MongoTemplate mongo;
    private final Views views;
    private final FicheEvents events;
    private final Sights sights;

    FoundFindings(MongoTemplate mongo, Views views, FicheEvents events, Sights sights) {
        this.sights = sights;
        this.mongo = mongo;
        this.views = views;
        this.events = events;
    }

    /** A fiche's own events, from which its former findings are folded. */
    @FunctionalInterface
    interface FicheEvents {

        /** In order, both versions included, as far as they exist. */
        List<LogEntry> ofFiche(String ficheId, long fromVersion, long toVersion);
    }

    /** All findings of one fiche, oldest first. */
    record OfFiche(String ficheId, String name, long version, List<Finding> findings) {}

    /** One finding and whose it is. */
    record Found(String ficheId, String name, Finding finding) {}

    /** How many findings are of this kind and in this state. */
    record Group(Equation code, State state, long count) {}

    /** What is looked for; an empty set filters nothing. */
    record Question(Set<Equation> codes, Set<State> states, Set<FicheStatus> statuses) {
        Question {
            codes = Set.copyOf(codes);
            states = Set.copyOf(states);
            statuses = Set.copyOf(statuses);
        }

        /** The same for the same question, however it was asked; cursors belong to it. */
        String text() {
            return "findings\n" + sorted(codes) + "\n" + sorted(states) + "\n" + sorted(statuses);
        }

        private static String sorted(Set<? extends Enum<?>> values) {
            return values.stream()
                    .map(Enum::name)
                    .collect(Collectors.toCollection(TreeSet::new))
                    .toString();
        }

        boolean wantsCode(Equation code) {
            return codes.isEmpty() || codes.contains(code);
        }

        boolean wantsState(State state) {
            return states.isEmpty() || states.contains(state);
        }

        boolean wants(Finding finding) {
            return wantsCode(finding.code()) && wantsState(finding.state());
        }
    }

    /** @throws ProblemException 404 for a fiche that does not exist */
    OfFiche ofFiche(String ficheId) {
        return find(ficheId).orElseThrow(() -> unknown("unknown-fiche", ficheId));
    }

    /** Empty for a fiche that does not exist, or that the view has not come to yet. */
    Optional<OfFiche> find(String ficheId) {
        var sight = sights.of(ficheId);
        if (sight.seesNothing()) {
            return Optional.empty();
        }
        var query = Query.query(Criteria.where("_id").is(ficheId));
        query.fields().exclude("profile");
        var head = mongo.findOne(query, Document.class, views.collection(FindingsView.NAME));
        return Optional.ofNullable(head)
                .filter(found -> sight.shows(version(found), FicheStatus.valueOf(found.getString("status"))))
                .map(found -> new OfFiche(
                        ficheId,
                        found.getString("name"),
                        version(found),
                        Findings.findings(found).stream()
                                .flatMap(finding -> finding.shownTo(sight).stream())
                                .toList()));
    }

    private static long version(Document document) {
        return document.get("version", Number.class).longValue();
    }

    /** @throws ProblemException 404 for a fiche that does not exist, or did not yet */
    OfFiche knownAt(String ficheId, KnownAt knownAt) {
        var sight = sights.of(ficheId);
        if (sight.seesNothing()) {
            throw unknown("unknown-fiche", ficheId);
        }
        @Nullable Findings findings = null;
        var knownFrom = Instant.MIN;
        var log = events.ofFiche(ficheId, 1, Long.MAX_VALUE);
        for (var entry : log) {
            var recorded = entry.legible();
            knownFrom = knownFrom.isBefore(recorded.recordedAt()) ? recorded.recordedAt() : knownFrom;
            if (!knownAt.includes(knownFrom, recorded.position())) {
                break;
            }
            findings = Findings.fold(findings, recorded);
        }
        if (findings == null
                || !sight.shows(
                        findings.profile().version(), findings.profile().status())) {
            throw unknown(log.isEmpty() ? "unknown-fiche" : "unknown-fiche-then", ficheId);
        }
        return new OfFiche(
                ficheId,
                findings.profile().name(),
                findings.profile().version(),
                findings.all().stream().flatMap(finding -> finding.shownTo(sight).stream()).toList());
    }

    /** All findings after that event, oldest first; empty for a fiche that does not exist. */
    List<Finding> atVersion(String ficheId, long version) {
        var sight = sights.of(ficheId);
        if (sight.seesNothing()) {
            return List.of();
        }
        var newest = find(ficheId);
        if (newest.isPresent() && newest.get().version() == version) {
            return newest.get().findings();
        }
        @Nullable Findings findings = null;
        for (var entry : events.ofFiche(ficheId, 1, version)) {
            findings = Findings.fold(findings, entry.legible());
        }
        return findings == null || !sight.shows(version, findings.profile().status())
                ? List.of()
                : findings.all().stream()
                        .flatMap(finding -> finding.shownTo(sight).stream())
                        .toList();
    }

    private static ProblemException unknown(String code, String ficheId) {
        return new ProblemException(Problem.of(404, code).with("ficheId", ficheId));
    }

    /** At most {@code limit} findings that come after the cursor: fiche by fiche, in each the oldest first. */
    List<Found> page(Question question, @Nullable Cursor after, int limit) {
        var all = new ArrayList<Found>();
        @Nullable String last = null;
        List<Document> fiches;
        do {
            // Each of these fiches has a finding that is wanted; only of the first one all may have been shown.
            fiches = fiches(question, after, last, limit + 1);
            var seen = sights.of(fiches.stream().map(d -> d.getString("ficheId")).toList());
            for (var fiche : fiches) {
                last = fiche.getString("_id");
                add(fiche, after, question, Objects.requireNonNull(seen.get(fiche.getString("ficheId"))), all);
            }
            // Of some nothing is shown, so there may be more where these came from.
        } while (all.size() < limit && fiches.size() > limit);
        return all.size() > limit ? List.copyOf(all.subList(0, limit)) : all;
    }

    private List<Document> fiches(Question question, @Nullable Cursor after, @Nullable String last, int limit) {
        var all = new ArrayList<>(wanted(question));
        if (last != null) {
            all.add(Criteria.where("_id").gt(last));
        } else if (after != null) {
            all.add(Criteria.where("_id").gte(after.textKey()));
        }
        var query = query(all).with(Sort.by("_id")).limit(limit);
        return mongo.find(query, Document.class, views.collection(FindingsView.NAME, FindingsView.REGISTER));
    }

    private static void add(
            Document fiche, @Nullable Cursor after, Question question, FicheSight sight, List<Found> all) {
        notShown(fiche, after).stream()
                .filter(question::wants)
                .flatMap(finding -> finding.shownTo(sight).stream())
                .forEach(finding -> all.add(new Found(fiche.getString("ficheId"), fiche.getString("name"), finding)));
    }

    /** A fiche's findings keep their order and none ever goes, so what comes after one is what was not shown. */
    private static List<Finding> notShown(Document document, @Nullable Cursor after) {
        var findings = Findings.findings(document);
        if (after == null || !document.getString("ficheId").equals(after.textKey())) {
            return findings;
        }
        var ids = findings.stream().map(Finding::findingId).toList();
        return findings.subList(ids.indexOf(after.id()) + 1, findings.size());
    }

    private List<Criteria> wanted(Question question) {
        var wanted = ofFiches(question);
        var finding = new ArrayList<Criteria>();
        if (!question.codes().isEmpty()) {
            finding.add(Criteria.where("code")
                    .in(question.codes().stream().map(Equation::code).toList()));
        }
        in("state", question.states(), finding);
        if (!finding.isEmpty()) {
            wanted.add(Criteria.where("findings").elemMatch(new Criteria().andOperator(finding)));
        }
        return wanted;
    }

    /** Of the statuses asked for those that are shown: the public ones, of their own fiches any. */
    private List<Criteria> ofFiches(Question question) {
        var fiches = new ArrayList<Criteria>();
        in("status", question.statuses(), fiches);
        var caller = sights.caller();
        if (!caller.seesAllUnpublished()) {
            var everybodys = Criteria.where("status")
                    .in(Arrays.stream(FicheStatus.values())
                            .filter(FicheStatus::isPublic)
                            .map(Enum::name)
                            .toList());
            fiches.add(
                    caller.ownFiches().isEmpty()
                            ? everybodys
                            : new Criteria()
                                    .orOperator(
                                            everybodys,
                                            Criteria.where("_id").in(caller.ownFiches())));
        }
        return fiches;
    }

    private static void in(String field, Collection<? extends Enum<?>> values, List<Criteria> all) {
        if (!values.isEmpty()) {
            all.add(Criteria.where(field).in(values.stream().map(Enum::name).toList()));
        }
    }

    private static Query query(List<Criteria> all) {
        return all.isEmpty() ? new Query() : Query.query(new Criteria().andOperator(all));
    }

    /** The findings of fiches of these statuses, counted by kind and state: the total and each facet follow, all of one moment. */
    List<Group> groups(Question question) {
        var pipeline = List.of(
                new Document("$match", query(ofFiches(question)).getQueryObject()),
                new Document("$unwind", "$findings"),
                new Document(
                        "$group",
                        new Document("_id", new Document("code", "$findings.code").append("state", "$findings.state"))
                                .append("count", new Document("$sum", 1))));
        var groups = new ArrayList<Group>();
        views.documents(FindingsView.NAME, FindingsView.REGISTER)
                .aggregate(pipeline)
                .forEach(document -> {
                    var of = document.get("_id", Document.class);
                    groups.add(new Group(
                            Equation.of(of.getString("code")).orElseThrow(),
                            State.valueOf(of.getString("state")),
                            document.get("count", Number.class).longValue()));
                });
        return sights.caller().seesAllUnpublished() ? groups : shown(question, groups);
    }

    /** Without those that hold by now and were never shown: few, so they are looked at one by one. */
    private List<Group> shown(Question question, List<Group> groups) {
        var resolved = new ArrayList<>(ofFiches(question));
        resolved.add(Criteria.where("findings.state").is(State.RESOLVED.name()));
        var query = query(resolved);
        query.fields()
                .include("ficheId")
                .include("findings.code")
                .include("findings.state")
                .include("findings.life.version");
        var fiches = mongo.find(query, Document.class, views.collection(FindingsView.NAME, FindingsView.REGISTER));
        var seen = sights.of(fiches.stream().map(d -> d.getString("ficheId")).toList());
        var hidden = new HashMap<Equation, Long>();
        for (var fiche : fiches) {
            var sight = Objects.requireNonNull(seen.get(fiche.getString("ficheId")));
            for (var finding : fiche.getList("findings", Document.class)) {
                var state = State.valueOf(finding.getString("state"));
                var last = version(finding.getList("life", Document.class).getLast());
                if (!Finding.isShownTo(sight, state, last)) {
                    hidden.merge(Equation.of(finding.getString("code")).orElseThrow(), 1L, Long::sum);
                }
            }
        }
        return groups.stream()
                .map(group -> group.state() == State.RESOLVED
                        ? new Group(group.code(), group.state(), group.count() - hidden.getOrDefault(group.code(), 0L))
                        : group)
                .filter(group -> group.count() > 0)
                .toList();
    }
}
