package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.events.Evidence.Method;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of an import as it is answered, for the OpenAPI document; {@link ProposalJson} and {@link Imports} write it.
 *
 * @param report what accepting did, fiche by fiche; empty before
 * @param reversal what undoing did; absent before
 */
@Schema(name = "Import")
record ImportShown(
        String importId,
        ImportStatus status,

        @Schema(description = "Counts what became of the import; the ETag, and what If-Match is compared with")
        long revision,

        Source source,
        Coverage coverage,
        List<FicheShown> fiches,
        List<QuestionShown> questions,
        List<Reported> report,
        @Nullable List<Reverted> reversal) {

    /** @param lines in the source, blank ones included */
    @Schema(name = "ImportSource")
    record Source(String sha256, String name, int lines) {}

    @Schema(name = "ImportCoverage", description = "Every non-blank line is used or listed: used + listed = nonBlank.")
    record Coverage(int nonBlank, int used, List<Line> listed) {}

    @Schema(name = "ImportLine")
    record Line(int line, String text) {}

    /** @param refusal why accepting this fiche would be refused; null: it would not, as things stand */
    @Schema(name = "ImportedFiche")
    record FicheShown(
            String ficheId,

            @Schema(description = "Where the source begins to speak of it, counted from 1; 0: not known")
            int line,

            Proposal.Action action,
            List<ChangeShown> changes,

            @Schema(ref = "#/components/schemas/Problem") @Nullable Object refusal) {}

    /** @param moreEvidence absent where there is no more */
    @Schema(name = "ImportedChange")
    record ChangeShown(
            @Schema(description = "The call that does it", example = "PUT population")
            String command,

            @Schema(description = "JSON pointer into the profile", example = "/population")
            String path,

            @Schema(description = "The value in the register, as in a profile; null: none") @Nullable Object before,

            @Schema(description = "The value in the source, as in a profile") @Nullable Object after,

            @Nullable EvidenceShown evidence,
            @Nullable List<EvidenceShown> moreEvidence) {}

    @Schema(name = "ImportEvidence")
    record EvidenceShown(
            String path,
            int line,

            @Schema(description = "First character within the line, from 0, in UTF-16 units")
            int from,

            @Schema(description = "The character after the last")
            int to,

            @Schema(description = "The exact characters; null: they told of a person who was erased") @Nullable String text,

            Method method,

            @Schema(description = "Who answered, where the method is ANSWERED") @Nullable String answeredBy) {}

    @Schema(
            name = "ImportQuestion",
            description =
                    "Something a person should confirm: inferred, or contradicting itself. One without choices is only said.")
    record QuestionShown(
            @Schema(description = "The same whenever the same document is proposed")
            String id,

            @Nullable String ficheId,
            int line,
            @Schema(example = "inferred-year") String code,

            @Schema(
                    description =
                            "JSON pointer to what the register has and the source does not mention; null: it is about the source")
            @Nullable String path,

            String text,

            @Schema(description = "What may be answered; empty: there is nothing to choose")
            List<Answers.Choice> choices,

            @Schema(description = "What OTHER has to state: a year, or a type of authority; null: OTHER is no choice")
            Answers.@Nullable Value value,

            @Schema(description = "The year or type that the proposal has as long as nobody answers; null: none")
            @Nullable String proposed,

            @Nullable AnswerShown answer) {}

    @Schema(name = "ImportAnswer")
    record AnswerShown(
            Answers.Choice choice,
            @Nullable String value,

            @Schema(description = "Who answered; also told with the evidence of what was recorded because of it")
            String by,

            @Schema(format = "date-time") String at) {}

    /**
     * @param recorded how many events
     * @param refused why nothing was recorded; null: it was
     */
    @Schema(name = "ImportReport")
    record Reported(
            String ficheId,
            int recorded,
            @Nullable Long version,
            @Nullable Long position,

            @Schema(ref = "#/components/schemas/Problem") @Nullable Object refused,

            @Nullable Integer line) {}

    /** @param refused the values that stay, because somebody changed them since */
    @Schema(name = "ImportReversal")
    record Reverted(
            String ficheId,
            int recorded,
            @Nullable Long version,
            @Nullable Long position,

            @ArraySchema(schema = @Schema(ref = "#/components/schemas/Problem"))
            List<Object> refused) {}
}
