package fr.rtes.fiches.query;

import com.mongodb.client.MongoDatabase;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.directory.PublicLife;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Positions;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.views.View;
import fr.rtes.fiches.query.views.Views;
import fr.rtes.fiches.query.views.Visibility;
import fr.rtes.fiches.query.views.Waiting;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What controllers of views stand on in a test: documents in MongoDB that come from folding, and persons that can be opened. */
@TestConfiguration
@ComponentScan({"fr.rtes.fiches.platform.problem", "fr.rtes.fiches.platform.web"})
@Import({Views.class, Visibility.class, Answers.class, Moments.class, PublicLife.class})
public class ReadingSlice {

    private final String database =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    /** What time it is in these tests. */
    public static final Instant NOW = Instant.parse("2026-11-23T11:00:00Z");

    private static final Map<Long, Instant> POSITIONS = new ConcurrentHashMap<>();

    @Bean
    Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    /** What the header {@link Asking#HEADER} says; outside a request the staff asks. */
    @Bean
    Sights sights(PublicLife lives) {
        return new Sights(
                () -> RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
                        ? Asking.of(now.getRequest())
                        : Asking.of((String) null),
                lives);
    }

    /** Nothing is being written while a test reads. */
    @Bean
    Progress progress() {
        return view -> OptionalLong.of(1);
    }

    /** Fiches that are said to wait, each with the position. */
    public static final Map<String, Long> WAITING = new ConcurrentHashMap<>();

    @Bean
    Waiting waiting() {
        return (view, ficheId) -> WAITING.containsKey(ficheId)
                ? OptionalLong.of(Objects.requireNonNull(WAITING.get(ficheId)))
                : OptionalLong.empty();
    }

    /** Of what was {@link #write written}. */
    @Bean
    Positions positions() {
        return position -> Optional.ofNullable(POSITIONS.get(position));
    }

    @Bean
    MongoDatabase mongoDatabase() {
        return TestStores.mongo().getDatabase(database);
    }

    @Bean
    MongoTemplate mongoTemplate() {
        return new MongoTemplate(new SimpleMongoClientDatabaseFactory(TestStores.mongo(), database));
    }

    @Bean
    Fiches fiches() {
        return new Fiches();
    }

    @Bean
    PersonCipher personCipher(Fiches fiches) {
        return fiches.cipher();
    }

    /** Writes what the view has for a fiche with that log. */
    public static <D> void write(Views views, View<D> view, List<Recorded> log) {
        @Nullable D state = null;
        for (var recorded : log) {
            state = view.fold(state, recorded);
            POSITIONS.put(recorded.position(), recorded.recordedAt());
        }
        if (state != null) {
            views.documents(view.name()).insertMany(Stored.documents(view.documents(state)));
            view.shelved(state).forEach((shelf, documents) -> {
                if (!documents.isEmpty()) {
                    views.documents(view.name(), shelf).insertMany(Stored.documents(documents));
                }
            });
        }
    }
}
