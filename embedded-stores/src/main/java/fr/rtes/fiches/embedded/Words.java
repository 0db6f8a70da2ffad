package fr.rtes.fiches.embedded;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** The sentences a person reads on the terminal: French, or English where the environment asks for it. */
public final class Words {

    private final Locale locale;
    private final ResourceBundle sentences;

    private Words(Locale locale) {
        this.locale = locale;
        // No fallback to the JVM's locale: French is the root bundle, and an English JVM must not turn it into English.
        this.sentences = ResourceBundle.getBundle(
                Words.class.getPackageName() + ".words",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * Chooses the language as other programs do: LC_ALL before LC_MESSAGES before LANG.
     *
     * @param environment the variables of the process
     */
    public static Words of(Map<String, String> environment) {
        String asked = Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse("");
        return new Words(asked.startsWith("en") ? Locale.ENGLISH : Locale.FRENCH);
    }

    /** Words a sentence; numbers are printed plainly, because a port is not a quantity. */
    public String say(String key, Object... arguments) {
        Object[] plain = Stream.of(arguments).map(String::valueOf).toArray();
        return new MessageFormat(sentences.getString(key), locale).format(plain);
    }

    /** Words what went wrong. */
    public String say(Unusable problem) {
        return say(problem.key(), problem.arguments().toArray());
    }

    public Locale locale() {
        return locale;
    }
}
