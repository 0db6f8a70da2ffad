package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.views.Views;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was worked out of all fiches, which takes time, for whoever asks the same while nothing is written: the log grows now and then,
 * and is asked all day. Nothing is kept that was read while a view was behind or another event came in.
 */
public final class Kept<V> {

    /** Answers, of those asked for last: the present, and some moments that somebody goes through the pages with. */
    private static final int MOST = 16;

    private final Views views;
    private final Progress progress;
    private final List<String> read;
    private final LinkedHashMap<String, Answer<V>> answers = new LinkedHashMap<>(MOST, 0.75f, true);

    /** @param read the names of all views that the answers are worked out of */
    public Kept(Views views, Progress progress, List<String> read) {
        this.views = views;
        this.progress = progress;
        this.read = List.copyOf(read);
    }

    /** @param generation another one may have been folded in another way from the same events */
    private record State(String generation, long position) {}

    private record Answer<V>(List<State> states, V value) {}

    /** @param question all that the answer depends on beside what is written, the day included */
    public V get(String question, Supplier<V> work) {
        var before = states();
        if (before.isPresent()) {
            synchronized (answers) {
                var answer = answers.get(question);
                if (answer != null && answer.states.equals(before.get())) {
                    return answer.value;
                }
            }
        }
        var value = work.get();
        if (before.isPresent() && before.equals(states())) {
            synchronized (answers) {
                answers.put(question, new Answer<>(before.get(), value));
                if (answers.size() > MOST) {
                    answers.pollFirstEntry();
                }
            }
        }
        return value;
    }

    /** Of each view; empty while one is behind. */
    private Optional<List<State>> states() {
        var states = new ArrayList<State>();
        for (var view : read) {
            var position = progress.complete(view);
            if (position.isEmpty()) {
                return Optional.empty();
            }
            states.add(new State(views.collection(view), position.getAsLong()));
        }
        return Optional.of(states);
    }
}
