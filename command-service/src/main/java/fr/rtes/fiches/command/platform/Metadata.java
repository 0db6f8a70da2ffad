package fr.rtes.fiches.command.platform;

/** Names of what a command carries beside its provenance. */
public final class Metadata {

    /** The version the command was meant for, from {@code If-Match}. */
    public static final String EXPECTED_VERSION = "expectedVersion";

    /** Who asks: a {@link fr.rtes.fiches.platform.access.Caller}. The command's alone; its events say the actor. */
    public static final String CALLER = "caller";

    private Metadata() {}
}
