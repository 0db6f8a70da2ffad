package fr.rtes.fiches.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;

class ProblemWordsTest {

    private static final ProblemWords WORDS = new ProblemWords(List.of("platform-problems"));

    private static List<String> codes() {
        return Problems.codes();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void every_problem_has_its_sentences_in_both_languages(String code) {
        for (var part : new String[] {".title", ".detail"}) {
            var french = WORDS.say(code + part, Locale.FRENCH, Map.of());
            var english = WORDS.say(code + part, Locale.ENGLISH, Map.of());
            assertThat(french).isNotBlank();
            assertThat(english).isNotBlank().isNotEqualTo(french);
        }
    }

    @Test
    void whatever_status_the_framework_answers_there_are_words_for_it() {
        for (var status : HttpStatus.values()) {
            if (status.isError()) {
                assertThat(codes()).as(status.toString()).contains(Problems.code(status));
            }
        }
    }

    @Test
    void english_for_whoever_prefers_it_else_french() {
        assertThat(ProblemWords.language(Locale.UK)).isEqualTo(Locale.ENGLISH);
        assertThat(ProblemWords.language(Locale.CANADA_FRENCH)).isEqualTo(Locale.FRENCH);
        assertThat(ProblemWords.language(Locale.GERMAN)).isEqualTo(Locale.FRENCH);
    }

    @Test
    void parameters_stand_in_their_places_and_a_missing_one_is_seen() {
        assertThat(ProblemWords.fill("de {a} à {b}", Map.of("a", "$1\\", "b", 2)))
                .isEqualTo("de $1\\ à 2");
        assertThat(ProblemWords.fill("de {a} à {b}", Map.of("a", "{b}"))).isEqualTo("de {b} à {b}");
    }

    @Test
    void days_and_instants_are_said_as_people_say_them() {
        var first = Map.<String, Object>of("name", LocalDate.of(2027, 1, 1));
        var spring = Map.<String, Object>of("name", Instant.parse("2026-03-29T01:05:59.123Z"));
        assertThat(WORDS.say("missing-parameter.detail", Locale.FRENCH, first)).contains("1er\u00a0janvier 2027");
        assertThat(WORDS.say("missing-parameter.detail", Locale.UK, first)).contains("1\u00a0January 2027");
        assertThat(WORDS.say("missing-parameter.detail", Locale.FRENCH, spring)).contains("29\u00a0mars 2026 à 03:05");
        assertThat(WORDS.say("missing-parameter.detail", Locale.UK, spring)).contains("29\u00a0March 2026 at 03:05");
    }

    @Test
    void a_sentence_that_nobody_wrote_is_a_fault() {
        assertThat(WORDS.knows("no-such-code.title", Locale.FRENCH)).isFalse();
        assertThatThrownBy(() -> WORDS.say("no-such-code.title", Locale.FRENCH, Map.of()))
                .isInstanceOf(MissingResourceException.class);
    }
}
