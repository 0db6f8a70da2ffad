package fr.rtes.fiches.accounts.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void everyWordOfThePageIsThereInBothLanguages() throws IOException {
        Properties french = words("/login.properties");
        Properties english = words("/login_en.properties");

        assertThat(english.keySet()).isEqualTo(french.keySet());
        for (String key : french.stringPropertyNames()) {
            // A straight apostrophe would quote what follows.
            assertThat(french.getProperty(key) + english.getProperty(key))
                    .as(key)
                    .doesNotContain("'");
        }
    }

    private static Properties words(String name) throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(WordsTest.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            return properties;
        }
    }
}
