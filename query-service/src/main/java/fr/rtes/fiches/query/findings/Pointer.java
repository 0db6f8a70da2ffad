package fr.rtes.fiches.query.findings;

/** Parts of JSON pointers (RFC 6901). */
final class Pointer {

    private Pointer() {}

    static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }
}
