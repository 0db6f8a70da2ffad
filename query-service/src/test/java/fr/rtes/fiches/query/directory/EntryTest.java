package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

    private static final String ID = "dijon-metropole";
    private final Fiches fiches = new Fiches();

    private static Entry folded(List<Recorded> log) {
        var editions = editions(log);
        return Entry.of(
                editions.facts().ficheId(),
                editions.present(),
                editions.open().last(),
                editions.facts().day());
    }

    private static Editions editions(List<Recorded> log) {
        @Nullable Editions editions = null;
        for (var recorded : log) {
            editions = Editions.fold(editions, recorded);
        }
        if (editions == null) {
            throw new IllegalArgumentException("an empty log is no fiche");
        }
        return editions;
    }

    @Test
    void a_fiche_is_one_line() {
        var entry = folded(fiches.dijonMetropole());

        assertThat(entry.name()).isEqualTo("Dijon Métropole");
        assertThat(entry.aliases()).containsExactly("le Grand Dijon");
        assertThat(entry.status()).isEqualTo(FicheStatus.PUBLISHED);
        assertThat(entry.departement()).isEqualTo(new Place("21", "Côte-d'Or"));
        assertThat(entry.region()).isEqualTo(new Place("27", "Bourgogne-Franche-Comté"));
        assertThat(entry.population()).isEqualTo(251_179);
        assertThat(entry.membershipSince()).isEqualTo(2001);
        assertThat(entry.locality()).isEqualTo("Dijon");
        assertThat(entry.version()).isEqualTo(11);
        assertThat(entry.words())
                .contains("metropole", "grand", "cote", "or", "bourgogne", "comte")
                .doesNotContain("21075");
    }

    @Test
    void without_an_address_it_is_nowhere() {
        var entry = folded(fiches.after(fiches.dijonMetropole(), new AddressStated(ID, null, null)));

        assertThat(entry.departement()).isNull();
        assertThat(entry.region()).isNull();
        assertThat(entry.locality()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "21075, 21, 27",
        "25031, 25, 27",
        "01000, 01, 84",
        "75001, 75, 11",
        "93500, 93, 11",
        "20000, 2A, 94",
        "20181, 2A, 94",
        "20303, 2A, 94",
        "20200, 2B, 94",
        "20407, 2B, 94",
        "20620, 2B, 94",
        "97110, 971, 01",
        "97200, 972, 02",
        "97300, 973, 03",
        "97490, 974, 04",
        "97600, 976, 06",
        "97133, 977,",
        "97150, 978,",
        "97500, 975,",
        "98600, 986,",
        "98714, 987,",
        "98800, 988,",
        "94390, 91, 11"
    })
    void a_postal_code_tells_the_departement_and_it_the_region(
            String postalCode, String departement, @Nullable String region) {
        var found = Departements.of(address(postalCode, "FR")).orElseThrow();

        assertThat(found.place().code()).isEqualTo(departement);
        assertThat(found.region() == null ? null : found.region().code()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00100", "96000", "99123", "97900", "2107", "210750", "2A000", ""})
    void what_is_no_french_postal_code_tells_nothing(String postalCode) {
        assertThat(Departements.of(address(postalCode, "FR"))).isEmpty();
    }

    @Test
    void an_address_abroad_is_in_no_departement() {
        assertThat(Departements.of(address("21075", "DE"))).isEmpty();
        assertThat(Departements.of(null)).isEmpty();
        assertThat(Departements.codes()).hasSize(101 + 8);
    }

    private static Address address(String postalCode, String country) {
        return new Address(null, null, postalCode, "x", false, country);
    }

    @Test
    void folding_text_leaves_letters_and_digits() {
        assertThat(Folded.text("Cœur d’Ardèche – Œuvre Æ/42, ÇA")).isEqualTo("coeur d ardeche oeuvre ae 42 ca");
        assertThat(Folded.words(Stream.of("Ville d'Audincourt", null, "d'Audincourt, ville !")))
                .containsExactly("audincourt", "d", "ville");
        assertThat(Folded.words(Stream.of("– ’ .*"))).isEmpty();
    }

    @Test
    void a_text_is_folded_sign_by_sign_as_it_is_as_a_whole() {
        var random = new Random(20261124);
        for (int i = 0; i < 20_000; i++) {
            var text = random.ints(random.nextInt(12), 0, SIGNS.length())
                    .mapToObj(at -> String.valueOf(SIGNS.charAt(at)))
                    .collect(Collectors.joining());
            assertThat(Folded.text(text)).as(text).isEqualTo(Folded.anyText(text));
        }
    }

    /** All of Latin, all signs of print, and some of what is folded otherwise. */
    private static final String SIGNS = IntStream.concat(
                    IntStream.concat(IntStream.range(0, 0x250), IntStream.range(0x2000, 0x2060)),
                    "\u0301\u0308ΣσςŌ한\uFB01".chars())
            .mapToObj(Character::toString)
            .collect(Collectors.joining());

    @Test
    void what_is_stored_comes_back_the_same() {
        var view = new DirectoryView();
        for (int seed = 0; seed < 50; seed++) {
            var editions = editions(fiches.recorded(new RandomFiche(seed).events(40)));
            var document = view.documents(editions).getFirst();
            var loaded = view.load(document);

            assertThat(loaded.facts()).isEqualTo(editions.facts());
            assertThat(loaded.open()).isEqualTo(editions.open());
            assertThat(view.documents(loaded).getFirst().toJson()).isEqualTo(document.toJson());
        }
    }

    @Test
    void whoever_says_no_figure_comes_last_in_both_directions() {
        var silent = folded(fiches.recorded(new RandomFiche(1).events(1)));
        var said = folded(fiches.dijonMetropole());

        assertThat((Long) Order.POPULATION.of(silent)).isGreaterThan((Long) Order.POPULATION.of(said));
        assertThat((Long) Order.POPULATION_DOWN.of(silent)).isLessThan((Long) Order.POPULATION_DOWN.of(said));
    }

    @Test
    void a_log_that_cannot_be_right_is_refused() {
        var unregistered = fiches.recorded(new FichePublished(ID));

        assertThatThrownBy(() -> folded(unregistered)).isInstanceOf(IllegalStateException.class);
    }
}
