package fr.rtes.fiches.platform.problem;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences of problems, by language, with named places: {@code La version est {currentVersion}.} */
public final class ProblemWords {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    /** Without this a French machine would answer French to whoever asks for English. */
    private static final Control NO_FALLBACK = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final List<String> bundles;

    /** @param bundles base names on the class path, looked through in order */
    public ProblemWords(List<String> bundles) {
        this.bundles = List.copyOf(bundles);
    }

    /** English for whoever prefers it, else French. */
    public static Locale language(Locale asked) {
        return asked.getLanguage().equals("en") ? Locale.ENGLISH : Locale.FRENCH;
    }

    /**
     * The sentence called {@code key}. Days and instants among the parameters are said as people say them, instants as it was in
     * Paris: « 2 mars 2026 à 09:05 ».
     *
     * @throws MissingResourceException when no message file has it: a test walks all codes so that this cannot happen
     */
    public String say(String key, Locale locale, Map<String, Object> params) {
        var language = language(locale);
        var said = new LinkedHashMap<String, Object>();
        params.forEach((name, value) -> said.put(name, said(value, language)));
        return fill(template(key, language), said);
    }

    private static Object said(Object value, Locale language) {
        return switch (value) {
            case LocalDate day -> SpokenDays.day(day, language);
            case Instant instant -> {
                var there = instant.atZone(PARIS);
                var at = language.equals(Locale.ENGLISH) ? " at " : " à ";
                yield SpokenDays.day(there.toLocalDate(), language) + at + TIME.format(there);
            }
            case Object other -> other;
        };
    }

    public boolean knows(String key, Locale locale) {
        return bundles.stream()
                .map(name -> ResourceBundle.getBundle(name, language(locale), NO_FALLBACK))
                .anyMatch(bundle -> bundle.containsKey(key));
    }

    private String template(String key, Locale language) {
        for (var name : bundles) {
            var bundle = ResourceBundle.getBundle(name, language, NO_FALLBACK);
            if (bundle.containsKey(key)) {
                return bundle.getString(key);
            }
        }
        throw new MissingResourceException("no message file has " + key, ProblemWords.class.getName(), key);
    }

    /** Puts the parameters into their named places; a place without a parameter stays visible. */
    public static String fill(String template, Map<String, Object> params) {
        return PLACE.matcher(template).replaceAll(place -> {
            var value = params.get(place.group(1));
            return Matcher.quoteReplacement(value == null ? place.group() : value.toString());
        });
    }
}
