package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.platform.Instance;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InstancesIT {

    private static final SortedSet<String> VIEWS =
            new TreeSet<>(List.of("directory", "findings", "history", "profile"));
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TestStores stores = new TestStores();

    private Instances instance(String name) {
        return new Instances(TestStores.mongo().getDatabase(stores.name()), new Instance(name));
    }

    private static List<String> kept(Instances instance) {
        return VIEWS.stream().filter(view -> instance.isMine(view, VIEWS)).toList();
    }

    @Test
    void whoever_is_alone_keeps_all() {
        var one = instance("one");
        one.beat(0);
        assertThat(kept(one)).containsExactlyElementsOf(VIEWS);
    }

    @Test
    void two_share_and_agree_who_keeps_what() {
        var one = instance("one");
        var two = instance("two");
        one.beat(0);
        two.beat(0);
        one.beat(SECOND);
        assertThat(kept(one)).containsExactly("directory", "history");
        assertThat(kept(two)).containsExactly("findings", "profile");
    }

    @Test
    void what_one_kept_is_the_others_after_ten_seconds_of_silence_and_not_before() {
        var one = instance("one");
        var two = instance("two");
        two.beat(0);
        one.beat(0);
        one.beat(9 * SECOND);
        assertThat(kept(one)).hasSize(2);
        one.beat(10 * SECOND);
        assertThat(kept(one)).containsExactlyElementsOf(VIEWS);
        two.beat(0); // it was only slow
        one.beat(11 * SECOND);
        assertThat(kept(one)).hasSize(2);
    }

    @Test
    void whoever_says_that_it_goes_is_not_waited_for() {
        var one = instance("one");
        var two = instance("two");
        two.beat(0);
        one.beat(0);
        two.leave();
        one.beat(SECOND);
        assertThat(kept(one)).containsExactlyElementsOf(VIEWS);
    }

    @Test
    void no_instance_has_two_views_more_than_another() {
        for (var count = 1; count <= 6; count++) {
            var present = List.of("a", "b", "c", "d", "e", "f").subList(0, count);
            var shares = present.stream()
                    .map(name -> VIEWS.stream()
                            .filter(view ->
                                    Instances.keeper(view, VIEWS, present).equals(name))
                            .count())
                    .sorted()
                    .toList();
            assertThat(shares.getLast() - shares.getFirst()).isLessThanOrEqualTo(1);
            assertThat(shares.stream().mapToLong(Long::longValue).sum()).isEqualTo(VIEWS.size());
        }
    }
}
