package fr.rtes.fiches.platform.persons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureListTest {

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("kept/apart/erased-persons");
    }

    @Test
    void it_is_empty_before_anybody_was_erased() {
        assertThat(new ErasureList(file()).all()).isEmpty();
    }

    @Test
    void who_was_added_stays_in_order_and_once() {
        var list = new ErasureList(file());
        list.add(List.of("p1", "p2"));
        list.add(List.of("p2", "p3"));
        assertThat(new ErasureList(file()).all()).containsExactly("p1", "p2", "p3");
    }

    @Test
    void a_line_that_was_not_finished_does_not_run_into_the_next() throws IOException {
        var list = new ErasureList(file());
        list.add(List.of("p1"));
        Files.writeString(file(), "p1\np2-unfin");
        list.add(List.of("p3"));
        assertThat(list.all()).contains("p1", "p3");
    }

    @Test
    void nothing_but_an_id_gets_into_it() {
        assertThatThrownBy(() -> new ErasureList(file()).add(List.of("somebody's name")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("somebody");
    }
}
