package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.profile.Profile;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicLifeTest {

    /** Kept with the directory, so that lists need not ask fiche by fiche: it has to say what the profiles say. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void the_versions_that_were_public_are_those_whose_profile_is_public(long seed) {
        var view = new DirectoryView();
        var log = new Fiches().recorded(new RandomFiche(seed).events(120));
        var wasPublic = new ArrayList<Boolean>();
        @Nullable Editions state = null;
        @Nullable Profile profile = null;
        for (var recorded : log) {
            profile = Profile.fold(profile, recorded);
            wasPublic.add(profile.status().isPublic());
            state = view.fold(state, recorded);
            // As it is loaded again, and as the lines have it.
            state = view.load(view.documents(state).getFirst());
            var line = Objects.requireNonNull(view.shelved(state).get(DirectoryView.ENTRIES)).getFirst();
            var stored = PublicLife.read(line);

            assertThat(stored).isEqualTo(state.publicVersions());
            assertThat(stored.upTo()).isEqualTo(recorded.version());
            assertThat(stored.isPublic()).isEqualTo(wasPublic.getLast());
            for (var version = 1; version <= wasPublic.size(); version++) {
                assertThat(stored.includes(version)).isEqualTo(wasPublic.get(version - 1));
            }
        }
    }
}
