package fr.rtes.fiches.query.directory;

/**
 * A département or région.
 *
 * @param code of the Code officiel géographique: {@code 2A}, {@code 27}
 */
public record Place(String code, String name) {}
