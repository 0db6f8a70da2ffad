package fr.rtes.fiches.query.edit;

import static fr.rtes.fiches.query.edit.Field.bounds;
import static fr.rtes.fiches.query.edit.Field.choice;
import static fr.rtes.fiches.query.edit.Field.group;
import static fr.rtes.fiches.query.edit.Field.longText;
import static fr.rtes.fiches.query.edit.Field.rows;
import static fr.rtes.fiches.query.edit.Field.text;
import static fr.rtes.fiches.query.edit.Form.Values.at;
import static fr.rtes.fiches.query.edit.Form.Values.entry;
import static fr.rtes.fiches.query.edit.Form.Values.listed;
import static fr.rtes.fiches.query.edit.Form.Values.named;
import static fr.rtes.fiches.query.edit.Form.Values.none;
import static fr.rtes.fiches.query.edit.Form.Values.one;
import static fr.rtes.fiches.query.edit.Form.delete;
import static fr.rtes.fiches.query.edit.Form.post;
import static fr.rtes.fiches.query.edit.Form.put;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.query.edit.Field.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every command that a person can give, as a form. A test compares them with what the command service takes. */
final class Forms {

    private Forms() {}

    private static final Field REASON = text("reason").hinted();
    private static final Field FROM = Field.of("effectiveOn", Kind.DAY).hinted();
    private static final Field UNTIL =
            Field.of("effectiveOn", Kind.DAY).called("noLongerOn").hinted();

    private static Field year(String label) {
        return Field.of("year", Kind.YEAR).called(label);
    }

    private static Field amount(String name) {
        return bounds(
                name,
                choice("kind", "Amount", names(Amount.Kind.values())).called("amountKind"),
                Field.of("min", Kind.DECIMAL).called("euros").hinted(),
                Field.of("max", Kind.DECIMAL).called("eurosMost"),
                text("text").called("printed"));
    }

    private static String[] names(Enum<?>[] all) {
        return java.util.Arrays.stream(all).map(Enum::name).toArray(String[]::new);
    }

    private static Field when(String name) {
        return group(
                name,
                text("from").called("whenFrom").hinted(),
                text("to").called("whenTo"),
                Field.of("inferred", Kind.FLAG),
                text("text").called("printed"));
    }

    private static Field indicators() {
        return rows(
                "indicators",
                text("label").called("counted"),
                bounds(
                        "quantity",
                        choice("precision", Precision.class),
                        Field.of("min", Kind.DECIMAL).called("least"),
                        Field.of("max", Kind.DECIMAL).called("most"),
                        text("unit"),
                        text("text").called("printed")),
                amount("amount"),
                when("when"),
                rows("shares", text("label").called("share"), Field.of("value", Kind.DECIMAL)));
    }

    private static Field population(Kind kind) {
        return new Field(
                "population",
                kind,
                "population",
                false,
                false,
                List.of(
                        Field.of("value", Kind.NUMBER).called("inhabitants").required(),
                        choice("precision", Precision.class),
                        year("vintage"),
                        text("text").called("printed")),
                List.of());
    }

    private static List<Field> address() {
        return List.of(
                text("street"),
                text("delivery").hinted(),
                text("postalCode"),
                text("locality").required(),
                Field.of("cedex", Kind.FLAG),
                text("country").hinted());
    }

    private static Field[] and(List<Field> fields, Field... more) {
        return java.util.stream.Stream.concat(fields.stream(), java.util.Arrays.stream(more))
                .toArray(Field[]::new);
    }

    private static Field[] contact() {
        return new Field[] {
            choice("capacity", Contact.Capacity.class).required(),
            text("label").called("contactLabel").hinted(),
            text("name").called("person").required(),
            text("title").called("function"),
            text("service"),
            text("email"),
            text("phone"),
            FROM,
            Field.of("consent", Kind.FLAG).hinted()
        };
    }

    private static Field[] budget() {
        return new Field[] {
            year("budgetYear"),
            choice("nature", Budget.Nature.class).required(),
            rows("lines", choice("section", Budget.Section.class), text("purpose"), amount("amount"))
                    .called("budgetLines")
                    .required(),
            longText("text").called("sentence")
        };
    }

    private static Field[] scheme() {
        return new Field[] {
            text("name").called("schemeName").required(),
            Field.of("aliases", Kind.TEXTS).called("otherNames").hinted(),
            text("within"),
            longText("text").called("said"),
            when("when"),
            when("since"),
            indicators(),
            rows(
                    "grants",
                    text("beneficiary"),
                    text("place"),
                    amount("amount"),
                    when("when"),
                    Field.of("jobs", Kind.NUMBER),
                    Field.of("planned", Kind.FLAG),
                    Field.of("partners", Kind.TEXTS).hinted()),
            amount("ticket").hinted(),
            group(
                    "term",
                    text("min").called("termLeast").hinted(),
                    text("max").called("termMost"),
                    text("extensibleTo"),
                    Field.of("repayable", Kind.FLAG),
                    text("text").called("printed")),
            Field.of("partners", Kind.TEXTS).hinted()
        };
    }

    private static Field[] action() {
        return new Field[] {
            text("title").called("actionTitle").required(), longText("text").called("said"), when("when"), indicators()
        };
    }

    private static Field[] document() {
        return new Field[] {
            text("title").called("documentTitle").required(),
            text("author"),
            when("published"),
            text("url").hinted()
        };
    }

    private static final Field VISIBILITY = choice("status", "Visibility", "PUBLISHED", "BEING_WRITTEN");

    /** As the register tells it; {@link #VISIBILITY} is what may be asked for. */
    static final Field STATUS = choice("status", FicheStatus.class);

    static final List<Form> ALL = List.of(
            post(
                    "registerMember",
                    "",
                    text("name").called("memberName").required().hinted(),
                    choice("type", CollectiviteType.class).required(),
                    Field.of("membershipYear", Kind.YEAR).hinted(),
                    text("ficheId").hinted(),
                    group("identifiers", text("siren").hinted(), text("cog").hinted()),
                    population(Kind.GROUP),
                    Field.of("communeCount", Kind.NUMBER).hinted(),
                    group("address", address().toArray(Field[]::new)),
                    VISIBILITY.hinted()),
            put(
                    "renameMember",
                    "/name",
                    one("name", "/name"),
                    text("name").called("memberName").required(),
                    FROM),
            post("recordAlias", "/aliases", text("alias").required()),
            delete("withdrawAlias", "/aliases/{item}", listed("aliases")),
            put(
                    "changeCollectiviteType",
                    "/type",
                    one("type", "/type"),
                    choice("type", CollectiviteType.class).required(),
                    FROM),
            put(
                    "stateMembershipYear",
                    "/membership-year",
                    one("year", "/membership/since"),
                    year("membershipYear").required().hinted()),
            delete("stateNoMembershipYear", "/membership-year", none()),
            post(
                    "endMembership",
                    "/membership-end",
                    year("membershipEnd").required().hinted()),
            post(
                    "resumeMembership",
                    "/membership-resumption",
                    year("membershipResumption").required().hinted()),
            put("publishFiche", "/publication", none(), VISIBILITY.required()),
            delete("withdrawFiche", "/publication", none()),
            post(
                    "confirmFiche",
                    "/confirmations",
                    Field.of("confirmedOn", Kind.DAY).hinted()),
            put(
                    "linkOfficialIdentifier",
                    "/identifiers/{item}",
                    named("value", "/identifiers"),
                    text("value").called("identifier").required().hinted()),
            delete("unlinkOfficialIdentifier", "/identifiers/{item}", named("value", "/identifiers")),
            put(
                    "statePopulation",
                    "/population",
                    at("/population"),
                    and(population(Kind.GROUP).parts(), FROM)),
            delete("stateNoPopulation", "/population", none(), UNTIL),
            put(
                    "stateCommuneCount",
                    "/commune-count",
                    one("count", "/communeCount"),
                    Field.of("count", Kind.NUMBER).called("communeCount").required(),
                    FROM),
            delete("stateNoCommuneCount", "/commune-count", none(), UNTIL),
            put("stateAddress", "/address", at("/address"), and(address(), FROM)),
            delete("stateNoAddress", "/address", none(), UNTIL),
            post("nameContact", "/contacts", contact()),
            put("changeContact", "/contacts/{item}", entry("contacts", "contactId"), contact()),
            delete("endContact", "/contacts/{item}", entry("contacts", "contactId"), UNTIL),
            delete(
                            "erasePerson",
                            "/contacts/{item}/person",
                            entry("contacts", "contactId"),
                            choice("ground", ErasureGround.class).hinted())
                    .grave(),
            post("recordBudget", "/budgets", budget()),
            put("correctBudget", "/budgets/{item}", entry("budgets", "budgetId"), budget()),
            delete("withdrawBudget", "/budgets/{item}", entry("budgets", "budgetId")),
            put(
                    "writeProgramme",
                    "/programme",
                    one("blocks", "/programme"),
                    rows(
                                    "blocks",
                                    choice("kind", "Block", "PARAGRAPH", "ITEM", "PHASE")
                                            .called("blockKind"),
                                    Field.of("depth", Kind.NUMBER).hinted(),
                                    text("title").called("phaseTitle"),
                                    text("subtitle"),
                                    longText("text").called("blockText"))
                            .hinted()
                            .required()),
            delete("removeProgramme", "/programme", none()),
            post("recordScheme", "/schemes", scheme()),
            put("correctScheme", "/schemes/{item}", entry("schemes", "schemeId"), scheme()),
            delete("withdrawScheme", "/schemes/{item}", entry("schemes", "schemeId")),
            post("addSupportedAction", "/actions", action()),
            put("reviseSupportedAction", "/actions/{item}", entry("actions", "actionId"), action()),
            delete("removeSupportedAction", "/actions/{item}", entry("actions", "actionId")),
            post("referenceDocument", "/documents", document()),
            put("replaceDocument", "/documents/{item}", entry("documents", "documentId"), document()),
            delete("withdrawDocument", "/documents/{item}", entry("documents", "documentId")),
            put(
                    "explainFinding",
                    "/findings/{item}/explanation",
                    none(),
                    longText("text").called("explanation").required().hinted()),
            delete("withdrawFindingExplanation", "/findings/{item}/explanation", none()));

    private static final Map<String, Form> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Form::key, Function.identity()));

    static Optional<Form> find(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    static Form form(String key) {
        return find(key).orElseThrow();
    }

    /** Why: on every form, after its own fields. */
    static Field reason() {
        return REASON;
    }
}
