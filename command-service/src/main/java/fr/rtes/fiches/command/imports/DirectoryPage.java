package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.ParsedSource.Coverage;
import fr.rtes.fiches.command.imports.ParsedSource.Line;
import fr.rtes.fiches.command.imports.ParsedSource.Question;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A page of the network's directory, as text, becomes fiches. Pure: the same text always gives the same answer, and no text
 * makes it fail. What it does not understand it lists with its line number.
 */
final class DirectoryPage {

    private DirectoryPage() {}

    static ParsedSource parse(String text) {
        var outline = Outline.of(PageLine.all(text));
        var used = new BitSet();
        var questions = new ArrayList<Question>();
        var fiches = new ArrayList<ParsedFiche>();
        for (int i = 0; i < outline.lines().size(); i++) {
            var found = outline.landmark(i);
            if (found != null && found.landmark() == Landmark.PUBLISHER) {
                used.set(outline.lines().get(i).number());
            }
        }
        for (var lines : outline.fiches()) {
            if (lines.named()) {
                fiches.add(new FicheReading(outline, lines, fiches.size(), used, questions).read());
            } else {
                var first = outline.lines().get(lines.from());
                questions.add(new Question(null, first.number(), "fiche-without-name", List.of(), null));
            }
        }
        return new ParsedSource(List.copyOf(fiches), coverage(outline.lines(), used), List.copyOf(questions));
    }

    private static Coverage coverage(List<PageLine> lines, BitSet used) {
        var listed = new ArrayList<Line>();
        for (var line : lines) {
            if (!used.get(line.number())) {
                listed.add(new Line(line.number(), line.raw().strip()));
            }
        }
        return new Coverage(lines.size(), lines.size() - listed.size(), List.copyOf(listed));
    }
}
