package fr.rtes.fiches.command.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

    private static final PersonName ELISE = PersonName.of("Élise Lefèvre-Œuvrard");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "élise lefèvre-œuvrard",
                "LEFEVRE OEUVRARD Elise",
                "Mme Élise LEFÈVRE-ŒUVRARD",
                "Lefèvre‑Œuvrard, Élise",
                "E\u0301lise Lefe\u0300vre Oeuvrard"
            })
    void a_name_is_the_same_however_it_is_written(String written) {
        assertThat(PersonName.of(written)).isEqualTo(ELISE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Élise Lefèvre", "Élisa Lefèvre-Œuvrard", "Lefèvre-Œuvrard"})
    void another_name_is_another_person(String written) {
        assertThat(PersonName.of(written)).isNotEqualTo(ELISE);
    }

    @Test
    void a_name_is_covered_wherever_it_stands_and_nothing_else_is() {
        assertThat(PersonName.covered(
                        List.of(PersonName.of("Élise Lefèvre")),
                        "Merci à LEFEVRE Elise, et à Mme É. Lefèvre, puis à Élise Lefèvre.",
                        '█'))
                .isEqualTo("Merci à █████████████, et à Mme É. Lefèvre, puis à █████████████.");
    }

    @Test
    void one_word_alone_is_not_looked_for_in_sentences() {
        assertThat(PersonName.of("Rose").in("une rose, Rose et la rose")).isEmpty();
    }

    @Test
    void a_form_of_address_alone_is_still_a_name() {
        assertThat(PersonName.of("Me").words()).containsExactly("me");
    }

    @Test
    void it_says_nothing_in_a_log() {
        assertThat(ELISE.toString()).isEqualTo("PersonName[3]");
    }
}
