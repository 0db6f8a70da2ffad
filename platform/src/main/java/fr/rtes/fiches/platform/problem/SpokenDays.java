package fr.rtes.fiches.platform.problem;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days as a sentence says them: « 2 mars 2026 », with a space that does not break. */
public final class SpokenDays {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d'\u00a0'MMMM uuuu", Locale.ROOT);
    /** Only the first is an ordinal in French. */
    private static final DateTimeFormatter FIRST_OF_A_MONTH =
            DateTimeFormatter.ofPattern("d'er\u00a0'MMMM uuuu", Locale.ROOT);

    private SpokenDays() {}

    public static String day(LocalDate day, Locale language) {
        var isFirst = day.getDayOfMonth() == 1 && language.getLanguage().equals("fr");
        return (isFirst ? FIRST_OF_A_MONTH : DAY).withLocale(language).format(day);
    }
}
