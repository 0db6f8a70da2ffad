package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.events.Evidence.Method;
import java.util.List;

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
     */
    record Mention(String path, int line, int from, int to, Method method) {}
}
