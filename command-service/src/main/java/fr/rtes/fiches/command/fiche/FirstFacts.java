package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.command.fiche.Refusal.Malformed;
import java.util.List;

/**
 * The commands that make a fiche, one after another in one transaction: all of them or none. Each decides as it would alone; together
 * they cost one transaction.
 */
public record FirstFacts(String ficheId, List<Step> steps) {

    /**
     * A command, and where in the request it was said.
     *
     * @param place JSON pointer, empty for the request as a whole
     * @param own what stands at that place, as a pointer into the body of the command's own call; empty for the whole of it
     */
    public record Step(String place, String own, FicheCommand command) {

        private String at(String pointer) {
            return pointer.startsWith(own) ? place + pointer.substring(own.length()) : place;
        }

        Refused refused(Refused e) {
            return e.refusal() instanceof Malformed(var faults)
                    ? new Refused(new Malformed(faults.stream()
                            .map(fault -> new Malformed.Fault(at(fault.pointer()), fault.code(), fault.params()))
                            .toList()))
                    : e;
        }
    }

    public FirstFacts {
        steps = List.copyOf(steps);
        for (var step : steps) {
            if (!step.command().ficheId().equals(ficheId)) {
                throw new IllegalArgumentException(
                        "Of another fiche: " + step.command().ficheId());
            }
        }
    }
}
