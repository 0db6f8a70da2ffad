package fr.rtes.fiches.query.words;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.query.directory.Stale;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"words", "history", "changes", "problems", "findings", "derived", "parts"})
    void what_is_said_in_one_language_is_said_in_the_other(String bundle) {
        assertThat(keys(bundle, Locale.FRENCH)).isNotEmpty().hasSameElementsAs(keys(bundle, Locale.ENGLISH));
    }

    private static List<String> keys(String bundle, Locale language) {
        return List.copyOf(ResourceBundle.getBundle(bundle, language).keySet());
    }

    @Test
    void every_constant_has_a_name() {
        var constants = Stream.<Enum<?>[]>of(
                        CollectiviteType.values(),
                        FicheStatus.values(),
                        Budget.Nature.values(),
                        Contact.Capacity.values(),
                        ErasureGround.values(),
                        IdentifierScheme.values(),
                        Stale.values())
                .flatMap(Stream::of)
                .toList();
        for (var language : Words.LANGUAGES) {
            var words = new Words(language);
            assertThat(constants).allSatisfy(c -> assertThat(words.name(c)).isNotBlank());
        }
    }

    @Test
    void every_event_has_a_name() {
        for (var language : Words.LANGUAGES) {
            var words = new Words(language, "changes");
            assertThat(FicheEvent.class.getPermittedSubclasses())
                    .allSatisfy(event -> assertThat(words.say("kind." + event.getSimpleName()))
                            .isNotBlank());
        }
    }

    /** Whatever the machine's own language is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                    | fr",
                "en                  | en",
                "en-GB               | en",
                "fr-CA, en;q=0.9     | fr",
                "de, en;q=0.5        | en",
                "de                  | fr",
                "*                   | fr",
                "en;q=0.1, fr;q=0.2  | fr",
                ";;q=                | fr"
            })
    void the_language_of_an_answer(@Nullable String header, String language) {
        assertThat(Words.language(header).toLanguageTag()).isEqualTo(language);
    }
}
