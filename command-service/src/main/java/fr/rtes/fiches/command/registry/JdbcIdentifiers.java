package fr.rtes.fiches.command.registry;

import fr.rtes.fiches.events.IdentifierScheme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A row a claim; the primary key is what makes two fiches with one identifier impossible. */
@Component
class JdbcIdentifiers implements Identifiers {

    private final JdbcClient jdbc;

    JdbcIdentifiers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String claim(IdentifierScheme scheme, String value, String ficheId) {
        var claimed = jdbc.sql("""
                INSERT INTO identifier_claim (scheme, value, fiche_id) VALUES (?, ?, ?)
                ON CONFLICT DO NOTHING RETURNING fiche_id""")
                .params(scheme.name(), value, ficheId)
                .query(String.class)
                .optional();
        return claimed.orElseGet(() -> holder(scheme, value));
    }

    private String holder(IdentifierScheme scheme, String value) {
        return jdbc.sql("SELECT fiche_id FROM identifier_claim WHERE scheme = ? AND value = ?")
                .params(scheme.name(), value)
                .query(String.class)
                .single();
    }

    @Override
    public void release(IdentifierScheme scheme, String value, String ficheId) {
        jdbc.sql("DELETE FROM identifier_claim WHERE scheme = ? AND value = ? AND fiche_id = ?")
                .params(scheme.name(), value, ficheId)
                .update();
    }
}
