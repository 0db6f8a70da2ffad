package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What must come out of the real page, row by row: {@code acceptance.csv} says what each fragment of the page means, and every
 * row of kind S, N, I or A is held against the answers of the register. A row without a check is a failure, and so is a check
 * without a row.
 */
final class SeedRows {

    static final String REGION = "region-bfc";
    static final String NEVERS = "nevers";
    static final String CUCM = "cucm";
    static final String AUDINCOURT = "audincourt";
    static final String DIJON = "dijon-metropole";

    /** Short names of the fiches in the order of the page. */
    static final List<String> FICHES = List.of(REGION, NEVERS, CUCM, AUDINCOURT, DIJON);

    /** @param line of the page; null for a row about something absent */
    record Row(String id, @Nullable Integer line, String path, String fragment, String expected, String kind) {}

    record Failure(String rowId, String message) {}

    private interface Check {
        void holds(Row row);
    }

    private final Map<String, JsonNode> profiles;
    private final JsonNode proposal;
    private final Map<String, Check> checks = new LinkedHashMap<>();

    private SeedRows(Map<String, JsonNode> profiles, JsonNode proposal) {
        this.profiles = profiles;
        this.proposal = proposal;
        page();
        region();
        generateur();
        investment();
        franceActive();
        guarantees();
        groceries();
        regionalActions();
        nevers();
        creusotMontceau();
        audincourt();
        dijon();
        labels();
    }

    static List<Row> read(Path acceptanceCsv) {
        var rows = new ArrayList<Row>();
        try (var reader = CsvReader.builder().ofNamedCsvRecord(acceptanceCsv)) {
            for (var row : reader) {
                var line = row.getField("line");
                rows.add(new Row(
                        row.getField("id"),
                        line.isBlank() ? null : Integer.valueOf(line),
                        row.getField("path"),
                        row.getField("raw_fragment_exact"),
                        row.getField("expected"),
                        row.getField("kind")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /**
     * @param profiles as the register answers them, by short name
     * @param proposal of the import they came from: its coverage and questions
     * @return one failure for every row that does not hold; rows of kind D are derived and checked by nobody here
     */
    static List<Failure> check(List<Row> rows, Map<String, JsonNode> profiles, JsonNode proposal) {
        var seeds = new SeedRows(profiles, proposal);
        var failures = new ArrayList<Failure>();
        Set<String> unknown = new LinkedHashSet<>(seeds.checks.keySet());
        for (var row : rows) {
            unknown.remove(row.id());
            if (row.kind().equals("D")) {
                continue;
            }
            var check = seeds.checks.get(row.id());
            if (check == null) {
                failures.add(new Failure(row.id(), "no check is written for this row"));
                continue;
            }
            try {
                seeds.used(row.line());
                check.holds(row);
            } catch (AssertionError e) {
                failures.add(
                        new Failure(row.id(), String.valueOf(e.getMessage()).strip()));
            }
        }
        unknown.forEach(id -> failures.add(new Failure(id, "the table has no such row")));
        return failures;
    }

    // ---- the answers

    private JsonNode at(String fiche, String pointer) {
        var profile = profiles.get(fiche);
        assertThat(profile).as("profile of %s", fiche).isNotNull();
        return profile == null ? proposal.path("nowhere") : profile.at(pointer);
    }

    /** Text with every kind of space made plain: the table was typed with plain ones. */
    private static String plain(JsonNode node) {
        return plain(node.asString(""));
    }

    private static String plain(String text) {
        return text.replaceAll("[\\u00A0\\u202F\\u2009\\t]", " ");
    }

    private void is(String row, String fiche, String pointer, String expected) {
        checks.put(
                row,
                r -> assertThat(plain(at(fiche, pointer))).as(fiche + pointer).isEqualTo(expected));
    }

    private void is(String row, String fiche, String pointer, long expected) {
        checks.put(row, r -> assertNumber(at(fiche, pointer), String.valueOf(expected)));
    }

    private static void assertNumber(JsonNode node, String expected) {
        assertThat(node.isNumber()).as("a number: %s", node).isTrue();
        assertThat(node.decimalValue()).isEqualByComparingTo(new BigDecimal(expected));
    }

    private void absent(String row, String fiche, String pointer) {
        checks.put(row, r -> {
            var node = at(fiche, pointer);
            assertThat(node.isMissingNode() || node.isNull() || (node.isArray() && node.isEmpty()))
                    .as(fiche + pointer + " is " + node)
                    .isTrue();
        });
    }

    private void used(@Nullable Integer line) {
        if (line != null) {
            for (var listed : proposal.at("/coverage/listed")) {
                assertThat(listed.path("line").asInt())
                        .as("line listed as not understood")
                        .isNotEqualTo(line);
            }
        }
    }

    private void heading(String row) {
        checks.put(row, r -> used(r.line()));
    }

    private void asked(int line, String code) {
        for (var question : proposal.path("questions")) {
            if (question.path("line").asInt() == line
                    && question.path("code").asString("").equals(code)) {
                return;
            }
        }
        throw new AssertionError("nobody is asked about " + code + " on line " + line);
    }

    private String programme(String fiche) {
        var text = new StringBuilder();
        for (var block : at(fiche, "/programme")) {
            for (var part : List.of("title", "subtitle", "text")) {
                text.append(plain(block.path(part))).append('\n');
            }
        }
        return text.toString();
    }

    /** The fragment stands in the programme, word for word. */
    private void inProgramme(String row, String fiche) {
        checks.put(row, r -> assertThat(programme(fiche)).contains(plain(r.fragment())));
    }

    private void block(String row, String fiche, String kind, int index) {
        checks.put(row, r -> {
            int seen = 0;
            for (var block : at(fiche, "/programme")) {
                if (block.path("kind").asString("").equals(kind) && seen++ == index) {
                    assertThat(plain(block.path("text"))).contains(plain(r.fragment()));
                    return;
                }
            }
            throw new AssertionError("no " + kind + " number " + index);
        });
    }

    private JsonNode scheme(String fiche, String name) {
        for (var scheme : at(fiche, "/schemes")) {
            if (plain(scheme.path("name")).contains(name)) {
                return scheme;
            }
        }
        throw new AssertionError("no scheme " + name);
    }

    private JsonNode generateurScheme() {
        return scheme(REGION, "Générateur");
    }

    private JsonNode quantity(JsonNode owner, String label, @Nullable String unit) {
        for (var indicator : owner.path("indicators")) {
            var quantity = indicator.path("quantity");
            if (quantity.isObject()
                    && plain(indicator.path("label")).startsWith(label)
                    && (unit == null || quantity.path("unit").asString("").equals(unit))) {
                return indicator;
            }
        }
        throw new AssertionError("no indicator " + label);
    }

    private JsonNode amount(JsonNode owner, String label) {
        for (var indicator : owner.path("indicators")) {
            if (indicator.path("amount").isObject()
                    && plain(indicator.path("label")).contains(label)) {
                return indicator;
            }
        }
        throw new AssertionError("no amount " + label);
    }

    private void counts(JsonNode owner, String label, String precision, String min) {
        var quantity = quantity(owner, label, null).path("quantity");
        assertThat(quantity.path("precision").asString("")).isEqualTo(precision);
        assertNumber(quantity.path("min"), min);
    }

    private static void money(JsonNode amount, String kind, @Nullable String min, @Nullable String max) {
        assertThat(amount.path("kind").asString("")).isEqualTo(kind);
        bound(amount.path("min"), min);
        bound(amount.path("max"), max);
    }

    private static void bound(JsonNode node, @Nullable String expected) {
        if (expected == null) {
            assertThat(node.isMissingNode() || node.isNull())
                    .as("open bound: %s", node)
                    .isTrue();
        } else {
            assertNumber(node, expected);
        }
    }

    private static void when(JsonNode when, @Nullable String from, @Nullable String to, boolean inferred) {
        assertThat(when.isObject()).as("a date: %s", when).isTrue();
        assertThat(when.path("from").asString(null)).isEqualTo(from);
        assertThat(when.path("to").asString(null)).isEqualTo(to);
        assertThat(when.path("inferred").asBoolean(false)).isEqualTo(inferred);
    }

    private static void shares(JsonNode indicator, int bourgogne, int francheComte) {
        assertThat(indicator.path("shares")).hasSize(2);
        assertThat(indicator.at("/shares/0/label").asString("")).isEqualTo("B");
        assertNumber(indicator.at("/shares/0/value"), String.valueOf(bourgogne));
        assertThat(indicator.at("/shares/1/label").asString("")).isEqualTo("FC");
        assertNumber(indicator.at("/shares/1/value"), String.valueOf(francheComte));
    }

    private void says(JsonNode node, Row row) {
        assertThat(plain(node.path("title")) + "\n" + plain(node.path("text"))).contains(plain(row.fragment()));
    }

    private JsonNode grant(JsonNode scheme, String field, String value) {
        for (var grant : scheme.path("grants")) {
            if (plain(grant.path(field)).contains(value)) {
                return grant;
            }
        }
        throw new AssertionError("no grant with " + field + " " + value);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(item -> texts.add(plain(item)));
        return texts;
    }

    // ---- the page

    private void page() {
        checks.put("G01", r -> {
            used(r.line());
            for (var fiche : FICHES) {
                assertThat(plain(at(fiche, "/name"))).isNotEqualTo(plain(r.fragment()));
            }
        });
        checks.put("G02", r -> {
            assertThat(profiles).hasSize(5);
            assertThat(FICHES.stream().map(f -> plain(at(f, "/name"))).toList())
                    .containsExactly(
                            "Conseil régional Bourgogne Franche-Comté",
                            "Ville de Nevers",
                            "Communauté urbaine Creusot-Montceau",
                            "Ville d'Audincourt",
                            "Dijon Métropole");
            assertThat(proposal.at("/coverage/nonBlank").asInt()).isEqualTo(133);
            assertThat(proposal.at("/coverage/used").asInt()).isEqualTo(133);
            assertThat(proposal.at("/coverage/listed")).isEmpty();
        });
    }

    private void elected(String row, String fiche, int index, String label) {
        checks.put(row, r -> {
            assertThat(at(fiche, "/contacts/" + index + "/capacity").asString(""))
                    .isEqualTo("ELECTED");
            assertThat(plain(at(fiche, "/contacts/" + index + "/label"))).isEqualTo(label);
        });
    }

    private void staff(String row, String fiche, int index, String title) {
        checks.put(row, r -> {
            assertThat(at(fiche, "/contacts/" + index + "/capacity").asString(""))
                    .isEqualTo("STAFF");
            assertThat(plain(at(fiche, "/contacts/" + index + "/title"))).isEqualTo(title);
        });
    }

    private void region() {
        is("R01", REGION, "/name", "Conseil régional Bourgogne Franche-Comté");
        is("R02", REGION, "/type", "CONSEIL_REGIONAL");
        is("R03", REGION, "/membership/since", 2016);
        is("R04", REGION, "/population/value", 2_820_940);
        is("R05a", REGION, "/address/street", "4 square Castan");
        is("R05b", REGION, "/address/delivery", "CS 51857");
        is("R05c", REGION, "/address/postalCode", "25031");
        checks.put("R05d", r -> {
            assertThat(plain(at(REGION, "/address/locality"))).isEqualTo("Besançon");
            assertThat(at(REGION, "/address/cedex").asBoolean(false)).isTrue();
        });
        is("R05e", REGION, "/address/country", "FR");
        is("R06a", REGION, "/contacts/0/name", "Denis Hameau");
        elected("R06b", REGION, 0, "Élu représentant");
        is("R06c", REGION, "/contacts/0/title", "Vice-président délégué à l’ESS");
        is("R07a", REGION, "/contacts/1/name", "Lucien Da Ponte");
        staff("R07b", REGION, 1, "Chef de service ESS-TPE-Entreprenariat");
        heading("R08a");
        checks.put("R08b", r -> {
            assertThat(plain(at(REGION, "/documents/0/title"))).contains("panorama");
            assertThat(plain(at(REGION, "/documents/0/author"))).isEqualTo("CRESS Bourgogne Franche Comté");
            when(at(REGION, "/documents/0/published"), "2017", "2017", false);
            assertThat(at(REGION, "/documents/0/url").isNull()).isTrue();
        });
        heading("R09a");
        is("R09b", REGION, "/budgets/0/year", 2019);
        is("R09c", REGION, "/budgets/0/nature", "PLANNED");
        checks.put("R09d", r -> {
            assertThat(at(REGION, "/budgets/0/lines/0/section").asString("")).isEqualTo("OPERATING");
            money(at(REGION, "/budgets/0/lines/0/amount"), "ROUNDED", "6700000", "6700000");
            assertThat(plain(at(REGION, "/budgets/0/lines/0/amount/text"))).isEqualTo("6,7M€");
        });
        checks.put("R09e", r -> {
            assertThat(at(REGION, "/budgets/0/lines/1/section").asString("")).isEqualTo("INVESTMENT");
            money(at(REGION, "/budgets/0/lines/1/amount"), "ROUNDED", "2000000", "2000000");
        });
        heading("R10a");
        checks.put("R10b", r -> {
            assertThat(plain(at(REGION, "/documents/1/title"))).startsWith("synthèse de l’action régionale");
            when(at(REGION, "/documents/1/published"), "2018-10", "2018-10", false);
            assertThat(at(REGION, "/documents/1/url").isNull()).isTrue();
        });
        checks.put("R11", r -> {
            assertThat(programme(REGION)).contains(plain(r.fragment()));
            assertThat(programme(REGION)).contains("vie sportive et culturelle…\n");
        });
        inProgramme("R12", REGION);
        checks.put("R13", r -> {
            assertThat(programme(REGION)).contains(plain(r.fragment()));
            int top = 0;
            for (var block : at(REGION, "/programme")) {
                top += block.path("depth").asInt(0) == 1 ? 1 : 0;
            }
            assertThat(top).isEqualTo(5);
        });
        checks.put("R18a", r -> {
            assertThat(plain(at(REGION, "/documents/2/title")))
                    .startsWith("informations sur la démarche de concertation");
            assertThat(at(REGION, "/documents/2/url").isNull()).isTrue();
        });
        checks.put("R18b", r -> {
            assertThat(programme(REGION)).contains("le 16 octobre 2016");
            asked(53, "two-dates");
        });
        heading("R19");
    }

    private void generateur() {
        checks.put("R14a", r -> {
            assertThat(plain(generateurScheme().path("name"))).isEqualTo("Le Générateur Bourgogne-Franche-Comté");
            assertThat(texts(generateurScheme().path("aliases"))).containsExactly("Générateur BFC");
        });
        checks.put("R14b", r -> counts(generateurScheme(), "territoires en cours d’accompagnement", "EXACT", "14"));
        checks.put("R14c", r -> counts(generateurScheme(), "territoires potentiels", "EXACT", "12"));
        checks.put("R14d", r -> {
            counts(generateurScheme(), "emplois créés", "EXACT", "22");
            var when = quantity(generateurScheme(), "emplois créés", null).path("when");
            when(when, null, null, false);
            assertThat(plain(when.path("text"))).isEqualTo("depuis le démarrage du dispositif");
        });
        checks.put("R14e", r -> jobs("Garage solidaire", 2, "Montbéliard", false));
        checks.put("R14f", r -> jobs("conciergerie d’entreprises", 5, "Dijon", false));
        checks.put("R14g", r -> jobs("association des pisciculteurs du Jura", 1, null, true));
        checks.put("R14h", r -> {
            var project = grant(generateurScheme(), "beneficiary", "projet autour de la technologie");
            assertThat(plain(project.path("place"))).isEqualTo("St Claude");
            assertThat(project.path("planned").asBoolean(false)).isTrue();
            assertThat(texts(project.path("partners"))).containsExactly("lycée professionnel");
            assertThat(project.path("amount").isNull()).isTrue();
        });
    }

    private void jobs(String beneficiary, int jobs, @Nullable String place, boolean planned) {
        var grant = grant(generateurScheme(), "beneficiary", beneficiary);
        assertThat(grant.path("jobs").asInt()).isEqualTo(jobs);
        assertThat(grant.path("place").asString(null)).isEqualTo(place);
        assertThat(grant.path("planned").asBoolean(!planned)).isEqualTo(planned);
    }

    private void investment() {
        checks.put("R15a", r -> {
            counts(investmentScheme(), "dossiers votés", "EXACT", "25");
            when(quantity(investmentScheme(), "dossiers votés", null).path("when"), "2018", "2018", false);
        });
        checks.put("R15b", r -> {
            money(amount(investmentScheme(), "montant").path("amount"), "EXACT", "807608", "807608");
            when(amount(investmentScheme(), "montant").path("when"), "2018", "2018", false);
        });
        checks.put("R15c", r -> counts(investmentScheme(), "dossiers des Banques Alimentaires", "EXACT", "3"));
        checks.put("R15d", r -> granted("Dijon", "300000"));
        checks.put("R15e", r -> {
            granted("Nevers", "37500");
            assertThat(at(NEVERS, "/budgets")).isEmpty();
            assertThat(at(NEVERS, "/schemes")).isEmpty();
        });
        checks.put("R15f", r -> granted("Montbéliard", "102682"));
        checks.put("R15g", r -> afsame("2017", "130699"));
        checks.put("R15h", r -> afsame("2018", "56214"));
        checks.put(
                "R15i",
                r -> assertThat(plain(grant(investmentScheme(), "beneficiary", "AFSAME")
                                .path("place")))
                        .contains("Gy")
                        .contains("Haute-Saône"));
        checks.put("R15j", r -> {
            var textiles = grant(investmentScheme(), "beneficiary", "FRIP’VIE");
            assertThat(textiles.path("amount").isNull()).isTrue();
            assertThat(texts(textiles.path("partners"))).containsExactly("Région", "ADEME");
            assertThat(plain(investmentScheme().path("text")))
                    .contains("appel à projets Economie circulaire Région – Ademe");
        });
    }

    private JsonNode investmentScheme() {
        return scheme(REGION, "soutien à l’investissement");
    }

    private void granted(String place, String euros) {
        var grant = grant(investmentScheme(), "place", place);
        money(grant.path("amount"), "EXACT", euros, euros);
        assertThat(plain(grant.path("beneficiary"))).isEqualTo("Banques Alimentaires");
    }

    private void afsame(String year, String euros) {
        for (var grant : investmentScheme().path("grants")) {
            if (plain(grant.path("beneficiary")).equals("AFSAME")
                    && grant.at("/when/from").asString("").equals(year)) {
                money(grant.path("amount"), "EXACT", euros, euros);
                return;
            }
        }
        throw new AssertionError("AFSAME got nothing in " + year);
    }

    private void franceActive() {
        checks.put("R16a", r -> when(scheme(REGION, "France Active").path("when"), "2017", "2017", false));
        checks.put("R16b", r -> when(scheme(REGION, "Fonds de confiance").path("when"), "2015", "2017", false));
        checks.put("R16c", r -> when(scheme(REGION, "Fonds de confiance").path("since"), "2015", "2015", false));
        projects("R16d", "Fonds de confiance", "projets soutenus", 16, 7, 9);
        total("R16e", "Fonds de confiance", "206370");
        checks.put("R16f", r -> money(scheme(REGION, "amorçage").path("ticket"), "BETWEEN", "5000", "10000"));
        checks.put("R16g", r -> {
            var term = scheme(REGION, "amorçage").path("term");
            assertThat(term.path("min").asString("")).isEqualTo("P12M");
            assertThat(term.path("max").asString("")).isEqualTo("P12M");
            assertThat(term.path("extensibleTo").asString("")).isEqualTo("P18M");
            assertThat(term.path("repayable").asBoolean(false)).isTrue();
        });
        projects("R16h", "amorçage", "projets", 10, 3, 7);
        total("R16i", "amorçage", "68830");
        checks.put("R16j", r -> money(scheme(REGION, "apport").path("ticket"), "BETWEEN", "5000", "30000"));
        checks.put("R16k", r -> {
            var term = scheme(REGION, "apport").path("term");
            assertThat(term.path("min").asString("")).isEqualTo("P2Y");
            assertThat(term.path("max").asString("")).isEqualTo("P5Y");
            assertThat(term.path("repayable").asBoolean(false)).isTrue();
        });
        projects("R16l", "apport", "projets", 33, 16, 17);
        total("R16m", "apport", "628000");
        checks.put("R16n", r -> {
            assertThat(programme(REGION)).contains(plain(r.fragment()));
            assertThat(plain(scheme(REGION, "amorçage").path("text"))).contains(plain(r.fragment()));
            assertThat(plain(scheme(REGION, "apport").path("text"))).contains(plain(r.fragment()));
        });
    }

    private void projects(String row, String name, String label, int all, int bourgogne, int francheComte) {
        checks.put(row, r -> {
            counts(scheme(REGION, name), label, "EXACT", String.valueOf(all));
            shares(quantity(scheme(REGION, name), label, null), bourgogne, francheComte);
        });
    }

    private void total(String row, String name, String euros) {
        checks.put(
                row, r -> money(amount(scheme(REGION, name), "montant total").path("amount"), "EXACT", euros, euros));
    }

    private JsonNode guaranteeScheme() {
        return scheme(REGION, "Fonds de garantie");
    }

    private void guarantees() {
        checks.put("R16o", r -> counts(guaranteeScheme(), "garanties", "EXACT", "386"));
        checks.put(
                "R16p",
                r -> money(amount(guaranteeScheme(), "montant moyen").path("amount"), "EXACT", "10721", "10721"));
        checks.put(
                "R16q",
                r -> money(amount(guaranteeScheme(), "dotations").path("amount"), "MORE_THAN", "1403000", null));
        checks.put("R16r", r -> {
            when(amount(guaranteeScheme(), "dotations").path("when"), null, "2017-12-31", true);
            asked(38, "inferred-date");
        });
        checks.put(
                "R16s",
                r -> money(amount(guaranteeScheme(), "financements").path("amount"), "MORE_THAN", "4138370", null));
        checks.put("R16t", r -> {
            counts(guaranteeScheme(), "effet levier", "MORE_THAN", "2.98");
            bound(quantity(guaranteeScheme(), "effet levier", null).at("/quantity/max"), null);
            asked(38, "leverage-does-not-agree");
        });
        checks.put("R16u", r -> {
            assertThat(plain(guaranteeScheme().path("text"))).contains(plain(r.fragment()));
            for (var indicator : guaranteeScheme().path("indicators")) {
                assertThat(indicator.at("/amount/min").asString("")).isNotIn("1", "2.98");
            }
            assertThat(texts(at(REGION, "/budgets"))).hasSize(1);
        });
    }

    private JsonNode groceryScheme() {
        return scheme(REGION, "réseaux d’acteurs");
    }

    private void groceries() {
        checks.put("R17z", r -> {
            assertThat(plain(groceryScheme().path("name"))).isEqualTo(plain(r.fragment()));
            assertThat(plain(groceryScheme().path("text"))).contains("le réseau des épiceries solidaires");
        });
        checks.put("R17a", r -> counts(groceryScheme(), "épiceries sociales et solidaires", "EXACT", "56"));
        checks.put("R17b", r -> counts(groceryScheme(), "bénéficiaires", "EXACT", "24400"));
        checks.put("R17c", r -> counts(groceryScheme(), "salariés", "EXACT", "55"));
        checks.put("R17d", r -> counts(groceryScheme(), "bénévoles", "EXACT", "559"));
        checks.put("R17e", r -> {
            assertNumber(quantity(groceryScheme(), "salariés", "ETP").at("/quantity/min"), "41.40");
            assertNumber(quantity(groceryScheme(), "bénévoles", "ETP").at("/quantity/min"), "76.85");
        });
        checks.put(
                "R17f", r -> assertThat(texts(groceryScheme().path("partners"))).containsExactly("Active 71"));
        checks.put("R17g", r -> {
            counts(groceryScheme(), "accompagnements", "EXACT", "6");
            when(quantity(groceryScheme(), "accompagnements", null).path("when"), "2018", "2018", false);
        });
        checks.put("R17h", r -> says(groceryScheme(), r));
        checks.put("R17i", r -> {
            says(groceryScheme(), r);
            assertThat(plain(groceryScheme().path("text")))
                    .contains("« Comment renforcer et développer mon épicerie sociale et solidaire »");
        });
    }

    private JsonNode action(String fiche, int index) {
        return at(fiche, "/actions/" + index);
    }

    private void regionalActions() {
        checks.put("R19b", r -> {
            used(r.line());
            assertThat(at(REGION, "/actions")).hasSize(3);
        });
        is("R20a", REGION, "/actions/0/title", "Le concours régional ESS 2018");
        inferred("R20b", 0, 51, "2018-11-23", "2018-11-23");
        checks.put("R20c", r -> {
            counts(action(REGION, 0), "dossiers", "ABOUT", "60");
            says(action(REGION, 0), r);
        });
        checks.put("R20d", r -> counts(action(REGION, 0), "lauréats", "EXACT", "5"));
        checks.put("R21a", r -> {
            assertThat(plain(action(REGION, 1).path("title"))).isEqualTo(plain(r.fragment()));
            assertThat(plain(action(REGION, 1).path("text"))).contains("3ème édition");
        });
        inferred("R21b", 1, 52, "2018-11-23", "2018-11-24");
        checks.put("R21c", r -> says(action(REGION, 1), r));
        is("R22a", REGION, "/actions/2/title", "La Conférence régionale de l’ESS");
        inferred("R22b", 2, 53, "2018-10-17", "2018-10-17");
        checks.put("R22c", r -> {
            counts(action(REGION, 2), "tables rondes", "EXACT", "2");
            says(action(REGION, 2), r);
        });
        checks.put("R22d", r -> says(action(REGION, 2), r));
    }

    private void inferred(String row, int action, int line, String from, String to) {
        checks.put(row, r -> {
            when(action(REGION, action).path("when"), from, to, true);
            asked(line, "inferred-year");
            says(action(REGION, action), r);
        });
    }

    // ---- the other four

    private void nevers() {
        is("N01", NEVERS, "/name", "Ville de Nevers");
        checks.put("N02", r -> {
            assertThat(at(NEVERS, "/status").asString("")).isEqualTo("BEING_WRITTEN");
            assertThat(programme(NEVERS)).isEmpty();
        });
        is("N03", NEVERS, "/membership/since", 2016);
        is("N04", NEVERS, "/type", "COMMUNE");
        is("N05", NEVERS, "/population/value", 35_327);
        is("N06a", NEVERS, "/address/street", "1 place de l’Hôtel de Ville");
        is("N06b", NEVERS, "/address/postalCode", "58036");
        checks.put("N06c", r -> {
            assertThat(plain(at(NEVERS, "/address/locality"))).isEqualTo("Nevers");
            assertThat(at(NEVERS, "/address/cedex").asBoolean(false)).isTrue();
        });
        is("N06d", NEVERS, "/address/country", "FR");
        is("N07a", NEVERS, "/contacts/0/name", "Danielle Franel");
        elected("N07b", NEVERS, 0, "Élue représentante");
        is("N07c", NEVERS, "/contacts/0/title", "Adjointe au Maire");
        is("N08a", NEVERS, "/contacts/1/name", "Agnès Sudron");
        staff("N08b", NEVERS, 1, "Coordinatrice Santé, Social, ESS");
        is("N08c", NEVERS, "/contacts/1/service", "Direction des Projets Associatifs et Évènementiels");
        absent("N09", NEVERS, "/budgets");
        absent("N10", NEVERS, "/programme");
        absent("N11", NEVERS, "/actions");
    }

    private void creusotMontceau() {
        is("C01", CUCM, "/name", "Communauté urbaine Creusot-Montceau");
        heading("C02a");
        checks.put("C02b", r -> {
            money(at(CUCM, "/budgets/0/lines/0/amount"), "IN_KIND", null, null);
            assertThat(plain(at(CUCM, "/budgets/0/lines/0/amount/text"))).isEqualTo(plain(r.fragment()));
            assertThat(at(CUCM, "/budgets/0/year").isNull()).isTrue();
        });
        heading("C03a");
        inProgramme("C03b", CUCM);
        inProgramme("C04", CUCM);
        checks.put("C05a", r -> {
            assertThat(programme(CUCM)).contains(plain(r.fragment()));
            assertThat(texts(scheme(CUCM, "Générateur").path("partners"))).containsExactly("ACTIVE 71");
        });
        checks.put("C05b", r -> when(scheme(CUCM, "Générateur").path("since"), "2017-11", "2017-11", false));
        checks.put("C06a", r -> {
            assertThat(programme(CUCM)).contains(plain(r.fragment()));
            assertThat(phases()).hasSize(3);
        });
        phase("C06b", 0, "Faire émerger l’idée et la qualifier");
        phaseText("C06b2", 0);
        phase("C06c", 1, "Validation du potentiel de développement");
        phaseText("C06c2", 1);
        phase("C06d", 2, "Du potentiel vers le projet");
        phaseText("C06d2", 2);
        is("C07", CUCM, "/membership/since", 2001);
        is("C08", CUCM, "/type", "COMMUNAUTE_URBAINE");
        checks.put("C09a", r -> {
            assertNumber(at(CUCM, "/population/value"), "97000");
            assertThat(at(CUCM, "/population/precision").asString("")).isEqualTo("ROUNDED");
        });
        is("C09b", CUCM, "/communeCount", 34);
        is("C10a", CUCM, "/address/street", "Château de la Verrerie");
        is("C10b", CUCM, "/address/delivery", "BP 69");
        is("C10c", CUCM, "/address/postalCode", "71206");
        checks.put("C10d", r -> {
            assertThat(plain(at(CUCM, "/address/locality"))).isEqualTo("Le Creusot");
            assertThat(at(CUCM, "/address/cedex").asBoolean(false)).isTrue();
        });
        is("C10e", CUCM, "/address/country", "FR");
        is("C11a", CUCM, "/contacts/0/name", "Laurent Selvez");
        elected("C11b", CUCM, 0, "Élu référent");
        is("C11c", CUCM, "/contacts/0/title", "Vice-président");
        is("C12a", CUCM, "/contacts/1/name", "Fiorina Moreau");
        staff("C12b", CUCM, 1, "Chargée de mission");
        is("C12c", CUCM, "/contacts/1/service", "DEDT – Service aux Entreprises & Innovation");
        absent("C13", CUCM, "/actions");
    }

    private List<JsonNode> phases() {
        var phases = new ArrayList<JsonNode>();
        at(CUCM, "/programme").forEach(b -> {
            if (b.path("kind").asString("").equals("PHASE")) {
                phases.add(b);
            }
        });
        return phases;
    }

    private void phase(String row, int index, String subtitle) {
        checks.put(row, r -> {
            assertThat(plain(phases().get(index).path("title"))).isEqualTo(plain(r.fragment()));
            assertThat(plain(phases().get(index).path("subtitle"))).isEqualTo(subtitle);
        });
    }

    private void phaseText(String row, int index) {
        checks.put(row, r -> assertThat(plain(phases().get(index).path("text"))).contains(plain(r.fragment())));
    }

    private void audincourt() {
        is("A01", AUDINCOURT, "/name", "Ville d'Audincourt");
        annual("A02a", AUDINCOURT);
        checks.put("A02b", r -> {
            money(at(AUDINCOURT, "/budgets/0/lines/0/amount"), "EXACT", "15000", "15000");
            assertThat(plain(at(AUDINCOURT, "/budgets/0/lines/0/purpose"))).isEqualTo("pôle");
        });
        checks.put("A02c", r -> {
            money(at(AUDINCOURT, "/budgets/0/lines/1/amount"), "UNQUANTIFIED", null, null);
            assertThat(plain(at(AUDINCOURT, "/budgets/0/lines/1/purpose"))).isEqualTo(plain(r.fragment()));
        });
        checks.put("A02d", r -> {
            money(at(AUDINCOURT, "/budgets/0/lines/2/amount"), "IN_KIND", null, null);
            assertThat(plain(at(AUDINCOURT, "/budgets/0/lines/2/purpose"))).isEqualTo(plain(r.fragment()));
        });
        heading("A03a");
        block("A03b", AUDINCOURT, "PARAGRAPH", 0);
        is("A04", AUDINCOURT, "/membership/since", 2001);
        heading("A05");
        relative("A05a", 0, "2001", null);
        relative("A05b", 1, "2004", null);
        relative("A05c", 2, "2001", "2001");
        relative("A05d", 3, "2002", "2002");
        checks.put("A05e", r -> {
            assertThat(plain(action(AUDINCOURT, 4).path("title"))).isEqualTo(plain(r.fragment()));
            when(action(AUDINCOURT, 4).path("when"), "2011", "2011", false);
            asked(161, "open-list");
        });
        is("A06", AUDINCOURT, "/type", "COMMUNE");
        checks.put("A07", r -> {
            assertNumber(at(AUDINCOURT, "/population/value"), "15000");
            assertThat(plain(at(AUDINCOURT, "/population/text"))).isEqualTo("15 000 habitants");
        });
        is("A08a", AUDINCOURT, "/address/street", "8 avenue Aristide Briand");
        checks.put("A08b", r -> {
            assertThat(at(AUDINCOURT, "/address/postalCode").asString("")).isEqualTo("25400");
            assertThat(at(AUDINCOURT, "/address/cedex").asBoolean(true)).isFalse();
        });
        is("A08c", AUDINCOURT, "/address/country", "FR");
        is("A09a", AUDINCOURT, "/contacts/0/name", "Damien Charlet");
        elected("A09b", AUDINCOURT, 0, "Élu représentant");
        is("A09c", AUDINCOURT, "/contacts/0/title", "Adjoint à l’Emploi et à l’Économie Solidaire");
        nobody("A10", AUDINCOURT, "STAFF");
    }

    private void annual(String row, String fiche) {
        checks.put(row, r -> {
            assertThat(at(fiche, "/budgets/0/nature").asString("")).isEqualTo("ANNUAL");
            assertThat(at(fiche, "/budgets/0/year").isNull()).isTrue();
        });
    }

    private void relative(String row, int action, String from, @Nullable String to) {
        checks.put(row, r -> {
            assertThat(plain(action(AUDINCOURT, action).path("title"))).isEqualTo(plain(r.fragment()));
            when(action(AUDINCOURT, action).path("when"), from, to, true);
            asked(161, "relative-date");
        });
    }

    private void nobody(String row, String fiche, String capacity) {
        checks.put(row, r -> {
            for (var contact : at(fiche, "/contacts")) {
                assertThat(contact.path("capacity").asString("")).isNotEqualTo(capacity);
            }
        });
    }

    private void dijon() {
        checks.put("D01", r -> {
            assertThat(plain(at(DIJON, "/name"))).isEqualTo("Dijon Métropole");
            assertThat(texts(at(DIJON, "/aliases"))).containsExactly("le Grand Dijon");
            asked(189, "inferred-alias");
        });
        annual("D02a", DIJON);
        checks.put("D02b", r -> money(at(DIJON, "/budgets/0/lines/0/amount"), "EXACT", "40000", "40000"));
        heading("D03z");
        block("D03a", DIJON, "ITEM", 0);
        block("D03b", DIJON, "ITEM", 1);
        checks.put("D03c", r -> {
            assertThat(plain(at(DIJON, "/programme/2/text"))).contains(plain(r.fragment()));
            assertThat(at(DIJON, "/budgets")).hasSize(1);
            assertThat(at(DIJON, "/schemes")).isEmpty();
        });
        block("D03d", DIJON, "ITEM", 3);
        is("D04", DIJON, "/membership/since", 2001);
        heading("D05");
        undated("D05a", 0);
        undated("D05b", 1);
        undated("D05c", 2);
        is("D06", DIJON, "/type", "METROPOLE");
        is("D07", DIJON, "/population/value", 251_179);
        is("D08a", DIJON, "/address/street", "40 avenue du Drapeau");
        is("D08b", DIJON, "/address/delivery", "BP 17510");
        is("D08c", DIJON, "/address/postalCode", "21075");
        checks.put("D08d", r -> {
            assertThat(plain(at(DIJON, "/address/locality"))).isEqualTo("Dijon");
            assertThat(at(DIJON, "/address/cedex").asBoolean(false)).isTrue();
        });
        is("D08e", DIJON, "/address/country", "FR");
        is("D09a", DIJON, "/contacts/0/name", "Bruno Marques");
        staff("D09b", DIJON, 0, "directeur adjoint à la Direction générale déléguée à la cohésion sociale");
        nobody("D10", DIJON, "ELECTED");
    }

    private void undated(String row, int index) {
        checks.put(row, r -> {
            says(action(DIJON, index), r);
            assertThat(action(DIJON, index).path("when").isNull()).isTrue();
        });
    }

    /** Label lines hold nothing themselves: they are used, and the value below them is checked by its own row. */
    private void labels() {
        for (var row : List.of(
                "G-region-bfc-57",
                "G-region-bfc-59",
                "G-region-bfc-61",
                "G-region-bfc-67",
                "G-nevers-81",
                "G-nevers-83",
                "G-nevers-85",
                "G-nevers-91",
                "G-cucm-131",
                "G-cucm-133",
                "G-cucm-135",
                "G-cucm-141",
                "G-audincourt-163",
                "G-audincourt-165",
                "G-audincourt-167",
                "G-audincourt-173",
                "G-dijon-metropole-199",
                "G-dijon-metropole-201",
                "G-dijon-metropole-203",
                "G-dijon-metropole-209")) {
            heading(row);
        }
    }
}
