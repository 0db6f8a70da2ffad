package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.events.Evidence.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value and the characters of the source it was read from. */
record Said<T>(T value, List<Mention> mentions) {

    Said {
        mentions = List.copyOf(mentions);
    }

    /**
     * @param path JSON pointer of the part within the value ({@code /lines/0/amount}); empty for the whole
     * @param line counted from 1
     * @param from first character within the line, counted from 0 in UTF-16 units
     * @param to the character after the last
     * @param answeredBy who said what is meant there; null: nobody was asked, or nobody answered
     */
    record Mention(
            String path,
            int line,
            int from,
            int to,
            Method method,
            @Nullable String answeredBy) {

        Mention(String path, int line, int from, int to, Method method) {
            this(path, line, from, to, method, null);
        }

        Mention answered(String by) {
            return new Mention(path, line, from, to, Method.ANSWERED, by);
        }
    }
}
