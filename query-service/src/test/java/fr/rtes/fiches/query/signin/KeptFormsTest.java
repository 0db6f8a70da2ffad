package fr.rtes.fiches.query.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was typed is kept while its author signs in again, and whoever is not signed in cannot fill the memory with it. */
class KeptFormsTest {

    private Instant now = Instant.parse("2026-11-23T11:00:00Z");
    private final KeptForms forms = new KeptForms(() -> now);

    private static KeptForm form(String path, String text) {
        return new KeptForm(path, Map.of("/name", new String[] {text}));
    }

    @Test
    void it_is_given_back_once_and_only_on_its_own_page() {
        var name = forms.keep(form("/bureau/inscription", "Dijon")).orElseThrow();
        assertThat(forms.take(name, "/bureau/imports")).isEmpty();
        assertThat(forms.take(name, "/bureau/inscription"))
                .hasValueSatisfying(kept -> assertThat(kept.first("/name")).isEqualTo("Dijon"));
        assertThat(forms.take(name, "/bureau/inscription")).isEmpty();
    }

    @Test
    void what_is_too_long_is_not_kept() {
        assertThat(forms.keep(form("/p", "x".repeat(KeptForms.LONGEST)))).isEmpty();
        assertThat(forms.keep(form("/p", "x".repeat(KeptForms.LONGEST - 5)))).isPresent();
    }

    @Test
    void the_oldest_goes_when_there_are_too_many_and_all_go_in_time() {
        var names = new ArrayList<String>();
        for (var i = 0; i <= KeptForms.MOST; i++) {
            names.add(forms.keep(form("/p", "x")).orElseThrow());
        }
        assertThat(forms.take(names.getFirst(), "/p")).isEmpty();
        assertThat(forms.take(names.get(1), "/p")).isPresent();
        now = now.plus(KeptForms.LIFE).plus(Duration.ofSeconds(1));
        assertThat(forms.take(names.getLast(), "/p")).isEmpty();
    }
}
