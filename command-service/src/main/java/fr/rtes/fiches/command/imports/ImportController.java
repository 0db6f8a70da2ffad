package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.platform.Asking;
import fr.rtes.fiches.command.platform.Idempotency;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.RequestContextUtils;
import tools.jackson.databind.node.ObjectNode;

/** Imports over HTTP: a source becomes a proposal, and nothing is recorded before somebody accepts it. */
@RestController
@RequestMapping("/api/v1/imports")
@Tag(name = "imports")
class ImportController {

    /** Largest source in bytes; a page of the directory has some 15 000. */
    private static final int LARGEST = 20 * 1024 * 1024;

    private final Imports imports;
    private final Idempotency idempotency;
    private final TransactionTemplate transaction;

    /** Proposals are kept as they were shown, so the methods hand on JSON and not {@link ImportShown}. */
    @ApiResponse(
            responseCode = "200",
            description = "The import as it stands now",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ImportShown.class)))
    @Retention(RetentionPolicy.RUNTIME)
    @interface AnswersImport {}

    ImportController(Imports imports, Idempotency idempotency, TransactionTemplate transaction) {
        this.imports = imports;
        this.idempotency = idempotency;
        this.transaction = transaction;
    }

    @PostMapping(
            consumes = {MediaType.TEXT_PLAIN_VALUE, MediaType.APPLICATION_JSON_VALUE, "text/csv"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "proposeImport",
            summary = "Reads a source and shows what accepting it would change; records nothing",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "text/plain",
                                        schema =
                                                @Schema(
                                                        type = "string",
                                                        description = "A page of the directory, in UTF-8")),
                                @Content(
                                        mediaType = "application/json",
                                        schema =
                                                @Schema(
                                                        description =
                                                                "An array of fiches, or an object whose member fiches is one;"
                                                                        + " a fiche has the fields of a profile, of which name and"
                                                                        + " type are required")),
                                @Content(
                                        mediaType = "text/csv",
                                        schema =
                                                @Schema(
                                                        type = "string",
                                                        description = "A table with a line of column names, in UTF-8"))
                            }))
    @ApiResponse(
            responseCode = "201",
            description = "The proposal",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ImportShown.class)))
    ResponseEntity<?> propose(
            @Parameter(description = "What the source is called, at most 200 characters")
                    @RequestParam(required = false)
                    @Nullable String name,
            HttpServletRequest request)
            throws IOException {
        var content = content(request);
        var mediaType = MediaType.parseMediaType(request.getContentType());
        var kind = mediaType.getType() + "/" + mediaType.getSubtype();
        var asking = Asking.of(request, null);
        var called = name == null || name.isBlank() ? defaultName(kind) : name.strip();
        if (called.length() > 200 || called.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(Problem.at(400, "malformed-parameter", "name", Map.of("name", "name")));
        }
        return transaction.execute(tx -> idempotency.onceByReference(
                asking,
                Map.of("path", request.getRequestURI(), "name", called, "kind", kind, "content", content),
                imports::asProposed,
                () -> {
                    var proposal =
                            imports.propose(content, kind, called, asking, RequestContextUtils.getLocale(request));
                    var at = "/api/v1/imports/" + proposal.path("importId").asString();
                    return new Idempotency.Referred(
                            proposal.path("importId").asString(),
                            ResponseEntity.created(URI.create(at)).body(proposal));
                }));
    }

    private static String defaultName(String kind) {
        return switch (kind) {
            case "text/csv" -> "fiches.csv";
            case "application/json" -> "fiches.json";
            default -> "page.txt";
        };
    }

    private static byte[] content(HttpServletRequest request) throws IOException {
        var content = request.getInputStream().readNBytes(LARGEST + 1);
        if (content.length > LARGEST) {
            throw new ProblemException(Problem.of(413, "body-too-large"));
        }
        return content;
    }

    @GetMapping("/{importId}")
    @Operation(operationId = "getImport", summary = "The proposal, and what became of it")
    @AnswersImport
    ObjectNode find(@PathVariable String importId) {
        return imports.find(importId);
    }

    /** @param ficheIds those to accept; all where left out */
    record Acceptance(
            @Nullable List<String> ficheIds, @Nullable String reason) {}

    @PostMapping("/{importId}/acceptance")
    @Operation(operationId = "acceptImport", summary = "Sends the commands shown, fiche by fiche")
    @AnswersImport
    ObjectNode accept(
            @PathVariable String importId,
            @org.springframework.web.bind.annotation.RequestBody(required = false) @Nullable Acceptance body,
            HttpServletRequest request) {
        var asked = body == null ? new Acceptance(null, null) : body;
        var chosen = asked.ficheIds() == null ? null : new LinkedHashSet<>(asked.ficheIds());
        return imports.accept(
                importId, chosen, Asking.of(request, asked.reason()), RequestContextUtils.getLocale(request));
    }

    @DeleteMapping("/{importId}")
    @Operation(operationId = "discardImport", summary = "Discards a proposal")
    @AnswersImport
    ObjectNode discard(@PathVariable String importId) {
        return imports.discard(importId);
    }

    record Reason(@Nullable String reason) {}

    @PostMapping("/{importId}/reversal")
    @Operation(
            operationId = "reverseImport",
            summary = "Undoes an accepted import as one act, but for what somebody changed since")
    @AnswersImport
    ObjectNode reverse(
            @PathVariable String importId,
            @org.springframework.web.bind.annotation.RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        var asking = Asking.of(request, body == null ? null : body.reason());
        return imports.reverse(importId, asking, RequestContextUtils.getLocale(request));
    }
}
