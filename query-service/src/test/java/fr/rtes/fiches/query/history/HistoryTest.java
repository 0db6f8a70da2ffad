package fr.rtes.fiches.query.history;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.contact;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.Stored;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.reading.Bson;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class HistoryTest {

    private static final String ID = "dijon-metropole";
    private final Fiches fiches = new Fiches();

    static History folded(List<Recorded> log) {
        @Nullable History history = null;
        for (var recorded : log) {
            history = History.fold(history, recorded);
        }
        if (history == null) {
            throw new IllegalArgumentException("an empty log is no fiche");
        }
        return history;
    }

    static List<Change> changes(List<Recorded> log) {
        return storedChanges(log).stream().map(Change::of).toList();
    }

    static List<Document> storedChanges(List<Recorded> log) {
        var history = folded(log);
        return Stream.concat(
                        history.finished().stream()
                                .flatMap(
                                        b -> Stored.document(b.document()).getList("changes", Document.class).stream()),
                        history.open().stream().map(change -> Stored.document(change.document())))
                .toList();
    }

    @Test
    void a_corrected_budget_changes_the_year_and_the_lines_and_nothing_else() {
        var log = fiches.after(
                fiches.dijonMetropole(),
                new BudgetCorrected(
                        ID,
                        "b1",
                        budget(2019, Nature.ANNUAL, line(Section.OPERATING, null, exact(45_000, "45 000 €")))));

        var change = changes(log).getLast();

        assertThat(change.type()).isEqualTo("BudgetCorrected");
        assertThat(change.changes())
                .extracting(FieldChange::path)
                .containsExactly("/budgets/b1/year", "/budgets/b1/lines");
        assertThat(change.changes().getFirst().before().isNull()).isTrue();
        assertThat(change.changes().getFirst().after().intValue()).isEqualTo(2019);
    }

    @Test
    void an_item_comes_and_goes_as_one_change() {
        var log = fiches.after(fiches.dijonMetropole(), new SupportedActionRemoved(ID, "a2"));

        var gone = changes(log).getLast().changes();
        var came = changes(log).get(8).changes();

        assertThat(gone).extracting(FieldChange::path).containsExactly("/actions/a2");
        assertThat(gone.getFirst().before()).isEqualTo(came.getFirst().after());
        assertThat(gone.getFirst().after().isNull()).isTrue();
        assertThat(came.getFirst().after().has("total")).isFalse();
    }

    @Test
    void the_same_said_again_is_a_change_that_changes_nothing() {
        var log = fiches.after(fiches.dijonMetropole(), new FichePublished(ID));

        assertThat(changes(log).getLast().changes()).isEmpty();
    }

    @Test
    void where_it_came_from_is_kept() {
        var recorded = changes(fiches.conseilRegional()).get(1);

        assertThat(recorded.actor()).isEqualTo("Claire");
        assertThat(recorded.source()).isEqualTo(Fiches.SOURCE);
        assertThat(recorded.importId()).isEqualTo("import-1");
        assertThat(recorded.evidence())
                .singleElement()
                .satisfies(e -> assertThat(e.line()).isEqualTo(11));
        assertThat(changes(fiches.nevers()).getFirst().source()).isNull();
    }

    @Test
    void no_name_of_a_person_is_stored() {
        var log = fiches.after(
                fiches.dijonMetropole(), new ContactChanged(ID, "c1", contact("p-2", "Zoé Roy", null), null));

        assertThat(Stored.documents(folded(log).documents()))
                .extracting(Document::toJson)
                .allSatisfy(document -> assertThat(document).doesNotContain("Petit", "Roy"));
        assertThat(changes(log).getLast().changes())
                .extracting(FieldChange::path)
                .containsExactly("/contacts/c1/person");
    }

    @Test
    void every_part_of_a_profile_is_compared_or_left_out_on_purpose() {
        var parts = Stream.concat(Comparison.PARTS.stream().map(Comparison.Part::name), Comparison.LEFT_OUT.stream());

        assertThat(parts)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Profile.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    /** Whatever happens to a fiche, its history explains the whole of it. */
    @Test
    void the_changes_applied_in_order_give_the_profile() {
        for (int seed = 0; seed < 100; seed++) {
            // A fact that holds from another day changes that day, not the profile in between.
            var log = fiches.recorded(RandomFiche.undated(seed).events(1 + seed));
            var profile = JsonNodeFactory.instance.objectNode();
            for (var change : changes(log)) {
                assertThat(change.version())
                        .isEqualTo(log.get((int) change.version() - 1).version());
                change.changes().forEach(field -> apply(profile, field));
            }
            assertThat(said(profile))
                    .as("seed %d", seed)
                    .isEqualTo(said(folded(log).profile()));
        }
    }

    @Test
    void a_correction_of_the_past_shows_what_it_changed_then() {
        var log = fiches.recorded(
                new MemberRegistered(ID, "Dijon", CollectiviteType.METROPOLE, null),
                new PopulationStated(
                        ID, new Population(250_000, Precision.EXACT, null, null), LocalDate.of(2020, 1, 1)),
                new PopulationStated(
                        ID, new Population(248_000, Precision.EXACT, null, null), LocalDate.of(2019, 1, 1)),
                new PopulationStated(
                        ID, new Population(251_000, Precision.EXACT, null, null), LocalDate.of(2027, 1, 1)));

        var changes = changes(log);

        assertThat(changes.get(2).changes()).singleElement().satisfies(change -> {
            assertThat(change.path()).isEqualTo("/population");
            assertThat(change.before().isNull()).isTrue();
        });
        assertThat(changes.get(3).changes())
                .containsExactly(new FieldChange(
                        "/population/value",
                        JsonNodeFactory.instance.numberNode(250_000L),
                        JsonNodeFactory.instance.numberNode(251_000L)));
    }

    /** Folding on from what was stored gives what folding from the start gives. */
    @Test
    void buckets_are_the_same_however_often_the_history_was_put_down_in_between() {
        for (int seed = 300; seed < 303; seed++) {
            var log = fiches.recorded(new RandomFiche(seed).events(seed));
            @Nullable History history = null;
            var written = new ArrayList<Document>();
            for (var recorded : log) {
                history = History.fold(history, recorded);
                if (recorded.version() % (seed - 293) == 0 || recorded.version() == log.size()) {
                    var documents = Stored.documents(history.documents());
                    written.addAll(documents.subList(0, documents.size() - 1));
                    history = History.load(stored(documents.getLast()));
                }
            }
            var whole = Stored.documents(folded(log).documents());
            written.add(Stored.document(
                    java.util.Objects.requireNonNull(history).documents().getLast()));

            assertThat(written)
                    .extracting(Document::toJson)
                    .isEqualTo(whole.stream().map(Document::toJson).toList());
            assertThat(whole)
                    .hasSize(4)
                    .extracting(d -> d.getString("_id"))
                    .startsWith("fiche-" + seed + "#000001")
                    .endsWith("fiche-" + seed);
            assertThat(whole.getFirst().getList("changes", Document.class)).hasSize(100);
        }
    }

    /** Some servers hand small numbers back in fewer bits. */
    private static RawBsonDocument stored(Document document) {
        return Stored.raw(Document.parse(document.toJson()));
    }

    private static void apply(ObjectNode profile, FieldChange change) {
        var names = Arrays.stream(change.path().substring(1).split("/"))
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList();
        JsonNode at = profile;
        for (var name : names.subList(0, names.size() - 1)) {
            at = step(at, name);
        }
        var last = names.getLast();
        switch (at) {
            case ArrayNode items -> {
                var index = index(items, last);
                if (change.after().isNull()) {
                    items.remove(index);
                } else {
                    assertThat(index).isEqualTo(-1);
                    items.add(change.after());
                }
            }
            case ObjectNode object -> object.set(last, change.after());
            default -> throw new IllegalArgumentException(change.path());
        }
    }

    private static final List<String> LISTS = List.of("budgets", "schemes", "actions", "contacts", "documents");

    private static JsonNode step(JsonNode at, String name) {
        if (at instanceof ArrayNode items) {
            return items.get(index(items, name));
        }
        var object = (ObjectNode) at;
        if (!object.has(name)) {
            return LISTS.contains(name) ? object.putArray(name) : object.putObject(name);
        }
        return object.get(name);
    }

    private static int index(ArrayNode items, String id) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i)
                    .properties()
                    .iterator()
                    .next()
                    .getValue()
                    .asString()
                    .equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** Without what says nothing and what is not compared, so that {} is the profile of a fiche of which nothing is known. */
    private static JsonNode said(Profile profile) {
        var tree = Bson.tree(Stored.profile(profile));
        Comparison.LEFT_OUT.forEach(tree::remove);
        tree.path("budgets").forEach(b -> ((ObjectNode) b).remove("total"));
        return said(tree);
    }

    private static JsonNode said(ObjectNode tree) {
        var said = tree.objectNode();
        tree.properties().forEach(field -> {
            var value = field.getValue() instanceof ObjectNode object ? said(object) : field.getValue();
            if (!value.isNull() && !(value.isContainer() && value.isEmpty())) {
                said.set(field.getKey(), value);
            }
        });
        return said;
    }
}
