package fr.rtes.fiches.command.platform;

/** Names of what a command carries beside its provenance. */
public final class Metadata {

    /** The version the command was meant for, from {@code If-Match}. */
    public static final String EXPECTED_VERSION = "expectedVersion";

    private Metadata() {}
}
