package fr.rtes.fiches.query.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever signs in comes back to these pages and nowhere else, whatever the link that they followed says. */
class ReturningTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/bureau?q=d%C3%A9j%C3%A0&lang=fr", "/fiches/dijon/historique/3"})
    void an_address_of_these_pages_is_kept(String address) {
        assertThat(Returning.local(address)).isEqualTo(address);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "https://example.org/",
                "//example.org/bureau",
                "/\\example.org",
                "\\\\example.org",
                "javascript:alert(1)",
                "bureau",
                "/bureau\r\nX: y",
                "/ bureau",
                "/%zz"
            })
    void anything_else_leads_to_the_directory(@Nullable String address) {
        assertThat(Returning.local(address)).isEqualTo("/");
    }

    @Test
    void of_the_page_before_only_its_path_counts() {
        assertThat(Returning.pageBefore("http://127.0.0.1:8081/exploitation?a=b"))
                .isEqualTo("/exploitation?a=b");
        assertThat(Returning.pageBefore("https://example.org//evil")).isEqualTo("/");
        assertThat(Returning.pageBefore(null)).isEqualTo("/");
        assertThat(Returning.pageBefore("mailto:x")).isEqualTo("/");
    }
}
