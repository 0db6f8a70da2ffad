package fr.rtes.fiches.command.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import fr.rtes.fiches.command.fiche.Rules;
import fr.rtes.fiches.command.imports.ParsedSource.Coverage;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.command.imports.Unreadable.Reading;
import fr.rtes.fiches.command.imports.Unreadable.Refused;
import fr.rtes.fiches.command.imports.Unreadable.Understood;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fiches from a table, one line a fiche; further lines of the same fiche add budget lines. The columns are described in
 * {@code docs/imports.md}.
 */
final class CsvFiches {

    static final List<String> COLUMNS = List.of(
            "ficheId",
            "name",
            "type",
            "membershipYear",
            "population",
            "populationYear",
            "communeCount",
            "street",
            "delivery",
            "postalCode",
            "locality",
            "cedex",
            "siren",
            "cog",
            "budgetYear",
            "budgetNature",
            "budgetAmount",
            "budgetSection",
            "status");

    private static final List<String> REQUIRED = List.of("name", "type");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,3}(?:[ .\\u00A0\\u202F]\\d{3}){1,4}|\\d{1,12}");
    private static final Pattern DECIMAL =
            Pattern.compile("\\d{1,3}(?:[ \\u00A0\\u202F]\\d{3}){1,4}(?:[.,]\\d{1,2})?|\\d{1,12}(?:[.,]\\d{1,2})?");

    private final List<PageLine> lines;
    private final List<Unreadable> errors = new ArrayList<>();
    private final Map<String, Row> firstRows = new LinkedHashMap<>();
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();
    private List<String> columns = List.of();

    /** One cell and where it stands. */
    private record Cell(String text, int line, int from, int to) {
        List<Mention> mentions(String path, String value) {
            return List.of(new Mention(path, line, from, to, text.equals(value) ? Method.STATED : Method.NORMALISED));
        }
    }

    private record Row(int line, Map<String, Cell> cells) {
        @Nullable Cell cell(String column) {
            return cells.get(column);
        }
    }

    private CsvFiches(String text) {
        lines = PageLine.all(text);
    }

    static Reading read(String text) {
        return new CsvFiches(text).reading(text);
    }

    private Reading reading(String text) {
        var header = lines.stream().filter(l -> !l.isBlank()).findFirst();
        char separator = header.isPresent()
                        && count(header.get().raw(), ';') >= count(header.get().raw(), ',')
                ? ';'
                : ',';
        try (var reader = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (var row : reader) {
                if (columns.isEmpty()) {
                    header(row);
                } else {
                    row(row);
                }
            }
        } catch (CsvParseException e) {
            error("csv-malformed", null, null);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can always be read", e);
        }
        if (columns.isEmpty() && errors.isEmpty()) {
            error("csv-empty", 1, null);
        }
        var fiches = new ArrayList<ParsedFiche>();
        rows.values().forEach(r -> fiches.add(fiche(r)));
        if (errors.isEmpty() && fiches.isEmpty()) {
            error("csv-empty", 1, null);
        }
        if (!errors.isEmpty()) {
            return new Refused(errors.stream().limit(Unreadable.MOST_ERRORS).toList());
        }
        int nonBlank = (int) lines.stream().filter(l -> !l.isBlank()).count();
        return new Understood(
                new ParsedSource(List.copyOf(fiches), new Coverage(nonBlank, nonBlank, List.of()), List.of()));
    }

    private static long count(String text, char c) {
        return text.chars().filter(x -> x == c).count();
    }

    private void error(String code, @Nullable Integer line, @Nullable String column, String... params) {
        errors.add(new Unreadable(code, line, column, List.of(params)));
    }

    private void header(CsvRecord row) {
        int line = (int) row.getStartingLineNumber();
        columns = row.getFields().stream().map(String::strip).toList();
        for (int i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            if (!COLUMNS.contains(column)) {
                error("unknown-column", line, column, column);
            } else if (columns.indexOf(column) < i) {
                error("column-twice", line, column, column);
            }
        }
        for (var column : REQUIRED) {
            if (!columns.contains(column)) {
                error("missing-column", line, column, column);
            }
        }
    }

    private void row(CsvRecord row) {
        int line = (int) row.getStartingLineNumber();
        if (row.getFields().stream().allMatch(String::isBlank)) {
            return;
        }
        if (row.getFieldCount() != columns.size()) {
            error(
                    "wrong-number-of-cells",
                    line,
                    null,
                    String.valueOf(row.getFieldCount()),
                    String.valueOf(columns.size()));
            return;
        }
        var cells = cells(row, line);
        for (var column : REQUIRED) {
            if (columns.contains(column) && !cells.containsKey(column)) {
                error("missing-value", line, column, column);
            }
        }
        var id = cells.containsKey("ficheId") ? cells.get("ficheId") : cells.get("name");
        if (id == null) {
            return;
        }
        var key = PageLine.fold(id.text());
        var read = new Row(line, cells);
        var first = firstRows.putIfAbsent(key, read);
        if (first != null) {
            contradictions(first, read);
        }
        rows.computeIfAbsent(key, k -> new ArrayList<>()).add(read);
    }

    /** A fiche has further lines for its budgets alone. */
    private void contradictions(Row first, Row other) {
        for (var column : columns) {
            var cell = other.cell(column);
            var before = first.cell(column);
            if (cell != null
                    && !column.startsWith("budget")
                    && (before == null || !before.text().equals(cell.text()))) {
                error("contradicts-line", other.line(), column, column, String.valueOf(first.line()));
            }
        }
        if (other.cell("budgetAmount") == null) {
            error("fiche-twice", other.line(), null, String.valueOf(first.line()));
        }
    }

    /** Cells with something in them. Where a cell cannot be found again (doubled quotes) its whole line is the evidence. */
    private Map<String, Cell> cells(CsvRecord row, int firstLine) {
        var cells = new LinkedHashMap<String, Cell>();
        int line = firstLine;
        int cursor = 0;
        for (int i = 0; i < columns.size(); i++) {
            var text = row.getField(i);
            var stripped = text.strip();
            if (!stripped.isEmpty()) {
                var raw = lines.get(Math.min(line, lines.size()) - 1).raw();
                int at = raw.indexOf(stripped, cursor);
                cells.put(
                        columns.get(i),
                        at < 0
                                ? new Cell(stripped, line, 0, raw.length())
                                : new Cell(stripped, line, at, at + stripped.length()));
                cursor = at < 0 ? cursor : at + stripped.length();
            }
            long breaks = text.chars().filter(c -> c == '\n').count();
            if (breaks > 0) {
                line += (int) breaks;
                cursor = 0;
            }
        }
        return cells;
    }

    // ---- values

    private ParsedFiche fiche(List<Row> fiche) {
        var row = fiche.getFirst();
        var name = row.cell("name");
        var id = row.cell("ficheId");
        var identifiers = new EnumMap<IdentifierScheme, Said<String>>(IdentifierScheme.class);
        for (var scheme : IdentifierScheme.values()) {
            var said = text(row, scheme.key());
            if (said != null) {
                identifiers.put(scheme, said);
            }
        }
        var said = name == null
                ? new Said<>("", List.<Mention>of())
                : new Said<>(name.text(), name.mentions("", name.text()));
        return new ParsedFiche(
                id == null ? null : id.text(),
                said,
                List.of(),
                type(row),
                status(row),
                year(row, "membershipYear"),
                identifiers,
                population(row),
                whole(row, "communeCount", 1, 2000),
                address(row),
                List.of(),
                budgets(fiche),
                null,
                List.of(),
                List.of(),
                List.of());
    }

    private static @Nullable Said<String> text(Row row, String column) {
        var cell = row.cell(column);
        return cell == null ? null : new Said<>(cell.text(), cell.mentions("", cell.text()));
    }

    private void invalid(Row row, String column) {
        error("invalid-value", row.line(), column, column);
    }

    private @Nullable Said<CollectiviteType> type(Row row) {
        var cell = row.cell("type");
        if (cell == null) {
            return null;
        }
        var type = constant(CollectiviteType.class, cell.text());
        var known = type == null ? TypeWords.of(PageLine.fold(cell.text())) : type;
        if (known == null) {
            invalid(row, "type");
            return null;
        }
        return new Said<>(known, cell.mentions("", known.name()));
    }

    private @Nullable Said<FicheStatus> status(Row row) {
        var cell = row.cell("status");
        if (cell == null) {
            return null;
        }
        var status = constant(FicheStatus.class, cell.text());
        if (status == null || !status.isPublic()) {
            invalid(row, "status");
            return null;
        }
        return new Said<>(status, cell.mentions("", status.name()));
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> type, String text) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        return null;
    }

    private @Nullable Said<Integer> year(Row row, String column) {
        return whole(row, column, Rules.FIRST_YEAR, Rules.LAST_YEAR);
    }

    private @Nullable Said<Integer> whole(Row row, String column, int least, int most) {
        var cell = row.cell(column);
        if (cell == null) {
            return null;
        }
        var number = number(cell.text());
        if (number == null || number < least || number > most) {
            invalid(row, column);
            return null;
        }
        return new Said<>(number.intValue(), cell.mentions("", String.valueOf(number)));
    }

    private static @Nullable Long number(String text) {
        return WHOLE.matcher(text).matches() ? Long.valueOf(text.replaceAll("\\D", "")) : null;
    }

    private @Nullable Said<Population> population(Row row) {
        var cell = row.cell("population");
        var year = year(row, "populationYear");
        if (cell == null) {
            return null;
        }
        var number = number(cell.text());
        if (number == null) {
            invalid(row, "population");
            return null;
        }
        var mentions = new ArrayList<>(cell.mentions("", String.valueOf(number)));
        if (year != null) {
            year.mentions().forEach(m -> mentions.add(new Mention("/year", m.line(), m.from(), m.to(), m.method())));
        }
        return new Said<>(
                new Population(number, Precision.EXACT, year == null ? null : year.value(), cell.text()), mentions);
    }

    private @Nullable Said<Address> address(Row row) {
        var mentions = new ArrayList<Mention>();
        for (var column : List.of("street", "delivery", "postalCode", "locality", "cedex")) {
            var cell = row.cell(column);
            if (cell != null) {
                mentions.addAll(cell.mentions("/" + column, cell.text()));
            }
        }
        if (mentions.isEmpty()) {
            return null;
        }
        boolean cedex = false;
        var printed = row.cell("cedex");
        if (printed != null) {
            switch (PageLine.fold(printed.text())) {
                case "true", "1", "oui", "yes", "vrai", "cedex" -> cedex = true;
                case "false", "0", "non", "no", "faux" -> cedex = false;
                default -> invalid(row, "cedex");
            }
        }
        for (var unsaid : List.of("/cedex", "/country")) {
            if (mentions.stream().noneMatch(m -> m.path().equals(unsaid))) {
                var first = mentions.getFirst();
                mentions.add(new Mention(unsaid, first.line(), first.from(), first.to(), Method.INFERRED));
            }
        }
        return new Said<>(
                new Address(
                        value(row, "street"),
                        value(row, "delivery"),
                        value(row, "postalCode"),
                        value(row, "locality"),
                        cedex,
                        "FR"),
                mentions);
    }

    private static @Nullable String value(Row row, String column) {
        var cell = row.cell(column);
        return cell == null ? null : cell.text();
    }

    private record Key(@Nullable Integer year, Budget.Nature nature) {}

    private List<Said<Budget>> budgets(List<Row> fiche) {
        var lines = new LinkedHashMap<Key, List<Budget.Line>>();
        var mentions = new LinkedHashMap<Key, List<Mention>>();
        for (var row : fiche) {
            var year = year(row, "budgetYear");
            var nature = budgetWord(row, "budgetNature", Budget.Nature.class, Budget.Nature.UNSPECIFIED);
            var section = budgetWord(row, "budgetSection", Budget.Section.class, Budget.Section.UNSPECIFIED);
            var cell = row.cell("budgetAmount");
            if (cell == null) {
                if (row.cell("budgetYear") != null
                        || row.cell("budgetNature") != null
                        || row.cell("budgetSection") != null) {
                    error("missing-value", row.line(), "budgetAmount", "budgetAmount");
                }
                continue;
            }
            var amount = amount(cell.text());
            if (amount == null) {
                invalid(row, "budgetAmount");
                continue;
            }
            var key = new Key(year == null ? null : year.value(), nature);
            var its = lines.computeIfAbsent(key, k -> new ArrayList<>());
            var said = mentions.computeIfAbsent(key, k -> new ArrayList<>());
            said.addAll(cell.mentions("/lines/" + its.size() + "/amount", ""));
            if (year != null && its.isEmpty()) {
                year.mentions().forEach(m -> said.add(new Mention("/year", m.line(), m.from(), m.to(), m.method())));
            }
            if (its.isEmpty()) {
                said.add(budgetWordSaid(row, "budgetNature", "/nature", cell));
            }
            said.add(budgetWordSaid(row, "budgetSection", "/lines/" + its.size() + "/section", cell));
            its.add(new Budget.Line(section, null, amount));
        }
        var budgets = new ArrayList<Said<Budget>>();
        lines.forEach((key, its) -> budgets.add(
                new Said<>(new Budget(key.year(), key.nature(), its, null), mentions.getOrDefault(key, List.of()))));
        return budgets;
    }

    /** Where the column is empty, the amount stands there without it. */
    private static Mention budgetWordSaid(Row row, String column, String path, Cell amount) {
        var cell = row.cell(column);
        return cell == null
                ? new Mention(path, amount.line(), amount.from(), amount.to(), Method.INFERRED)
                : cell.mentions(path, "").getFirst();
    }

    private <E extends Enum<E>> E budgetWord(Row row, String column, Class<E> type, E absent) {
        var cell = row.cell(column);
        if (cell == null) {
            return absent;
        }
        var constant = constant(type, cell.text());
        if (constant == null) {
            invalid(row, column);
            return absent;
        }
        return constant;
    }

    /** « 40000 », « 40 000,50 », or an amount as a page would print it: « 6,7 M€ », « plus de 1 403 000 € ». */
    private static @Nullable Amount amount(String text) {
        if (DECIMAL.matcher(text).matches()) {
            var value = new BigDecimal(text.replaceAll("[ \\u00A0\\u202F]", "").replace(',', '.'));
            return new Amount(Amount.Kind.EXACT, value, value, text);
        }
        var all = Passage.of(PageLine.of(1, text), 0).all();
        var monies = Figures.money(all);
        return monies.size() == 1 && monies.getFirst().span().equals(all)
                ? monies.getFirst().amount()
                : null;
    }
}
