package fr.rtes.fiches.reference;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import fr.rtes.fiches.embedded.Unusable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The official lists: communes, EPCI, regions and départements, as CSV or gzipped CSV. What a list is follows from its columns; a
 * column that is not needed does not matter. Nothing is concluded that no list says: no budget, no street, no seat.
 *
 * @param members in the order of the lists, each with an id that depends on the lists alone
 * @param setAside rows that are no authority of their own
 */
public record OfficialLists(List<Member> members, List<SetAside> setAside) {

    /** A row that shares its SIREN with others, none of which is the one to take. */
    public record SetAside(String list, long line, String name, String siren) {}

    private static final int LONGEST_SLUG = 60;

    private enum Kind {
        COMMUNES,
        EPCI,
        REGIONS_DEPARTEMENTS;

        /** What makes a list this one: the columns it must have. */
        List<String> columns() {
            return switch (this) {
                case COMMUNES -> List.of("code", "nom", "siren", "codes_postaux", "population");
                case EPCI -> List.of("siren", "nom", "type", "population_municipale", "nb_communes");
                case REGIONS_DEPARTEMENTS -> List.of("siren", "echelon", "code", "nom", "population");
            };
        }
    }

    /**
     * A row before its fiche has an id.
     *
     * @param code tells it apart from others of the same name
     * @param rank which of the rows with one SIREN is taken: the lowest, if there is only one of that rank
     */
    private record Row(Member member, String code, int rank) {}

    public OfficialLists {
        members = List.copyOf(members);
        setAside = List.copyOf(setAside);
    }

    /** Only the first so many; their ids are still those of the whole lists. */
    public OfficialLists limitedTo(int most) {
        return new OfficialLists(members.subList(0, Math.min(most, members.size())), setAside);
    }

    /**
     * Reads a list, or every {@code .csv} and {@code .csv.gz} of a folder that is one.
     *
     * @throws Unusable naming the file, and the line where there is one, when something is not as it must be; nothing is read then
     */
    public static OfficialLists read(Path path) {
        List<Row> rows = new ArrayList<>();
        if (Files.isDirectory(path)) {
            List<Path> files = files(path);
            for (Path file : files) {
                readOne(file, false, rows);
            }
            if (rows.isEmpty()) {
                throw new Unusable("reference.no-list", path);
            }
        } else if (Files.exists(path)) {
            readOne(path, true, rows);
        } else {
            throw new Unusable("import.no-file", path);
        }
        return of(rows);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".csv") || file.toString().endsWith(".csv.gz"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            throw new Unusable(e, "import.unreadable", folder, String.valueOf(e.getMessage()));
        }
    }

    private static void readOne(Path file, boolean required, List<Row> rows) {
        try (Reader text = text(file);
                CsvReader<CsvRecord> csv = CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text)) {
            var records = csv.iterator();
            List<String> header = records.hasNext()
                    ? records.next().getFields().stream().map(String::strip).toList()
                    : List.of();
            Kind kind = kind(header);
            if (kind == null) {
                if (required) {
                    throw new Unusable("reference.unknown-list", file);
                }
                return;
            }
            String list = name(file);
            while (records.hasNext()) {
                CsvRecord cells = records.next();
                long line = cells.getStartingLineNumber();
                if (cells.getFieldCount() != header.size()) {
                    throw new Unusable("reference.cells", file, line, cells.getFieldCount(), header.size());
                }
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < header.size(); i++) {
                    row.put(header.get(i), cells.getField(i).strip());
                }
                rows.add(row(kind, new Cells(file, list, line, row)));
            }
        } catch (CsvParseException e) {
            throw new Unusable(e, "import.unreadable", file, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException | IOException e) {
            boolean notUtf8 = e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException;
            throw new Unusable(e, "import.unreadable", file, notUtf8 ? "UTF-8 ?" : String.valueOf(e.getMessage()));
        }
    }

    private static Reader text(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        try {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 65536) : bytes;
            // A decoder, unlike a charset, refuses what is not UTF-8.
            return new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder());
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceAll("\\.csv(\\.gz)?$", "");
    }

    private static @Nullable Kind kind(List<String> header) {
        return Stream.of(Kind.values())
                .filter(kind -> header.containsAll(kind.columns()))
                .findFirst()
                .orElse(null);
    }

    /** One row, asked by the names of its columns. */
    private record Cells(Path file, String list, long line, Map<String, String> values) {

        @Nullable String text(String column) {
            String value = values.getOrDefault(column, "");
            return value.isEmpty() ? null : value;
        }

        String required(String column) {
            String value = text(column);
            if (value == null) {
                throw new Unusable("reference.value", file, line, column, "");
            }
            return value;
        }

        @Nullable Long number(String column) {
            String value = text(column);
            try {
                return value == null ? null : Long.valueOf(value);
            } catch (NumberFormatException e) {
                throw new Unusable(e, "reference.value", file, line, column, value);
            }
        }

        Unusable wrong(String column) {
            return new Unusable("reference.value", file, line, column, values.getOrDefault(column, ""));
        }
    }

    private static Row row(Kind kind, Cells cells) {
        String name = cells.required("nom");
        return switch (kind) {
            case COMMUNES -> {
                String code = cells.required("code");
                String postalCodes = cells.text("codes_postaux");
                Member member = new Member(
                        cells.list(),
                        cells.line(),
                        slug(name),
                        name,
                        "COMMUNE",
                        cells.text("siren"),
                        code,
                        cells.number("population"),
                        null,
                        postalCodes == null || postalCodes.contains(" ") ? null : postalCodes,
                        name);
                yield new Row(member, code, 0);
            }
            case EPCI -> {
                String siren = cells.required("siren");
                Long communes = cells.number("nb_communes");
                Member member = new Member(
                        cells.list(),
                        cells.line(),
                        slug(name),
                        name,
                        typeOfEpci(cells),
                        siren,
                        null,
                        cells.number("population_municipale"),
                        communes == null ? null : Math.toIntExact(communes),
                        null,
                        null);
                yield new Row(member, siren, 0);
            }
            case REGIONS_DEPARTEMENTS -> {
                String siren = cells.required("siren");
                boolean region = switch (cells.required("echelon")) {
                    case "region" -> true;
                    case "departement" -> false;
                    default -> throw cells.wrong("echelon");
                };
                // Regions and départements share their numbers (84), so only one of them can hold such a code.
                Member member = new Member(
                        cells.list(),
                        cells.line(),
                        slug(name),
                        name,
                        region ? "CONSEIL_REGIONAL" : "DEPARTEMENT",
                        siren,
                        region ? null : cells.required("code"),
                        cells.number("population"),
                        null,
                        null,
                        null);
                yield new Row(member, siren, region ? 1 : 2);
            }
        };
    }

    private static String typeOfEpci(Cells cells) {
        return switch (cells.required("type")) {
            case "CC" -> "COMMUNAUTE_DE_COMMUNES";
            case "CA" -> "COMMUNAUTE_D_AGGLOMERATION";
            case "CU" -> "COMMUNAUTE_URBAINE";
            case "METRO" -> "METROPOLE";
            case "MET69" -> "COLLECTIVITE_A_STATUT_PARTICULIER";
            default -> throw cells.wrong("type");
        };
    }

    private static OfficialLists of(List<Row> rows) {
        List<SetAside> setAside = new ArrayList<>();
        List<Row> authorities = oneOfEachSiren(rows, setAside);
        Map<String, Integer> sameName = new HashMap<>();
        authorities.forEach(row -> sameName.merge(row.member().ficheId(), 1, Integer::sum));
        List<Member> members = new ArrayList<>();
        for (Row row : authorities) {
            Member member = row.member();
            boolean alone = sameName.getOrDefault(member.ficheId(), 0) == 1;
            members.add(
                    alone
                            ? member
                            : withId(member, member.ficheId() + "-" + row.code().toLowerCase(Locale.ROOT)));
        }
        return new OfficialLists(members, setAside);
    }

    /**
     * An authority that is two things at once has two rows with one SIREN: Paris, commune and département; Corse, région and two
     * départements. The commune is taken, else the région; two départements alone are neither.
     */
    private static List<Row> oneOfEachSiren(List<Row> rows, List<SetAside> setAside) {
        Map<String, List<Row>> bySiren = new LinkedHashMap<>();
        for (Row row : rows) {
            String siren = row.member().siren();
            bySiren.computeIfAbsent(siren == null ? "\0" + row.code() : siren, key -> new ArrayList<>())
                    .add(row);
        }
        List<Row> authorities = new ArrayList<>();
        for (List<Row> same : bySiren.values()) {
            int rank = same.stream().mapToInt(Row::rank).min().orElseThrow();
            List<Row> first = same.stream().filter(row -> row.rank() == rank).toList();
            if (first.size() == 1) {
                authorities.add(first.getFirst());
            } else {
                for (Row row : same) {
                    Member m = row.member();
                    setAside.add(new SetAside(m.list(), m.line(), m.name(), String.valueOf(m.siren())));
                }
            }
        }
        return authorities;
    }

    private static Member withId(Member m, String ficheId) {
        return new Member(
                m.list(),
                m.line(),
                ficheId,
                m.name(),
                m.type(),
                m.siren(),
                m.cog(),
                m.population(),
                m.communeCount(),
                m.postalCode(),
                m.locality());
    }

    /** As the command service makes an id of a name; shorter, so that a code and a key still fit around it. */
    static String slug(String name) {
        String folded = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae")
                .replaceAll("[^a-z0-9]+", "-");
        return folded.substring(0, Math.min(LONGEST_SLUG, folded.length())).replaceAll("^-|-$", "");
    }
}
