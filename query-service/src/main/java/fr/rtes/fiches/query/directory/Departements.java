package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which département a postal address is in. The table comes from the official lists, see its head. */
public final class Departements {

    /**
     * Ordinary codes all of whose communes lie elsewhere than their first digits say (checked against the list of communes
     * 2026): Orly airport, Saint-Barthélemy, Saint-Martin, Clipperton.
     */
    private static final Map<String, String> EXCEPTIONS =
            Map.of("94390", "91", "97133", "977", "97150", "978", "98799", "989");

    private static final Map<String, Departement> ALL = read();

    private Departements() {}

    /** @param region null: a collectivité d'outre-mer has none */
    public record Departement(Place place, @Nullable Place region) {}

    /** Empty for an address abroad, without a postal code, or whose code begins like no département's. */
    public static Optional<Departement> of(@Nullable Address address) {
        if (address == null || !address.country().equals("FR") || address.postalCode() == null) {
            return Optional.empty();
        }
        return code(address.postalCode()).map(ALL::get);
    }

    public static Optional<Place> departement(String code) {
        return Optional.ofNullable(ALL.get(code)).map(Departement::place);
    }

    public static Optional<Place> region(String code) {
        return ALL.values().stream()
                .flatMap(d -> Optional.ofNullable(d.region()).stream())
                .filter(region -> region.code().equals(code))
                .findFirst();
    }

    /** All of them, in the order of their names. */
    public static List<Place> regions() {
        return ALL.values().stream()
                .flatMap(d -> Optional.ofNullable(d.region()).stream())
                .distinct()
                .sorted(Comparator.comparing(region -> Folded.text(region.name())))
                .toList();
    }

    /**
     * The département's code as a postal code begins with it. CEDEX codes are in no list of communes, yet begin with their
     * département's digits as well.
     */
    private static Optional<String> code(String postalCode) {
        if (!isPostalCode(postalCode)) {
            return Optional.empty();
        }
        var exception = EXCEPTIONS.get(postalCode);
        if (exception != null) {
            return Optional.of(exception);
        }
        return Optional.of(
                switch (postalCode.substring(0, 2)) {
                    case "20" -> corsica(postalCode.charAt(2));
                    case "97", "98" -> postalCode.substring(0, 3);
                    default -> postalCode.substring(0, 2);
                });
    }

    private static boolean isPostalCode(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() == 5;
    }

    /** Ajaccio sorts 200, 201 and its CEDEX 203; Bastia sorts 202, 206 and its CEDEX 204. */
    private static String corsica(char third) {
        return switch (third) {
            case '0', '1', '3' -> "2A";
            default -> "2B";
        };
    }

    private static Map<String, Departement> read() {
        try (var in = Departements.class.getResourceAsStream("departements.csv")) {
            if (in == null) {
                throw new IllegalStateException("departements.csv is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("departement;"))
                    .map(line -> List.of(line.split(";", -1)))
                    .map(row -> new Departement(
                            new Place(row.get(0), row.get(1)),
                            row.get(2).isEmpty() ? null : new Place(row.get(2), row.get(3))))
                    .collect(Collectors.toUnmodifiableMap(d -> d.place().code(), Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException("departements.csv cannot be read", e);
        }
    }

    static List<String> codes() {
        var codes = ALL.keySet().toArray(String[]::new);
        Arrays.sort(codes);
        return List.of(codes);
    }
}
