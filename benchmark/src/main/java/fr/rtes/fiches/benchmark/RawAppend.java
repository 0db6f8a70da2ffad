package fr.rtes.fiches.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The least that can record a fact durably: one row into a table like the log's, one commit, a connection for each client. */
final class RawAppend implements AutoCloseable {

    private static final int CLIENTS = 8;

    private final List<Connection> connections = new ArrayList<>();
    private final List<PreparedStatement> inserts = new ArrayList<>();

    RawAppend(Register register) throws SQLException {
        for (var client = 0; client < CLIENTS; client++) {
            var connection = register.postgres();
            connections.add(connection);
            inserts.add(connection.prepareStatement("INSERT INTO raw_append (aggregateidentifier, sequencenumber, type,"
                    + " eventidentifier, metadata, payload, payloadrevision, payloadtype, timestamp)"
                    + " VALUES (?, ?, 'Fiche', ?, ?, ?, '1', 'PopulationStated', ?)"));
        }
    }

    void append(int client, int number) {
        var id = UUID.randomUUID().toString();
        try {
            var insert = inserts.get(client);
            insert.setString(1, id);
            insert.setLong(2, number);
            insert.setString(3, id);
            insert.setString(
                    4,
                    "{\"actor\":\"local\",\"channel\":\"API\",\"correlationId\":\"%s\",\"evidence\":[]}".formatted(id));
            insert.setString(
                    5,
                    "{\"ficheId\":\"%s\",\"population\":{\"value\":%d,\"precision\":\"EXACT\"}}".formatted(id, number));
            insert.setString(6, Instant.now().toString());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
