package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.history.Happened;
import fr.rtes.fiches.query.history.HistoryItem;
import fr.rtes.fiches.query.history.WholeHistory;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profiles;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.views.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fiches as whoever keeps them needs them: as they are now, in the shape in which forms take and give values. */
@Component
class DeskFiches {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** So many changes are told at once. */
    private static final int MOST = 20;

    private final Profiles profiles;
    private final Happened happened;
    private final PersonCipher cipher;
    private final Visibility visibility;
    private final Moments moments;
    private final JsonMapper json;

    DeskFiches(
            Profiles profiles,
            Happened happened,
            PersonCipher cipher,
            Visibility visibility,
            Moments moments,
            JsonMapper json) {
        this.profiles = profiles;
        this.happened = happened;
        this.cipher = cipher;
        this.visibility = visibility;
        this.moments = moments;
        this.json = json;
    }

    /** @param values the profile as it is answered, with what holds today */
    record Fiche(String ficheId, String name, long version, JsonNode values) {}

    /** @throws ProblemException 404 for a fiche that does not exist */
    Fiche find(String ficheId) {
        return fiche(profiles.find(ficheId)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(404, "unknown-fiche").with("ficheId", ficheId))));
    }

    /** Of the member; of a fiche that does not exist its id. */
    String name(String ficheId) {
        return profiles.find(ficheId)
                .map(known -> known.on(moments.today()).name())
                .orElse(ficheId);
    }

    /** What the fiche says; empty where there is none. */
    Optional<JsonNode> values(String ficheId) {
        return profiles.find(ficheId).map(known -> fiche(known).values());
    }

    /** @throws ProblemException 404 for a fiche or version that does not exist */
    Fiche find(String ficheId, long version) {
        return fiche(profiles.atVersion(ficheId, version).profile());
    }

    private Fiche fiche(Profile known) {
        var profile = known.on(moments.today()).opened(cipher);
        return new Fiche(profile.ficheId(), profile.name(), profile.version(), json.valueToTree(profile));
    }

    /** Whether what was just recorded can be read now; waits for it, but not for long. */
    boolean await(String ficheId, long version) {
        try {
            return visibility.await(Profiles.VIEW, ficheId, version, LONGEST_WAIT)
                    && visibility.await(WholeHistory.VIEW, ficheId, version, LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    List<HistoryItem> happened(String ficheId, long after, long upTo, Locale language) {
        return happened.between(ficheId, after, upTo, MOST, language);
    }
}
