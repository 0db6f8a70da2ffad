package fr.rtes.fiches.query.views;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.bson.RawBsonDocument;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/**
 * Not a test: what each view costs and takes at a given number of fiches and events. Folds random lives, long-tailed as real ones
 * are, encodes every document once as a rebuild does, and prints CPU time and bytes before the server compresses them. Arguments: fiches
 * (36000), mean events a fiche (28).
 */
final class SizesByHand {

    private SizesByHand() {}

    /** What one view has cost so far. */
    private static final class Cost {
        private long nanos;
        private final Map<String, long[]> documentsAndBytes = new LinkedHashMap<>();
    }

    static void main(String[] arguments) throws Exception {
        var fiches = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 36_000;
        var mean = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 28;
        var views = declared();
        var costs = new HashMap<String, Cost>();
        views.forEach(view -> costs.put(view.name(), new Cost()));
        var random = new Random(20261123);
        var events = 0L;
        for (var i = 0; i < fiches; i++) {
            // Log-normal: the median somewhat below the mean, one in a thousand above a thousand.
            var length = Math.clamp(Math.round(mean * Math.exp(random.nextGaussian() - 0.5)), 3, 5000);
            var log = lived(new Fiches().recorded(new RandomFiche(i).events(length)), random);
            events += length;
            // In turn, so that each meets the same machine.
            views.forEach(view -> measure(view, log, cost(costs, view)));
        }
        System.out.printf(Locale.ROOT, "%d fiches, %d events%n", fiches, events);
        for (var view : views) {
            var cost = cost(costs, view);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s fold and encode %6.1f s, %5.1f µs an event%n",
                    view.name(),
                    cost.nanos / 1e9,
                    cost.nanos / 1e3 / events);
            cost.documentsAndBytes.forEach((shelf, sums) -> System.out.printf(
                    Locale.ROOT, "    %-20s %9d documents %9.1f MB%n", shelf, sums[0], sums[1] / 1e6));
        }
    }

    private static Cost cost(Map<String, Cost> costs, View<?> view) {
        return Objects.requireNonNull(costs.get(view.name()));
    }

    private static List<View<?>> declared() throws Exception {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(View.class));
        var views = new ArrayList<View<?>>();
        for (var found : scanner.findCandidateComponents("fr.rtes.fiches.query")) {
            var type = Class.forName(found.getBeanClassName());
            if (!type.equals(TaleView.class)) {
                var constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                views.add((View<?>) constructor.newInstance());
            }
        }
        return views;
    }

    private static <D> void measure(View<D> view, List<Recorded> log, Cost cost) {
        var before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        var state = view.fold(null, log.getFirst());
        for (var recorded : log.subList(1, log.size())) {
            state = view.fold(state, recorded);
        }
        var documents = new LinkedHashMap<String, List<RawBsonDocument>>();
        documents.put("", view.documents(state));
        documents.putAll(view.shelved(state));
        documents.forEach((shelf, all) -> {
            var sums = cost.documentsAndBytes.computeIfAbsent(shelf.isEmpty() ? "own" : shelf, s -> new long[2]);
            for (var document : all) {
                sums[0]++;
                sums[1] += document.getByteBuffer().remaining();
            }
        });
        cost.nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    /** Over some years rather than minutes. */
    private static List<Recorded> lived(List<Recorded> log, Random random) {
        var all = new ArrayList<Recorded>();
        var now = Instant.parse("2019-01-31T22:30:00Z");
        for (var r : log) {
            now = now.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 60)));
            all.add(new Recorded(r.event(), r.version(), r.position(), r.eventId(), now, r.provenance()));
        }
        return all;
    }
}
