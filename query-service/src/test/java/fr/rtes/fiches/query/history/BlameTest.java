package fr.rtes.fiches.query.history;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.contact;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.reading.Moment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

class BlameTest {

    private static final String ID = "dijon-metropole";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private final Fiches fiches = new Fiches();

    private List<Blame.Value> blame(List<Recorded> log, LocalDate day) {
        var profile = Objects.requireNonNull(Leaves.profiles(log).getLast());
        return Blame.of(profile.on(day), day, HistoryTest.storedChanges(log).reversed(), new Opened(fiches.cipher()));
    }

    private Map<String, Long> versions(List<Recorded> log) {
        var versions = new LinkedHashMap<String, Long>();
        blame(log, TODAY)
                .forEach(value -> versions.put(value.path(), value.change().version()));
        return versions;
    }

    @Test
    void each_value_is_answered_for_by_the_change_that_set_it() {
        var versions = versions(fiches.after(
                fiches.dijonMetropole(),
                new BudgetCorrected(
                        ID,
                        "b1",
                        budget(2019, Nature.ANNUAL, line(Section.UNSPECIFIED, null, exact(40_000, "40 000 euros")))),
                new FichePublished(ID)));

        assertThat(versions)
                .containsEntry("/name", 1L)
                .containsEntry("/membership/since", 1L)
                .containsEntry("/identifiers/siren", 3L)
                .containsEntry("/population/value", 4L)
                .containsEntry("/budgets/b1/year", 12L)
                .containsEntry("/budgets/b1/nature", 6L)
                .containsEntry("/budgets/b1/lines", 6L)
                .containsEntry("/contacts/c1/name", 10L)
                .containsEntry("/status", 11L)
                .doesNotContainKeys("/communeCount", "/budgets/b1/budgetId", "/contacts/c1/email", "/schemes");
        assertThat(versions.keySet().stream().findFirst()).contains("/name");
    }

    @Test
    void a_person_said_again_unchanged_stays_who_named_them() {
        var versions = versions(fiches.after(
                fiches.dijonMetropole(),
                new ContactChanged(ID, "c1", contact("p-dijon", "Noé Petit", "directeur"), null)));

        assertThat(versions).containsEntry("/contacts/c1/name", 10L).containsEntry("/contacts/c1/title", 12L);
    }

    @Test
    void who_took_a_value_away_answers_for_its_absence() {
        var versions = versions(fiches.after(
                fiches.dijonMetropole(),
                new PopulationStated(ID, null, null),
                new ProgrammeWritten(ID, List.of()),
                new SupportedActionRemoved(ID, "a1")));

        assertThat(versions)
                .containsEntry("/population", 12L)
                .containsEntry("/programme", 13L)
                .doesNotContainKeys("/population/value", "/actions/a1", "/actions/a1/title");
    }

    @Test
    void a_fact_that_holds_is_answered_for_by_who_stated_it_and_one_to_come_by_nobody_yet() {
        var log = fiches.after(
                fiches.dijonMetropole(),
                new PopulationStated(ID, population(260_000), LocalDate.of(2027, 1, 1)),
                new PopulationStated(ID, population(255_000), LocalDate.of(2026, 6, 1)),
                new PopulationStated(ID, population(240_000), LocalDate.of(2010, 1, 1)));

        assertThat(versions(log)).containsEntry("/population/value", 13L);
        assertThat(blame(log, LocalDate.of(2027, 1, 2)))
                .filteredOn(v -> v.path().equals("/population/value"))
                .extracting(v -> v.change().version())
                .containsExactly(12L);
    }

    private static Population population(long value) {
        return new Population(value, Precision.EXACT, null, null);
    }

    @Test
    void who_was_erased_is_known_by_whom() {
        var log = fiches.after(fiches.dijonMetropole(), new PersonErased(ID, "c1", "p-dijon"));
        fiches.erase("p-dijon");

        assertThat(versions(log))
                .containsEntry("/contacts/c1/erased", 12L)
                .containsEntry("/contacts/c1/capacity", 10L)
                .doesNotContainKey("/contacts/c1/name");
    }

    @Test
    void evidence_is_that_of_the_value_or_of_what_it_belongs_to_nearest_first_and_of_its_parts() {
        var log = new ArrayList<>(fiches.dijonMetropole());
        var budget = log.get(5);
        log.set(
                5,
                new Recorded(
                        budget.event(),
                        6,
                        budget.position(),
                        budget.eventId(),
                        budget.recordedAt(),
                        new Provenance(
                                "Claire",
                                Channel.IMPORT,
                                null,
                                "import-1",
                                null,
                                null,
                                List.of(
                                        at("/budgets/b1", 1),
                                        at("/budgets/b1/lines/0", 2),
                                        at("/budgets/b1/nature", 3),
                                        at("/budgets/b10", 4)))));

        assertThat(evidence(log, "/budgets/b1/nature")).containsExactly(3, 1);
        assertThat(evidence(log, "/budgets/b1/lines")).containsExactly(1, 2);
        assertThat(evidence(log, "/name")).isEmpty();
    }

    private List<Integer> evidence(List<Recorded> log, String path) {
        return blame(log, TODAY).stream()
                .filter(value -> value.path().equals(path))
                .flatMap(value -> value.evidence().stream())
                .map(Evidence::line)
                .toList();
    }

    private static Evidence at(String path, int line) {
        return new Evidence(path, Fiches.SOURCE, line, 0, 1, "x", Method.STATED);
    }

    /**
     * The oracle replays the events and looks, for every value of the answered JSON as it holds on one day, for the first event after
     * which it was what it is and stayed so.
     */
    @Test
    void a_naive_replay_blames_the_same() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var all = Leaves.overYears(fiches.recorded(new RandomFiche(seed).events(1 + random.nextInt(40))), random);
            var log = all.subList(0, 1 + random.nextInt(all.size()));
            var day = Moment.day(log.getLast().recordedAt()).plusDays(random.nextInt(600));

            var blamed = new TreeMap<String, Long>();
            blame(log, day)
                    .forEach(value -> blamed.put(value.path(), value.change().version()));

            var expected = replayed(log, day);
            // Somebody who is erased before being a contact is so on no day of the erasure.
            erasedContacts(log, day).forEach(contact -> {
                blamed.keySet().removeIf(path -> path.startsWith(contact));
                expected.keySet().removeIf(path -> path.startsWith(contact));
            });
            assertThat(blamed).as("seed %d, %s", seed, day).isEqualTo(expected);
        }
    }

    private List<String> erasedContacts(List<Recorded> log, LocalDate day) {
        var last = Objects.requireNonNull(Leaves.profiles(log).getLast());
        return Leaves.tree(last, day, fiches.cipher()).path("contacts").properties().stream()
                .filter(contact -> contact.getValue().has("erased"))
                .map(contact -> "/contacts/" + contact.getKey().replace("/", "~1") + "/")
                .toList();
    }

    private Map<String, Long> replayed(List<Recorded> log, LocalDate day) {
        List<ObjectNode> states = Leaves.profiles(log).stream()
                .map(profile -> Leaves.tree(profile, day, fiches.cipher()))
                .toList();
        var blamed = new TreeMap<String, Long>();
        Leaves.below("", states.getLast()).forEach((path, value) -> {
            var version = states.size() - 1;
            while (version > 0 && Objects.equals(said(states.get(version - 1), path), value)) {
                version--;
            }
            // What came without a value is nobody's; whoever took one away left the rest standing.
            if (value != null || (version > 0 && stood(states.subList(version - 1, states.size()), parent(path)))) {
                blamed.put(path, (long) version);
            }
        });
        return blamed;
    }

    private static boolean stood(List<ObjectNode> states, String path) {
        return states.stream().allMatch(state -> at(state, path).isObject());
    }

    private static @Nullable String said(JsonNode state, String path) {
        return Leaves.said(at(state, path));
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static JsonNode at(JsonNode state, String path) {
        JsonNode at = state;
        for (var name : path.isEmpty() ? new String[0] : path.substring(1).split("/", -1)) {
            at = at.isObject() ? at.path(name.replace("~1", "/").replace("~0", "~")) : MissingNode.getInstance();
        }
        return at;
    }
}
