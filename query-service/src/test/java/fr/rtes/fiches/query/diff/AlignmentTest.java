package fr.rtes.fiches.query.diff;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.diff.Alignment.Place;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlignmentTest {

    private static List<Place<String>> aligned(List<String> before, List<String> after) {
        return Alignment.of(before, after, text -> List.of(text.split(" ")), Work.ofOneAnswer());
    }

    private static Place<String> place(@Nullable String before, @Nullable String after) {
        return new Place<>(before, after);
    }

    @Test
    void an_item_that_says_much_the_same_is_the_one_before_changed() {
        assertThat(aligned(
                        List.of("une phase", "le soutien aux projets", "la fin"),
                        List.of("une phase", "tout autre", "le soutien aux nouveaux projets", "la fin")))
                .containsExactly(
                        place("une phase", "une phase"),
                        place(null, "tout autre"),
                        place("le soutien aux projets", "le soutien aux nouveaux projets"),
                        place("la fin", "la fin"));
    }

    @Test
    void an_item_in_another_place_goes_and_comes() {
        assertThat(aligned(List.of("a", "b", "c"), List.of("c", "a", "b")))
                .containsExactly(place(null, "c"), place("a", "a"), place("b", "b"), place("c", null));
    }

    @Test
    void every_item_of_both_lists_stands_in_one_place_in_its_order() {
        var random = new Random(3);
        for (int run = 0; run < 5_000; run++) {
            var before = list(random);
            var after = list(random);
            var places = Alignment.of(
                    before,
                    after,
                    text -> List.of(text.split(" ")),
                    random.nextInt(5) == 0 ? Work.of(random.nextInt(20)) : Work.ofOneAnswer());

            assertThat(places.stream().map(Place::before).filter(Objects::nonNull))
                    .containsExactlyElementsOf(before);
            assertThat(places.stream().map(Place::after).filter(Objects::nonNull))
                    .containsExactlyElementsOf(after);
        }
    }

    private static List<String> list(Random random) {
        return IntStream.range(0, random.nextInt(7))
                .mapToObj(i -> "a" + random.nextInt(3) + " b" + random.nextInt(3) + " c")
                .toList();
    }

    @Test
    void two_long_lists_without_anything_in_common_are_not_looked_through_for_ever() {
        var before = IntStream.range(0, 20_000).mapToObj(i -> "avant " + i).toList();
        var after = IntStream.range(0, 20_000).mapToObj(i -> "après " + i).toList();

        assertThat(aligned(before, after)).hasSize(40_000);
    }
}
