package fr.rtes.fiches.platform.problem;

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
     * The sentence called {@code key}.
     *
     * @throws MissingResourceException when no message file has it: a test walks all codes so that this cannot happen
     */
    public String say(String key, Locale locale, Map<String, Object> params) {
        return fill(template(key, language(locale)), params);
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
