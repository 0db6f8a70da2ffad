package fr.rtes.fiches.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a run found, as a table for people and as JSON. */
final class Report {

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Double> loads = new ArrayList<>();

    /**
     * One peer's rounds.
     *
     * @param documents {@code equal}, or why the row is void; empty where there are none to compare
     */
    record Row(String peer, long events, List<Double> perSecond, List<Double> cpuMicros, String documents) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-34s %,10d %,10.0f %8.1f   %s",
                    peer,
                    events,
                    median(perSecond),
                    median(cpuMicros),
                    documents);
        }

        boolean isVoid() {
            return documents.startsWith("VOID");
        }
    }

    /** The middle one, or the mean of both middle ones. */
    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var half = sorted.size() / 2;
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The median of what each round gave: noise that lasts a round is in both and falls out. */
    static double ratio(List<Double> numerators, List<Double> denominators) {
        return median(IntStream.range(0, Math.min(numerators.size(), denominators.size()))
                .mapToObj(round -> numerators.get(round) / denominators.get(round))
                .toList());
    }

    void fact(String name, Object value) {
        facts.put(name, value);
        say(name + ": " + value);
    }

    void say(String line) {
        lines.add(line);
        System.out.println(line);
    }

    void load() {
        loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    void rows(List<Row> found) {
        rows.addAll(found);
        say(String.format(
                Locale.ROOT, "%-34s %10s %10s %8s   %s", "peer", "events", "events/s", "CPU µs", "documents"));
        found.forEach(row -> say(row.toString()));
        say(String.format(
                Locale.ROOT,
                "load average %.1f to %.1f",
                loads.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN),
                loads.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN)));
    }

    /** A goal and what became of it; void where a row is. */
    void goal(String what, Row numerator, Row denominator, double least) {
        if (numerator.isVoid() || denominator.isVoid()) {
            say(what + ": VOID");
            return;
        }
        var ratio = ratio(numerator.perSecond(), denominator.perSecond());
        say(String.format(
                Locale.ROOT, "%s: %.2f, goal %.2f %s", what, ratio, least, ratio >= least ? "reached" : "MISSED"));
        facts.put(what, ratio);
    }

    void write(Path file) {
        var all = new LinkedHashMap<String, Object>(facts);
        all.put("loadAverage", loads);
        all.put("rows", rows);
        all.put("printed", lines);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("written to " + file);
    }
}
