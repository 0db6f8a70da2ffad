package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.query.findings.OpenFindings;
import fr.rtes.fiches.query.web.Page;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One fiche, part by part, each with the forms that change it. */
final class FicheParts {

    private final String ficheId;
    private final JsonNode values;
    private final Wording wording;
    private final Page page;
    private final List<Part> parts = new ArrayList<>();

    private FicheParts(DeskFiches.Fiche fiche, Wording wording, Page page) {
        this.ficheId = fiche.ficheId();
        this.values = fiche.values();
        this.wording = wording;
        this.page = page;
    }

    /** @param key the end of the key of its name: {@code desk.part.money} */
    record Part(String key, List<Entry> entries, List<Link> adding) {}

    /**
     * @param label the end of the key of its name: {@code desk.entry.name}
     * @param said empty: the fiche does not say
     */
    record Entry(String label, String said, List<Link> links) {}

    /** @param form the end of the key of its name: {@code desk.form.renameMember} */
    record Link(String form, String href, boolean isDelete) {}

    /** What is said of an item at a glance, whichever form it is for. */
    static List<Field> fieldsOf(Form form) {
        var path = form.path();
        var by = path.startsWith("/budgets")
                ? "correctBudget"
                : path.startsWith("/schemes")
                        ? "correctScheme"
                        : path.startsWith("/actions")
                                ? "reviseSupportedAction"
                                : path.startsWith("/contacts")
                                        ? "changeContact"
                                        : path.startsWith("/documents") ? "replaceDocument" : form.key();
        return glance(by);
    }

    /** What is read first of an item; a scheme or an action would fill the page. */
    private static List<Field> glance(String form) {
        var fields = Forms.form(form).fields();
        return switch (form) {
            case "correctScheme", "reviseSupportedAction" -> fields.subList(0, 1);
            case "correctBudget" -> fields.subList(0, 3);
            default -> fields;
        };
    }

    static List<Part> of(DeskFiches.Fiche fiche, List<OpenFindings.Told> findings, Wording wording, Page page) {
        return new FicheParts(fiche, wording, page).all(findings);
    }

    private List<Part> all(List<OpenFindings.Told> findings) {
        member();
        life();
        identity();
        territory();
        items(
                "people",
                "contacts",
                "contactId",
                "contact",
                "nameContact",
                "changeContact",
                "endContact",
                "erasePerson");
        items("money", "budgets", "budgetId", "budget", "recordBudget", "correctBudget", "withdrawBudget");
        var programme = values.path("programme");
        add(
                "programme",
                List.of(entry(
                        "programme",
                        programme.isEmpty() ? "" : page.figures().count("blocks", programme.size()),
                        links(!programme.isEmpty(), "writeProgramme", "removeProgramme"))));
        items("schemes", "schemes", "schemeId", "scheme", "recordScheme", "correctScheme", "withdrawScheme");
        items(
                "actions",
                "actions",
                "actionId",
                "action",
                "addSupportedAction",
                "reviseSupportedAction",
                "removeSupportedAction");
        items(
                "documents",
                "documents",
                "documentId",
                "document",
                "referenceDocument",
                "replaceDocument",
                "withdrawDocument");
        if (!findings.isEmpty()) {
            add(
                    "findings",
                    findings.stream()
                            .map(finding -> entry(
                                    "finding",
                                    finding.sentence(),
                                    finding.isExplained()
                                            ? List.of(
                                                    link("explainFinding", finding.findingId()),
                                                    link("withdrawFindingExplanation", finding.findingId()))
                                            : List.of(link("explainFinding", finding.findingId()))))
                            .toList());
        }
        return parts;
    }

    private void member() {
        var entries = new ArrayList<Entry>();
        entries.add(entry("name", text("/name"), List.of(link("renameMember", ""))));
        values.path("aliases")
                .forEach(alias -> entries.add(
                        entry("alias", alias.asString(), List.of(link("withdrawAlias", alias.asString())))));
        entries.add(entry("type", said("changeCollectiviteType", "type"), List.of(link("changeCollectiviteType", ""))));
        var membership = values.path("membership");
        entries.add(entry(
                "since",
                membership.path("since").asString(""),
                links(!membership.path("since").isNull(), "stateMembershipYear", "stateNoMembershipYear")));
        entries.add(entry(
                "until",
                membership.path("until").asString(""),
                List.of(link(membership.path("until").isNull() ? "endMembership" : "resumeMembership", ""))));
        parts.add(new Part("member", entries, List.of(link("recordAlias", ""))));
    }

    private void life() {
        var status = values.path("status").asString();
        var isPublic = status.equals("PUBLISHED") || status.equals("BEING_WRITTEN");
        add(
                "life",
                List.of(
                        entry(
                                "status",
                                wording.say("desk.choice.FicheStatus." + status),
                                links(isPublic, "publishFiche", "withdrawFiche")),
                        entry("confirmedOn", day("/confirmedOn"), List.of(link("confirmFiche", "")))));
    }

    private void identity() {
        add("identity", List.of(identifier("siren"), identifier("cog")));
    }

    private Entry identifier(String scheme) {
        var value = text("/identifiers/" + scheme);
        var links = new ArrayList<Link>();
        links.add(link("linkOfficialIdentifier", scheme));
        if (!value.isEmpty()) {
            links.add(link("unlinkOfficialIdentifier", scheme));
        }
        return entry(scheme, value, links);
    }

    private void territory() {
        var population = values.path("population");
        var count = values.path("communeCount");
        var address = values.path("address");
        add(
                "territory",
                List.of(
                        entry(
                                "population",
                                wording.population(population),
                                links(!population.isNull(), "statePopulation", "stateNoPopulation")),
                        entry(
                                "communeCount",
                                count.isNull() ? "" : page.number(count.asLong()),
                                links(!count.isNull(), "stateCommuneCount", "stateNoCommuneCount")),
                        entry(
                                "address",
                                wording.summary(Forms.form("stateAddress").fields(), address),
                                links(!address.isNull(), "stateAddress", "stateNoAddress"))));
    }

    private void items(String part, String list, String id, String label, String adding, String first, String... more) {
        var fields = glance(first);
        var entries = values.path(list)
                .valueStream()
                .map(item -> {
                    var links = new ArrayList<Link>();
                    var itemId = item.path(id).asString();
                    // Of somebody whose data was erased nothing can be said any more.
                    if (!item.path("erased").asBoolean(false)) {
                        links.add(link(first, itemId));
                        for (var form : more) {
                            links.add(link(form, itemId));
                        }
                    }
                    return entry(
                            item.path("erased").asBoolean(false) ? "erased" : label,
                            wording.summary(fields, item),
                            links);
                })
                .toList();
        parts.add(new Part(part, entries, List.of(link(adding, ""))));
    }

    private void add(String part, List<Entry> entries) {
        parts.add(new Part(part, entries, List.of()));
    }

    private static Entry entry(String label, String said, List<Link> links) {
        return new Entry(label, said, links);
    }

    /** The second only where there is something to take away. */
    private List<Link> links(boolean isThere, String statement, String withdrawal) {
        return isThere ? List.of(link(statement, ""), link(withdrawal, "")) : List.of(link(statement, ""));
    }

    private Link link(String key, String item) {
        var form = Forms.form(key);
        var address = "/bureau/fiches/" + FormPage.segment(ficheId) + "/" + key;
        return new Link(
                key, page.link(item.isEmpty() ? address : address + "/" + FormPage.segment(item)), form.isDelete());
    }

    private String said(String form, String field) {
        return String.join(", ", wording.lines(Forms.form(form).fields().getFirst(), values.path(field)));
    }

    private String text(String pointer) {
        return values.at(pointer).asString("");
    }

    private String day(String pointer) {
        var day = text(pointer);
        return day.isEmpty() ? "" : page.day(java.time.LocalDate.parse(day));
    }
}
