package fr.rtes.fiches.query.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent.FindingExplained;
import fr.rtes.fiches.events.FicheEvent.FindingExplanationWithdrawn;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.findings.SchemeClaims.Teller;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.StoredProfile;
import fr.rtes.fiches.query.reading.Bson;
import fr.rtes.fiches.query.reading.BsonDraft;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All findings of a fiche, each at the place where it first came up, and the profile they were found in.
 */
record Findings(Profile profile, List<Finding> all) {

    private static final JsonMapper JSON = EventJson.values()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** 48 bits: enough to tell the claims of one register apart. */
    private static final int ID_BYTES = 6;

    static Findings fold(@Nullable Findings before, Recorded recorded) {
        var was = before == null ? null : before.profile;
        var profile = Profile.fold(was, recorded);
        var all = before == null ? List.<Finding>of() : before.all;
        var now = other(profile, was);
        var then = was == null ? List.<Teller>of() : other(was, profile);
        for (var equation : Equation.values()) {
            if (equation.isTouched(was, profile)) {
                var failing = failing(equation, profile, now);
                all = was != null && equation.isOfOneItem()
                        ? checked(equation, all, failing, failed(equation, all, was, then), recorded)
                        : checked(equation, all, failing, id -> true, recorded);
            }
        }
        return new Findings(profile, explained(all, recorded));
    }

    /** The schemes and actions that are not the same in the other profile. */
    private static List<Teller> other(Profile profile, @Nullable Profile compared) {
        return SchemeClaims.tellers(
                Changed.of(profile.schemes(), compared == null ? List.of() : compared.schemes()),
                Changed.of(profile.actions(), compared == null ? List.of() : compared.actions()));
    }

    /** Which claims failed that may no longer be made: those of what is another one now. */
    private static Predicate<String> failed(Equation equation, List<Finding> all, Profile was, List<Teller> then) {
        return all.stream().noneMatch(finding -> finding.code() == equation)
                ? id -> false
                : failing(equation, was, then).keySet()::contains;
    }

    /**
     * @param failing of the claims that were checked
     * @param checked the ids of the others that were
     */
    private static List<Finding> checked(
            Equation equation,
            List<Finding> before,
            Map<String, Failure> failing,
            Predicate<String> checked,
            Recorded recorded) {
        if (failing.isEmpty() && before.isEmpty()) {
            return before;
        }
        var after = new ArrayList<Finding>(before.size());
        for (var finding : before) {
            if (finding.code() != equation) {
                after.add(finding);
                continue;
            }
            var failure = failing.remove(finding.findingId());
            if (failure != null) {
                after.add(finding.failing(failure, recorded));
            } else {
                after.add(checked.test(finding.findingId()) ? finding.holding(recorded) : finding);
            }
        }
        failing.forEach((id, failure) -> after.add(Finding.opened(id, equation, failure, recorded)));
        return List.copyOf(after);
    }

    /** By the ids of their findings. */
    static Map<String, Failure> failing(Equation equation, Profile profile) {
        return failing(equation, profile, SchemeClaims.tellers(profile.schemes(), profile.actions()));
    }

    private static Map<String, Failure> failing(Equation equation, Profile profile, List<Teller> tellers) {
        var failures = equation.failing(profile, tellers);
        var failing = new LinkedHashMap<String, Failure>();
        var times = new HashMap<String, Integer>();
        for (var failure : failures) {
            // Two claims may be about the same by all their words: the second one's is told apart by its place. One
            // scheme's
            // are never about the same as another's.
            var time = times.merge(failure.subject(), 1, Integer::sum);
            var subject = time == 1 ? failure.subject() : failure.subject() + "#" + time;
            failing.put(id(profile.ficheId(), equation, subject), failure);
        }
        return failing;
    }

    private static String id(String ficheId, Equation equation, String subject) {
        try {
            var hash = MessageDigest.getInstance("SHA-256")
                    .digest((ficheId + "\n" + subject).getBytes(StandardCharsets.UTF_8));
            return equation.code() + "-" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Every other event is about the profile alone. An explanation of what is no finding, or no longer one, changes nothing. */
    private static List<Finding> explained(List<Finding> all, Recorded recorded) {
        if (recorded.event() instanceof FindingExplained e) {
            return with(all, e.findingId(), finding -> finding.explained(e.text(), recorded));
        }
        if (recorded.event() instanceof FindingExplanationWithdrawn e) {
            return with(all, e.findingId(), finding -> finding.noLongerExplained(recorded));
        }
        return all;
    }

    private static List<Finding> with(List<Finding> all, String findingId, UnaryOperator<Finding> change) {
        return all.stream()
                .map(finding -> finding.findingId().equals(findingId) ? change.apply(finding) : finding)
                .toList();
    }

    /** What the next event is folded into. */
    RawBsonDocument head() {
        return described()
                .appendPart("profile", draft -> StoredProfile.write(profile, draft))
                .appendEach("findings", JSON, all)
                .document();
    }

    /** What the register is searched by. */
    RawBsonDocument entry() {
        return described().appendEach("findings", JSON, all).document();
    }

    private BsonDraft described() {
        return BsonDraft.of(profile.ficheId())
                .append("ficheId", profile.ficheId())
                .append("name", profile.name())
                .append("status", profile.status().name())
                .append("version", profile.version());
    }

    static Findings load(RawBsonDocument head) {
        var findings = Bson.parts(head, "findings").stream()
                .map(finding -> JSON.treeToValue(Bson.tree(finding), Finding.class))
                .toList();
        return new Findings(StoredProfile.load(Bson.part(head, "profile")), findings);
    }

    /** As {@link #head} and {@link #entry} have them. */
    static List<Finding> findings(Document document) {
        Function<Document, Finding> read = finding -> JSON.treeToValue(Bson.tree(finding), Finding.class);
        return document.getList("findings", Document.class).stream().map(read).toList();
    }
}
