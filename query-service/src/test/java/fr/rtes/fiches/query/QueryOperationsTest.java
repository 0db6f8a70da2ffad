package fr.rtes.fiches.query;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.issuer.Matrix;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** Who may ask for what is said once for every operation, and shown as it is. */
class QueryOperationsTest {

    private static final Matrix MATRIX = new Matrix("query-service");

    @Test
    void every_operation_has_a_row_and_every_row_an_operation() {
        var operations = new HashSet<String>();
        MATRIX.calls().forEach(call -> operations.add(call.operationId()));
        assertThat(operations).isNotEmpty();
        assertThat(QueryOperations.RULES.keySet()).isEqualTo(operations);
    }

    @Test
    void the_matrix_of_the_documentation_is_the_table() {
        assertThat(MATRIX.documented()).isEqualTo(Matrix.rows(QueryOperations.RULES));
    }
}
