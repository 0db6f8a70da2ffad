package fr.rtes.fiches.platform.persons;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

    private static final byte[] TEXT = "quelque chose de personnel".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("new").resolve("master.key");
    }

    @Test
    void a_missing_file_is_made_for_its_owner_alone() throws Exception {
        MasterKey.inFile(file());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder().decode(Files.readString(file()).strip())).hasSize(32);
        try (var beside = Files.list(file().getParent())) {
            assertThat(beside).containsExactly(file());
        }
    }

    @Test
    void the_next_start_has_the_same_key() {
        var sealed = MasterKey.inFile(file()).seal("a", TEXT);

        assertThat(MasterKey.inFile(file()).open("a", sealed)).isEqualTo(TEXT);
        assertThat(MasterKey.inExistingFile(file()).open("a", sealed)).isEqualTo(TEXT);
    }

    @Test
    void whoever_makes_it_at_the_same_moment_gets_the_same_key() throws Exception {
        var starts = new ArrayList<Callable<MasterKey>>();
        for (int i = 0; i < 16; i++) {
            starts.add(() -> MasterKey.inFile(file()));
        }
        try (var threads = Executors.newFixedThreadPool(starts.size())) {
            var keys = new ArrayList<MasterKey>();
            for (var key : threads.invokeAll(starts)) {
                keys.add(key.get());
            }
            var sealed = keys.getFirst().seal("a", TEXT);
            assertThat(keys).allSatisfy(key -> assertThat(key.open("a", sealed)).isEqualTo(TEXT));
        }
    }

    @Test
    void what_a_killed_start_left_behind_is_in_nobodys_way() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(
                file().resolveSibling("master.key." + ProcessHandle.current().pid()), "half a k");

        assertThat(MasterKey.inFile(file()).seal("a", TEXT)).isNotEmpty();
    }

    @Test
    void a_file_that_others_may_read_is_refused() throws Exception {
        MasterKey.inFile(file());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> MasterKey.inFile(file()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> MasterKey.inExistingFile(file())).hasMessageContaining("chmod 600");
    }

    @Test
    void who_only_reads_it_makes_none() {
        assertThatThrownBy(() -> MasterKey.inExistingFile(file())).isInstanceOf(IllegalStateException.class);
        assertThat(file()).doesNotExist();
    }

    @Test
    void a_wrong_key_is_refused_without_being_quoted() {
        var tooShort = Base64.getEncoder().encodeToString("sixteen bytes!!!".getBytes(UTF_8));

        assertThatThrownBy(() -> MasterKey.ofBase64(tooShort))
                .hasMessageContaining("16")
                .hasMessageNotContaining(tooShort)
                .hasMessageNotContaining("sixteen");
        assertThatThrownBy(() -> MasterKey.ofBase64("geheim!"))
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause()
                .hasMessageNotContaining("geheim")
                .hasMessageNotContaining("!");
    }

    @Test
    void what_is_sealed_opens_under_its_own_name_and_key_only() {
        var key = MasterKey.inFile(file());
        var sealed = key.seal("a", TEXT);

        assertThat(sealed).isNotEqualTo(key.seal("a", TEXT));
        assertThatThrownBy(() -> key.open("b", sealed)).isInstanceOf(IllegalStateException.class);
        var another = MasterKey.inFile(directory.resolve("another.key"));
        assertThatThrownBy(() -> another.open("a", sealed)).isInstanceOf(IllegalStateException.class);
    }
}
