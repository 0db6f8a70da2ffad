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
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.node.ObjectNode;

/** Imports over HTTP: a source becomes a proposal, and nothing is recorded before somebody accepts it. */
@RestController
@RequestMapping("/api/v1/imports")
@Tag(name = "imports")
class ImportController {

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
        var content = request.getInputStream().readNBytes(SourceText.MOST_BYTES + 1);
        if (content.length > SourceText.MOST_BYTES) {
            throw new ProblemException(Problem.of(413, "body-too-large"));
        }
        return content;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listImports",
            summary = "Imports, newest first",
            description =
                    "What they are called, when they were proposed and how much they are about: nothing of what they say.")
    ResponseEntity<ImportList> list(
            @Parameter(description = "Only those of that status") @RequestParam(required = false) @Nullable ImportStatus status,
            @Parameter(description = "As the page before gave it") @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "From 1 to 500; 50 when absent") @RequestParam(required = false) @Nullable Integer limit,
            HttpServletRequest request) {
        var page = imports.list(status, ImportList.place(cursor, status), ImportList.limit(limit));
        var list = ImportList.of(page, status);
        var answer = ResponseEntity.ok().cacheControl(CacheControl.noStore());
        if (list.next() != null) {
            var next = ServletUriComponentsBuilder.fromRequest(request)
                    .scheme(null)
                    .host(null)
                    .port(null)
                    .replaceQueryParam("cursor", list.next())
                    .build()
                    .toUriString();
            answer = answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return answer.body(list);
    }

    @GetMapping("/{importId}")
    @Operation(operationId = "getImport", summary = "The proposal, and what became of it")
    @AnswersImport
    ResponseEntity<ObjectNode> find(@PathVariable String importId) {
        return shown(imports.find(importId));
    }

    private static ResponseEntity<ObjectNode> shown(ObjectNode shown) {
        return ResponseEntity.ok()
                .eTag("\"" + shown.path("revision").asLong(0) + "\"")
                .body(shown);
    }

    /**
     * @param choice one of those the question has
     * @param value what {@code OTHER} states: a year, a type of authority
     */
    @Schema(name = "ImportAnswerGiven")
    record AnswerGiven(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            Answers.@Nullable Choice choice,

            @Nullable String value) {}

    @PutMapping("/{importId}/answers/{questionId}")
    @Operation(
            operationId = "answerImportQuestion",
            summary = "Answers a question of a proposal; its changes follow at once",
            description = """
                    Records nothing. The fiche that the question is about is compared anew with the register. Who answered is kept \
                    with the proposal, and told with the evidence of what is recorded once it is accepted. The same answer twice \
                    changes nothing.""")
    @AnswersImport
    ResponseEntity<ObjectNode> answer(
            @PathVariable String importId,
            @PathVariable String questionId,
            @org.springframework.web.bind.annotation.RequestBody AnswerGiven body,
            HttpServletRequest request) {
        if (body.choice() == null) {
            throw new ProblemException(Problem.at(400, "required", "/choice", Map.of()));
        }
        var value = body.value() == null || body.value().isBlank()
                ? null
                : body.value().strip();
        return shown(imports.answer(
                importId,
                questionId,
                body.choice(),
                value,
                Asking.of(request, null),
                RequestContextUtils.getLocale(request)));
    }

    /** @param ficheIds those to accept; all where left out */
    record Acceptance(
            @Nullable List<String> ficheIds, @Nullable String reason) {}

    @PostMapping("/{importId}/acceptance")
    @Operation(
            operationId = "acceptImport",
            summary = "Sends the commands shown, fiche by fiche",
            description =
                    "A question that nobody answered holds nothing up: what was concluded is recorded as such, with INFERRED as its method.")
    @AnswersImport
    ResponseEntity<ObjectNode> accept(
            @PathVariable String importId,
            @org.springframework.web.bind.annotation.RequestBody(required = false) @Nullable Acceptance body,
            HttpServletRequest request) {
        var asked = body == null ? new Acceptance(null, null) : body;
        var chosen = asked.ficheIds() == null ? null : new LinkedHashSet<>(asked.ficheIds());
        return shown(imports.accept(
                importId, chosen, Asking.of(request, asked.reason()), RequestContextUtils.getLocale(request)));
    }

    @DeleteMapping("/{importId}")
    @Operation(operationId = "discardImport", summary = "Discards a proposal")
    @AnswersImport
    ResponseEntity<ObjectNode> discard(@PathVariable String importId) {
        return shown(imports.discard(importId));
    }

    record Reason(@Nullable String reason) {}

    @PostMapping("/{importId}/reversal")
    @Operation(
            operationId = "reverseImport",
            summary = "Undoes an accepted import as one act, but for what somebody changed since")
    @AnswersImport
    ResponseEntity<ObjectNode> reverse(
            @PathVariable String importId,
            @org.springframework.web.bind.annotation.RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        var asking = Asking.of(request, body == null ? null : body.reason());
        return shown(imports.reverse(importId, asking, RequestContextUtils.getLocale(request)));
    }
}
