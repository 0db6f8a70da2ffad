package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.command.imports.Answers.Answer;
import fr.rtes.fiches.command.imports.Answers.Choice;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What follows from an answer, and nothing else. */
class AnswersTest {

    /** « le 29 février » has no year of its own; the section says 2016. */
    private static final String PAGE = """
            Dijon Métropole

            Exemples d’actions soutenues

              • Une ressourcerie : ouverte en 2016
              • La Fête des communs : le 29 février au Grand Dijon
              • Un jardin : semé en 2014

            Année d'adhésion au RTES: 2001

            Nombre d'habitants sur le territoire
            251 179 habitants
            """;

    private static final ParsedSource SOURCE = DirectoryPage.parse(PAGE);

    private static String id(String code) {
        return IntStream.range(0, SOURCE.questions().size())
                .filter(i -> SOURCE.questions().get(i).code().equals(code))
                .mapToObj(i -> Answers.id(SOURCE, i))
                .findFirst()
                .orElseThrow(() -> new AssertionError(code + " in " + SOURCE.questions()));
    }

    private static ParsedFiche answered(String code, Choice choice, @Nullable String value) {
        var answer = new Answer(choice, value, "anne", "2026-11-23T10:00:00Z");
        return new Answers(Map.of(id(code), answer)).applied(SOURCE).getFirst();
    }

    private static @Nullable When feast(ParsedFiche fiche) {
        return fiche.actions().get(1).value().when();
    }

    @Test
    void without_answers_a_source_says_what_it_says() {
        assertThat(Answers.NONE.applied(SOURCE)).isEqualTo(SOURCE.fiches());
        assertThat(feast(SOURCE.fiches().getFirst()))
                .isEqualTo(new When("2016-02-29", "2016-02-29", true, "le 29 février"));
    }

    @Test
    void the_year_that_was_inferred_is_confirmed_by_whoever_answers() {
        var fiche = answered("inferred-year", Choice.AS_PROPOSED, null);
        assertThat(feast(fiche)).isEqualTo(feast(SOURCE.fiches().getFirst()));
        assertThat(fiche.actions().get(1).mentions())
                .filteredOn(mention -> mention.path().equals("/when"))
                .isNotEmpty()
                .allSatisfy(mention -> {
                    assertThat(mention.method()).isEqualTo(Method.ANSWERED);
                    assertThat(mention.answeredBy()).isEqualTo("anne");
                });
    }

    @Test
    void another_year_is_stated_and_no_longer_inferred() {
        assertThat(feast(answered("inferred-year", Choice.OTHER, "2012")))
                .isEqualTo(new When("2012-02-29", "2012-02-29", false, "le 29 février"));
    }

    @Test
    void a_year_that_does_not_have_the_day_is_refused_at_the_value() {
        assertThatThrownBy(() -> answered("inferred-year", Choice.OTHER, "2015"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(422);
                    assertThat(e.problem().fields().getFirst().pointer()).isEqualTo("/value");
                });
    }

    @Test
    void a_date_may_stay_without_a_year() {
        assertThat(feast(answered("inferred-year", Choice.WITHOUT, null)))
                .isEqualTo(new When(null, null, false, "le 29 février"));
    }

    @Test
    void another_type_takes_the_place_of_the_inferred_one() {
        var type = answered("inferred-type", Choice.OTHER, "COMMUNAUTE_URBAINE").type();
        assertThat(Objects.requireNonNull(type).value()).isEqualTo(CollectiviteType.COMMUNAUTE_URBAINE);
        assertThat(type.mentions()).allMatch(mention -> "anne".equals(mention.answeredBy()));
    }

    @Test
    void another_name_that_is_none_is_left_out() {
        assertThat(SOURCE.fiches().getFirst().aliases()).hasSize(1);
        assertThat(answered("inferred-alias", Choice.WITHOUT, null).aliases()).isEmpty();
        assertThat(answered("inferred-alias", Choice.AS_PROPOSED, null).aliases())
                .hasSize(1);
    }

    @Test
    void questions_have_the_same_ids_whenever_the_document_is_read() {
        var again = DirectoryPage.parse(PAGE);
        for (int i = 0; i < SOURCE.questions().size(); i++) {
            assertThat(Answers.id(again, i)).isEqualTo(Answers.id(SOURCE, i));
        }
    }

    @Test
    void what_is_offered_has_words_and_what_is_not_offered_is_refused() throws IOException {
        var words = new Properties();
        try (var file = Objects.requireNonNull(AnswersTest.class.getResourceAsStream("/questions_fr.properties"))) {
            words.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
        Set<String> withChoice = words.stringPropertyNames().stream()
                .filter(code -> !Answers.choices(code).isEmpty())
                .collect(Collectors.toSet());
        assertThat(withChoice)
                .containsExactlyInAnyOrder(
                        "inferred-year",
                        "relative-date",
                        "date-without-anchor",
                        "inferred-type",
                        "unknown-type",
                        "inferred-alias",
                        "inferred-scheme-alias",
                        "not-in-source");
        var question = JsonMapper.shared().readTree("{\"code\":\"inferred-alias\"}");
        assertThatThrownBy(() -> Answers.check(question, Choice.OTHER, "x"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().fields().getFirst().pointer())
                                .isEqualTo("/choice"));
    }
}
