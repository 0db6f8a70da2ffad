package fr.rtes.fiches.query.words;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One language's words from message files on the class path. */
public final class Words {

    /** Without this a French machine would answer French to whoever asks for English. */
    private static final Control NO_FALLBACK = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    public static final List<Locale> LANGUAGES = List.of(Locale.FRENCH, Locale.ENGLISH);

    private final Locale language;
    private final List<ResourceBundle> bundles;

    /**
     * @param bundles base names, looked through in order; {@code words}, which has the names of kinds and states, comes last by
     *     itself
     */
    public Words(Locale language, String... bundles) {
        this.language = language;
        this.bundles = Stream.concat(Arrays.stream(bundles), Stream.of("words"))
                .map(name -> ResourceBundle.getBundle(name, language, NO_FALLBACK))
                .toList();
    }

    /**
     * The language of an answer: the first of ours that the reader wants, else French whatever the machine's own is.
     *
     * @param acceptLanguage the header as it came (RFC 9110, 12.5.4); what is malformed says nothing
     */
    public static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.FRENCH;
        }
        try {
            var best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return best == null ? Locale.FRENCH : best;
        } catch (IllegalArgumentException e) {
            return Locale.FRENCH;
        }
    }

    public Locale language() {
        return language;
    }

    /** @throws MissingResourceException when no message file has it: tests walk all keys so that this cannot happen */
    public String say(String key) {
        for (var bundle : bundles) {
            if (bundle.containsKey(key)) {
                return bundle.getString(key);
            }
        }
        throw new MissingResourceException("no message file has " + key, Words.class.getName(), key);
    }

    public boolean has(String key) {
        return bundles.stream().anyMatch(bundle -> bundle.containsKey(key));
    }

    /** The name of a constant: {@code COMMUNE} of {@code CollectiviteType} is « Commune ». */
    public String name(Enum<?> constant) {
        return say(constant.getDeclaringClass().getSimpleName() + "." + constant.name());
    }
}
