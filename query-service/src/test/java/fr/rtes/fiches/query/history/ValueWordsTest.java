package fr.rtes.fiches.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.history.ValueWords.Spoken;
import fr.rtes.fiches.query.profile.Profile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueWordsTest {

    private final Fiches fiches = new Fiches();

    private Profile folded(List<Recorded> log) {
        @Nullable Profile profile = null;
        for (var recorded : log) {
            profile = Profile.fold(profile, recorded);
        }
        if (profile == null) {
            throw new IllegalArgumentException("an empty log is no fiche");
        }
        return profile;
    }

    private static Stream<Spoken> all(Spoken spoken) {
        return Stream.concat(Stream.of(spoken), spoken.parts().stream().flatMap(ValueWordsTest::all));
    }

    @Test
    void whatever_a_fiche_says_can_be_read_in_both_languages() {
        for (var log : fiches.register()) {
            var stored = folded(log);
            var opened = new Opened(fiches.cipher()).all(Comparison.between(null, stored));
            for (var language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
                var words = new ValueWords(language, stored.opened(fiches.cipher()));
                assertThat(opened).allSatisfy(field -> {
                    var spoken = words.labelled(field.path(), field.after());
                    assertThat(spoken.label()).isNotBlank().doesNotContain("/");
                    assertThat(all(spoken))
                            .allMatch(said ->
                                    !said.text().isBlank() || !said.parts().isEmpty());
                });
            }
        }
    }

    @Test
    void an_item_is_called_by_its_name() {
        var words =
                new ValueWords(Locale.FRENCH, folded(fiches.conseilRegional()).opened(fiches.cipher()));
        assertThat(words.label("/schemes/s1/ticket"))
                .isEqualTo("Dispositif «\u00a0Le Générateur Bourgogne-Franche-Comté\u00a0» › Montant par aide");
        assertThat(words.label("/budgets/b1")).isEqualTo("Budget prévisionnel 2019");
        assertThat(words.label("/schemes/gone/text")).isEqualTo("Dispositif › Texte");
        assertThat(words.label("/population/value")).isEqualTo("Population › Valeur");
    }
}
