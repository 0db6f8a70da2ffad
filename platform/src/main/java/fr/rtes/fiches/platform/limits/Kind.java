package fr.rtes.fiches.platform.limits;

import java.util.Set;

/** What a request costs, in the order of its price; each kind has a budget of its own, so that reading never waits for writing. */
enum Kind {
    READS,
    COMMANDS,
    /** Sources that are read, compared with the register and kept. */
    IMPORTS;

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** @param path without the query, as it was sent */
    static Kind of(String method, String path) {
        if (READING.contains(method)) {
            return READS;
        }
        return path.equals("/api/v1/imports") || path.startsWith("/bureau/imports") ? IMPORTS : COMMANDS;
    }

    /** As it stands in {@code RateLimit-Policy}. */
    String word() {
        return switch (this) {
            case READS -> "reads";
            case COMMANDS -> "commands";
            case IMPORTS -> "imports";
        };
    }
}
