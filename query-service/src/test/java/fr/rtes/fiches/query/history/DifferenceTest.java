package fr.rtes.fiches.query.history;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.diff.TextDifference.Op;
import fr.rtes.fiches.query.diff.TextDifference.Piece;
import fr.rtes.fiches.query.history.Difference.Item;
import fr.rtes.fiches.query.history.Difference.ItemKind;
import fr.rtes.fiches.query.history.Difference.Kind;
import fr.rtes.fiches.query.profile.Profile;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class DifferenceTest {

    private static final String ID = "dijon-metropole";
    private final Fiches fiches = new Fiches();

    private static Profile last(List<Recorded> log) {
        return Objects.requireNonNull(Leaves.profiles(log).getLast());
    }

    private List<Difference> between(@Nullable Profile before, @Nullable Profile after) {
        return Difference.all(new Opened(fiches.cipher()).all(Comparison.between(before, after)));
    }

    @Test
    void a_budget_in_another_place_is_still_the_same_budget() {
        var one = new BudgetRecorded(
                ID, "x1", budget(2018, Nature.VOTED, line(Section.OPERATING, null, exact(1_000, "1 000 €"))));
        var other = new BudgetRecorded(
                ID, "x2", budget(2019, Nature.VOTED, line(Section.OPERATING, null, exact(2_000, "2 000 €"))));
        var corrected = new BudgetCorrected(
                ID, "x1", budget(2018, Nature.VOTED, line(Section.OPERATING, null, exact(1_500, "1 500 €"))));

        var before = last(fiches.after(fiches.dijonMetropole(), one, other));
        var moved = last(fiches.after(fiches.dijonMetropole(), other, one));
        var movedAndCorrected = last(fiches.after(fiches.dijonMetropole(), other, one, corrected));

        assertThat(between(before, moved)).isEmpty();
        assertThat(between(before, movedAndCorrected))
                .extracting(Difference::path)
                .containsExactly("/budgets/x1/lines");
    }

    @Test
    void a_text_is_compared_word_by_word() {
        var before = last(fiches.dijonMetropole());
        var after = last(fiches.after(fiches.dijonMetropole(), new MemberRenamed(ID, "Dijon Ville", null)));

        assertThat(between(before, after)).singleElement().satisfies(difference -> {
            assertThat(difference.path()).isEqualTo("/name");
            assertThat(difference.kind()).isEqualTo(Kind.CHANGED);
            assertThat(difference.words())
                    .containsExactly(
                            new Piece(Op.EQUAL, "Dijon "),
                            new Piece(Op.DELETE, "Métropole"),
                            new Piece(Op.INSERT, "Ville"));
        });
    }

    @Test
    void a_programme_is_compared_block_by_block_and_then_word_by_word() {
        var log = fiches.after(
                fiches.dijonMetropole(),
                new ProgrammeWritten(
                        ID,
                        List.of(
                                new Block.Paragraph("Nos axes :"),
                                new Block.Item(1, "Soutenir les projets de l’ESS"),
                                new Block.Item(1, "Former les élus"))),
                new ProgrammeWritten(
                        ID,
                        List.of(
                                new Block.Paragraph("Nos axes :"),
                                new Block.Item(1, "Tout à fait nouveau"),
                                new Block.Item(1, "Soutenir tous les projets de l’ESS"))));
        var profiles = Leaves.profiles(log);

        var programme = between(profiles.get(12), profiles.get(13)).getFirst();

        assertThat(programme.path()).isEqualTo("/programme");
        var items = Objects.requireNonNull(programme.items());
        assertThat(items)
                .extracting(Item::kind)
                .containsExactly(ItemKind.SAME, ItemKind.ADDED, ItemKind.CHANGED, ItemKind.REMOVED);
        assertThat(items.get(2).changes()).singleElement().satisfies(change -> {
            assertThat(change.path()).isEqualTo("/text");
            assertThat(change.words())
                    .containsExactly(
                            new Piece(Op.EQUAL, "Soutenir "),
                            new Piece(Op.INSERT, "tous "),
                            new Piece(Op.EQUAL, "les projets de l’ESS"));
        });
    }

    @Test
    void a_line_of_a_budget_is_told_apart_from_its_neighbours() {
        var log = fiches.after(
                fiches.conseilRegional(),
                new BudgetCorrected(
                        "conseil-regional-bourgogne-franche-comte",
                        "b1",
                        budget(
                                2019,
                                Nature.PLANNED,
                                line(Section.OPERATING, null, Fiches.rounded(6_900_000, "6,9M€")),
                                line(Section.INVESTMENT, null, Fiches.rounded(2_000_000, "2M€")))));
        var profiles = Leaves.profiles(log);

        var lines = between(profiles.get(8), profiles.get(9)).getFirst();

        assertThat(lines.path()).isEqualTo("/budgets/b1/lines");
        var items = Objects.requireNonNull(lines.items());
        assertThat(items).extracting(Item::kind).containsExactly(ItemKind.CHANGED, ItemKind.SAME);
        assertThat(items.getFirst().changes())
                .extracting(Difference::path)
                .containsExactly("/amount/min", "/amount/max", "/amount/text");
    }

    @Test
    void before_there_was_a_fiche_nothing_was_said() {
        var profile = last(fiches.nevers());

        assertThat(between(null, profile))
                .isNotEmpty()
                .allSatisfy(d -> assertThat(d.kind()).isEqualTo(Kind.ADDED));
        assertThat(between(profile, null))
                .isNotEmpty()
                .allSatisfy(d -> assertThat(d.kind()).isEqualTo(Kind.REMOVED));
        assertThat(between(null, null)).isEmpty();
    }

    /**
     * Any two moments of any fiche on any two days: the differences turn every value of the one into the other's, and name none that
     * did not differ. Both sides are read naively off their JSON.
     */
    @Test
    void the_differences_lead_from_one_to_the_other() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var log = Leaves.overYears(fiches.recorded(new RandomFiche(seed).events(1 + random.nextInt(40))), random);
            var profiles = Leaves.profiles(log);
            for (int pair = 0; pair < 3; pair++) {
                var before = profiles.get(random.nextInt(profiles.size()));
                var after = profiles.get(random.nextInt(profiles.size()));
                var dayBefore = LocalDate.of(2018, 1, 1).plusDays(random.nextInt(3000));
                var dayAfter = LocalDate.of(2018, 1, 1).plusDays(random.nextInt(3000));
                check(seed, before, dayBefore, after, dayAfter);
            }
        }
    }

    private void check(
            int seed, @Nullable Profile before, LocalDate dayBefore, @Nullable Profile after, LocalDate dayAfter) {
        var differences =
                between(before == null ? null : before.on(dayBefore), after == null ? null : after.on(dayAfter));
        var from = said(Leaves.below("", Leaves.tree(before, dayBefore, fiches.cipher())));
        var to = said(Leaves.below("", Leaves.tree(after, dayAfter, fiches.cipher())));
        for (var difference : differences) {
            var path = difference.path();
            var here = below(from, path);
            var there = below(to, path);
            if (!path.endsWith("/erased")) {
                assertThat(there).as("seed %d %s", seed, path).isNotEqualTo(here);
            }
            here.keySet().forEach(from::remove);
            from.putAll(there);
            assertThat(leaves(path, difference.before()))
                    .as("seed %d %s", seed, path)
                    .isEqualTo(here);
            assertThat(leaves(path, difference.after()))
                    .as("seed %d %s", seed, path)
                    .isEqualTo(there);
            whole(difference);
        }
        assertThat(from).as("seed %d", seed).isEqualTo(to);
    }

    private static Map<String, String> leaves(String path, @Nullable Object value) {
        return said(Leaves.below(path, withoutId((JsonNode) Objects.requireNonNull(value))));
    }

    /** The path names the item already. */
    private static JsonNode withoutId(JsonNode value) {
        return value instanceof tools.jackson.databind.node.ObjectNode object
                ? object.deepCopy().remove(List.of("budgetId", "schemeId", "actionId", "contactId", "documentId"))
                : value;
    }

    private static Map<String, String> below(Map<String, String> leaves, String path) {
        return leaves.entrySet().stream()
                .filter(leaf -> leaf.getKey().equals(path) || leaf.getKey().startsWith(path + "/"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private static Map<String, String> said(Map<String, @Nullable String> leaves) {
        var said = new TreeMap<String, String>();
        leaves.forEach((path, value) -> {
            if (value != null && !(path.endsWith("/erased") && value.equals("false"))) {
                said.put(path, value);
            }
        });
        return said;
    }

    /** What is told in pieces is the whole of both sides. */
    private static void whole(Difference difference) {
        var words = difference.words();
        if (words != null) {
            assertThat(side(words, Op.DELETE)).isEqualTo(text(difference.before()));
            assertThat(side(words, Op.INSERT)).isEqualTo(text(difference.after()));
        }
        var items = difference.items();
        if (items != null) {
            var before = JsonNodeFactory.instance.arrayNode();
            var after = JsonNodeFactory.instance.arrayNode();
            for (var item : items) {
                if (item.kind() != ItemKind.ADDED) {
                    before.add((JsonNode) (item.kind() == ItemKind.SAME ? item.after() : item.before()));
                }
                if (item.kind() != ItemKind.REMOVED) {
                    after.add((JsonNode) item.after());
                }
                var changes = item.changes();
                if (changes != null) {
                    changes.forEach(DifferenceTest::whole);
                }
            }
            assertThat(before).isEqualTo(difference.before());
            assertThat(after).isEqualTo(difference.after());
        }
    }

    private static String side(List<Piece> words, Op other) {
        return words.stream()
                .filter(piece -> piece.op() == Op.EQUAL || piece.op() == other)
                .map(Piece::text)
                .collect(Collectors.joining());
    }

    private static String text(@Nullable Object value) {
        return ((JsonNode) Objects.requireNonNull(value)).asString();
    }
}
