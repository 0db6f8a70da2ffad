package fr.rtes.fiches.query.statistics;

import fr.rtes.fiches.query.directory.Asked;
import fr.rtes.fiches.query.directory.Directory;
import fr.rtes.fiches.query.directory.Kept;
import fr.rtes.fiches.query.directory.Members;
import fr.rtes.fiches.query.directory.Question;
import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.views.Views;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts all members that are found, once while nothing is written. */
@Component
class Counts {

    private final Directory directory;
    private final Kept<Statistics.Counting> kept;

    Counts(Directory directory, Views views, Progress progress) {
        this.directory = directory;
        this.kept = new Kept<>(views, progress, List.of(Members.VIEW));
    }

    /** Not to be added to. */
    Statistics.Counting of(Question question, Asked asked) {
        return kept.get(question.text() + "\n" + asked.then() + "\n" + asked.day(), () -> {
            var counting = new Statistics.Counting();
            directory.members(question, asked, counting::add);
            return counting;
        });
    }
}
