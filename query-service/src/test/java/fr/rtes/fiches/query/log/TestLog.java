package fr.rtes.fiches.query.log;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.Provenance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes the log as the command service does. */
public final class TestLog {

    private static final EventJson JSON = EventJson.enciphered();
    private static final String METADATA = JSON.writeMetadata(
            JSON.metadata(new Provenance("local", Provenance.Channel.API, null, null, null, null, List.of())));

    private final Connection connection;
    private final Map<String, Long> next = new HashMap<>();

    public TestLog(Connection connection) {
        this.connection = connection;
    }

    public static FicheEvent registered(String ficheId) {
        return new FicheEvent.MemberRegistered(ficheId, "Ville de " + ficheId, CollectiviteType.COMMUNE, 2001);
    }

    public static FicheEvent alias(String ficheId, String alias) {
        return new FicheEvent.AliasRecorded(ficheId, alias);
    }

    /** The fiche's next event, in a transaction of its own unless the connection holds one open. */
    public long append(FicheEvent event) {
        return append(
                event.ficheId(),
                EventJson.name(event.getClass()),
                EventJson.revision(event.getClass()),
                JSON.write(event));
    }

    /** @return the position */
    public long append(String ficheId, String type, String revision, String payload) {
        return append(ficheId, type, revision, payload, METADATA);
    }

    /** The same as somebody in particular did it. */
    public long append(String ficheId, String type, String revision, String payload, Provenance provenance) {
        return append(ficheId, type, revision, payload, JSON.writeMetadata(JSON.metadata(provenance)));
    }

    private long append(String ficheId, String type, String revision, String payload, String metadata) {
        var sequence = next.merge(ficheId, 1L, Long::sum) - 1;
        try (var insert = connection.prepareStatement(
                "INSERT INTO domainevententry (aggregateidentifier, sequencenumber, type, eventidentifier, metadata,"
                        + " payload, payloadrevision, payloadtype, timestamp) VALUES (?,?,'Fiche',?,?,?,?,?,?)"
                        + " RETURNING globalindex")) {
            insert.setString(1, ficheId);
            insert.setLong(2, sequence);
            insert.setString(3, UUID.randomUUID().toString());
            insert.setString(4, metadata);
            insert.setString(5, payload);
            insert.setString(6, revision);
            insert.setString(7, type);
            insert.setString(8, Instant.now().toString());
            try (var row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The version of the fiche's last event. */
    public long version(String ficheId) {
        return next.getOrDefault(ficheId, 0L);
    }
}
