package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.rtes.fiches.command.imports.Unreadable.Refused;
import fr.rtes.fiches.command.imports.Unreadable.Understood;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Fiches sent as a table or as JSON. */
class TabularSourcesTest {

    private static <T> T value(@Nullable Said<T> said) {
        return Objects.requireNonNull(said).value();
    }

    private static List<ParsedFiche> fiches(Unreadable.Reading reading) {
        assertThat(reading).isInstanceOf(Understood.class);
        return ((Understood) reading).source().fiches();
    }

    private static List<Unreadable> errors(Unreadable.Reading reading) {
        assertThat(reading).isInstanceOf(Refused.class);
        return ((Refused) reading).errors();
    }

    private static String example(String language) throws IOException {
        var text = Files.readString(Path.of("..", "docs", "imports.md"));
        int start = text.indexOf("```" + language + "\n") + language.length() + 4;
        return text.substring(start, text.indexOf("```", start));
    }

    @Nested
    class Csv {

        @Test
        void theExampleOfTheDocumentation() throws IOException {
            var fiche = fiches(CsvFiches.read(example("csv"))).getFirst();
            assertThat(fiche.ficheId()).isEqualTo("exempleville");
            assertThat(value(fiche.population()).value()).isEqualTo(35_327);
            assertThat(value(fiche.address())).isEqualTo(new Address(null, null, "58000", "Exempleville", false, "FR"));
            assertThat(fiche.budgets()).hasSize(1);
            assertThat(fiche.budgets().getFirst().value().lines())
                    .extracting(Budget.Line::section, l -> l.amount().min())
                    .containsExactly(
                            tuple(Budget.Section.OPERATING, BigDecimal.valueOf(6_700_000)),
                            tuple(Budget.Section.INVESTMENT, BigDecimal.valueOf(2_000_000)));
        }

        @Test
        void commasAndQuotesAndEveryCellKnowsWhereItStands() {
            var fiche = fiches(
                            CsvFiches.read(
                                    "name,type,street,status\r\n\"Ville, la grande\",Communauté d'agglomération,\"1, \"\"rue\"\"\",BEING_WRITTEN\r\n"))
                    .getFirst();
            assertThat(fiche.name().value()).isEqualTo("Ville, la grande");
            assertThat(fiche.name().mentions())
                    .extracting(Said.Mention::line, Said.Mention::from, Said.Mention::to)
                    .containsExactly(tuple(2, 1, 17));
            assertThat(value(fiche.type())).isEqualTo(CollectiviteType.COMMUNAUTE_D_AGGLOMERATION);
            assertThat(value(fiche.address()).street()).isEqualTo("1, \"rue\"");
            assertThat(value(fiche.status())).isEqualTo(FicheStatus.BEING_WRITTEN);
        }

        @Test
        void everythingWrongIsToldAtOnceWithItsLine() {
            assertThat(
                            errors(
                                    CsvFiches.read(
                                            "name;type;population;maire\nA;COMMUNE;beaucoup;x\nB;Bourgade;12;\n;COMMUNE;1;\nC;COMMUNE\n")))
                    .extracting(Unreadable::code, Unreadable::line, Unreadable::pointer)
                    .containsExactlyInAnyOrder(
                            tuple("unknown-column", 1, "maire"),
                            tuple("missing-value", 4, "name"),
                            tuple("wrong-number-of-cells", 5, null),
                            tuple("invalid-value", 2, "population"),
                            tuple("invalid-value", 3, "type"));
        }

        @Test
        void aSecondLineThatSaysSomethingElseContradictsTheFirst() {
            assertThat(
                            errors(
                                    CsvFiches.read(
                                            "name;type;membershipYear;budgetAmount\nA;COMMUNE;2010;5\nA;COMMUNE;2011;6\nA;COMMUNE;;\n")))
                    .extracting(Unreadable::code, Unreadable::line, Unreadable::params)
                    .containsExactly(
                            tuple("contradicts-line", 3, List.of("membershipYear", "2")),
                            tuple("fiche-twice", 4, List.of("2")));
        }

        @Test
        void nothingInItIsAnError() {
            assertThat(errors(CsvFiches.read("name;type\n")))
                    .extracting(Unreadable::code)
                    .containsExactly("csv-empty");
            assertThat(errors(CsvFiches.read("type\nCOMMUNE\n")))
                    .extracting(Unreadable::code)
                    .contains("missing-column");
        }
    }

    @Nested
    class Json {

        @Test
        void theExampleOfTheDocumentation() throws IOException {
            var fiche = fiches(JsonFiches.read(example("json"))).getFirst();
            assertThat(value(fiche.membershipYear())).isEqualTo(2014);
            assertThat(value(fiche.identifiers().get(IdentifierScheme.SIREN))).isEqualTo("732829320");
            assertThat(value(fiche.address()).country()).isEqualTo("FR");
            assertThat(fiche.contacts().getFirst().value().name()).isEqualTo("Jeanne Exemple");
            assertThat(value(fiche.programme()))
                    .containsExactly(new Block.Paragraph("Aider les associations."), new Block.Item(1, "Un local"));
            assertThat(fiche.actions().getFirst().value().indicators()).isEmpty();
        }

        @Test
        void aProfileOfTheRegisterCanBeSentBack() {
            var fiche = fiches(JsonFiches.read("""
                    [{"ficheId": "dijon-metropole", "name": "Dijon Métropole", "aliases": ["le Grand Dijon"], "type": "METROPOLE",
                      "status": "PUBLISHED", "membership": {"since": 2001, "until": null},
                      "identifiers": {"siren": "242100410", "cog": null},
                      "population": {"value": 251179, "precision": "EXACT", "year": null, "text": "251 179 habitants"},
                      "communeCount": null,
                      "address": {"street": "40 avenue du Drapeau", "delivery": "BP 17510", "postalCode": "21075",
                        "locality": "Dijon", "cedex": true, "country": "FR"},
                      "budgets": [{"budgetId": "b1", "year": null, "nature": "ANNUAL", "text": null, "lines": [{"section": "UNSPECIFIED",
                        "purpose": null, "amount": {"kind": "EXACT", "min": 40000, "max": 40000, "text": "40 000 euros"}}],
                        "total": {"min": 40000, "max": 40000, "complete": true}}],
                      "programme": [{"kind": "ITEM", "depth": 1, "text": "Clauses"}],
                      "schemes": [{"schemeId": "s1", "name": "Fonds", "grants": [{"place": "Dijon", "jobs": 2}], "term": {"min": "P2Y"}}],
                      "actions": [{"actionId": "a", "title": "Soutien", "text": null, "when": null}],
                      "contacts": [{"contactId": "c", "capacity": "STAFF", "label": null, "name": "Bruno Exemple", "title": "directeur", "service": null}],
                      "documents": [], "version": 11, "recordedAt": "2026-11-23T10:00:00Z", "confirmedOn": null}]
                    """)).getFirst();
            assertThat(value(fiche.membershipYear())).isEqualTo(2001);
            assertThat(fiche.name().mentions())
                    .extracting(Said.Mention::line, Said.Mention::from, Said.Mention::to)
                    .containsExactly(tuple(1, 41, 56));
            assertThat(fiche.budgets().getFirst().mentions())
                    .extracting(Said.Mention::line)
                    .containsExactly(8);
            assertThat(fiche.schemes().getFirst().value().grants().getFirst().jobs())
                    .isEqualTo(2);
        }

        @Test
        void everythingWrongIsToldAtOnceWithItsPointer() {
            assertThat(errors(JsonFiches.read("""
                    {"fiches": [
                      {"type": "COMMUNE", "maire": "x", "membershipYear": "2014"},
                      {"name": "B", "type": "Bourgade", "population": {"value": "beaucoup"}},
                      {"name": "C", "type": "COMMUNE", "budgets": [{"lines": [{"section": "OPERATING"}]}],
                       "schemes": [{"name": "S", "indicators": [{}]}], "actions": [{"titre": "x"}], "contacts": {}},
                      3]}
                    """)))
                    .extracting(Unreadable::code, Unreadable::pointer)
                    .containsExactlyInAnyOrder(
                            tuple("unknown-field", "/fiches/0/maire"),
                            tuple("missing-value", "/fiches/0/name"),
                            tuple("number-expected", "/fiches/0/membershipYear"),
                            tuple("invalid-value", "/fiches/1/type"),
                            tuple("invalid-value", "/fiches/1/population/value"),
                            tuple("missing-value", "/fiches/2/budgets/0/lines/0/amount"),
                            tuple("missing-value", "/fiches/2/schemes/0/indicators/0/label"),
                            tuple("missing-value", "/fiches/2/actions/0/title"),
                            tuple("array-expected", "/fiches/2/contacts"),
                            tuple("object-expected", "/fiches/3"));
        }

        @Test
        void whatIsNoJsonNamesItsLine() {
            assertThat(errors(JsonFiches.read("[\n{\"name\": }]")))
                    .extracting(Unreadable::code, Unreadable::line)
                    .containsExactly(tuple("json-malformed", 2));
            assertThat(errors(JsonFiches.read("{}")))
                    .extracting(Unreadable::code)
                    .containsExactly("array-expected");
            assertThat(errors(JsonFiches.read("[]")))
                    .extracting(Unreadable::code)
                    .containsExactly("no-fiche");
            assertThat(errors(JsonFiches.read("[{\"name\": \"A\", \"name\": \"B\"}]")))
                    .extracting(Unreadable::code)
                    .containsExactly("json-malformed");
        }
    }
}
