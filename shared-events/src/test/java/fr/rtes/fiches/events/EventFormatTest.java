package fr.rtes.fiches.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.events.FicheEvent.ContactNamed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Pins what is stored for ever: {@code stored-events.txt} holds one line an event, « name revision JSON ». Lines are added to it
 * when an event or a revision comes, and never edited: each of them stands in somebody's log.
 */
class EventFormatTest {

    private record Sample(String name, String revision, String json) {
        boolean isLatest() {
            return revision.equals(EventJson.type(name).map(EventJson::revision).orElse(""));
        }
    }

    private static final List<Sample> SAMPLES = samples();
    private final EventJson enciphered = EventJson.enciphered();

    private static List<Sample> samples() {
        try (var in = Objects.requireNonNull(EventFormatTest.class.getResourceAsStream("/stored-events.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 3))
                    .map(parts -> new Sample(parts[0], parts[1], parts[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_event_has_its_stored_form_pinned() {
        assertThat(SAMPLES.stream().filter(Sample::isLatest).map(Sample::name))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FicheEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void what_is_stored_in_the_latest_revision_is_written_the_same_again() {
        assertThat(SAMPLES.stream().filter(Sample::isLatest)).allSatisfy(sample -> {
            var event = enciphered.read(sample.name, sample.revision, sample.json);
            assertThat(EventJson.name(event.getClass())).isEqualTo(sample.name);
            assertThat(enciphered.write(event)).isEqualTo(sample.json);
        });
    }

    @Test
    void a_contact_stored_in_revision_1_reads_as_if_it_had_been_stored_today() {
        var old = SAMPLES.stream()
                .filter(s -> s.name.equals("ContactNamed") && s.revision.equals("1"))
                .findFirst()
                .orElseThrow();
        assertThat(enciphered.read(old.name, old.revision, old.json))
                .isEqualTo(new ContactNamed(
                        "ville-de-nevers",
                        "c1",
                        new Contact(
                                Contact.Capacity.ELECTED,
                                "Élue représentante",
                                new Person.Enciphered("p1", "AAECAwQFBgcICQoL")),
                        null));
    }

    @Test
    void an_erasure_stored_in_revision_1_says_neither_in_which_capacity_nor_on_which_ground() {
        assertThat(enciphered.read("PersonErased", "1", """
                {"ficheId":"ville-de-nevers","contactId":"c1","personId":"p1"}"""))
                .isEqualTo(new FicheEvent.PersonErased("ville-de-nevers", "c1", "p1"));
    }

    @Test
    void a_name_of_a_newer_version_is_refused_and_not_skipped() {
        assertThatThrownBy(() -> enciphered.read("BudgetForgotten", "1", "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BudgetForgotten");
    }

    @Test
    void a_field_of_a_newer_version_does_not_hide_the_ones_known_today() {
        var event = enciphered.read("AliasRecorded", "1", """
                {"ficheId":"dijon-metropole","alias":"le Grand Dijon","since":"2001"}""");
        assertThat(event).isEqualTo(new FicheEvent.AliasRecorded("dijon-metropole", "le Grand Dijon"));
    }

    @Test
    void equal_amounts_are_equal_however_their_decimals_were_written() {
        var a = enciphered.read("BudgetRecorded", "1", budget("40000"));
        assertThat(enciphered.read("BudgetRecorded", "1", budget("40000.00"))).isEqualTo(a);
        assertThat(enciphered.read("BudgetRecorded", "1", budget("4E4"))).isEqualTo(a);
        assertThat(enciphered.write(a)).contains("\"min\":40000,");
    }

    private static String budget(String euros) {
        return """
                {"ficheId":"f","budgetId":"b","budget":{"nature":"ANNUAL","lines":[
                 {"section":"UNSPECIFIED","amount":{"kind":"EXACT","min":%s,"max":%s}}]}}""".formatted(euros, euros);
    }

    // ---- persons

    private static final class KeysInMemory implements PersonCipher.Keys {
        private final Map<String, @Nullable SecretKey> keys = new HashMap<>();

        @Override
        public SecretKey forWriting(String personId) {
            return Objects.requireNonNull(keys.computeIfAbsent(
                    personId, id -> new SecretKeySpec(Arrays.copyOf(id.getBytes(StandardCharsets.UTF_8), 32), "AES")));
        }

        @Override
        public Optional<SecretKey> forReading(String personId) {
            return Optional.ofNullable(keys.get(personId));
        }
    }

    private final KeysInMemory keys = new KeysInMemory();
    private final EventJson legible = EventJson.legible(new PersonCipher(keys));
    private final ContactNamed named = new ContactNamed(
            "ville-de-nevers",
            "c1",
            new Contact(
                    Contact.Capacity.STAFF,
                    null,
                    new Person.Legible("p1", "Éloïse Untel", "chargée de mission", null, "e@example.org", null)),
            null);

    @Test
    void a_person_is_stored_enciphered_and_read_back_with_the_key() {
        var stored = legible.write(named);
        assertThat(stored).doesNotContain("Untel", "mission", "example.org").contains("\"personId\":\"p1\"");
        assertThat(legible.read("ContactNamed", "2", stored)).isEqualTo(named);
    }

    @Test
    void a_person_without_a_key_is_erased() {
        var stored = legible.write(named);
        keys.keys.remove("p1");
        assertThat(legible.read("ContactNamed", "2", stored))
                .isEqualTo(new ContactNamed(
                        "ville-de-nevers",
                        "c1",
                        new Contact(Contact.Capacity.STAFF, null, new Person.Erased("p1")),
                        null));
    }

    @Test
    void a_text_moved_under_another_person_does_not_open() {
        keys.forWriting("p2");
        var moved = legible.write(named).replace("\"p1\"", "\"p2\"");
        assertThatThrownBy(() -> legible.read("ContactNamed", "2", moved)).hasRootCauseMessage("Tag mismatch");
    }

    @Test
    void a_legible_person_is_never_written_in_clear() {
        assertThatThrownBy(() -> enciphered.write(named)).hasMessageContaining("never written in clear");
        assertThat(named.toString()).doesNotContain("Untel");
    }
}
