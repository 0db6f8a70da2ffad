package fr.rtes.fiches.query;

import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The log of several fiches whose events come in turns, the same for the same seed: positions have gaps, the clock is put back now
 * and then, several people write over several years.
 */
public final class RandomLog {

    public static final List<String> AUTHORS = List.of("Claire", "local", "=Ada, \"A.\"", "Noé");
    public static final List<String> IMPORTS = List.of("import-1", "import-2");

    private RandomLog() {}

    /** @param lengths how many events each fiche has */
    public static List<Recorded> of(Fiches fiches, long seed, int... lengths) {
        var random = new Random(seed);
        var left = new ArrayList<Deque<Recorded>>();
        for (var i = 0; i < lengths.length; i++) {
            left.add(new ArrayDeque<>(fiches.recorded(new RandomFiche(seed * 1000 + i).events(lengths[i]))));
        }
        var log = new ArrayList<Recorded>();
        var position = (long) random.nextInt(1000);
        var recordedAt = Instant.parse("2023-11-05T22:30:00.123456Z");
        while (!left.isEmpty()) {
            var fiche = left.get(random.nextInt(left.size()));
            var next = fiche.removeFirst();
            position += 1 + (random.nextInt(20) == 0 ? random.nextInt(700) : 0);
            recordedAt = recordedAt.plus(
                    random.nextInt(15) == 0
                            ? Duration.ofMinutes(-random.nextInt(90))
                            : Duration.ofMillis(random.nextInt(200_000_000)));
            log.add(new Recorded(
                    next.event(), next.version(), position, next.eventId(), recordedAt, provenance(random)));
            if (fiche.isEmpty()) {
                left.remove(fiche);
            }
        }
        return List.copyOf(log);
    }

    private static Provenance provenance(Random random) {
        @Nullable String importId = random.nextInt(3) == 0 ? IMPORTS.get(random.nextInt(IMPORTS.size())) : null;
        var channel = importId != null ? Channel.IMPORT : random.nextBoolean() ? Channel.API : Channel.WEB;
        var reason = random.nextBoolean() ? "-relu\r\navec le membre" : null;
        return new Provenance(
                AUTHORS.get(random.nextInt(AUTHORS.size())), channel, reason, importId, null, null, List.of());
    }

    public static Map<String, List<Recorded>> byFiche(List<Recorded> log) {
        return log.stream().collect(Collectors.groupingBy(Recorded::ficheId));
    }
}
