package fr.rtes.fiches.command.fiche;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.command.fiche.FicheCommand.ChangeContact;
import fr.rtes.fiches.command.fiche.FicheCommand.ErasePerson;
import fr.rtes.fiches.command.fiche.FicheCommand.NameContact;
import fr.rtes.fiches.command.fiche.FicheCommand.RecordAlias;
import fr.rtes.fiches.command.fiche.FicheCommand.RegisterMember;
import fr.rtes.fiches.command.fiche.Refusal.PersonWasErased;
import fr.rtes.fiches.command.platform.CommandServiceTest;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Role;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A fiche that is known from an earlier command is the fiche that the log tells, whatever happened to the log meanwhile. */
class KnownFichesIT extends CommandServiceTest {

    @Autowired
    private Commands commands;

    @Autowired
    private KnownFiches known;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    private Commands.Accepted send(FicheCommand command) {
        return commands.send(
                command,
                new Caller.Account("test", Set.of(Role.STAFF), Set.of()),
                new Provenance("test", Provenance.Channel.API, null, null, "correlation", null, List.of()),
                null);
    }

    /** Registered and commanded once more, so that it is known. */
    private void known(String ficheId) {
        send(new RegisterMember(ficheId, "Ville connue", CollectiviteType.COMMUNE, 2001));
        send(new RecordAlias(ficheId, "la Connue"));
        assertThat(known.find(ficheId))
                .hasValueSatisfying(fiche -> assertThat(fiche.version()).isOne());
    }

    private static Contact contact(String name) {
        return new Contact(
                Contact.Capacity.STAFF,
                null,
                new Person.Legible(UUID.randomUUID().toString(), name, null, null, null, null));
    }

    /** As another command service would. */
    private void appendElsewhere(String ficheId, long sequence, String alias) {
        jdbc.sql("""
                INSERT INTO domainevententry (aggregateidentifier, sequencenumber, type, eventidentifier, metadata, payload,
                  payloadrevision, payloadtype, timestamp)
                VALUES (?, ?, 'Fiche', ?, '{}', ?, '1', 'AliasRecorded', '2026-11-23T10:00:00Z')""")
                .params(
                        ficheId,
                        sequence,
                        UUID.randomUUID().toString(),
                        "{\"ficheId\":\"%s\",\"alias\":\"%s\"}".formatted(ficheId, alias))
                .update();
    }

    @Test
    void what_another_process_recorded_is_seen_by_the_next_command() {
        known("ville-connue-ailleurs");
        appendElsewhere("ville-connue-ailleurs", 2, "dite ailleurs");
        assertThat(send(new RecordAlias("ville-connue-ailleurs", "dite ailleurs"))
                        .events())
                .as("it is so already")
                .isEmpty();
        var next = send(new RecordAlias("ville-connue-ailleurs", "dite ici"));
        assertThat(next.version()).isEqualTo(4);
        assertThat(next.fiche().aliases()).isEqualTo(Set.of("la Connue", "dite ailleurs", "dite ici"));
    }

    @Test
    void what_was_rolled_back_was_never_known() {
        known("ville-connue-en-vain");
        transaction.executeWithoutResult(status -> {
            send(new RecordAlias("ville-connue-en-vain", "en vain"));
            assertThat(send(new RecordAlias("ville-connue-en-vain", "en vain aussi"))
                            .version())
                    .isEqualTo(4);
            status.setRollbackOnly();
        });
        var next = send(new RecordAlias("ville-connue-en-vain", "pour de bon"));
        assertThat(next.version()).isEqualTo(3);
        assertThat(next.fiche().aliases()).isEqualTo(Set.of("la Connue", "pour de bon"));
    }

    @Test
    void after_the_log_was_restored_everything_is_read_anew() {
        known("ville-connue-restauree");
        send(new RecordAlias("ville-connue-restauree", "celle qui sera perdue"));
        jdbc.sql("ALTER TABLE domainevententry DISABLE TRIGGER domainevententry_append_only")
                .update();
        jdbc.sql("DELETE FROM domainevententry WHERE aggregateidentifier = ? AND sequencenumber > 0")
                .param("ville-connue-restauree")
                .update();
        jdbc.sql("ALTER TABLE domainevententry ENABLE TRIGGER domainevententry_append_only")
                .update();
        appendElsewhere("ville-connue-restauree", 1, "la Restaurée");
        var next = send(new RecordAlias("ville-connue-restauree", "la suite"));
        assertThat(next.version()).isEqualTo(3);
        assertThat(next.fiche().aliases()).isEqualTo(Set.of("la Restaurée", "la suite"));
    }

    @Test
    void a_known_fiche_keeps_persons_as_they_are_stored() {
        known("ville-connue-de-personne");
        var named = contact("Camille Exemple");
        send(new NameContact("ville-connue-de-personne", "c1", named, null));
        assertThat(send(new NameContact("ville-connue-de-personne", "c2", contact("Camille Exemple"), null))
                        .events())
                .as("the same person, compared by name")
                .isEmpty();
        assertThat(known.find("ville-connue-de-personne")
                        .orElseThrow()
                        .fiche()
                        .contacts()
                        .toString())
                .contains("person=Enciphered[")
                .doesNotContain("person=Person[");
        send(new ErasePerson("ville-connue-de-personne", "c1"));
        assertErased("ville-connue-de-personne", "c1");
    }

    @Test
    void a_key_that_another_process_destroyed_is_gone_at_once() {
        known("ville-connue-sans-cle");
        var named = contact("Camille Exemple");
        send(new NameContact("ville-connue-sans-cle", "c1", named, null));
        send(new RecordAlias("ville-connue-sans-cle", "et connue depuis"));
        jdbc.sql("UPDATE person_key SET wrapped = NULL, destroyed_at = now() WHERE person_id = ?")
                .param(named.person().personId())
                .update();
        assertErased("ville-connue-sans-cle", "c1");
    }

    private void assertErased(String ficheId, String contactId) {
        assertThatThrownBy(() -> send(new ChangeContact(ficheId, contactId, contact("Camille Exemple"), null)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new PersonWasErased(contactId)));
    }
}
