package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.web.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many members were found in each département, on a map of one tile a département: where a true map would hide Paris under its
 * own number, every tile is as easy to read and to touch as any other.
 *
 * @param steps how many members each shade stands for, the lightest first
 * @param elsewhere how many of the members found are in no known département; null: only some départements are looked at
 */
record MembersMap(
        List<Tile> tiles, List<Step> steps, @Nullable Long elsewhere) {

    private static final int SHADES = 4;

    private static final List<Place> PLACES = read();

    /** Of a tile's own drawing, which is 40 wide and 46 high around its middle. */
    private static final int WIDTH = 42;

    private static final int HEIGHT = 36;
    private static final int MARGIN = 26;
    /** From here on it is overseas, set apart a little. */
    static final int OVERSEAS = 15;

    private static final int APART = 16;

    /**
     * @param shade 0: nobody was found there
     * @param href the directory with this département alone, or without it where it is chosen; null: nobody was found there
     */
    record Tile(
            String code,
            String name,
            long count,
            int shade,
            int x,
            int y,
            boolean isChosen,
            @Nullable String href) {}

    record Step(int shade, long from, long to) {}

    /** @param row every other one is moved to the right by half a tile */
    record Place(String code, int column, int row) {
        int x() {
            return MARGIN + column * WIDTH + row % 2 * WIDTH / 2;
        }

        int y() {
            return MARGIN + row * HEIGHT + (row >= OVERSEAS ? APART : 0);
        }
    }

    /**
     * @param counts how many were found in each département, whichever of them are chosen
     * @param total of all that were found
     */
    static MembersMap of(List<Facets.Value> counts, long total, Set<String> chosen, Page page) {
        var byCode = counts.stream().collect(Collectors.toMap(Facets.Value::value, Function.identity()));
        var steps = steps(counts.stream().mapToLong(Facets.Value::count).max().orElse(0));
        var placed = PLACES.stream()
                .map(place -> tile(place, byCode, steps, chosen.contains(place.code()), page))
                .toList();
        var located = counts.stream().mapToLong(Facets.Value::count).sum();
        return new MembersMap(placed, steps, chosen.isEmpty() ? total - located : null);
    }

    private static Tile tile(
            Place place, Map<String, Facets.Value> counts, List<Step> steps, boolean isChosen, Page page) {
        var code = place.code();
        var found = counts.get(code);
        var count = found == null ? 0 : found.count();
        var here = page.here();
        var href = isChosen
                ? here.minus("departement", code).toString()
                : count == 0 ? null : here.with("departement", code).toString();
        return new Tile(
                code,
                Departements.departement(code).map(p -> p.name()).orElse(code),
                count,
                steps.stream()
                        .filter(step -> count >= step.from() && count <= step.to())
                        .mapToInt(Step::shade)
                        .findFirst()
                        .orElse(0),
                place.x(),
                place.y(),
                isChosen,
                href);
    }

    /** Each shade stands for as many times more than the one before, so that few stay apart from many. */
    static List<Step> steps(long most) {
        var steps = new ArrayList<Step>();
        var from = 1L;
        for (var shade = 1; shade <= SHADES && from <= most; shade++) {
            var to = shade == SHADES
                    ? most
                    : Math.max(from, (long) Math.floor(Math.pow((double) most, shade / (double) SHADES)));
            steps.add(new Step(shade, from, to));
            from = to + 1;
        }
        return List.copyOf(steps);
    }

    static List<Place> places() {
        return PLACES;
    }

    private static List<Place> read() {
        try (var in = MembersMap.class.getResourceAsStream("tiles.csv")) {
            if (in == null) {
                throw new IllegalStateException("tiles.csv is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("departement;"))
                    .map(line -> List.of(line.split(";", -1)))
                    .map(row -> new Place(row.get(0), Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("tiles.csv cannot be read", e);
        }
    }
}
