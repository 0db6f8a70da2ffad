package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.SourceLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every value that a source is read for knows the characters it was read from. */
class EvidenceTest {

    private static final JsonMapper JSON = EventJson.values().build();

    private static final String TABLE = """
            name;type;membershipYear;population;populationYear;street;postalCode;locality;cedex;budgetYear;budgetNature;budgetAmount;budgetSection;status
            Ville de Tableau;COMMUNE;2014;35 327;2016;1 place du Marché;58000;Tableau;non;2019;PLANNED;6,7 M€;OPERATING;PUBLISHED
            Ville de Tableau;COMMUNE;;;;;;;;2019;PLANNED;2 M€;INVESTMENT;
            Ville d'Autre;COMMUNE;;;;;58000;Autre;;;;40 000;;
            """;

    /** The values of a source without evidence, as « fiche: pointer ». */
    private static List<String> unproved(ParsedSource source) {
        var unproved = new ArrayList<String>();
        for (var fiche : source.fiches()) {
            for (var said : Everything.said(fiche)) {
                var paths = said.mentions().stream().map(Mention::path).toList();
                for (var leaf : leaves(said.value())) {
                    var whole = said.value() instanceof Population && !leaf.equals("/year");
                    if (paths.stream().noneMatch(path -> proves(path, leaf, whole))) {
                        unproved.add(fiche.name().value() + ": "
                                + said.value().getClass().getSimpleName() + leaf);
                    }
                }
            }
        }
        return unproved;
    }

    /** The value's own evidence or that of something it is a part of; that of everything only where it is one printed figure. */
    private static boolean proves(String path, String leaf, boolean whole) {
        return path.equals(leaf) || (path.isEmpty() ? whole : leaf.startsWith(path + "/"));
    }

    private static Set<String> leaves(Object value) {
        var leaves = new LinkedHashSet<String>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                // a list has forgotten of which kind its blocks are
                leaves("/" + i, JSON.readTree(JSON.writerFor(Block.class).writeValueAsString(list.get(i))), leaves);
            }
        } else {
            leaves("", JSON.valueToTree(value), leaves);
        }
        return leaves;
    }

    private static void leaves(String path, JsonNode node, Set<String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(part -> leaves(path + "/" + part.getKey(), part.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(path + "/" + i, node.get(i), leaves);
            }
        } else if (!node.isNull()) {
            leaves.add(path);
        }
    }

    @Test
    void every_value_of_the_real_page_has_evidence() {
        assertThat(unproved(DirectoryPage.parse(RealPage.text()))).isEmpty();
    }

    @Test
    void every_value_of_the_sample_page_has_evidence() throws IOException {
        assertThat(unproved(DirectoryPage.parse(DirectoryPageRobustnessTest.sample())))
                .isEmpty();
    }

    @Test
    void every_value_of_a_page_that_says_little_has_evidence() {
        assertThat(unproved(DirectoryPage.parse("""
                Ville de Peu

                Budget

                Le budget 2020 : 10 000 € au pôle, dont 2 000 € pour un agent. 2 € par habitant en 2021 et 3 M€ d'investissement
                Aides aux associations

                Programme

                Phase 1 : Chercher :

                Un paragraphe au-dessous.

                  • Le Fonds des idées : 12 projets (7 au nord et 5 au sud) pour 4 000 € en 2019, 30 % de femmes ; Dijon (300 €), Gray (200 € en 2018)
                    • Un agenda : 3 agents

                Exemples d'actions soutenues

                  • La Fête : elle a lieu le 3 mai
                  • Autre chose (2019) : 5 lauréats

                Type de collectivité
                Commune
                Adresse
                25400 Peu
                Contact public
                Jeanne Exemple
                """))).isEmpty();
    }

    @Test
    void every_value_of_a_table_has_evidence() {
        assertThat(CsvFiches.read(TABLE)).isInstanceOfSatisfying(Unreadable.Understood.class, read -> {
            assertThat(read.source().fiches()).hasSize(2);
            assertThat(unproved(read.source())).isEmpty();
        });
    }

    /** What exactly is shown for a value of the real page, and how it was come by. */
    private static Stream<String> shown(Said<?> said, String path) {
        var lines = SourceLines.of(RealPage.text());
        return said.mentions().stream()
                .filter(m -> m.path().equals(path))
                .map(m ->
                        m.line() + " " + m.method() + " " + lines.line(m.line()).substring(m.from(), m.to()));
    }

    @Test
    void an_amount_is_proved_by_its_own_characters() {
        var budget = region().budgets().getFirst();
        assertThat(shown(budget, "/lines/0/amount")).containsExactly("11 NORMALISED 6,7M€");
        assertThat(shown(budget, "/lines/0/section")).containsExactly("11 NORMALISED fonctionnement");
        assertThat(shown(budget, "/lines/1/amount")).containsExactly("11 NORMALISED 2M€");
        assertThat(shown(budget, "/lines/1/section")).containsExactly("11 NORMALISED investissement");
        assertThat(shown(budget, "/year")).containsExactly("11 STATED 2019");
        assertThat(shown(budget, "/nature")).containsExactly("11 NORMALISED prévisionnel");
    }

    @Test
    void the_parts_of_an_indicator_and_of_a_grant_are_proved_one_by_one() {
        var confidence = region().schemes().get(3);
        assertThat(shown(confidence, "/indicators/0/quantity")).containsExactly("32 STATED 16");
        assertThat(shown(confidence, "/indicators/0/quantity/unit")).containsExactly("32 STATED projets");
        assertThat(shown(confidence, "/indicators/0/label")).containsExactly("32 STATED projets soutenus");
        assertThat(shown(confidence, "/indicators/0/shares/1/value")).containsExactly("32 STATED 9");
        assertThat(shown(confidence, "/indicators/0/shares/1/label")).containsExactly("32 STATED FC");
        assertThat(shown(confidence, "/indicators/1/label")).containsExactly("32 STATED montant total");
        var investment = region().schemes().get(1);
        assertThat(shown(investment, "/grants/0/place")).containsExactly("28 STATED Dijon");
        assertThat(shown(investment, "/grants/0/amount")).containsExactly("28 NORMALISED 300 000 €");
        assertThat(shown(investment, "/grants/4/when")).containsExactly("29 NORMALISED en 2018");
        assertThat(shown(region().schemes().getFirst(), "/grants/2/planned"))
                .containsExactly("26 NORMALISED en émergence");
    }

    @Test
    void every_block_of_a_programme_has_its_own() {
        var programme = Objects.requireNonNull(region().programme());
        assertThat(shown(programme, "/4")).containsExactly("23 STATED Le Générateur Bourgogne-Franche-Comté :");
        assertThat(shown(programme, "/5/depth")).containsExactly("24 NORMALISED     • ");
    }

    @Test
    void what_is_concluded_says_so_and_from_what() {
        assertThat(shown(Objects.requireNonNull(region().status()), ""))
                .containsExactly("3 INFERRED Conseil régional Bourgogne Franche-Comté");
        assertThat(shown(region().actions().getFirst(), "/when"))
                .containsExactly("51 INFERRED le 23 novembre", "51 INFERRED 2018");
        assertThat(shown(Objects.requireNonNull(nevers().status()), ""))
                .containsExactly("77 NORMALISED Fiche en cours de rédaction");
        assertThat(region().actions().getFirst().mentions())
                .filteredOn(m -> m.path().equals("/when"))
                .extracting(Mention::method)
                .containsOnly(Method.INFERRED);
    }

    private static ParsedFiche region() {
        return DirectoryPage.parse(RealPage.text()).fiches().getFirst();
    }

    private static ParsedFiche nevers() {
        return DirectoryPage.parse(RealPage.text()).fiches().get(1);
    }
}
