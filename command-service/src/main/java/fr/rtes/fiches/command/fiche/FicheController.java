package fr.rtes.fiches.command.fiche;

import static fr.rtes.fiches.command.fiche.Refusals.required;
import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonInclude;
import fr.rtes.fiches.command.fiche.Commands.Accepted;
import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.platform.Asking;
import fr.rtes.fiches.command.platform.Idempotency;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Commands over HTTP. A body says the value itself and beside it why ({@code reason}) and from when it is true ({@code
 * effectiveOn}); every answer is the version and position to ask the query side for.
 */
@RestController
@RequestMapping("/api/v1/fiches")
@Tag(name = "fiches")
class FicheController {

    private final Commands commands;
    private final Erasures erasures;
    private final Idempotency idempotency;
    private final Clock clock;

    FicheController(Commands commands, Erasures erasures, Idempotency idempotency, Clock clock) {
        this.commands = commands;
        this.erasures = erasures;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /**
     * @param version of the fiche now, also its ETag
     * @param position of the fiche's last event in the register
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String ficheId,
            long version,
            long position,
            @Nullable String budgetId,
            @Nullable String actionId,
            @Nullable String schemeId,
            @Nullable String contactId,
            @Nullable String documentId) {
        static Answer of(Accepted a) {
            return new Answer(a.ficheId(), a.version(), a.position(), null, null, null, null, null);
        }
    }

    // The kept answer to an earlier request is plain JSON, so the methods that may give it cannot say its type
    // themselves.

    @ApiResponse(
            responseCode = "201",
            description = "Recorded, or there already",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = Answer.class)))
    @Retention(RetentionPolicy.RUNTIME)
    @interface AnswersCreated {}

    @ApiResponse(
            responseCode = "200",
            description = "Recorded, or so already",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = Answer.class)))
    @Retention(RetentionPolicy.RUNTIME)
    @interface AnswersDone {}

    /** {@code effectiveOn} of a DELETE, which has no body to say it in. */
    @Parameter(description = "The first day on which it is no longer so, past or future; today where left out.")
    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface From {}

    // ---- membership

    record FirstIdentifiers(
            @Nullable String siren, @Nullable String cog) {}

    record FirstPopulation(
            @Schema(requiredMode = REQUIRED) @Nullable Long value,
            @Nullable Precision precision,
            @Nullable Integer year,
            @Nullable String text) {}

    record FirstAddress(
            @Nullable String street,
            @Nullable String delivery,
            @Nullable String postalCode,
            @Schema(requiredMode = REQUIRED) @Nullable String locality,
            @Nullable Boolean cedex,
            @Nullable String country) {}

    /** Behind the membership year: facts that may be stated along with the registration, as their own calls would. */
    record Registration(
            @Nullable String ficheId,
            @Schema(requiredMode = REQUIRED) @Nullable String name,
            @Schema(requiredMode = REQUIRED) @Nullable CollectiviteType type,
            @Nullable Integer membershipYear,
            @Nullable FirstIdentifiers identifiers,
            @Nullable FirstPopulation population,
            @Nullable Integer communeCount,
            @Nullable FirstAddress address,
            @Nullable Visibility status,
            @Nullable String reason) {

        private static final String WHOLE = "";

        FirstFacts facts(String ficheId, RegisterMember registration) {
            var steps = new ArrayList<FirstFacts.Step>();
            steps.add(new FirstFacts.Step(WHOLE, WHOLE, registration));
            if (identifiers != null && identifiers.siren != null) {
                var command = new LinkOfficialIdentifier(ficheId, IdentifierScheme.SIREN, identifiers.siren);
                steps.add(new FirstFacts.Step("/identifiers/siren", "/value", command));
            }
            if (identifiers != null && identifiers.cog != null) {
                var command = new LinkOfficialIdentifier(ficheId, IdentifierScheme.COG, identifiers.cog);
                steps.add(new FirstFacts.Step("/identifiers/cog", "/value", command));
            }
            if (population != null) {
                var value = inhabitants(
                        required("/population/value", population.value),
                        population.precision,
                        population.year,
                        population.text);
                steps.add(new FirstFacts.Step("/population", WHOLE, new StatePopulation(ficheId, value, null)));
            }
            if (communeCount != null) {
                steps.add(new FirstFacts.Step(
                        "/communeCount", "/count", new StateCommuneCount(ficheId, communeCount, null)));
            }
            if (address != null) {
                var value = place(
                        address.street,
                        address.delivery,
                        address.postalCode,
                        required("/address/locality", address.locality),
                        address.cedex,
                        address.country);
                steps.add(new FirstFacts.Step("/address", WHOLE, new StateAddress(ficheId, value, null)));
            }
            if (status != null) {
                steps.add(new FirstFacts.Step("/status", WHOLE, shown(ficheId, status)));
            }
            return new FirstFacts(ficheId, steps);
        }
    }

    private static Population inhabitants(
            long value, @Nullable Precision precision, @Nullable Integer year, @Nullable String text) {
        return new Population(value, Objects.requireNonNullElse(precision, Precision.EXACT), year, text);
    }

    private static Address place(
            @Nullable String street,
            @Nullable String delivery,
            @Nullable String postalCode,
            String locality,
            @Nullable Boolean cedex,
            @Nullable String country) {
        return new Address(
                street,
                delivery,
                postalCode,
                locality,
                Objects.requireNonNullElse(cedex, false),
                Objects.requireNonNullElse(country, "FR"));
    }

    private static FicheCommand shown(String ficheId, Visibility status) {
        return switch (status) {
            case PUBLISHED -> new PublishFiche(ficheId);
            case BEING_WRITTEN -> new AnnounceWriting(ficheId);
        };
    }

    @PostMapping
    @AnswersCreated
    @Operation(
            operationId = "registerMember",
            summary = "Registers a member: its fiche begins, as a draft unless the status says otherwise",
            description =
                    "What the body says beyond name and type is recorded with it, as its own call would: all of it or nothing.")
    ResponseEntity<?> register(@RequestBody Registration body, HttpServletRequest request) {
        var name = required("/name", body.name());
        var ficheId = body.ficheId() == null ? Slug.of(name) : body.ficheId();
        var command = new RegisterMember(ficheId, name, required("/type", body.type()), body.membershipYear());
        var facts = body.facts(ficheId, command);
        var asking = Asking.of(request, body.reason());
        try {
            return commands.inTransaction(
                    ficheId,
                    () -> idempotency.once(
                            asking,
                            Map.of("path", request.getRequestURI(), "body", body),
                            () -> created(
                                    ficheId,
                                    "",
                                    Answer.of(commands.send(facts, asking.provenance(), asking.expectedVersion())))));
        } catch (Refused e) {
            throw e.refusal() instanceof Refusal.IdentifierTaken taken
                    ? new ProblemException(inRegistration(taken))
                    : e;
        }
    }

    private static Problem inRegistration(Refusal.IdentifierTaken taken) {
        var alone = Refusals.problem(taken);
        var field = alone.fields().getFirst();
        var here = new Problem.Field("/identifiers/" + taken.scheme().key(), field.code(), field.params());
        return new Problem(
                alone.status(), alone.code(), alone.params(), List.of(here), alone.members(), alone.headers());
    }

    record Name(
            @Schema(requiredMode = REQUIRED) @Nullable String name,
            @Nullable LocalDate effectiveOn,
            @Nullable String reason) {}

    @PutMapping("/{ficheId}/name")
    @Operation(operationId = "renameMember", summary = "Renames the member")
    ResponseEntity<Answer> name(@PathVariable String ficheId, @RequestBody Name body, HttpServletRequest request) {
        return put(
                request, body.reason(), new RenameMember(ficheId, required("/name", body.name()), body.effectiveOn()));
    }

    record Alias(
            @Schema(requiredMode = REQUIRED) @Nullable String alias,
            @Nullable String reason) {}

    @PostMapping("/{ficheId}/aliases")
    @AnswersDone
    @Operation(operationId = "recordAlias", summary = "Records another name of the member")
    ResponseEntity<?> alias(@PathVariable String ficheId, @RequestBody Alias body, HttpServletRequest request) {
        var command = new RecordAlias(ficheId, required("/alias", body.alias()));
        return post(request, body, body.reason(), command, accepted -> ok(Answer.of(accepted)));
    }

    @DeleteMapping("/{ficheId}/aliases/{alias}")
    @Operation(operationId = "withdrawAlias", summary = "Withdraws another name of the member")
    ResponseEntity<Answer> withdrawAlias(
            @PathVariable String ficheId, @PathVariable String alias, HttpServletRequest request) {
        return put(request, null, new WithdrawAlias(ficheId, alias));
    }

    record Type(
            @Schema(requiredMode = REQUIRED) @Nullable CollectiviteType type,
            @Nullable LocalDate effectiveOn,
            @Nullable String reason) {}

    @PutMapping("/{ficheId}/type")
    @Operation(operationId = "changeCollectiviteType", summary = "Changes which kind of local authority it is")
    ResponseEntity<Answer> type(@PathVariable String ficheId, @RequestBody Type body, HttpServletRequest request) {
        var command = new ChangeCollectiviteType(ficheId, required("/type", body.type()), body.effectiveOn());
        return put(request, body.reason(), command);
    }

    record Year(
            @Schema(requiredMode = REQUIRED) @Nullable Integer year,
            @Nullable String reason) {}

    @PutMapping("/{ficheId}/membership-year")
    @Operation(operationId = "stateMembershipYear", summary = "States the first year of membership")
    ResponseEntity<Answer> membershipYear(
            @PathVariable String ficheId, @RequestBody Year body, HttpServletRequest request) {
        return put(request, body.reason(), new StateMembershipYear(ficheId, required("/year", body.year())));
    }

    @DeleteMapping("/{ficheId}/membership-year")
    @Operation(operationId = "stateNoMembershipYear", summary = "States that the first year of membership is not known")
    ResponseEntity<Answer> noMembershipYear(@PathVariable String ficheId, HttpServletRequest request) {
        return put(request, null, new StateMembershipYear(ficheId, null));
    }

    @PostMapping("/{ficheId}/membership-end")
    @AnswersDone
    @Operation(operationId = "endMembership", summary = "Ends the membership")
    ResponseEntity<?> endMembership(@PathVariable String ficheId, @RequestBody Year body, HttpServletRequest request) {
        var command = new EndMembership(ficheId, required("/year", body.year()));
        return post(request, body, body.reason(), command, accepted -> ok(Answer.of(accepted)));
    }

    @PostMapping("/{ficheId}/membership-resumption")
    @AnswersDone
    @Operation(operationId = "resumeMembership", summary = "Resumes an ended membership")
    ResponseEntity<?> resumeMembership(
            @PathVariable String ficheId, @RequestBody Year body, HttpServletRequest request) {
        var command = new ResumeMembership(ficheId, required("/year", body.year()));
        return post(request, body, body.reason(), command, accepted -> ok(Answer.of(accepted)));
    }

    // ---- life of the fiche

    enum Visibility {
        PUBLISHED,
        BEING_WRITTEN
    }

    record Publication(
            @Nullable Visibility status, @Nullable String reason) {}

    @PutMapping("/{ficheId}/publication")
    @Operation(operationId = "publishFiche", summary = "Publishes the fiche, or announces that it is being written")
    ResponseEntity<Answer> publish(
            @PathVariable String ficheId,
            @RequestBody(required = false) @Nullable Publication body,
            HttpServletRequest request) {
        var asked = body == null ? new Publication(null, null) : body;
        var command = shown(ficheId, Objects.requireNonNullElse(asked.status(), Visibility.PUBLISHED));
        return put(request, asked.reason(), command);
    }

    @DeleteMapping("/{ficheId}/publication")
    @Operation(operationId = "withdrawFiche", summary = "Withdraws the fiche from the public")
    ResponseEntity<Answer> withdraw(@PathVariable String ficheId, HttpServletRequest request) {
        return put(request, null, new WithdrawFiche(ficheId));
    }

    /** @param confirmedOn the day it was found unchanged; today where left out */
    record Confirmation(
            @Nullable LocalDate confirmedOn, @Nullable String reason) {}

    @PostMapping("/{ficheId}/confirmations")
    @AnswersDone
    @Operation(operationId = "confirmFiche", summary = "Attests that the fiche was found unchanged")
    ResponseEntity<?> confirm(
            @PathVariable String ficheId,
            @RequestBody(required = false) @Nullable Confirmation body,
            HttpServletRequest request) {
        var asked = body == null ? new Confirmation(null, null) : body;
        var on = Objects.requireNonNullElseGet(asked.confirmedOn(), () -> Days.today(clock));
        return post(request, asked, asked.reason(), new ConfirmFiche(ficheId, on), accepted -> ok(Answer.of(accepted)));
    }

    // ---- identity

    record Identifier(
            @Schema(requiredMode = REQUIRED) @Nullable String value,
            @Nullable String reason) {}

    @PutMapping("/{ficheId}/identifiers/{scheme}")
    @Operation(operationId = "linkOfficialIdentifier", summary = "Links a SIREN or COG; it belongs to one fiche")
    ResponseEntity<Answer> link(
            @PathVariable String ficheId,
            @Parameter(schema = @Schema(allowableValues = {"siren", "cog"})) @PathVariable String scheme,
            @RequestBody Identifier body,
            HttpServletRequest request) {
        var command = new LinkOfficialIdentifier(ficheId, scheme(scheme), required("/value", body.value()));
        return put(request, body.reason(), command);
    }

    @DeleteMapping("/{ficheId}/identifiers/{scheme}")
    @Operation(operationId = "unlinkOfficialIdentifier", summary = "Unlinks a SIREN or COG")
    ResponseEntity<Answer> unlink(
            @PathVariable String ficheId,
            @Parameter(schema = @Schema(allowableValues = {"siren", "cog"})) @PathVariable String scheme,
            HttpServletRequest request) {
        return put(request, null, new UnlinkOfficialIdentifier(ficheId, scheme(scheme)));
    }

    private static IdentifierScheme scheme(String key) {
        for (var scheme : IdentifierScheme.values()) {
            if (scheme.key().equals(key)) {
                return scheme;
            }
        }
        throw Refusals.unknownScheme();
    }

    // ---- territory

    record PopulationSaid(
            @Schema(requiredMode = REQUIRED) @Nullable Long value,
            @Nullable Precision precision,
            @Nullable Integer year,
            @Nullable String text,
            @Nullable LocalDate effectiveOn,
            @Nullable String reason) {}

    @PutMapping("/{ficheId}/population")
    @Operation(operationId = "statePopulation", summary = "States the number of inhabitants")
    ResponseEntity<Answer> population(
            @PathVariable String ficheId, @RequestBody PopulationSaid body, HttpServletRequest request) {
        var population = inhabitants(required("/value", body.value()), body.precision(), body.year(), body.text());
        return put(request, body.reason(), new StatePopulation(ficheId, population, body.effectiveOn()));
    }

    @DeleteMapping("/{ficheId}/population")
    @Operation(operationId = "stateNoPopulation", summary = "States that the fiche no longer says how many inhabitants")
    ResponseEntity<Answer> noPopulation(
            @PathVariable String ficheId,
            @From @RequestParam(required = false) @Nullable LocalDate effectiveOn,
            HttpServletRequest request) {
        return put(request, null, new StatePopulation(ficheId, null, effectiveOn));
    }

    record CommuneCount(
            @Schema(requiredMode = REQUIRED) @Nullable Integer count,
            @Nullable LocalDate effectiveOn,
            @Nullable String reason) {}

    @PutMapping("/{ficheId}/commune-count")
    @Operation(operationId = "stateCommuneCount", summary = "States the number of communes")
    ResponseEntity<Answer> communeCount(
            @PathVariable String ficheId, @RequestBody CommuneCount body, HttpServletRequest request) {
        var command = new StateCommuneCount(ficheId, required("/count", body.count()), body.effectiveOn());
        return put(request, body.reason(), command);
    }

    @DeleteMapping("/{ficheId}/commune-count")
    @Operation(operationId = "stateNoCommuneCount", summary = "States that the fiche no longer says how many communes")
    ResponseEntity<Answer> noCommuneCount(
            @PathVariable String ficheId,
            @From @RequestParam(required = false) @Nullable LocalDate effectiveOn,
            HttpServletRequest request) {
        return put(request, null, new StateCommuneCount(ficheId, null, effectiveOn));
    }

    record AddressSaid(
            @Nullable String street,
            @Nullable String delivery,
            @Nullable String postalCode,
            @Schema(requiredMode = REQUIRED) @Nullable String locality,
            @Nullable Boolean cedex,
            @Nullable String country,
            @Nullable LocalDate effectiveOn,
            @Nullable String reason) {}

    @PutMapping("/{ficheId}/address")
    @Operation(operationId = "stateAddress", summary = "States the postal address")
    ResponseEntity<Answer> address(
            @PathVariable String ficheId, @RequestBody AddressSaid body, HttpServletRequest request) {
        var address = place(
                body.street(),
                body.delivery(),
                body.postalCode(),
                required("/locality", body.locality()),
                body.cedex(),
                body.country());
        return put(request, body.reason(), new StateAddress(ficheId, address, body.effectiveOn()));
    }

    @DeleteMapping("/{ficheId}/address")
    @Operation(operationId = "stateNoAddress", summary = "States that the fiche no longer gives an address")
    ResponseEntity<Answer> noAddress(
            @PathVariable String ficheId,
            @From @RequestParam(required = false) @Nullable LocalDate effectiveOn,
            HttpServletRequest request) {
        return put(request, null, new StateAddress(ficheId, null, effectiveOn));
    }

    // ---- programme

    record Programme(
            @Schema(requiredMode = REQUIRED) @Nullable List<Block> blocks,
            @Nullable String reason) {}

    @PutMapping("/{ficheId}/programme")
    @Operation(operationId = "writeProgramme", summary = "Writes the whole programme, in order")
    ResponseEntity<Answer> programme(
            @PathVariable String ficheId, @RequestBody Programme body, HttpServletRequest request) {
        return put(request, body.reason(), new WriteProgramme(ficheId, required("/blocks", body.blocks())));
    }

    @DeleteMapping("/{ficheId}/programme")
    @Operation(operationId = "removeProgramme", summary = "States that there no longer is a programme")
    ResponseEntity<Answer> noProgramme(@PathVariable String ficheId, HttpServletRequest request) {
        return put(request, null, new WriteProgramme(ficheId, List.of()));
    }

    // ---- money

    record BudgetSaid(
            @Nullable String budgetId,
            @Nullable Integer year,
            Budget.@Nullable Nature nature,
            @Schema(requiredMode = REQUIRED) @Nullable List<Budget.Line> lines,
            @Nullable String text,
            @Nullable String reason) {
        Budget budget() {
            return new Budget(
                    year,
                    Objects.requireNonNullElse(nature, Budget.Nature.UNSPECIFIED),
                    required("/lines", lines),
                    text);
        }
    }

    @PostMapping("/{ficheId}/budgets")
    @AnswersCreated
    @Operation(operationId = "recordBudget", summary = "Records a budget")
    ResponseEntity<?> recordBudget(
            @PathVariable String ficheId, @RequestBody BudgetSaid body, HttpServletRequest request) {
        var command = new RecordBudget(ficheId, idOr(body.budgetId()), body.budget());
        return post(request, body, body.reason(), command, a -> {
            var id = idOf(a.fiche().budgets(), command.budgetId(), command.budget(), Object::equals);
            return created(
                    ficheId,
                    "/budgets/" + id,
                    new Answer(a.ficheId(), a.version(), a.position(), id, null, null, null, null));
        });
    }

    @PutMapping("/{ficheId}/budgets/{budgetId}")
    @Operation(operationId = "correctBudget", summary = "Corrects a budget")
    ResponseEntity<Answer> correctBudget(
            @PathVariable String ficheId,
            @PathVariable String budgetId,
            @RequestBody BudgetSaid body,
            HttpServletRequest request) {
        sameId("/budgetId", body.budgetId(), budgetId);
        return put(request, body.reason(), new CorrectBudget(ficheId, budgetId, body.budget()));
    }

    @DeleteMapping("/{ficheId}/budgets/{budgetId}")
    @Operation(operationId = "withdrawBudget", summary = "Withdraws a budget")
    ResponseEntity<Answer> withdrawBudget(
            @PathVariable String ficheId, @PathVariable String budgetId, HttpServletRequest request) {
        return put(request, null, new WithdrawBudget(ficheId, budgetId));
    }

    // ---- supported actions

    record ActionSaid(
            @Nullable String actionId,
            @Schema(requiredMode = REQUIRED) @Nullable String title,
            @Nullable String text,
            @Nullable When when,
            @Nullable List<Indicator> indicators,
            @Nullable String reason) {
        SupportedAction action() {
            return new SupportedAction(required("/title", title), text, when, orNone(indicators));
        }
    }

    @PostMapping("/{ficheId}/actions")
    @AnswersCreated
    @Operation(operationId = "addSupportedAction", summary = "Adds a supported action")
    ResponseEntity<?> addAction(
            @PathVariable String ficheId, @RequestBody ActionSaid body, HttpServletRequest request) {
        var command = new AddSupportedAction(ficheId, idOr(body.actionId()), body.action());
        return post(request, body, body.reason(), command, a -> {
            var id = idOf(a.fiche().actions(), command.actionId(), command.action(), Object::equals);
            return created(
                    ficheId,
                    "/actions/" + id,
                    new Answer(a.ficheId(), a.version(), a.position(), null, id, null, null, null));
        });
    }

    @PutMapping("/{ficheId}/actions/{actionId}")
    @Operation(operationId = "reviseSupportedAction", summary = "Revises a supported action")
    ResponseEntity<Answer> reviseAction(
            @PathVariable String ficheId,
            @PathVariable String actionId,
            @RequestBody ActionSaid body,
            HttpServletRequest request) {
        sameId("/actionId", body.actionId(), actionId);
        return put(request, body.reason(), new ReviseSupportedAction(ficheId, actionId, body.action()));
    }

    @DeleteMapping("/{ficheId}/actions/{actionId}")
    @Operation(operationId = "removeSupportedAction", summary = "Removes a supported action")
    ResponseEntity<Answer> removeAction(
            @PathVariable String ficheId, @PathVariable String actionId, HttpServletRequest request) {
        return put(request, null, new RemoveSupportedAction(ficheId, actionId));
    }

    // ---- schemes

    record SchemeSaid(
            @Nullable String schemeId,
            @Schema(requiredMode = REQUIRED) @Nullable String name,
            @Nullable List<String> aliases,
            @Nullable String within,
            @Nullable String text,
            @Nullable When when,
            @Nullable When since,
            @Nullable List<Indicator> indicators,
            @Nullable List<Scheme.Grant> grants,
            @Nullable Amount ticket,
            Scheme.@Nullable Term term,
            @Nullable List<String> partners,
            @Nullable String reason) {
        Scheme scheme() {
            return new Scheme(
                    required("/name", name),
                    orNone(aliases),
                    within,
                    text,
                    when,
                    since,
                    orNone(indicators),
                    orNone(grants),
                    ticket,
                    term,
                    orNone(partners));
        }
    }

    @PostMapping("/{ficheId}/schemes")
    @AnswersCreated
    @Operation(operationId = "recordScheme", summary = "Records a scheme (dispositif)")
    ResponseEntity<?> recordScheme(
            @PathVariable String ficheId, @RequestBody SchemeSaid body, HttpServletRequest request) {
        var command = new RecordScheme(ficheId, idOr(body.schemeId()), body.scheme());
        return post(request, body, body.reason(), command, a -> {
            var id = idOf(a.fiche().schemes(), command.schemeId(), command.scheme(), Object::equals);
            return created(
                    ficheId,
                    "/schemes/" + id,
                    new Answer(a.ficheId(), a.version(), a.position(), null, null, id, null, null));
        });
    }

    @PutMapping("/{ficheId}/schemes/{schemeId}")
    @Operation(operationId = "correctScheme", summary = "Corrects a scheme")
    ResponseEntity<Answer> correctScheme(
            @PathVariable String ficheId,
            @PathVariable String schemeId,
            @RequestBody SchemeSaid body,
            HttpServletRequest request) {
        sameId("/schemeId", body.schemeId(), schemeId);
        return put(request, body.reason(), new CorrectScheme(ficheId, schemeId, body.scheme()));
    }

    @DeleteMapping("/{ficheId}/schemes/{schemeId}")
    @Operation(operationId = "withdrawScheme", summary = "Withdraws a scheme")
    ResponseEntity<Answer> withdrawScheme(
            @PathVariable String ficheId, @PathVariable String schemeId, HttpServletRequest request) {
        return put(request, null, new WithdrawScheme(ficheId, schemeId));
    }

    // ---- people

    record ContactSaid(
            @Nullable String contactId,
            @Schema(requiredMode = REQUIRED) Contact.@Nullable Capacity capacity,
            @Nullable String label,
            @Schema(requiredMode = REQUIRED) @Nullable String name,
            @Nullable String title,
            @Nullable String service,
            @Nullable String email,
            @Nullable String phone,
            @Nullable LocalDate effectiveOn,

            @Schema(
                    description =
                            "Somebody of that name was erased from the fiche and agrees to be named again; a reason has to be given")
            @Nullable Boolean consent,

            @Nullable String reason) {

        /** @param why from the body or the header */
        boolean consented(@Nullable String why) {
            var consented = consent != null && consent;
            if (consented) {
                required("/reason", why);
            }
            return consented;
        }

        Contact contact() {
            var person = new Person.Legible(
                    UUID.randomUUID().toString(), required("/name", name), title, service, email, phone);
            return new Contact(required("/capacity", capacity), label, person);
        }

        /** Says nothing, so that no log line names a person. */
        @Override
        public String toString() {
            return "ContactSaid[" + contactId + "]";
        }
    }

    @PostMapping("/{ficheId}/contacts")
    @AnswersCreated
    @Operation(operationId = "nameContact", summary = "Names a contact")
    ResponseEntity<?> nameContact(
            @PathVariable String ficheId, @RequestBody ContactSaid body, HttpServletRequest request) {
        var consented = body.consented(Asking.of(request, body.reason()).reason());
        var command = new NameContact(ficheId, idOr(body.contactId()), body.contact(), body.effectiveOn(), consented);
        return post(request, body, body.reason(), command, a -> {
            var id = a.fiche().contacts().idOf(command, Days.today(clock));
            return created(
                    ficheId,
                    "/contacts/" + id,
                    new Answer(a.ficheId(), a.version(), a.position(), null, null, null, id, null));
        });
    }

    @PutMapping("/{ficheId}/contacts/{contactId}")
    @Operation(operationId = "changeContact", summary = "Changes a contact")
    ResponseEntity<Answer> changeContact(
            @PathVariable String ficheId,
            @PathVariable String contactId,
            @RequestBody ContactSaid body,
            HttpServletRequest request) {
        sameId("/contactId", body.contactId(), contactId);
        var consented = body.consented(Asking.of(request, body.reason()).reason());
        var command = new ChangeContact(ficheId, contactId, body.contact(), body.effectiveOn(), consented);
        return put(request, body.reason(), command);
    }

    @DeleteMapping("/{ficheId}/contacts/{contactId}")
    @Operation(operationId = "endContact", summary = "Ends a contact")
    ResponseEntity<Answer> endContact(
            @PathVariable String ficheId,
            @PathVariable String contactId,
            @From @RequestParam(required = false) @Nullable LocalDate effectiveOn,
            HttpServletRequest request) {
        return put(request, null, new EndContact(ficheId, contactId, effectiveOn));
    }

    @DeleteMapping("/{ficheId}/contacts/{contactId}/person")
    @Operation(operationId = "erasePerson", summary = "Erases a contact's personal data for good")
    ResponseEntity<Answer> erasePerson(
            @PathVariable String ficheId,
            @PathVariable String contactId,
            @Parameter(description = "Why, in the cases of article 17(1) of the GDPR; not said where left out")
                    @RequestParam(required = false)
                    @Nullable ErasureGround ground,
            HttpServletRequest request) {
        var asking = Asking.of(request, null);
        return ok(Answer.of(erasures.erase(ficheId, contactId, ground, asking.provenance(), asking.expectedVersion())));
    }

    // ---- documents

    record DocumentSaid(
            @Nullable String documentId,
            @Schema(requiredMode = REQUIRED) @Nullable String title,
            @Nullable String author,
            @Nullable When published,
            @Nullable String url,
            @Nullable String reason) {
        Document document() {
            return new Document(required("/title", title), author, published, url);
        }
    }

    @PostMapping("/{ficheId}/documents")
    @AnswersCreated
    @Operation(operationId = "referenceDocument", summary = "References a document")
    ResponseEntity<?> referenceDocument(
            @PathVariable String ficheId, @RequestBody DocumentSaid body, HttpServletRequest request) {
        var command = new ReferenceDocument(ficheId, idOr(body.documentId()), body.document());
        return post(request, body, body.reason(), command, a -> {
            var id = idOf(a.fiche().documents(), command.documentId(), command.document(), Object::equals);
            return created(
                    ficheId,
                    "/documents/" + id,
                    new Answer(a.ficheId(), a.version(), a.position(), null, null, null, null, id));
        });
    }

    @PutMapping("/{ficheId}/documents/{documentId}")
    @Operation(operationId = "replaceDocument", summary = "Replaces the reference to a document")
    ResponseEntity<Answer> replaceDocument(
            @PathVariable String ficheId,
            @PathVariable String documentId,
            @RequestBody DocumentSaid body,
            HttpServletRequest request) {
        sameId("/documentId", body.documentId(), documentId);
        return put(request, body.reason(), new ReplaceDocument(ficheId, documentId, body.document()));
    }

    @DeleteMapping("/{ficheId}/documents/{documentId}")
    @Operation(operationId = "withdrawDocument", summary = "Withdraws the reference to a document")
    ResponseEntity<Answer> withdrawDocument(
            @PathVariable String ficheId, @PathVariable String documentId, HttpServletRequest request) {
        return put(request, null, new WithdrawDocument(ficheId, documentId));
    }

    // ---- findings

    record Explanation(
            @Schema(requiredMode = REQUIRED, minLength = 1, maxLength = Rules.EXPLANATION) @Nullable String text,

            @Nullable String reason) {}

    /** Findings are computed by a view: which of them there are is not known here. */
    @PutMapping("/{ficheId}/findings/{findingId}/explanation")
    @Operation(
            operationId = "explainFinding",
            summary = "Explains why a finding is as it is",
            description =
                    "Corrects no figure. An explanation of a finding that nobody knows is kept, and shown once there is one.")
    ResponseEntity<Answer> explainFinding(
            @PathVariable String ficheId,
            @PathVariable String findingId,
            @RequestBody Explanation body,
            HttpServletRequest request) {
        var command = new ExplainFinding(ficheId, findingId, required("/text", body.text()));
        return put(request, body.reason(), command);
    }

    @DeleteMapping("/{ficheId}/findings/{findingId}/explanation")
    @Operation(operationId = "withdrawFindingExplanation", summary = "Withdraws the explanation of a finding")
    ResponseEntity<Answer> withdrawExplanation(
            @PathVariable String ficheId, @PathVariable String findingId, HttpServletRequest request) {
        return put(request, null, new WithdrawFindingExplanation(ficheId, findingId));
    }

    // ---- what all of them share

    private ResponseEntity<Answer> put(HttpServletRequest request, @Nullable String reason, FicheCommand command) {
        var asking = Asking.of(request, reason);
        return ok(Answer.of(commands.send(command, asking.provenance(), asking.expectedVersion())));
    }

    private ResponseEntity<?> post(
            HttpServletRequest request,
            Object body,
            @Nullable String reason,
            FicheCommand command,
            Function<Accepted, ResponseEntity<?>> answer) {
        var asking = Asking.of(request, reason);
        return commands.inTransaction(
                command.ficheId(),
                () -> idempotency.once(
                        asking,
                        Map.of("path", request.getRequestURI(), "body", body),
                        () -> answer.apply(commands.send(command, asking.provenance(), asking.expectedVersion()))));
    }

    private static ResponseEntity<Answer> ok(Answer answer) {
        return ResponseEntity.ok().eTag(etag(answer)).body(answer);
    }

    private static ResponseEntity<Answer> created(String ficheId, String path, Answer answer) {
        return ResponseEntity.created(URI.create("/api/v1/fiches/" + ficheId + path))
                .eTag(etag(answer))
                .body(answer);
    }

    private static String etag(Answer answer) {
        return "\"" + answer.version() + "\"";
    }

    private static String idOr(@Nullable String given) {
        return given == null ? UUID.randomUUID().toString() : given;
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** The id the value is under: the command's, or of the same value that was there before. */
    private static <T> String idOf(Items<T> items, String id, T value, BiPredicate<T, T> same) {
        return items.current().containsKey(id)
                ? id
                : items.current().entrySet().stream()
                        .filter(there -> same.test(there.getValue(), value))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(id);
    }

    /** A body may repeat the id of its address, not contradict it. */
    private static void sameId(String pointer, @Nullable String inBody, String inPath) {
        if (inBody != null && !inBody.equals(inPath)) {
            throw new Refused(new Refusal.Malformed(
                    List.of(new Refusal.Malformed.Fault(pointer, "id-differs-from-address", Map.of()))));
        }
    }
}
