package fr.rtes.fiches.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void everySentenceIsThereInBothLanguagesAndMentionsTheSame() throws IOException {
        Properties french = sentences("words.properties");
        Properties english = sentences("words_en.properties");
        assertThat(english.keySet()).isEqualTo(french.keySet());
        for (String key : french.stringPropertyNames()) {
            assertThat(mentions(english.getProperty(key))).as(key).isEqualTo(mentions(french.getProperty(key)));
            // A straight apostrophe would quote what follows, and the sentence would lose its values.
            assertThat(french.getProperty(key) + english.getProperty(key))
                    .as(key)
                    .doesNotContain("'");
        }
    }

    @Test
    void theLanguageIsFrenchUnlessTheEnvironmentAsksForEnglish() {
        assertThat(Words.of(Map.of()).say("up.interrupted")).isEqualTo("Interrompu.");
        assertThat(Words.of(Map.of("LANG", "C.UTF-8")).say("up.interrupted")).isEqualTo("Interrompu.");
        assertThat(Words.of(Map.of("LANG", "en_GB.UTF-8")).say("up.interrupted"))
                .isEqualTo("Interrupted.");
        assertThat(Words.of(Map.of("LANG", "en_GB.UTF-8", "LC_ALL", "fr_FR.UTF-8"))
                        .say("up.interrupted"))
                .isEqualTo("Interrompu.");
    }

    @Test
    void aPortIsNotAQuantity() {
        assertThat(Words.of(Map.of()).say(new Unusable("port.taken", 8080, "command-service")))
                .contains("8080");
    }

    private static List<Integer> mentions(String sentence) {
        return IntStream.range(0, 5)
                .filter(i -> sentence.contains("{" + i + "}"))
                .boxed()
                .toList();
    }

    private static Properties sentences(String name) throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(WordsTest.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            return properties;
        }
    }
}
