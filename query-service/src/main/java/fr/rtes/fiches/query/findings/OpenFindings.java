package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.FicheStatus;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Findings told in a sentence, for whoever looks at something else than findings. */
@Component
public class OpenFindings {

    private static final Set<Finding.State> OPEN = Set.of(Finding.State.OPEN, Finding.State.REOPENED);

    private final FoundFindings findings;

    OpenFindings(FoundFindings findings) {
        this.findings = findings;
    }

    /**
     * @param name of the member
     * @param state in the reader's language
     */
    public record Told(
            String ficheId, String name, String findingId, String sentence, String state, boolean isExplained) {}

    /** The first that wait for somebody, and how many there are. */
    public record Waiting(List<Told> first, long total) {}

    /** Those of one fiche that do not hold, explained or not; none for a fiche that the view has not come to yet. */
    public List<Told> ofFiche(String ficheId, Locale language) {
        var sentences = new FindingSentences(language);
        return findings.find(ficheId).stream()
                .flatMap(all -> all.findings().stream()
                        .filter(finding -> finding.state() != Finding.State.RESOLVED)
                        .map(finding -> told(ficheId, all.name(), finding, sentences)))
                .toList();
    }

    /** Of all fiches that are shown, drafts and withdrawn ones too where those are. */
    public Waiting waiting(int most, Locale language) {
        var sentences = new FindingSentences(language);
        var question = new FoundFindings.Question(Set.of(), OPEN, Set.of(FicheStatus.values()));
        var first = findings.page(question, null, most).stream()
                .map(found -> told(found.ficheId(), found.name(), found.finding(), sentences))
                .toList();
        var total = findings.groups(question).stream()
                .filter(group -> OPEN.contains(group.state()))
                .mapToLong(FoundFindings.Group::count)
                .sum();
        return new Waiting(first, total);
    }

    private static Told told(String ficheId, String name, Finding finding, FindingSentences sentences) {
        return new Told(
                ficheId,
                name,
                finding.findingId(),
                sentences.of(finding),
                sentences.state(finding.state()),
                finding.state() == Finding.State.EXPLAINED);
    }
}
