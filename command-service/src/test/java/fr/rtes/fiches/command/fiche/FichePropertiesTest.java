package fr.rtes.fiches.command.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every command under every history: long random lives of a fiche, the same ones at each run. */
class FichePropertiesTest {

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 11, 23);

    private LocalDate today = FIRST_DAY;

    private final Random random = new Random(20261123);

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String id() {
        return "i" + random.nextInt(6);
    }

    /** From when: mostly not said; else one of few days, so that they meet. */
    private @Nullable LocalDate from() {
        return random.nextInt(3) > 0 ? null : FIRST_DAY.plusDays(random.nextInt(-6, 7) * 30L);
    }

    private FicheCommand command() {
        var f = Situations.DIJON;
        var year = 2000 + random.nextInt(4);
        return switch (random.nextInt(36)) {
            case 0 -> new RegisterMember(f, "Dijon", CollectiviteType.METROPOLE, year);
            case 1 -> new RenameMember(f, any(List.of("Dijon", "Dijon Métropole")), from());
            case 2 -> new RecordAlias(f, any(List.of("Dijon", "le Grand Dijon")));
            case 3 -> new WithdrawAlias(f, "le Grand Dijon");
            case 4 -> new ChangeCollectiviteType(f, any(Arrays.asList(CollectiviteType.values())), from());
            case 5 -> new StateMembershipYear(f, random.nextBoolean() ? null : year);
            case 6 -> new EndMembership(f, year);
            case 7 -> new ResumeMembership(f, year);
            case 8 -> new AnnounceWriting(f);
            case 9 -> new PublishFiche(f);
            case 10 -> new WithdrawFiche(f);
            case 11 -> new ConfirmFiche(f, today.minusDays(random.nextInt(3)));
            case 12 -> new LinkOfficialIdentifier(f, IdentifierScheme.COG, any(List.of("21231", "25031")));
            case 13 -> new UnlinkOfficialIdentifier(f, IdentifierScheme.COG);
            case 14 ->
                new StatePopulation(
                        f, new Population(1, Precision.EXACT, random.nextBoolean() ? null : year + 23, null), from());
            case 15 -> new StateCommuneCount(f, year % 3 == 0 ? null : year % 3, from());
            case 16 ->
                new StateAddress(
                        f, new Address(null, null, "21000", any(List.of("Dijon", "Chenôve")), false, "FR"), from());
            case 17 ->
                new NameContact(
                        f, id(), Situations.contact("p" + random.nextInt(1000), any(List.of("A B", "C D"))), from());
            case 18 ->
                new ChangeContact(
                        f, id(), Situations.contact("p" + random.nextInt(1000), any(List.of("A B", "C D"))), from());
            case 19 -> new EndContact(f, id(), from());
            case 20 -> new ErasePerson(f, id());
            case 21 -> new RecordBudget(f, id(), Situations.budget(year, random.nextInt(3)));
            case 22 -> new CorrectBudget(f, id(), Situations.budget(year, random.nextInt(3)));
            case 23 -> new WithdrawBudget(f, id());
            case 24 -> new WriteProgramme(f, List.of(new Block.Item(1, "x" + random.nextInt(2))));
            case 25 -> new RecordScheme(f, id(), scheme());
            case 26 -> new CorrectScheme(f, id(), scheme());
            case 27 -> new WithdrawScheme(f, id());
            case 28 -> new AddSupportedAction(f, id(), action());
            case 29 -> new ReviseSupportedAction(f, id(), action());
            case 30 -> new RemoveSupportedAction(f, id());
            case 31 -> new ReferenceDocument(f, id(), document());
            case 32 -> new ReplaceDocument(f, id(), document());
            case 33 -> new WithdrawDocument(f, id());
            case 34 -> new ExplainFinding(f, "finding-" + id(), "t" + random.nextInt(2));
            case 35 -> new WithdrawFindingExplanation(f, "finding-" + id());
            default -> throw new AssertionError();
        };
    }

    private Scheme scheme() {
        return new Scheme(
                "s" + random.nextInt(3),
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of());
    }

    private SupportedAction action() {
        return new SupportedAction("a" + random.nextInt(3), null, null, List.of());
    }

    private Document document() {
        return new Document("d" + random.nextInt(3), null, null, null);
    }

    @Test
    void a_command_repeated_at_once_changes_nothing_and_a_state_is_the_fold_of_its_events() {
        var kinds = new TreeSet<String>();
        var refusals = new TreeSet<String>();
        for (int life = 0; life < 300; life++) {
            var log = new ArrayList<Fiches.Entry>();
            var fiche = Fiche.UNKNOWN;
            today = FIRST_DAY;
            for (int step = 0; step < 60; step++) {
                today = today.plusDays(random.nextInt(4) == 0 ? random.nextInt(40) : 0);
                var command = command();
                try {
                    var events = fiche.decide(command, today);
                    for (var event : events) {
                        kinds.add(event.getClass().getSimpleName());
                        log.add(new Fiches.Entry(event, today, null));
                        fiche = fiche.evolve(event, today);
                    }
                    if (!(command instanceof RegisterMember)
                            && !(command instanceof ResumeMembership)
                            && !(command instanceof UnlinkOfficialIdentifier)
                            && !(command instanceof WithdrawFindingExplanation)) {
                        assertThat(fiche.decide(command, today))
                                .as("%s again", command)
                                .isEmpty();
                    }
                } catch (Refused refused) {
                    refusals.add(refused.refusal().getClass().getSimpleName());
                }
            }
            assertThat(Fiches.fold(log)).isEqualTo(fiche);
        }
        assertThat(kinds)
                .as("every event came up, or this proves less than it says")
                .containsExactlyElementsOf(new TreeSet<>(Arrays.stream(FicheEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList()));
        assertThat(refusals)
                .contains("UnknownFiche", "FicheIdTaken", "UnknownItem", "ItemIdTaken", "BudgetOfYearExists")
                .contains("PersonWasErased");
    }

    private FicheCommand aboutContacts() {
        var f = Situations.DIJON;
        var id = "c" + random.nextInt(3);
        var contact = Situations.contact("p" + random.nextInt(1000), any(List.of("A B", "C D")));
        return switch (random.nextInt(13)) {
            case 0, 1, 2, 3 -> new NameContact(f, id, contact, from());
            case 4, 5, 6, 7 -> new ChangeContact(f, id, contact, from());
            case 8, 9, 10, 11 -> new EndContact(f, id, from());
            default -> new ErasePerson(f, id);
        };
    }

    /** Whether what an accepted command said is so, on the day it spoke of. */
    private boolean isSo(FicheCommand command, Fiche fiche) {
        return switch (command) {
            case NameContact c -> isThere(fiche, fiche.contacts().idOf(c, today), c.contact(), c.effectiveOn());
            case ChangeContact c -> isThere(fiche, c.contactId(), c.contact(), c.effectiveOn());
            case EndContact c -> {
                var end = c.effectiveOn() == null ? today : c.effectiveOn();
                yield end.datesUntil(FIRST_DAY.plusYears(5))
                        .allMatch(day -> fiche.contacts().on(day).get(c.contactId()) == null);
            }
            case ErasePerson c ->
                fiche.contacts().term(c.contactId()).statements().stream()
                        .allMatch(s -> s.value() == null || s.value().person() instanceof Person.Erased);
            default -> throw new AssertionError(command);
        };
    }

    private boolean isThere(Fiche fiche, String id, Contact contact, @Nullable LocalDate from) {
        var there = fiche.contacts().on(from == null ? today : from).get(id);
        return there != null && Contacts.sameContact(there, contact);
    }

    @Test
    void what_is_said_of_a_contact_is_so_afterwards_and_said_again_changes_nothing() {
        var refusals = new TreeSet<String>();
        var accepted = new TreeSet<String>();
        for (int life = 0; life < 1000; life++) {
            today = FIRST_DAY;
            var fiche = Fiche.UNKNOWN.evolve(Situations.registered(), today);
            for (int step = 0; step < 12; step++) {
                today = today.plusDays(random.nextInt(40));
                var command = aboutContacts();
                try {
                    for (var event : fiche.decide(command, today)) {
                        fiche = fiche.evolve(event, today);
                        accepted.add(command.getClass().getSimpleName() + " "
                                + event.getClass().getSimpleName());
                    }
                    assertThat(isSo(command, fiche)).as("%s is so", command).isTrue();
                    assertThat(fiche.decide(command, today))
                            .as("%s again", command)
                            .isEmpty();
                } catch (Refused refused) {
                    refusals.add(refused.refusal().getClass().getSimpleName());
                }
            }
        }
        assertThat(refusals)
                .containsExactly(
                        "ContactEndsBeforeItBegins", "ContactIsOver", "ItemIdTaken", "PersonWasErased", "UnknownItem");
        assertThat(accepted)
                .containsExactly(
                        "ChangeContact ContactChanged",
                        "EndContact ContactChanged",
                        "EndContact ContactEnded",
                        "ErasePerson PersonErased",
                        "NameContact ContactChanged",
                        "NameContact ContactNamed");
    }

    /** A name as it was recorded, and the day. */
    private record Said(String name, @Nullable LocalDate from, LocalDate recordedOn) {}

    /**
     * The name on a day, told naively from everything that was recorded: no state, every statement looked at again each time. Null:
     * not known.
     */
    private static @Nullable String nameOn(LocalDate day, List<Said> log) {
        var begin = LocalDate.MIN;
        var days = new ArrayList<LocalDate>();
        for (var said : log) {
            var first = log.getFirst();
            var from = said.from == null ? said.recordedOn : said.from;
            var datesTheFirst = !days.isEmpty()
                    && first.from == null
                    && begin.equals(LocalDate.MIN)
                    && said.from != null
                    && said.name.equals(first.name)
                    && !said.from.isAfter(first.recordedOn)
                    && days.stream().skip(1).filter(LocalDate.MAX::isAfter).allMatch(from::isBefore);
            if (datesTheFirst) {
                begin = from;
                days.set(0, from);
                days.add(LocalDate.MAX); // tells nothing else
            } else {
                days.add(days.isEmpty() && said.from == null ? LocalDate.MIN : from);
            }
        }
        @Nullable String name = null;
        var latest = LocalDate.MIN;
        for (int i = 0; i < log.size(); i++) {
            var from = days.get(i);
            if (!from.isAfter(day) && !from.isBefore(latest)) {
                latest = from;
                name = log.get(i).name;
            }
        }
        return name;
    }

    @Test
    void a_name_is_recorded_exactly_when_a_naive_reader_of_the_log_would_learn_something() {
        int corrections = 0;
        int dated = 0;
        for (int life = 0; life < 2000; life++) {
            today = FIRST_DAY;
            var registration = new RegisterMember(Situations.DIJON, "A", CollectiviteType.METROPOLE, null);
            var fiche = Fiche.UNKNOWN;
            for (var event : fiche.decide(registration, today)) {
                fiche = fiche.evolve(event, today);
            }
            var log = new ArrayList<>(List.of(new Said("A", null, today)));
            for (int step = 0; step < 15; step++) {
                today = today.plusDays(random.nextInt(40));
                var command = new RenameMember(Situations.DIJON, any(List.of("A", "B", "C")), from());
                var asked = new Said(command.name(), command.effectiveOn(), today);
                var day = asked.from == null ? today : asked.from;
                var more = new ArrayList<>(log);
                more.add(asked);
                var corrects = !asked.name.equals(nameOn(day, log));
                var dates = asked.from != null
                        && !Objects.equals(nameOn(day.minusDays(1), more), nameOn(day.minusDays(1), log));
                var events = fiche.decide(command, today);
                assertThat(events.isEmpty()).as("%s after %s", asked, log).isEqualTo(!corrects && !dates);
                for (var event : events) {
                    fiche = fiche.evolve(event, today);
                    log = more;
                }
                corrections += corrects && asked.from != null ? 1 : 0;
                dated += !corrects && dates ? 1 : 0;
                for (int offset = -200; offset <= 800; offset += 10) {
                    var any = FIRST_DAY.plusDays(offset);
                    assertThat(fiche.name().on(any))
                            .as("on %s after %s", any, log)
                            .isEqualTo(nameOn(any, log));
                }
            }
        }
        assertThat(corrections).isGreaterThan(1000);
        assertThat(dated).isGreaterThan(100);
    }
}
