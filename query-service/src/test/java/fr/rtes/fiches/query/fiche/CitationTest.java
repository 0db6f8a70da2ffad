package fr.rtes.fiches.query.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CitationTest {

    private static Citation of(String name) {
        return new Citation(
                "ville-de-nevers",
                name,
                12,
                LocalDate.of(2026, 3, 2),
                "https://fiches.example/fiches/ville-de-nevers/versions/12",
                LocalDate.of(2026, 11, 29));
    }

    @Test
    void an_entry_has_the_permanent_address_the_version_and_the_day_it_was_read() {
        assertThat(of("Ville de Nevers").bibtex("Le registre des fiches du RTES, version 12"))
                .isEqualTo("""
                @misc{rtes-ville-de-nevers-v12,
                  title = {{Ville de Nevers}},
                  howpublished = {Le registre des fiches du RTES, version 12},
                  year = {2026},
                  note = {\\url{https://fiches.example/fiches/ville-de-nevers/versions/12}},
                  url = {https://fiches.example/fiches/ville-de-nevers/versions/12},
                  urldate = {2026-11-29}
                }""");
    }

    @Test
    void what_tex_would_take_for_itself_is_printed() {
        assertThat(of("Pôle 50 % & {A_B} #1 $ ~ ^ \\ fin").bibtex(""))
                .contains("title = {{Pôle 50 \\% \\& \\{A\\_B\\} \\#1 \\$ \\textasciitilde{} \\textasciicircum{}"
                        + " \\textbackslash{} fin}}");
    }
}
