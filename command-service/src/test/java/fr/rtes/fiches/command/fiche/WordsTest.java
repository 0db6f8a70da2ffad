package fr.rtes.fiches.command.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.platform.problem.ProblemWords;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every refusal and every malformed value can be told, in both languages. */
class WordsTest {

    private final ProblemWords words = new ProblemWords(List.of("problems", "platform-problems"));

    @Test
    void every_malformed_value_has_its_sentences() {
        assertThat(Rules.codes()).allSatisfy(this::isWorded);
    }

    @Test
    void every_refusal_has_its_sentences() {
        assertThat(RefusalsTest.oneOfEach().map(Refusals::problem)).allSatisfy(problem -> {
            isWorded(problem.code());
            for (var language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
                assertThat(words.say(problem.code() + ".detail", language, problem.params()))
                        .as("every place in it is filled")
                        .doesNotContain("{", "}");
            }
        });
    }

    private void isWorded(String code) {
        for (var language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
            assertThat(words.knows(code + ".title", language))
                    .as("%s.title in %s", code, language)
                    .isTrue();
            assertThat(words.knows(code + ".detail", language))
                    .as("%s.detail in %s", code, language)
                    .isTrue();
        }
    }

    @Test
    void both_languages_say_the_same_things() throws IOException {
        for (var file : List.of("problems", "platform-problems", "questions")) {
            assertThat(keys(file + "_fr.properties")).as(file).isEqualTo(keys(file + "_en.properties"));
        }
    }

    private static Set<Object> keys(String file) throws IOException {
        var words = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(WordsTest.class.getResourceAsStream("/" + file)), StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return new TreeSet<>(words.keySet());
    }

    /** One refusal of each kind, and the compiler's word that none is left out. */
    private static final class RefusalsTest {
        static Stream<Refusal> oneOfEach() {
            var samples = List.of(
                    new Refusal.UnknownFiche("f"),
                    new Refusal.FicheIdTaken("f"),
                    new Refusal.StaleVersion(1, 2),
                    new Refusal.ConcurrentChange("f"),
                    new Refusal.BudgetOfYearExists(2019, fr.rtes.fiches.events.Budget.Nature.VOTED, "b"),
                    new Refusal.MembershipAlreadyEnded(2019),
                    new Refusal.MembershipNotEnded(),
                    new Refusal.MembershipYearsReversed(2001, 1999),
                    new Refusal.ConfirmationInFuture(java.time.LocalDate.of(2030, 1, 1)),
                    new Refusal.IdentifierTaken(fr.rtes.fiches.events.IdentifierScheme.SIREN, "1", "f"),
                    new Refusal.IdentifierNotLinked(fr.rtes.fiches.events.IdentifierScheme.COG),
                    new Refusal.PersonWasErased("c"),
                    new Refusal.PersonErasedHere("f"),
                    new Refusal.ReasonNamesPerson(),
                    new Refusal.ContactIsOver("c", java.time.LocalDate.of(2020, 7, 4)),
                    new Refusal.ContactEndsBeforeItBegins(
                            "c", java.time.LocalDate.of(2014, 1, 1), java.time.LocalDate.of(2020, 7, 4)),
                    new Refusal.FindingNotExplained("leverage-9f3ab2c41d07"),
                    new Refusal.Malformed(List.of(new Refusal.Malformed.Fault("/x", "required", java.util.Map.of()))));
            var items = Arrays.stream(Refusal.Item.values())
                    .<Refusal>flatMap(
                            item -> Stream.of(new Refusal.UnknownItem(item, "i"), new Refusal.ItemIdTaken(item, "i")));
            var all = Stream.concat(samples.stream().map(Refusal.class::cast), items)
                    .toList();
            assertThat(all.stream().map(Object::getClass).distinct())
                    .hasSize(Refusal.class.getPermittedSubclasses().length);
            return all.stream();
        }
    }
}
