package fr.rtes.fiches.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasLoadedIsKnownToTheNextRun() {
        Path file = folder.resolve("sub").resolve("done");
        try (Checkpoint first = Checkpoint.open(file)) {
            assertThat(first.has("nevers")).isFalse();
            first.loaded("nevers");
        }
        try (Checkpoint next = Checkpoint.open(file)) {
            assertThat(next.has("nevers")).isTrue();
            assertThat(next.has("dijon")).isFalse();
        }
    }

    @Test
    void aLineThatAKilledProcessDidNotFinishDoesNotCountAndSpoilsNoOther() throws IOException {
        Path file = Files.writeString(folder.resolve("done"), "nevers\ndijon");
        try (Checkpoint torn = Checkpoint.open(file)) {
            assertThat(torn.has("nevers")).isTrue();
            assertThat(torn.has("dijon")).isFalse();
            torn.loaded("auxerre");
        }
        Files.writeString(file, "macon\n", StandardOpenOption.APPEND);
        try (Checkpoint next = Checkpoint.open(file)) {
            assertThat(next.has("dijon")).isFalse();
            assertThat(next.has("auxerre")).isTrue();
            assertThat(next.has("macon")).isTrue();
        }
    }
}
