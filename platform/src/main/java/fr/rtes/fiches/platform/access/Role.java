package fr.rtes.fiches.platform.access;

/** What an account is for. Whoever has none is a visitor. */
public enum Role {
    /** Keeps the fiches of one or several members, and no others. */
    AGENT,
    /** Keeps all fiches of the network, and imports. */
    STAFF,
    /** Reads everything, drafts, authors, reasons and the log of who read personal data; writes nothing. */
    AUDITOR,
    /** Looks after views and dead letters; sees of fiches what a visitor sees. */
    OPERATOR
}
