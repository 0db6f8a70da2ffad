package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.fiche.Fiche;
import fr.rtes.fiches.command.fiche.FicheCommand;
import fr.rtes.fiches.command.fiche.FicheCommand.RenameMember;
import fr.rtes.fiches.command.fiche.FicheCommand.StatePopulation;
import fr.rtes.fiches.command.fiche.Fiches;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.MemberRegistered;
import fr.rtes.fiches.events.FicheEvent.MemberRenamed;
import fr.rtes.fiches.events.FicheEvent.PopulationStated;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An import is undone on both clocks: what it said of a day is no longer said of that day. */
class ReversalTest {

    private static final String ID = "ville-de-nevers";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final List<Fiches.Entry> history = new ArrayList<>();

    private ReversalTest recorded(String day, @Nullable String importId, FicheEvent event) {
        history.add(new Fiches.Entry(event, LocalDate.parse(day), importId));
        return this;
    }

    private ReversalTest registered() {
        return recorded("2026-01-01", null, new MemberRegistered(ID, "Nevers", CollectiviteType.COMMUNE, null));
    }

    private static Population population(long value, int year) {
        return new Population(value, Precision.EXACT, year, null);
    }

    private List<FicheCommand> undone() {
        return Reversal.of(ID, history, "i1", TODAY).commands();
    }

    private Fiche afterUndoing() {
        var fiche = Fiche.UNKNOWN;
        for (var entry : history) {
            fiche = fiche.evolve(entry.event(), entry.recordedOn());
        }
        for (var command : undone()) {
            for (var event : fiche.decide(command, TODAY)) {
                fiche = fiche.evolve(event, TODAY);
            }
        }
        return fiche;
    }

    @Test
    void a_newer_vintage_is_taken_back_from_its_own_day_on() {
        registered()
                .recorded("2026-02-01", null, new PopulationStated(ID, population(34_000, 2018), null))
                .recorded("2026-03-01", "i1", new PopulationStated(ID, population(35_000, 2019), null));
        assertThat(undone())
                .containsExactly(new StatePopulation(ID, population(34_000, 2018), LocalDate.of(2019, 1, 1)));
        assertThat(afterUndoing().population().on(TODAY)).isEqualTo(population(34_000, 2018));
    }

    @Test
    void two_vintages_are_both_taken_back() {
        registered()
                .recorded("2026-03-01", "i1", new PopulationStated(ID, population(34_000, 2018), null))
                .recorded("2026-03-01", "i1", new PopulationStated(ID, population(35_000, 2019), null));
        var fiche = afterUndoing();
        for (var day : List.of("2018-06-01", "2019-06-01", "2026-11-23")) {
            assertThat(fiche.population().on(LocalDate.parse(day))).as(day).isNull();
        }
    }

    @Test
    void a_name_is_what_it_was_from_the_day_of_the_import_on() {
        registered().recorded("2026-03-01", "i1", new MemberRenamed(ID, "Ville de Nevers", null));
        assertThat(undone()).containsExactly(new RenameMember(ID, "Nevers", LocalDate.of(2026, 3, 1)));
        assertThat(afterUndoing().name().on(LocalDate.of(2026, 6, 1))).isEqualTo("Nevers");
    }

    @Test
    void what_somebody_said_since_of_today_or_of_that_day_stays() {
        registered()
                .recorded("2026-03-01", "i1", new MemberRenamed(ID, "Ville de Nevers", null))
                .recorded("2026-04-01", null, new MemberRenamed(ID, "Nevers-sur-Loire", null));
        assertThat(Reversal.of(ID, history, "i1", TODAY).kept()).containsExactly("/name");
    }

    @Test
    void what_somebody_said_of_a_day_to_come_is_no_obstacle_and_stays() {
        registered()
                .recorded("2026-03-01", "i1", new MemberRenamed(ID, "Ville de Nevers", null))
                .recorded("2026-04-01", null, new MemberRenamed(ID, "Grand Nevers", LocalDate.of(2027, 1, 1)));
        var fiche = afterUndoing();
        assertThat(fiche.name().on(TODAY)).isEqualTo("Nevers");
        assertThat(fiche.name().on(LocalDate.of(2027, 1, 1))).isEqualTo("Grand Nevers");
    }
}
