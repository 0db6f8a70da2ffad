package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersMapTest {

    private static final List<MembersMap.Place> PLACES = MembersMap.places();

    /** Nobody lives on Clipperton, and no authority is there. */
    @Test
    void every_departement_has_a_tile_of_its_own() {
        assertThat(PLACES.stream().map(MembersMap.Place::code))
                .containsExactlyInAnyOrderElementsOf(Departements.codes().stream()
                        .filter(code -> !code.equals("989"))
                        .toList());
        assertThat(PLACES.stream().map(p -> List.of(p.column(), p.row()))).doesNotHaveDuplicates();
    }

    /** Tiles that touch are as far from each other as a tile is wide. */
    private static boolean touch(String one, String other) {
        var a = place(one);
        var b = place(other);
        return Math.hypot(a.x() - b.x(), a.y() - b.y()) < 43;
    }

    private static MembersMap.Place place(String code) {
        return PLACES.stream().filter(p -> p.code().equals(code)).findFirst().orElseThrow();
    }

    @Test
    void neighbours_are_found_where_people_look_for_them() {
        assertThat(List.of(
                        touch("75", "92"),
                        touch("75", "93"),
                        touch("75", "94"),
                        touch("21", "39"),
                        touch("25", "90"),
                        touch("25", "39"),
                        touch("58", "71") || touch("58", "21"),
                        touch("70", "25"),
                        touch("29", "22"),
                        touch("59", "62"),
                        touch("13", "83"),
                        touch("67", "68"),
                        touch("64", "65")))
                .doesNotContain(false);
        assertThat(place("29").x())
                .isLessThan(place("35").x())
                .isLessThan(place("67").x());
        assertThat(place("59").y())
                .isLessThan(place("75").y())
                .isLessThan(place("13").y())
                .isLessThan(place("2A").y());
        assertThat(place("974").row()).isEqualTo(MembersMap.OVERSEAS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 7, 16, 100, 1234})
    void shades_follow_each_other_without_a_gap_up_to_the_most(long most) {
        var steps = MembersMap.steps(most);
        assertThat(steps.getFirst().from()).isEqualTo(1);
        assertThat(steps.getLast().to()).isEqualTo(most);
        for (var i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i).from()).isEqualTo(steps.get(i - 1).to() + 1);
            assertThat(steps.get(i).to()).isGreaterThanOrEqualTo(steps.get(i).from());
        }
    }

    @Test
    void without_members_there_is_nothing_to_shade() {
        assertThat(MembersMap.steps(0)).isEmpty();
    }
}
