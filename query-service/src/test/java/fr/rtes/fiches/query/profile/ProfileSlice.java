package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.views.Views;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Profiles of any time, for the tests of what is made of them. */
@TestConfiguration
@Import({Profiles.class, ProfileView.class})
public class ProfileSlice {

    private final Map<String, List<Recorded>> logs = new ConcurrentHashMap<>();

    @Bean
    FicheLog ficheLog() {
        return new FicheLog() {
            @Override
            public List<LogEntry> ofFiche(String ficheId, long from, long to) {
                return logs.getOrDefault(ficheId, List.of()).stream()
                        .filter(r -> r.version() >= from && r.version() <= to)
                        .<LogEntry>map(LogEntry.Legible::new)
                        .toList();
            }

            @Override
            public List<Instant> timesOfFiche(String ficheId) {
                return logs.getOrDefault(ficheId, List.of()).stream()
                        .map(Recorded::recordedAt)
                        .toList();
            }
        };
    }

    public boolean isEmpty() {
        return logs.isEmpty();
    }

    /** The log of a fiche, as far as it was {@link #put}. */
    public List<Recorded> log(String ficheId) {
        return logs.getOrDefault(ficheId, List.of());
    }

    /** The log of a fiche goes on; the view has not come so far. */
    public void append(List<Recorded> log) {
        logs.put(log.getFirst().ficheId(), log);
    }

    /** A fiche in the log and in the view. */
    public void put(Views views, List<Recorded> log) {
        logs.put(log.getFirst().ficheId(), log);
        ReadingSlice.write(views, new ProfileView(), log);
    }
}
