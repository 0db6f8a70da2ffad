package fr.rtes.fiches.query.web;

import java.util.List;

/**
 * What every page leads to.
 *
 * @param key the end of the key of its name: {@code shell.nav.directory}, {@code shell.foot.api}
 * @param below what the addresses of its further pages begin with
 */
record Navigation(String key, String path, List<String> below) {

    /** Whoever makes a page that belongs there adds a line. */
    static final List<Navigation> HEADER = List.of(
            new Navigation("directory", "/", List.of("/fiches")),
            new Navigation("changes", "/modifications", List.of()),
            new Navigation("findings", "/constats", List.of()),
            new Navigation("statistics", "/statistiques", List.of()),
            new Navigation("desk", "/bureau", List.of("/bureau")));

    /** Below every page. */
    static final List<Navigation> FOOTER = List.of(
            new Navigation("notices", "/mentions", List.of()),
            new Navigation("accessibility", "/accessibilite", List.of()),
            new Navigation("operations", "/exploitation", List.of("/exploitation")),
            new Navigation("api", "/docs", List.of()));

    /** Whether the page at that address is one of its own. */
    boolean holds(String address) {
        return address.equals(path)
                || below.stream().anyMatch(start -> address.equals(start) || address.startsWith(start + "/"));
    }
}
