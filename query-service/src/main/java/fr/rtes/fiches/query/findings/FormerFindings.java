package fr.rtes.fiches.query.findings;

import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import fr.rtes.fiches.query.directory.Asked;
import fr.rtes.fiches.query.directory.Directory;
import fr.rtes.fiches.query.directory.Entry;
import fr.rtes.fiches.query.findings.Finding.State;
import fr.rtes.fiches.query.findings.FoundFindings.Found;
import fr.rtes.fiches.query.findings.FoundFindings.Group;
import fr.rtes.fiches.query.findings.FoundFindings.Question;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.views.Views;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The findings of the whole register, now or as they were. No finding ever goes, and each keeps the turns of its life with the versions
 * that brought them; the directory knows which version of a fiche was known when, and its name and status then. From both follow the
 * counts; the words and figures of the few that are shown are folded from their fiches' own events.
 */
@Repository
class FormerFindings {

    private static final Bson LIVES =
            Projections.include("findings.code", "findings.life.state", "findings.life.version");

    private final FoundFindings found;
    private final Directory directory;
    private final Views views;

    FormerFindings(FoundFindings found, Directory directory, Views views) {
        this.found = found;
        this.directory = directory;
        this.views = views;
    }

    /**
     * @param page those that come after the cursor, fiche by fiche, in each the oldest first
     * @param groups all of these statuses, counted
     */
    record Answer(List<Found> page, List<Group> groups) {}

    /** A fiche that had findings then, and the state of each in their order. */
    private record Known(Entry entry, List<Claim> claims) {}

    private record Claim(Equation code, State state) {
        boolean isWanted(Question question) {
            return question.wantsCode(code) && question.wantsState(state);
        }
    }

    /**
     * @param limit of the page
     * @throws fr.rtes.fiches.platform.problem.ProblemException 404 {@code nothing-known-then} for a time before the first fiche
     */
    Answer find(Question question, Asked asked, @Nullable Cursor after, int limit) {
        var then = asked.then();
        if (then == null) {
            return new Answer(found.page(question, after, limit), found.groups(question));
        }
        directory.refuseBeforeTheFirst(asked);
        var known = known(question, then);
        return new Answer(page(known, question, after, limit), groups(known));
    }

    private List<Known> known(Question question, KnownAt then) {
        var register = views.documents(FindingsView.NAME, FindingsView.REGISTER)
                .find()
                .projection(LIVES)
                .sort(Sorts.ascending("_id"))
                .into(new ArrayList<>());
        var entries = directory.then(
                register.stream().map(document -> document.getString("_id")).toList(), then);
        var known = new ArrayList<Known>();
        for (var document : register) {
            var entry = entries.get(document.getString("_id"));
            if (entry != null
                    && (question.statuses().isEmpty() || question.statuses().contains(entry.status()))) {
                var claims = document.getList("findings", Document.class).stream()
                        .flatMap(finding -> claim(finding, entry.version()).stream())
                        .toList();
                if (!claims.isEmpty()) {
                    known.add(new Known(entry, claims));
                }
            }
        }
        return known;
    }

    /** Empty: it came up later. */
    private static Optional<Claim> claim(Document finding, long version) {
        return finding.getList("life", Document.class).stream()
                .takeWhile(turn -> turn.get("version", Number.class).longValue() <= version)
                .reduce((earlier, later) -> later)
                .map(turn -> new Claim(
                        Equation.of(finding.getString("code")).orElseThrow(), State.valueOf(turn.getString("state"))));
    }

    private List<Found> page(List<Known> known, Question question, @Nullable Cursor after, int limit) {
        var page = new ArrayList<Found>();
        for (var fiche : known) {
            var ficheId = fiche.entry.ficheId();
            if (page.size() < limit
                    && (after == null || ficheId.compareTo(after.textKey()) >= 0)
                    && fiche.claims.stream().anyMatch(claim -> claim.isWanted(question))) {
                FoundFindings.notShown(ficheId, found.atVersion(ficheId, fiche.entry.version()), after).stream()
                        .filter(question::wants)
                        .limit((long) limit - page.size())
                        .map(finding -> new Found(ficheId, fiche.entry.name(), finding))
                        .forEach(page::add);
            }
        }
        return page;
    }

    private static List<Group> groups(List<Known> known) {
        var counts = new HashMap<Claim, Long>();
        known.forEach(fiche -> fiche.claims.forEach(claim -> counts.merge(claim, 1L, Long::sum)));
        return counts.entrySet().stream()
                .map(e -> new Group(e.getKey().code, e.getKey().state, e.getValue()))
                .toList();
    }
}
