package fr.rtes.fiches.query.findings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The findings of a fiche in words, for whoever shows the fiche. */
@Component
public class Constats {

    private final FoundFindings found;

    Constats(FoundFindings found) {
        this.found = found;
    }

    /**
     * A claim that does not hold, or did not once.
     *
     * @param label what claims of this kind are called
     * @param state its name
     * @param isOpen whether it asks for a look
     * @param explanation null: nobody gave one
     * @param version of the fiche that brought its state
     */
    public record Constat(
            String findingId,
            String label,
            String sentence,
            String state,
            boolean isOpen,
            @Nullable String explanation,
            long version) {}

    /** Oldest first; made of the fiche's own events up to that version, which must be digestible. */
    public List<Constat> of(String ficheId, long version, Locale language) {
        var sentences = new FindingSentences(language);
        return found.atVersion(ficheId, version).stream()
                .map(finding -> constat(finding, sentences))
                .toList();
    }

    private static Constat constat(Finding finding, FindingSentences sentences) {
        var last = finding.life().getLast();
        return new Constat(
                finding.findingId(),
                sentences.title(finding.code()),
                sentences.of(finding),
                sentences.state(finding.state()),
                switch (finding.state()) {
                    case OPEN, REOPENED -> true;
                    case EXPLAINED, RESOLVED -> false;
                },
                last.text(),
                last.version());
    }
}
