package fr.rtes.fiches.command;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.issuer.Matrix;
import org.junit.jupiter.api.Test;

/** Who may ask for what is said once for every operation, and shown as it is. */
class CommandOperationsTest {

    private static final Matrix MATRIX = new Matrix("command-service");

    @Test
    void every_operation_has_a_row_and_every_row_an_operation() {
        assertThat(MATRIX.calls()).isNotEmpty();
        assertThat(CommandOperations.RULES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        MATRIX.calls().stream().map(Matrix.Call::operationId).toList());
    }

    @Test
    void the_matrix_of_the_documentation_is_the_table() {
        assertThat(MATRIX.documented()).isEqualTo(Matrix.rows(CommandOperations.RULES));
    }
}
