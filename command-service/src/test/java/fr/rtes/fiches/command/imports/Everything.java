package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Said.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a fiche says, to check what must hold of every value. */
final class Everything {

    private Everything() {}

    static List<Said<?>> said(ParsedFiche fiche) {
        var all = new ArrayList<Said<?>>();
        all.add(fiche.name());
        add(all, fiche.type());
        add(all, fiche.status());
        add(all, fiche.membershipYear());
        add(all, fiche.population());
        add(all, fiche.communeCount());
        add(all, fiche.address());
        add(all, fiche.programme());
        Stream.of(
                        fiche.aliases(),
                        fiche.contacts(),
                        fiche.budgets(),
                        fiche.schemes(),
                        fiche.actions(),
                        fiche.documents())
                .forEach(all::addAll);
        all.addAll(fiche.identifiers().values());
        return all;
    }

    private static void add(List<Said<?>> all, @Nullable Said<?> said) {
        if (said != null) {
            all.add(said);
        }
    }

    static List<Mention> mentioned(ParsedFiche fiche) {
        return said(fiche).stream().flatMap(s -> s.mentions().stream()).toList();
    }
}
