package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the import of {@code samples/bourgogne-franche-comte.txt} records, its contacts left out. */
final class SamplePage {

    private static final String EVENTS = "sample-page.txt";

    private SamplePage() {}

    static List<List<Recorded>> fiches() {
        var reading = EventJson.enciphered();
        var byFiche = new LinkedHashMap<String, List<FicheEvent>>();
        text().lines()
                .map(line -> line.split(" ", 2))
                .map(line -> reading.read(line[0], "1", line[1]))
                .forEach(event -> byFiche.computeIfAbsent(event.ficheId(), key -> new ArrayList<>())
                        .add(event));
        var fiches = new Fiches();
        return byFiche.values().stream()
                .map(events -> fiches.recorded(events.toArray(FicheEvent[]::new)))
                .toList();
    }

    static Findings folded(List<Recorded> log) {
        @Nullable Findings findings = null;
        for (var recorded : log) {
            findings = Findings.fold(findings, recorded);
        }
        if (findings == null) {
            throw new IllegalArgumentException("an empty log is no fiche");
        }
        return findings;
    }

    private static String text() {
        try (var in = SamplePage.class.getResourceAsStream(EVENTS)) {
            if (in == null) {
                throw new IllegalStateException(EVENTS + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
