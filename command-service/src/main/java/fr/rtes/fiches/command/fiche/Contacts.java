package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.command.fiche.FicheCommand.ChangeContact;
import fr.rtes.fiches.command.fiche.FicheCommand.EndContact;
import fr.rtes.fiches.command.fiche.FicheCommand.NameContact;
import fr.rtes.fiches.command.fiche.Refusal.ContactEndsBeforeItBegins;
import fr.rtes.fiches.command.fiche.Refusal.ContactIsOver;
import fr.rtes.fiches.command.fiche.Refusal.Item;
import fr.rtes.fiches.command.fiche.Refusal.ItemIdTaken;
import fr.rtes.fiches.command.fiche.Refusal.PersonWasErased;
import fr.rtes.fiches.command.fiche.Refusal.UnknownItem;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.ContactChanged;
import fr.rtes.fiches.events.FicheEvent.ContactEnded;
import fr.rtes.fiches.events.FicheEvent.ContactNamed;
import fr.rtes.fiches.events.FicheEvent.PersonErased;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Timeline;
import fr.rtes.fiches.events.Timeline.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contacts that a fiche has, had or will have, by id and in the order they came, each with its term: what was true of it when.
 * A contact has one term. Whoever comes back after it is named anew, under another id.
 */
public record Contacts(Map<String, Timeline<Contact>> terms) {

    static Contacts none() {
        return new Contacts(Map.of());
    }

    /** Those whose term has the day; the others are gone, or still to come. */
    public Items<Contact> on(LocalDate day) {
        var there = new LinkedHashMap<String, Contact>();
        var notThere = new HashSet<String>();
        terms.forEach((id, term) -> {
            var contact = term.on(day);
            if (contact == null) {
                notThere.add(id);
            } else {
                there.put(id, contact);
            }
        });
        return new Items<>(Collections.unmodifiableMap(there), Collections.unmodifiableSet(notThere));
    }

    /** The term under that id; {@link Timeline#unsaid} where nobody was ever named under it. */
    public Timeline<Contact> term(String id) {
        return terms.getOrDefault(id, Timeline.unsaid());
    }

    // ---- persons

    /** With every person legible whose key still exists, and the others erased; all keys are asked for at once. */
    Contacts opened(PersonCipher cipher) {
        var opening = cipher.opening(terms.values().stream()
                .flatMap(term -> values(term).stream())
                .map(contact -> contact.person().personId())
                .toList());
        var opened = new LinkedHashMap<String, Timeline<Contact>>();
        terms.forEach((id, term) -> opened.put(id, term.mapped(contact -> opened(contact, opening))));
        return new Contacts(Collections.unmodifiableMap(opened));
    }

    static Contact opened(Contact contact, PersonCipher cipher) {
        return new Contact(contact.capacity(), contact.label(), EventJson.opened(contact.person(), cipher));
    }

    // ---- deciding

    /** The same contact again, under whatever id, is the same contact; said with another day, it tells since when. */
    List<FicheEvent> name(NameContact c, LocalDate today) {
        var known = sameAs(c, today);
        if (known.isPresent()) {
            return changed(c.ficheId(), known.get(), c.contact(), c.effectiveOn(), today);
        }
        if (terms.containsKey(c.contactId())) {
            throw new Refused(new ItemIdTaken(Item.CONTACT, c.contactId()));
        }
        return List.of(new ContactNamed(c.ficheId(), c.contactId(), c.contact(), c.effectiveOn()));
    }

    /** A change on the very day of the end takes the end back; on a later day there is nothing left to change. */
    List<FicheEvent> change(ChangeContact c, LocalDate today) {
        var term = term(c.contactId());
        if (values(term).isEmpty()) {
            throw new Refused(new UnknownItem(Item.CONTACT, c.contactId()));
        }
        var then = term.statementOn(term.day(c.effectiveOn(), today));
        if (then != null
                && then.value() == null
                && then.from() != null
                && !then.from().equals(c.effectiveOn())) {
            throw new Refused(
                    c.effectiveOn() == null
                            ? new UnknownItem(Item.CONTACT, c.contactId())
                            : new ContactIsOver(c.contactId(), then.from()));
        }
        refuseErased(c.contactId(), term);
        return changed(c.ficheId(), c.contactId(), c.contact(), c.effectiveOn(), today);
    }

    /**
     * An end is final: what was said of the days after it ends too. An end said again with a later day is put off, and one said
     * for a contact still to come means that it will not come.
     */
    List<FicheEvent> end(EndContact c, LocalDate today) {
        var term = terms.get(c.contactId());
        if (term == null) {
            throw new Refused(new UnknownItem(Item.CONTACT, c.contactId()));
        }
        var day = term.day(c.effectiveOn(), today);
        var begun = term.statements().stream().filter(s -> s.holdsOn(day)).toList();
        var last = begun.stream().filter(s -> s.value() != null).reduce((a, b) -> b);
        var toCome = term.statements().stream()
                .filter(s -> s.value() != null && !s.holdsOn(day))
                .toList();
        var events = new ArrayList<FicheEvent>();
        if (last.isPresent()) {
            events.addAll(ended(c, term, last.get(), begun.subList(begun.indexOf(last.get()) + 1, begun.size())));
        } else if (c.effectiveOn() != null && !toCome.isEmpty()) {
            throw new Refused(new ContactEndsBeforeItBegins(
                    c.contactId(),
                    c.effectiveOn(),
                    Objects.requireNonNull(toCome.getFirst().from())));
        }
        toCome.forEach(s -> events.add(new ContactEnded(c.ficheId(), c.contactId(), s.from())));
        return events;
    }

    /** @param ends recorded before, from days after the last statement and up to the day of this one */
    private static List<FicheEvent> ended(
            EndContact c, Timeline<Contact> term, Statement<Contact> last, List<Statement<Contact>> ends) {
        var day = c.effectiveOn();
        if (ends.isEmpty()) {
            return List.of(new ContactEnded(c.ficheId(), c.contactId(), day));
        }
        if (day == null) {
            return List.of();
        }
        var events = new ArrayList<FicheEvent>();
        for (var end : ends) {
            if (!day.equals(end.from())) {
                refuseErased(c.contactId(), term);
                events.add(new ContactChanged(
                        c.ficheId(), c.contactId(), Objects.requireNonNull(last.value()), end.from()));
            }
        }
        if (!day.equals(ends.getLast().from())) {
            events.add(new ContactEnded(c.ficheId(), c.contactId(), day));
        }
        return events;
    }

    private List<FicheEvent> changed(
            String ficheId, String id, Contact said, @Nullable LocalDate effectiveOn, LocalDate today) {
        var term = term(id);
        var contact = samePersonAs(term, said);
        return term.says(contact, effectiveOn, today, Contacts::sameContact)
                ? List.of()
                : List.of(new ContactChanged(ficheId, id, contact, effectiveOn));
    }

    private static void refuseErased(String id, Timeline<Contact> term) {
        if (values(term).stream().anyMatch(contact -> contact.person() instanceof Person.Erased)) {
            throw new Refused(new PersonWasErased(id));
        }
    }

    /** The id under which the contact is after it was named: the command's, unless it was there under another. */
    public String idOf(NameContact c, LocalDate today) {
        return sameAs(c, today).orElse(c.contactId());
    }

    /** Who is that contact on the day of naming; else who will be, with nobody in between. */
    private Optional<String> sameAs(NameContact c, LocalDate today) {
        var ids = Stream.concat(Stream.of(c.contactId()), terms.keySet().stream())
                .filter(terms::containsKey)
                .toList();
        return ids.stream()
                .filter(id -> says(then(term(id), c, today), c.contact()))
                .findFirst()
                .or(() -> ids.stream()
                        .filter(id -> then(term(id), c, today) == null && says(next(term(id), c, today), c.contact()))
                        .findFirst());
    }

    private static @Nullable Contact then(Timeline<Contact> term, NameContact c, LocalDate today) {
        return term.on(term.day(c.effectiveOn(), today));
    }

    private static @Nullable Contact next(Timeline<Contact> term, NameContact c, LocalDate today) {
        var next = term.nextAfter(term.day(c.effectiveOn(), today));
        return next == null ? null : term.on(next);
    }

    private static boolean says(@Nullable Contact there, Contact said) {
        return there != null && sameContact(there, said);
    }

    /** In which the person was last named under that id; that of the contact where the term has forgotten the person. */
    Contact.@Nullable Capacity capacityOf(String id, String personId) {
        var all = values(term(id));
        return all.stream()
                .filter(contact -> contact.person().personId().equals(personId))
                .reduce((earlier, later) -> later)
                .or(() -> all.stream().reduce((earlier, later) -> later))
                .map(Contact::capacity)
                .orElse(null);
    }

    private static List<Contact> values(Timeline<Contact> term) {
        return term.statements().stream()
                .map(Statement::value)
                .filter(Objects::nonNull)
                .toList();
    }

    /** A contact of the same name is the same person and keeps the key; under another name it may be somebody else. */
    private static Contact samePersonAs(Timeline<Contact> term, Contact said) {
        return said.person() instanceof Person.Legible is
                ? values(term).stream()
                        .flatMap(
                                there -> there.person() instanceof Person.Legible was ? Stream.of(was) : Stream.empty())
                        .filter(was -> was.name().equals(is.name()))
                        .findFirst()
                        .map(was -> new Contact(said.capacity(), said.label(), withId(is, was.personId())))
                        .orElse(said)
                : said;
    }

    private static Person.Legible withId(Person.Legible p, String personId) {
        return new Person.Legible(personId, p.name(), p.title(), p.service(), p.email(), p.phone());
    }

    /** Equal but for the key, which is drawn anew with each command. */
    public static boolean sameContact(Contact a, Contact b) {
        return a.capacity() == b.capacity()
                && Objects.equals(a.label(), b.label())
                && samePerson(a.person(), b.person());
    }

    private static boolean samePerson(Person a, Person b) {
        return (a instanceof Person.Legible x && b instanceof Person.Legible y)
                ? withId(x, "").equals(withId(y, ""))
                : a.equals(b);
    }

    // ---- evolving

    /** As whoever reads the log without its keys has to see it: both sides must come to the same term. */
    private static boolean samePersonAsStored(Contact a, Contact b) {
        return a.capacity() == b.capacity()
                && Objects.equals(a.label(), b.label())
                && a.person().personId().equals(b.person().personId());
    }

    /** @param contact null: it ends */
    Contacts stating(String id, @Nullable Contact contact, @Nullable LocalDate effectiveOn, LocalDate recordedOn) {
        var more = new LinkedHashMap<>(terms);
        more.put(
                id, term(id).stating(contact, effectiveOn, recordedOn, Fiche.NO_VERSION, Contacts::samePersonAsStored));
        return new Contacts(Collections.unmodifiableMap(more));
    }

    Contacts erased(PersonErased e) {
        var less = new LinkedHashMap<>(terms);
        less.computeIfPresent(
                e.contactId(),
                (id, term) -> term.mapped(contact -> contact.person().personId().equals(e.personId())
                        ? new Contact(contact.capacity(), contact.label(), new Person.Erased(e.personId()))
                        : contact));
        return new Contacts(Collections.unmodifiableMap(less));
    }
}
