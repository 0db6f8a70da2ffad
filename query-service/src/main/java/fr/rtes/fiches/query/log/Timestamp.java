package fr.rtes.fiches.query.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The time beside an event. The store writes it in one shape, which is read without a formatter; any other is read all the same. */
final class Timestamp {

    private static final String SHAPE = "0000-00-00T00:00:00.000Z";
    private static final int NANOS_OF_A_MILLISECOND = 1_000_000;
    private static final int HOURS = 24;
    private static final int SECONDS = 60;

    private Timestamp() {}

    /** @throws java.time.DateTimeException for what is no instant in ISO 8601 */
    static Instant instant(String text) {
        return hasShape(text) && number(text, 11, 13) < HOURS && number(text, 17, 19) < SECONDS
                ? LocalDateTime.of(
                                number(text, 0, 4),
                                number(text, 5, 7),
                                number(text, 8, 10),
                                number(text, 11, 13),
                                number(text, 14, 16),
                                number(text, 17, 19),
                                number(text, 20, 23) * NANOS_OF_A_MILLISECOND)
                        .toInstant(ZoneOffset.UTC)
                : DateTimeFormatter.ISO_INSTANT.parse(text, Instant::from);
    }

    private static boolean hasShape(String text) {
        if (text.length() != SHAPE.length()) {
            return false;
        }
        for (var i = 0; i < SHAPE.length(); i++) {
            var sign = text.charAt(i);
            var shape = SHAPE.charAt(i);
            if (shape == '0' ? sign < '0' || sign > '9' : sign != shape) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        var number = 0;
        for (var i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }
}
