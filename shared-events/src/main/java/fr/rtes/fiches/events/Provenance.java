package fr.rtes.fiches.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who, from where and why: the metadata stored beside every event.
 *
 * @param actor who asked for it: the account's id ({@code sub}), never a name; in what was recorded before there were accounts, any text
 * @param reason the words given with the command; null: none were
 * @param importId the import it came with
 * @param correlationId one for everything a request brought about
 * @param causationId what directly brought it about: the id of the command
 * @param evidence where the values came from, for what came from a document
 * @param client the program that asked on the actor's behalf, as its provider of accounts calls it; null: recorded before there were accounts
 */
public record Provenance(
        String actor,
        Channel channel,
        @Nullable String reason,
        @Nullable String importId,
        @Nullable String correlationId,
        @Nullable String causationId,
        List<Evidence> evidence,
        @Nullable String client) {

    /** By no program that is known. */
    public Provenance(
            String actor,
            Channel channel,
            @Nullable String reason,
            @Nullable String importId,
            @Nullable String correlationId,
            @Nullable String causationId,
            List<Evidence> evidence) {
        this(actor, channel, reason, importId, correlationId, causationId, evidence, null);
    }

    public enum Channel {
        API,
        WEB,
        IMPORT
    }

    public Provenance {
        evidence = Lists.copy(evidence);
    }
}
