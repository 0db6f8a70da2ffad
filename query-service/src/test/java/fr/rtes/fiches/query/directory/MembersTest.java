package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import fr.rtes.fiches.query.Asking;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomLog;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.directory.Members.Member;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Positions;
import fr.rtes.fiches.query.sight.FicheSight;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.views.Views;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class MembersTest {

    private static FicheSight sight(Views views, String ficheId) {
        var versions = new PublicLife(views).of(Set.of(ficheId)).get(ficheId);
        return FicheSight.of(Asking.of((String) null), ficheId, Objects.requireNonNull(versions));
    }

    /** Facts to come become true on their day: years after the last event the directory shows others. */
    @ParameterizedTest
    @ValueSource(strings = {"2023-12-01", "2024-07-01", "2026-11-23", "2040-01-01"})
    void members_are_those_the_directory_shows_today(String day) {
        var today = LocalDate.parse(day);
        try (var spring = new AnnotationConfigApplicationContext()) {
            spring.registerBean(
                    MongoDatabase.class,
                    () -> TestStores.mongo()
                            .getDatabase("t" + UUID.randomUUID().toString().substring(0, 8)));
            spring.registerBean(Clock.class, () -> Clock.fixed(Instant.parse(day + "T11:00:00Z"), ZoneOffset.UTC));
            spring.registerBean(Positions.class, () -> position -> Optional.empty());
            spring.registerBean(Sights.class, Asking::everything);
            spring.register(Moments.class, Views.class, DirectoryView.class, Members.class);
            spring.refresh();
            var views = spring.getBean(Views.class);
            var view = spring.getBean(DirectoryView.class);
            var log = RandomLog.of(new Fiches(), 5, IntStream.rangeClosed(1, 40).toArray());
            RandomLog.byFiche(log).values().forEach(fiche -> ReadingSlice.write(views, view, fiche));

            var expected = new HashMap<String, Member>();
            for (var document :
                    views.documents(DirectoryView.NAME, DirectoryView.ENTRIES).find()) {
                var entry = DirectoryView.entry(document, new Asked(null, today, ""));
                expected.put(entry.ficheId(), Member.of(entry, sight(views, entry.ficheId())));
            }
            var members = spring.getBean(Members.class);

            assertThat(members.all()).hasSize(40).isEqualTo(expected);
            var some = Set.of("fiche-5003", "fiche-5039", "nulle-part");
            expected.keySet().retainAll(some);
            assertThat(members.of(some)).hasSize(2).isEqualTo(expected);
            assertThat(members.of(List.of())).isEmpty();
        }
    }
}
