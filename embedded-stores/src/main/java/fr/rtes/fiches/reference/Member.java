package fr.rtes.fiches.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
     * What the list says, as the body of one registration: all of it is recorded or nothing is.
     *
     * @return JSON, its members always in the same order: the key is made of it
     */
    public String registration() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("ficheId", ficheId).put("name", name).put("type", type);
        ObjectNode identifiers = body.putObject("identifiers");
        if (siren != null) {
            identifiers.put("siren", siren);
        }
        if (cog != null) {
            identifiers.put("cog", cog);
        }
        if (population != null) {
            body.putObject("population").put("value", population);
        }
        if (communeCount != null) {
            body.put("communeCount", communeCount);
        }
        if (locality != null) {
            ObjectNode address = body.putObject("address").put("locality", locality);
            if (postalCode != null) {
                address.put("postalCode", postalCode);
            }
        }
        return body.put("status", "PUBLISHED").toString();
    }

    /** The same for the same registration of another run: sent twice it is answered twice and recorded once. */
    public String idempotencyKey() {
        CRC32 sum = new CRC32();
        sum.update(registration().getBytes(UTF_8));
        return String.format(Locale.ROOT, "load-reference %s %08x", ficheId, sum.getValue());
    }

    /** Where the list says so, for the history: « communes.csv, ligne 12 ». */
    public String source() {
        return list + ".csv, ligne " + line;
    }
}
