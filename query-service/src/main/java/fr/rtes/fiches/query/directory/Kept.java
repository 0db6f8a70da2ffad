package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.views.Views;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was worked out of all fiches of the directory, which takes time, for whoever asks the same while nothing is written: the log
 * grows now and then, and is asked all day. Nothing is kept that was read while the view was behind or another event came in.
 */
public final class Kept<V> {

    /** Answers, of those asked for last: the present, and some moments that somebody goes through the pages with. */
    private static final int MOST = 16;

    private final Views views;
    private final Progress progress;
    private final LinkedHashMap<String, Answer<V>> answers = new LinkedHashMap<>(MOST, 0.75f, true);

    public Kept(Views views, Progress progress) {
        this.views = views;
        this.progress = progress;
    }

    /** @param generation another one may have been folded in another way from the same events */
    private record State(String generation, long position) {}

    private record Answer<V>(State state, V value) {}

    /** @param question all that the answer depends on beside what is written, the day included */
    public V get(String question, Supplier<V> work) {
        var before = state();
        if (before.isPresent()) {
            synchronized (answers) {
                var answer = answers.get(question);
                if (answer != null && answer.state.equals(before.get())) {
                    return answer.value;
                }
            }
        }
        var value = work.get();
        if (before.isPresent() && before.equals(state())) {
            synchronized (answers) {
                answers.put(question, new Answer<>(before.get(), value));
                if (answers.size() > MOST) {
                    answers.pollFirstEntry();
                }
            }
        }
        return value;
    }

    private Optional<State> state() {
        var position = progress.complete(DirectoryView.NAME);
        return position.isPresent()
                ? Optional.of(new State(views.collection(DirectoryView.NAME), position.getAsLong()))
                : Optional.empty();
    }
}
