package fr.rtes.fiches.events;

import java.util.Locale;

/** The official lists a member can be found in. */
public enum IdentifierScheme {
    /** Nine digits with a Luhn check, given by INSEE to every legal body (Code de commerce, R. 123-220). */
    SIREN,
    /** Code officiel géographique (INSEE): a commune, département or région. */
    COG;

    /** The name in a URL and in a profile: {@code siren}, {@code cog}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
