package fr.rtes.fiches.command.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every command under every history: long random lives of a fiche, the same ones at each run. */
class FichePropertiesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final Random random = new Random(20261123);

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String id() {
        return "i" + random.nextInt(6);
    }

    private FicheCommand command() {
        var f = Situations.DIJON;
        var year = 2000 + random.nextInt(4);
        return switch (random.nextInt(36)) {
            case 0 -> new RegisterMember(f, "Dijon", CollectiviteType.METROPOLE, year);
            case 1 -> new RenameMember(f, any(List.of("Dijon", "Dijon Métropole")), null);
            case 2 -> new RecordAlias(f, any(List.of("Dijon", "le Grand Dijon")));
            case 3 -> new WithdrawAlias(f, "le Grand Dijon");
            case 4 -> new ChangeCollectiviteType(f, any(Arrays.asList(CollectiviteType.values())), null);
            case 5 -> new StateMembershipYear(f, random.nextBoolean() ? null : year);
            case 6 -> new EndMembership(f, year);
            case 7 -> new ResumeMembership(f, year);
            case 8 -> new AnnounceWriting(f);
            case 9 -> new PublishFiche(f);
            case 10 -> new WithdrawFiche(f);
            case 11 -> new ConfirmFiche(f, TODAY.minusDays(random.nextInt(3)), TODAY);
            case 12 -> new LinkOfficialIdentifier(f, IdentifierScheme.COG, any(List.of("21231", "25031")));
            case 13 -> new UnlinkOfficialIdentifier(f, IdentifierScheme.COG);
            case 14 -> new StatePopulation(f, new Population(year, Precision.EXACT, null, null), null);
            case 15 -> new StateCommuneCount(f, year % 3, null);
            case 16 ->
                new StateAddress(
                        f, new Address(null, null, "21000", any(List.of("Dijon", "Chenôve")), false, "FR"), null);
            case 17 ->
                new NameContact(
                        f, id(), Situations.contact("p" + random.nextInt(1000), any(List.of("A B", "C D"))), null);
            case 18 ->
                new ChangeContact(
                        f, id(), Situations.contact("p" + random.nextInt(1000), any(List.of("A B", "C D"))), null);
            case 19 -> new EndContact(f, id(), null);
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
            var log = new ArrayList<FicheEvent>();
            var fiche = Fiche.UNKNOWN;
            for (int step = 0; step < 60; step++) {
                var command = command();
                try {
                    var events = fiche.decide(command);
                    for (var event : events) {
                        kinds.add(event.getClass().getSimpleName());
                        log.add(event);
                        fiche = fiche.evolve(event);
                    }
                    if (!(command instanceof RegisterMember)
                            && !(command instanceof ResumeMembership)
                            && !(command instanceof UnlinkOfficialIdentifier)
                            && !(command instanceof WithdrawFindingExplanation)) {
                        assertThat(fiche.decide(command))
                                .as("%s again", command)
                                .isEmpty();
                    }
                } catch (Refused refused) {
                    refusals.add(refused.refusal().getClass().getSimpleName());
                }
            }
            assertThat(Fiche.of(log)).isEqualTo(fiche);
        }
        assertThat(kinds)
                .as("every event came up, or this proves less than it says")
                .containsExactlyElementsOf(new TreeSet<>(Arrays.stream(FicheEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList()));
        assertThat(refusals)
                .contains("UnknownFiche", "FicheIdTaken", "UnknownItem", "ItemIdTaken", "BudgetOfYearExists");
    }
}
