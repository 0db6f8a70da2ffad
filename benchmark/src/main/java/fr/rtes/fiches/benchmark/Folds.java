package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** What an event costs without any store: to be decoded, and in each view to be folded and to become documents. */
final class Folds {

    private static final int EVENTS = 20_000;
    private static final int ROUNDS = 4;

    private final Report report;

    Folds(Report report) {
        this.report = report;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** By the last round, of this thread's CPU time alone. */
    void measure(List<Members.Member> members, Log.Order order) {
        var rows = new ArrayList<Log.Row>();
        new Log(members, EVENTS, order).forEachRemaining(rows::add);
        var decoding = 0L;
        var recorded = List.<Recorded>of();
        for (var round = 0; round < ROUNDS; round++) {
            var begun = cpu();
            recorded = decoded(rows);
            decoding = cpu() - begun;
        }
        report.fact("CPU µs an event to decode", micros(decoding));
        for (var view : Shipped.views()) {
            for (var round = 1; round < ROUNDS; round++) {
                once(view, recorded);
            }
            report.fact("CPU µs an event, " + view.name(), once(view, recorded));
        }
    }

    private static List<Recorded> decoded(List<Log.Row> rows) {
        var json = EventJson.enciphered();
        var recorded = new ArrayList<Recorded>(rows.size());
        for (var row : rows) {
            recorded.add(new Recorded(
                    json.read(row.type(), row.revision(), row.payload()),
                    row.sequence() + 1,
                    recorded.size() + 1L,
                    row.eventId(),
                    Instant.parse(row.timestamp()),
                    json.readProvenance(row.metadata())));
        }
        return recorded;
    }

    private static <D> String once(View<D> view, List<Recorded> events) {
        var states = new HashMap<String, D>();
        var begun = cpu();
        for (var event : events) {
            states.put(event.ficheId(), view.fold(states.get(event.ficheId()), event));
        }
        var folded = cpu();
        var documents = 0L;
        var bytes = 0L;
        for (var state : states.values()) {
            var all = new ArrayList<>(view.documents(state));
            view.shelved(state).values().forEach(all::addAll);
            for (var document : all) {
                documents++;
                bytes += document.getByteBuffer().remaining();
            }
        }
        return "%s to fold, %s to become documents; %d documents, %d bytes an event"
                .formatted(micros(folded - begun), micros(cpu() - folded), documents, bytes / EVENTS);
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e3 / EVENTS);
    }
}
