package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.Contacts;
import fr.rtes.fiches.command.fiche.Fence;
import fr.rtes.fiches.command.fiche.Fiche;
import fr.rtes.fiches.command.fiche.FicheCommand;
import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.fiche.Items;
import fr.rtes.fiches.command.fiche.Refusal;
import fr.rtes.fiches.command.fiche.Refusal.Malformed;
import fr.rtes.fiches.command.fiche.Refused;
import fr.rtes.fiches.command.fiche.Slug;
import fr.rtes.fiches.command.imports.ParsedFiche.ParsedContact;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.platform.persons.SourcePassage;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What accepting a source would do to the register: the ordinary commands, fiche by fiche, that change something. Found out
 * by deciding them against the fiche as it stands, so what is already so is never proposed. Pure: the same source, import
 * and register give the same proposal, ids included.
 */
final class Proposal {

    enum Action {
        REGISTER,
        CHANGE,
        NONE
    }

    /**
     * One fiche's part.
     *
     * @param line the first line of the source that speaks of it; 0 where the source has no lines for it
     * @param steps in the order to be sent
     * @param refusal why accepting would be refused; null: it would not
     * @param withheld what the source still tells of persons who were erased
     * @param told what it tells of persons who were not
     */
    record FicheProposal(
            String ficheId,
            int line,
            Action action,
            List<Step> steps,
            @Nullable Refusal refusal,
            List<Doubt> doubts,
            List<Withheld> withheld,
            List<Told> told) {}

    /**
     * One command.
     *
     * @param call as in the HTTP contract: {@code PUT population}
     * @param path of what it changes in the profile
     * @param before the value there now
     * @param after the value there then
     */
    record Step(
            FicheCommand command,
            String call,
            String path,
            @Nullable Object before,
            @Nullable Object after,
            List<Evidence> evidence) {}

    /** Some characters of the source that tell of a person who was erased. */
    record Withheld(String personId, Mention where) {}

    /** What the source tells of a person, by the key under which it is to be kept. */
    record Told(String personId, String name, List<Mention> mentions) {

        /** Says nothing, so that no log line names a person. */
        @Override
        public String toString() {
            return "Told[" + personId + "]";
        }
    }

    /** A question that comes up only when source and register are held side by side. */
    record Doubt(int line, String code, List<String> params) {

        /** What of the register it is about; null: nothing of it. */
        @Nullable String path() {
            return code.equals("not-in-source") ? params.getFirst() : null;
        }

        String id(String ficheId) {
            // two erased contacts of one fiche are told apart by their lines
            return Answers.id(ficheId, code, params.isEmpty() ? String.valueOf(line) : String.join("/", params));
        }
    }

    /** Where the text of the source is read from: line (from 1) → the line. */
    private final Function<Integer, String> lines;

    private final String sha256;
    private final String importId;
    private final String ficheId;
    private final ParsedFiche said;
    private final List<Step> steps = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Said<Contact>> contacts = new ArrayList<>();
    private final Fence fence;
    private final LocalDate today;
    private final Answers answers;
    private Fiche fiche;
    private @Nullable Refusal refusal;

    private Proposal(
            String importId,
            String sha256,
            Function<Integer, String> lines,
            ParsedFiche said,
            Fiche fiche,
            Fence fence,
            LocalDate today,
            Answers answers) {
        this.answers = answers;
        this.importId = importId;
        this.fence = fence;
        this.sha256 = sha256;
        this.lines = lines;
        this.said = said;
        this.fiche = fiche;
        this.today = today;
        this.ficheId = ficheId(said);
    }

    static String ficheId(ParsedFiche said) {
        return said.ficheId() == null ? Slug.of(said.name().value()) : said.ficheId();
    }

    /**
     * @param register the fiche as it stands, {@link Fiche#UNKNOWN} where there is none
     * @param fence who may not be named again
     * @param today what a source says without a day is compared with what holds on this one
     * @param answers to the doubts; {@code said} has followed the others already
     */
    static FicheProposal of(
            String importId,
            String sha256,
            Function<Integer, String> lines,
            ParsedFiche said,
            Fiche register,
            Fence fence,
            LocalDate today,
            Answers answers) {
        return new Proposal(importId, sha256, lines, said, register, fence, today, answers).compare();
    }

    private FicheProposal compare() {
        var known = fiche.registered();
        setApart();
        if (!known && said.type() == null) {
            refusal = new Malformed(List.of(new Malformed.Fault("/type", "required", Map.of())));
            return new FicheProposal(ficheId, firstLine(), Action.REGISTER, List.of(), refusal, doubts, withheld, told);
        }
        membership(known);
        if (said.status() != null) {
            status(said.status());
        }
        for (var alias : said.aliases()) {
            step(new RecordAlias(ficheId, alias.value()), "POST aliases", "/aliases", null, alias.value(), alias, "");
        }
        said.identifiers()
                .forEach((scheme, value) -> step(
                        new LinkOfficialIdentifier(ficheId, scheme, value.value()),
                        "PUT identifiers/" + scheme.key(),
                        "/identifiers/" + scheme.key(),
                        fiche.identifiers().get(scheme),
                        value.value(),
                        value,
                        ""));
        territory();
        budgets();
        if (said.programme() != null) {
            step(
                    new WriteProgramme(ficheId, said.programme().value()),
                    "PUT programme",
                    "/programme",
                    fiche.programme().isEmpty() ? null : fiche.programme(),
                    said.programme().value(),
                    said.programme(),
                    "");
        }
        schemes();
        actions();
        documents();
        contacts();
        var action = steps.isEmpty() ? Action.NONE : known ? Action.CHANGE : Action.REGISTER;
        return new FicheProposal(
                ficheId,
                firstLine(),
                action,
                List.copyOf(steps),
                refusal,
                List.copyOf(doubts),
                List.copyOf(withheld),
                List.copyOf(told));
    }

    private int firstLine() {
        return said.name().mentions().isEmpty()
                ? 0
                : said.name().mentions().getFirst().line();
    }

    private void membership(boolean known) {
        var type = said.type();
        var year = said.membershipYear();
        if (!known && type != null) {
            var after = new LinkedHashMap<String, @Nullable Object>();
            after.put("name", said.name().value());
            after.put("type", type.value());
            after.put("membershipYear", year == null ? null : year.value());
            var evidence = new ArrayList<>(evidence(said.name(), "/name"));
            evidence.addAll(evidence(type, "/type"));
            if (year != null) {
                evidence.addAll(evidence(year, "/membership/since"));
            }
            var command =
                    new RegisterMember(ficheId, said.name().value(), type.value(), year == null ? null : year.value());
            step(command, "POST fiches", "", null, after, evidence);
            return;
        }
        step(
                new RenameMember(ficheId, said.name().value(), null),
                "PUT name",
                "/name",
                fiche.name().on(today),
                said.name().value(),
                said.name(),
                "");
        if (type != null) {
            step(
                    new ChangeCollectiviteType(ficheId, type.value(), null),
                    "PUT type",
                    "/type",
                    fiche.type().on(today),
                    type.value(),
                    type,
                    "");
        }
        if (year != null) {
            step(
                    new StateMembershipYear(ficheId, year.value()),
                    "PUT membership-year",
                    "/membership/since",
                    fiche.since(),
                    year.value(),
                    year,
                    "");
        }
    }

    private void status(Said<FicheStatus> status) {
        switch (status.value()) {
            case BEING_WRITTEN ->
                step(
                        new AnnounceWriting(ficheId),
                        "PUT publication",
                        "/status",
                        fiche.status(),
                        status.value(),
                        status,
                        "");
            case PUBLISHED ->
                step(
                        new PublishFiche(ficheId),
                        "PUT publication",
                        "/status",
                        fiche.status(),
                        status.value(),
                        status,
                        "");
            case WITHDRAWN ->
                step(
                        new WithdrawFiche(ficheId),
                        "DELETE publication",
                        "/status",
                        fiche.status(),
                        status.value(),
                        status,
                        "");
            case DRAFT -> {
                // what is not said to be public stays as it is
            }
        }
    }

    private void territory() {
        var population = said.population();
        if (population != null) {
            step(
                    new StatePopulation(ficheId, population.value(), null),
                    "PUT population",
                    "/population",
                    fiche.population().on(today),
                    population.value(),
                    population,
                    "");
        }
        var communes = said.communeCount();
        if (communes != null) {
            step(
                    new StateCommuneCount(ficheId, communes.value(), null),
                    "PUT commune-count",
                    "/communeCount",
                    fiche.communeCount().on(today),
                    communes.value(),
                    communes,
                    "");
        }
        var address = said.address();
        if (address != null) {
            step(
                    new StateAddress(ficheId, address.value(), null),
                    "PUT address",
                    "/address",
                    fiche.address().on(today),
                    address.value(),
                    address,
                    "");
        }
    }

    // ---- things with an id

    private void budgets() {
        items(
                "budgets",
                fiche.budgets(),
                said.budgets(),
                Object::equals,
                budget -> budget.year() + " " + budget.nature(),
                Proposal::words,
                (id, budget) -> new RecordBudget(ficheId, id, budget),
                (id, budget) -> new CorrectBudget(ficheId, id, budget),
                id -> new WithdrawBudget(ficheId, id));
    }

    private static String words(Budget budget) {
        return budget.year() + " " + budget.nature() + " " + budget.text();
    }

    private void schemes() {
        items(
                "schemes",
                fiche.schemes(),
                said.schemes(),
                Object::equals,
                scheme -> folded(scheme.name()),
                scheme -> folded(scheme.name() + " " + scheme.text()),
                (id, scheme) -> new RecordScheme(ficheId, id, scheme),
                (id, scheme) -> new CorrectScheme(ficheId, id, scheme),
                id -> new WithdrawScheme(ficheId, id));
    }

    private void actions() {
        items(
                "actions",
                fiche.actions(),
                said.actions(),
                Object::equals,
                action -> folded(action.title()),
                action -> folded(action.title() + " " + action.text()),
                (id, action) -> new AddSupportedAction(ficheId, id, action),
                (id, action) -> new ReviseSupportedAction(ficheId, id, action),
                id -> new RemoveSupportedAction(ficheId, id));
    }

    private void documents() {
        items(
                "documents",
                fiche.documents(),
                said.documents(),
                Object::equals,
                document -> folded(document.title()),
                document -> folded(document.title() + " " + document.author()),
                (id, document) -> new ReferenceDocument(ficheId, id, document),
                (id, document) -> new ReplaceDocument(ficheId, id, document),
                id -> new WithdrawDocument(ficheId, id));
    }

    /** Whoever was erased stays out: the source still has the name, and nobody may put it back by accident. */
    private void setApart() {
        var current = fiche.contacts().on(today).current().values();
        // Erased by an earlier program, which kept nothing to recognise the name by: whoever stands in that place is
        // taken for them.
        var unfenced = new ArrayList<>(current.stream()
                .filter(there -> there.person() instanceof Person.Erased
                        && !fence.knows(there.person().personId()))
                .toList());
        for (int i = 0; i < said.contacts().size(); i++) {
            var saidOf = said.contacts().get(i);
            var name = saidOf.value().name();
            if (name.indexOf(SourcePassage.COVER) >= 0) {
                erased(saidOf, null);
                continue;
            }
            var contact = contact(saidOf.value(), id("persons", i));
            var there = current.stream()
                    .filter(one -> name(one).equals(name(contact)))
                    .findFirst();
            var behind = fence.personBehind(ficheId, name);
            if (behind.isEmpty() && there.isEmpty()) {
                var instead = unfenced.stream()
                        .filter(e -> e.capacity() == contact.capacity() && Objects.equals(e.label(), contact.label()))
                        .findFirst();
                instead.ifPresent(unfenced::remove);
                behind = instead.map(one -> one.person().personId());
            }
            if (behind.isPresent()) {
                erased(saidOf, behind.get());
                continue;
            }
            contacts.add(new Said<>(contact, saidOf.mentions()));
            told.add(new Told(there.orElse(contact).person().personId(), name, saidOf.mentions()));
        }
    }

    /** @param personId null: what the source said of them is covered already */
    private void erased(Said<ParsedContact> contact, @Nullable String personId) {
        doubts.add(new Doubt(line(contact), "erased-contact", List.of()));
        if (personId != null) {
            contact.mentions().forEach(mention -> withheld.add(new Withheld(personId, mention)));
        }
    }

    private void contacts() {
        var register = fiche.contacts().on(today);
        var legible = new LinkedHashMap<>(register.current());
        legible.values().removeIf(contact -> contact.person() instanceof Person.Erased);
        items(
                "contacts",
                new Items<>(legible, register.gone()),
                contacts,
                Contacts::sameContact,
                Proposal::name,
                contact -> contact.capacity() + " " + contact.label() + " " + name(contact) + " " + title(contact),
                (id, contact) -> new NameContact(ficheId, id, contact, null),
                (id, contact) -> new ChangeContact(ficheId, id, contact, null),
                id -> new EndContact(ficheId, id, null));
    }

    private static Contact contact(ParsedContact parsed, String personId) {
        return new Contact(
                parsed.capacity(),
                parsed.label(),
                new Person.Legible(
                        personId, parsed.name(), parsed.title(), parsed.service(), parsed.email(), parsed.phone()));
    }

    private static String name(Contact contact) {
        return contact.person() instanceof Person.Legible person ? folded(person.name()) : "";
    }

    private static String title(Contact contact) {
        return contact.person() instanceof Person.Legible person ? person.title() + " " + person.service() : "";
    }

    private static String folded(String text) {
        return Slug.of(text.substring(0, Math.min(90, text.length())));
    }

    private <T> void items(
            String path,
            Items<T> register,
            List<Said<T>> saidItems,
            BiPredicate<T, T> same,
            Function<T, String> key,
            Function<T, String> words,
            java.util.function.BiFunction<String, T, FicheCommand> add,
            java.util.function.BiFunction<String, T, FicheCommand> change,
            Function<String, FicheCommand> withdraw) {
        var matched = Matching.match(
                register.current(), saidItems.stream().map(Said::value).toList(), same, key, words);
        for (int i = 0; i < saidItems.size(); i++) {
            var item = saidItems.get(i);
            var existing = matched.ids().get(i);
            var id = existing == null ? id(path, i) : existing;
            var before = existing == null ? null : register.get(existing);
            var at = "/" + path + "/" + id;
            if (existing == null) {
                step(add.apply(id, item.value()), "POST " + path, at, null, item.value(), item, "");
            } else {
                step(change.apply(id, item.value()), "PUT " + path + "/" + id, at, before, item.value(), item, "");
            }
        }
        if (!saidItems.isEmpty()) {
            for (var unsaid : matched.unsaid()) {
                var at = "/" + path + "/" + unsaid;
                var doubt = new Doubt(firstLine(), "not-in-source", List.of(at));
                doubts.add(doubt);
                var answer = answers.given().get(doubt.id(ficheId));
                if (answer != null && answer.choice() == Answers.Choice.WITHDRAW) {
                    step(
                            withdraw.apply(unsaid),
                            "DELETE " + path + "/" + unsaid,
                            at,
                            register.get(unsaid),
                            null,
                            unsaid(at, answer.by()));
                }
            }
        }
    }

    /** What is not there has no words: the fiche's name stands for all that is said below it. */
    private List<Evidence> unsaid(String path, String by) {
        var name = said.name().mentions();
        var where = name.isEmpty() ? new Mention("", 1, 0, 0, Evidence.Method.ANSWERED) : name.getFirst();
        return List.of(evidence(where.answered(by), path));
    }

    private static int line(Said<?> said) {
        return said.mentions().isEmpty() ? 0 : said.mentions().getFirst().line();
    }

    /** The same for the same import, so that accepting does what was shown. */
    private String id(String path, int index) {
        var name = importId + "/" + ficheId + "/" + path + "/" + index;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    // ---- steps

    private void step(
            FicheCommand command,
            String call,
            String path,
            @Nullable Object before,
            @Nullable Object after,
            Said<?> source,
            String within) {
        step(command, call, path, before, after, evidence(source, path + within));
    }

    private void step(
            FicheCommand command,
            String call,
            String path,
            @Nullable Object before,
            @Nullable Object after,
            List<Evidence> evidence) {
        try {
            var events = fiche.decide(command, today);
            if (!events.isEmpty()) {
                for (var event : events) {
                    fiche = fiche.evolve(event, today);
                }
                steps.add(new Step(command, call, path, before, after, evidence));
            }
        } catch (Refused refused) {
            // Shown with the rest; sent and refused again if somebody accepts it all the same.
            steps.add(new Step(command, call, path, before, after, evidence));
            refusal = refusal == null ? refused.refusal() : refusal;
        }
    }

    private List<Evidence> evidence(Said<?> source, String path) {
        return source.mentions().stream().map(m -> evidence(m, path + m.path())).toList();
    }

    private Evidence evidence(Mention m, String path) {
        var personal = path.startsWith("/contacts/");
        return new Evidence(
                path,
                sha256,
                m.line(),
                m.from(),
                m.to(),
                personal ? null : characters(m.line(), m.from(), m.to()),
                m.method(),
                m.answeredBy());
    }

    private @Nullable String characters(int line, int from, int to) {
        var text = lines.apply(line);
        return from >= 0 && from <= to && to <= text.length() ? text.substring(from, to) : null;
    }

    /** Several fiches of one source, each on top of what the ones before it would do. */
    static List<FicheProposal> all(
            String importId,
            String sha256,
            Function<Integer, String> lines,
            List<ParsedFiche> fiches,
            Function<String, Fiche> register,
            Fence fence,
            LocalDate today,
            Answers answers) {
        var then = new HashMap<String, Fiche>();
        var proposals = new ArrayList<FicheProposal>();
        for (var parsed : fiches) {
            var id = ficheId(parsed);
            var proposal = new Proposal(
                    importId, sha256, lines, parsed, then.computeIfAbsent(id, register), fence, today, answers);
            proposals.add(proposal.compare());
            then.put(id, proposal.fiche);
        }
        return proposals;
    }
}
