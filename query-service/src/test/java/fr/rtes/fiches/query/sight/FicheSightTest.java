package fr.rtes.fiches.query.sight;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.query.Asking;
import fr.rtes.fiches.query.sight.PublicVersions.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule against looking at every version one by one, over random histories of publication, at each of their moments. */
class FicheSightTest {

    private static final Instant FIRST = Instant.parse("2026-03-02T08:00:00Z");
    private static final String FICHE = "ville-a";
    private static final int LENGTH = 40;

    /** Who asks, and whether everything of {@link #FICHE} is shown to them. */
    private record Role(String word, boolean seesAll) {
        Caller caller() {
            return Asking.of(word);
        }
    }

    private static final List<Role> ROLES = List.of(
            new Role("visitor", false),
            new Role("operator", false),
            new Role("agent:ville-b", false),
            new Role("agent:ville-b,ville-a", true),
            new Role("staff", true),
            new Role("auditor", true));

    private static List<FicheStatus> history(Random random) {
        var statuses = new ArrayList<FicheStatus>();
        var status = FicheStatus.DRAFT;
        for (var version = 1; version <= LENGTH; version++) {
            statuses.add(status);
            status = switch (random.nextInt(9)) {
                case 0 -> FicheStatus.BEING_WRITTEN;
                case 1, 2 -> FicheStatus.PUBLISHED;
                case 3 -> status == FicheStatus.DRAFT ? status : FicheStatus.WITHDRAWN;
                default -> status;
            };
        }
        return statuses;
    }

    private static Instant at(long version) {
        return FIRST.plusSeconds(version);
    }

    private static PublicVersions folded(List<FicheStatus> statuses) {
        var versions = PublicVersions.NONE;
        for (var i = 0; i < statuses.size(); i++) {
            versions = versions.after(statuses.get(i), i + 1L, at(i + 1L));
        }
        return versions;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everybody_sees_the_versions_that_were_public_of_a_fiche_that_is_public_now(long seed) {
        var whole = history(new Random(seed));
        for (var known = 1; known <= LENGTH; known++) {
            var statuses = whole.subList(0, known);
            var versions = folded(statuses);
            var isPublicNow = statuses.getLast().isPublic();
            assertThat(versions.isPublic()).isEqualTo(isPublicNow);
            for (var role : ROLES) {
                var sight = FicheSight.of(role.caller(), FICHE, versions);
                var shown = LongStream.rangeClosed(1, known)
                        .filter(v -> role.seesAll || (isPublicNow && statuses.get((int) v - 1).isPublic()))
                        .boxed()
                        .toList();

                assertThat(LongStream.rangeClosed(1, known).filter(sight::shows).boxed())
                        .as("%s of %s", role.word, statuses)
                        .isEqualTo(shown);
                assertThat(sight.seesNothing()).isEqualTo(shown.isEmpty());
                assertThat(sight.authors()).isEqualTo(role.seesAll);
                for (var v = 1L; v <= known; v++) {
                    var version = v;
                    assertThat(sight.shows(v, statuses.get((int) v - 1))).isEqualTo(shown.contains(v));
                    assertThat(sight.lastUpTo(v))
                            .isEqualTo(shown.stream().filter(s -> s <= version).max(Long::compare).orElse(0L));
                    assertThat(sight.firstFrom(v, known))
                            .isEqualTo(shown.stream().filter(s -> s >= version).min(Long::compare).orElse(0L));
                    assertThat(sight.toldBy(v))
                            .isEqualTo(
                                    shown.contains(v) || role.seesAll
                                            ? Optional.empty()
                                            : LongStream.rangeClosed(v + 1, known)
                                                    .filter(n -> statuses.get((int) n - 1).isPublic()
                                                            && !statuses.get((int) n - 2).isPublic())
                                                    .boxed()
                                                    .findFirst()
                                                    .map(n -> new Turn(n, at(n))));
                }
            }
        }
    }

    @Test
    void a_version_newer_than_what_is_known_is_shown_for_its_own_status() {
        var published = folded(List.of(FicheStatus.DRAFT, FicheStatus.PUBLISHED));
        var visitor = FicheSight.of(Caller.VISITOR, FICHE, published);

        assertThat(visitor.shows(3, FicheStatus.PUBLISHED)).isTrue();
        assertThat(visitor.shows(3, FicheStatus.WITHDRAWN)).isFalse();
        assertThat(visitor.shows(3)).isFalse();
        assertThat(visitor.shows(1, FicheStatus.PUBLISHED)).isFalse();
    }

    @Test
    void a_fiche_that_does_not_exist_and_a_draft_are_the_same_to_whoever_is_shown_neither() {
        var draft = FicheSight.of(Caller.VISITOR, FICHE, folded(List.of(FicheStatus.DRAFT)));
        var nowhere = FicheSight.of(Caller.VISITOR, FICHE, PublicVersions.NONE);

        for (var sight : List.of(draft, nowhere)) {
            assertThat(sight.seesNothing()).isTrue();
            assertThat(sight.shows(1)).isFalse();
            assertThat(sight.shows(1, FicheStatus.DRAFT)).isFalse();
            assertThat(sight.shows(2, FicheStatus.PUBLISHED)).isFalse();
            assertThat(sight.lastUpTo(9)).isZero();
            assertThat(sight.firstFrom(1, 9)).isZero();
        }
    }
}
