package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Receipts of erasures: proof that one was done, when and on which ground, without a word of whom. */
@RestController
@RequestMapping("/api/v1/erasures")
@Tag(name = "erasures")
class ErasureController {

    private static final int MOST = 500;

    private static final String RECEIPT = """
            SELECT erasure_id, fiche_id, contact_id, capacity, ground, actor, begun_at, ended_at, position, documents, passages,
              proposals, keys,
              (SELECT count(*) FROM fence WHERE fence.erasure_id = erasure.erasure_id AND lifted_at IS NULL) AS fences
            FROM erasure""";

    private final JdbcClient jdbc;

    ErasureController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param endedAt null: it is still running, or was interrupted and will be ended
     * @param position of the event that says so; null: not ended yet
     * @param documents that told of the person
     * @param passages taken out of them
     * @param proposals that named the person
     * @param keys destroyed
     * @param fences names that are still kept from being said on the fiche
     */
    @Schema(name = "ErasureReceipt")
    record Receipt(
            String erasureId,
            String ficheId,
            String contactId,
            Contact.@Nullable Capacity capacity,
            @Nullable ErasureGround ground,
            String actor,
            Instant begunAt,
            @Nullable Instant endedAt,
            @Nullable Long position,
            int documents,
            int passages,
            int proposals,
            int keys,
            int fences) {

        static Receipt of(ResultSet row) throws SQLException {
            var capacity = row.getString("capacity");
            var ground = row.getString("ground");
            var ended = row.getObject("ended_at", OffsetDateTime.class);
            return new Receipt(
                    row.getString("erasure_id"),
                    row.getString("fiche_id"),
                    row.getString("contact_id"),
                    capacity == null ? null : Contact.Capacity.valueOf(capacity),
                    ground == null ? null : ErasureGround.valueOf(ground),
                    row.getString("actor"),
                    row.getObject("begun_at", OffsetDateTime.class).toInstant(),
                    ended == null ? null : ended.toInstant(),
                    row.getObject("position", Long.class),
                    row.getInt("documents"),
                    row.getInt("passages"),
                    row.getInt("proposals"),
                    row.getInt("keys"),
                    row.getInt("fences"));
        }
    }

    /** @param items the newest first, at most 500 */
    @Schema(name = "ErasureReceipts")
    record Receipts(List<Receipt> items) {}

    @GetMapping
    @Operation(operationId = "listErasures", summary = "The receipts of erasures, newest first; at most 500")
    Receipts all(
            @Parameter(description = "Of this fiche alone") @RequestParam(required = false) @Nullable String ficheId,
            @Parameter(description = "Begun before: to go on behind the last receipt of an answer")
                    @RequestParam(required = false)
                    @Nullable Instant before) {
        return new Receipts(jdbc.sql(RECEIPT + """

                         WHERE (?::text IS NULL OR fiche_id = ?) AND begun_at < coalesce(?::timestamptz, 'infinity')
                        ORDER BY begun_at DESC, erasure_id LIMIT ?""")
                .param(ficheId)
                .param(ficheId)
                .param(before == null ? null : before.atOffset(ZoneOffset.UTC))
                .param(MOST)
                .query((row, i) -> Receipt.of(row))
                .list());
    }

    @GetMapping("/{erasureId}")
    @Operation(operationId = "getErasure", summary = "The receipt of an erasure")
    Receipt one(@PathVariable String erasureId) {
        return jdbc.sql(RECEIPT + " WHERE erasure_id = ?")
                .param(erasureId)
                .query((row, i) -> Receipt.of(row))
                .optional()
                .orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-erasure")));
    }
}
