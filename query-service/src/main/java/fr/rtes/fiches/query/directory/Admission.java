package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.platform.access.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * Which of the directory's lines are shown to somebody: those of public fiches, and of their own all. A line of the past has to be of a
 * public fiche then, and the fiche public now.
 *
 * @param all everything is
 * @param own ids of fiches that are shown whatever their status
 * @param withdrawn ids of fiches that were public at the moment asked about, or later, and are no more
 */
record Admission(boolean all, Set<String> own, Set<String> withdrawn) {

    private static final Set<FicheStatus> PUBLIC =
            Arrays.stream(FicheStatus.values()).filter(FicheStatus::isPublic).collect(Collectors.toUnmodifiableSet());

    Admission {
        own = Set.copyOf(own);
        withdrawn = Set.copyOf(withdrawn);
    }

    static Admission of(Caller caller, Set<String> withdrawn) {
        return new Admission(caller.seesAllUnpublished(), caller.ownFiches(), withdrawn);
    }

    /** @param status in the line */
    boolean admits(String ficheId, FicheStatus status) {
        return all || own.contains(ficheId) || isPublic(ficheId, status);
    }

    private boolean isPublic(String ficheId, FicheStatus status) {
        return status.isPublic() && !withdrawn.contains(ficheId);
    }

    /** The same as conditions of a query. An index over the status, or none, answers them as fast as a question for statuses. */
    List<Document> conditions() {
        if (all) {
            return List.of();
        }
        var everybodys = new ArrayList<Document>();
        everybodys.add(statuses(PUBLIC));
        everybodys.addAll(notWithdrawn());
        return own.isEmpty()
                ? everybodys
                : List.of(new Document("$or", List.of(new Document("$and", everybodys), owns())));
    }

    /**
     * Conditions under which what is counted by status can be read without one for the status, which would lead most servers along an
     * index to nearly everything: the groups that are not {@link #PUBLIC} are to be left out, and {@link #owns own} ones added.
     */
    List<Document> notWithdrawn() {
        return all || withdrawn.isEmpty()
                ? List.of()
                : List.of(new Document("ficheId", new Document("$nin", List.copyOf(withdrawn))));
    }

    private Document owns() {
        return new Document("ficheId", new Document("$in", List.copyOf(own)));
    }

    /** Own lines that everybody else is not shown. */
    List<Document> onlyOwn() {
        var notPublic = Arrays.stream(FicheStatus.values())
                .filter(status -> !status.isPublic())
                .collect(Collectors.toSet());
        var hidden = new ArrayList<Document>();
        hidden.add(statuses(notPublic));
        if (!withdrawn.isEmpty()) {
            hidden.add(new Document("ficheId", new Document("$in", List.copyOf(withdrawn))));
        }
        return List.of(owns(), new Document("$or", hidden));
    }

    private static Document statuses(Set<FicheStatus> statuses) {
        return new Document("status", new Document("$in", statuses.stream().map(Enum::name).sorted().toList()));
    }
}
