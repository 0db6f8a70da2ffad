package fr.rtes.fiches.benchmark;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import fr.rtes.fiches.events.CollectiviteType;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Whom the fiches are about: local authorities of the official lists or, where these are not at hand, made-up ones. */
final class Members {

    /** As many communes, EPCI, départements and régions as there are, roughly. */
    static final int MOST = 36_000;

    private static final long SEED = 36_000;

    private Members() {}

    /** @param siren null: none is known */
    record Member(
            String ficheId,
            String name,
            CollectiviteType type,
            @Nullable String siren,
            int population,
            String postalCode,
            String locality) {}

    /**
     * In an order in which every kind comes early, the same each time.
     *
     * @param reference the directory of the official lists; may not exist
     */
    static List<Member> of(Path reference) {
        var all = Files.isDirectory(reference) ? official(reference) : invented();
        Collections.shuffle(all, new Random(SEED));
        return distinct(all.subList(0, Math.min(MOST, all.size())));
    }

    private static List<Member> distinct(List<Member> members) {
        var ids = new HashSet<String>();
        return members.stream()
                .map(member -> {
                    var id = member.ficheId();
                    for (var number = 2; !ids.add(id); number++) {
                        id = member.ficheId() + "-" + number;
                    }
                    return new Member(
                            id,
                            member.name(),
                            member.type(),
                            member.siren(),
                            member.population(),
                            member.postalCode(),
                            member.locality());
                })
                .toList();
    }

    private static List<Member> official(Path reference) {
        return Stream.of(
                        read(reference.resolve("communes.csv.gz"), Members::commune),
                        read(reference.resolve("epci.csv.gz"), Members::epci),
                        read(reference.resolve("regions-departements.csv.gz"), Members::regionOrDepartement))
                .flatMap(List::stream)
                .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    }

    private static List<Member> read(Path file, Function<NamedCsvRecord, Member> member) {
        try (var rows = CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return rows.stream().map(member).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Member commune(NamedCsvRecord row) {
        var name = row.getField("nom");
        var codes = row.getField("codes_postaux");
        return member(
                "Ville de " + name,
                CollectiviteType.COMMUNE,
                row.getField("siren"),
                row.getField("population"),
                codes.length() < 5 ? row.getField("code") : codes.substring(0, 5),
                name);
    }

    private static Member epci(NamedCsvRecord row) {
        var type = switch (row.getField("type")) {
            case "CC" -> CollectiviteType.COMMUNAUTE_DE_COMMUNES;
            case "CA" -> CollectiviteType.COMMUNAUTE_D_AGGLOMERATION;
            case "CU" -> CollectiviteType.COMMUNAUTE_URBAINE;
            case "METRO" -> CollectiviteType.METROPOLE;
            case "MET69" -> CollectiviteType.COLLECTIVITE_A_STATUT_PARTICULIER;
            default -> throw new IllegalArgumentException("No type of EPCI: " + row.getField("type"));
        };
        return member(
                row.getField("nom"),
                type,
                row.getField("siren"),
                row.getField("population_municipale"),
                row.getField("commune_siege_presumee"),
                row.getField("nom"));
    }

    private static Member regionOrDepartement(NamedCsvRecord row) {
        var region = row.getField("echelon").equals("region");
        return member(
                (region ? "Conseil régional " : "Département ") + row.getField("nom"),
                region ? CollectiviteType.CONSEIL_REGIONAL : CollectiviteType.DEPARTEMENT,
                row.getField("siren"),
                row.getField("population"),
                (row.getField("code") + "00000").substring(0, 5),
                row.getField("nom"));
    }

    private static Member member(
            String name, CollectiviteType type, String siren, String population, String postalCode, String locality) {
        return new Member(
                slug(name),
                name,
                type,
                siren.isEmpty() ? null : siren,
                population.isEmpty() ? 1 : Integer.parseInt(population),
                postalCode,
                locality);
    }

    private static List<Member> invented() {
        var random = new Random(SEED);
        var starts = List.of("Mont", "Val", "Beau", "Saint-Just-", "Châtel", "Fontaine-", "Roche", "Ville", "Clair");
        var ends = List.of("fort", "rive", "en-Forêt", "sur-Loue", "bois", "les-Prés", "aigu", "neuve", "l’Étang");
        var all = new ArrayList<Member>();
        for (var i = 0; i < MOST; i++) {
            var place = starts.get(random.nextInt(starts.size())) + ends.get(random.nextInt(ends.size())) + " " + i;
            all.add(member(
                    "Ville de " + place,
                    CollectiviteType.COMMUNE,
                    "",
                    String.valueOf(100 + random.nextInt(50_000)),
                    String.valueOf(10_000 + random.nextInt(85_000)),
                    place));
        }
        return all;
    }

    private static String slug(String name) {
        var folded = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replace("œ", "oe")
                .replace("æ", "ae");
        return folded.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
