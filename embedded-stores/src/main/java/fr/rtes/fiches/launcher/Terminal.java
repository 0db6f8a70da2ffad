package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Words;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a person sees: sentences, a line that changes while one waits, tables. */
final class Terminal {

    private static final int WIDTH = 100;

    private final PrintStream out;
    private final PrintStream errors;
    private final Words words;
    private final boolean interactive;
    private boolean lineOpen;

    /**
     * @param interactive whether a line may be drawn over; in a file or a pipe each step is one line
     */
    Terminal(PrintStream out, PrintStream errors, Words words, boolean interactive) {
        this.out = out;
        this.errors = errors;
        this.words = words;
        this.interactive = interactive;
    }

    Words words() {
        return words;
    }

    boolean interactive() {
        return interactive;
    }

    synchronized void say(String key, Object... arguments) {
        print(words.say(key, arguments));
    }

    synchronized void print(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    synchronized void complain(String line) {
        clear();
        errors.println(line);
        errors.flush();
    }

    /** Draws over the line of the step under way; nothing where the output is no terminal. */
    synchronized void progress(String line) {
        if (interactive) {
            out.print("\r\033[K" + shorten(line, WIDTH - 1));
            out.flush();
            lineOpen = true;
        }
    }

    private void clear() {
        if (lineOpen) {
            out.print("\r\033[K");
            lineOpen = false;
        }
    }

    String seconds(Duration elapsed) {
        return String.format(words.locale(), "%.1f s", elapsed.toMillis() / 1000.0);
    }

    /** Prints rows with their columns aligned; the first is the heading. */
    void table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int column = 0; column < columns; column++) {
                boolean last = column == columns - 1;
                line.append(last ? row.get(column) : pad(row.get(column), widths[column] + 2));
            }
            print(line.toString().stripTrailing());
        }
    }

    static String bar(double progress) {
        int full = (int) Math.round(Math.clamp(progress, 0, 1) * 30);
        return "█".repeat(full)
                + "░".repeat(30 - full)
                + String.format(Locale.ROOT, " %3d %%", Math.round(Math.clamp(progress, 0, 1) * 100));
    }

    static String shorten(String text, int width) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
