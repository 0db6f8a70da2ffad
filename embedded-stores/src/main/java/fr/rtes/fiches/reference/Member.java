package fr.rtes.fiches.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An authority as one line of an official list tells of it.
 *
 * @param list the list's file name, without its endings: {@code communes}
 * @param line of its row in that file, from 1
 * @param type as the command service calls it
 * @param population whole persons; the lists do not name the vintage
 * @param postalCode null also where the list has several: which one is the town hall's is not said
 */
public record Member(
        String list,
        long line,
        String ficheId,
        String name,
        String type,
        @Nullable String siren,
        @Nullable String cog,
        @Nullable Long population,
        @Nullable Integer communeCount,
        @Nullable String postalCode,
        @Nullable String locality) {

    /**
     * An ordinary command of the command service.
     *
     * @param body JSON
     * @param idempotencyKey the same for the same command of another run; null where doing it twice changes nothing anyway
     */
    public record Command(
            String method,
            String path,
            String body,
            @Nullable String idempotencyKey) {}

    /** What the list says, one command a fact; the publication comes last, so that what is refused half-way stays a draft. */
    public List<Command> commands() {
        String fiche = "/api/v1/fiches/" + ficheId;
        List<Command> commands = new ArrayList<>();
        String registration = json(Map.of("ficheId", ficheId, "name", name, "type", type));
        commands.add(new Command("POST", "/api/v1/fiches", registration, key(registration)));
        if (siren != null) {
            commands.add(put(fiche + "/identifiers/siren", Map.of("value", siren)));
        }
        if (cog != null) {
            commands.add(put(fiche + "/identifiers/cog", Map.of("value", cog)));
        }
        if (population != null) {
            commands.add(put(fiche + "/population", Map.of("value", population)));
        }
        if (communeCount != null) {
            commands.add(put(fiche + "/commune-count", Map.of("count", communeCount)));
        }
        if (locality != null) {
            Map<String, Object> address = postalCode == null
                    ? Map.of("locality", locality)
                    : Map.of("locality", locality, "postalCode", postalCode);
            commands.add(put(fiche + "/address", address));
        }
        commands.add(put(fiche + "/publication", Map.of("status", "PUBLISHED")));
        return commands;
    }

    /** Where the list says so, for the history: « communes.csv, ligne 12 ». */
    public String source() {
        return list + ".csv, ligne " + line;
    }

    private static Command put(String path, Map<String, Object> body) {
        return new Command("PUT", path, json(body), null);
    }

    private String key(String registration) {
        CRC32 sum = new CRC32();
        sum.update(registration.getBytes(UTF_8));
        String code = siren == null ? ficheId.substring(0, Math.min(60, ficheId.length())) : siren;
        return String.format(Locale.ROOT, "load-reference %s %s %08x", list, code, sum.getValue());
    }

    private static String json(Map<String, Object> body) {
        // Sorted: the key is made of it, and an immutable map has another order at every start.
        return JsonMapper.shared().writeValueAsString(new TreeMap<>(body));
    }
}
