package fr.rtes.fiches.command.fiche;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.command.CommandOperations;
import fr.rtes.fiches.command.fiche.FicheCommand.ErasePerson;
import fr.rtes.fiches.command.fiche.FicheCommand.RecordAlias;
import fr.rtes.fiches.command.fiche.FicheCommand.RegisterMember;
import fr.rtes.fiches.command.fiche.FicheCommand.StateMembershipYear;
import fr.rtes.fiches.command.platform.Metadata;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Role;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A command without somebody who may is not handled, whatever way it came. */
class PermissionTest {

    private static final Caller STAFF = new Caller.Account("s", Set.of(Role.STAFF), Set.of());
    private static final Caller AGENT = new Caller.Account("a", Set.of(Role.AGENT), Set.of("dijon"));
    private static final Caller AUDITOR = new Caller.Account("o", Set.of(Role.AUDITOR, Role.OPERATOR), Set.of("dijon"));
    private static final RecordAlias ALIAS = new RecordAlias("dijon", "le Grand Dijon");

    private static Object handled(Object command, Map<String, ?> metadata) throws Exception {
        CommandMessage<?> message = new GenericCommandMessage<>(command, metadata);
        var work = DefaultUnitOfWork.startAndGet(message);
        try {
            return new Permission().handle(work, () -> "handled");
        } finally {
            work.rollback();
        }
    }

    private static Object handled(Object command, Caller caller) throws Exception {
        return handled(command, Map.of(Metadata.CALLER, caller));
    }

    @Test
    void the_staff_changes_every_fiche_and_an_agent_their_own() throws Exception {
        assertThat(handled(ALIAS, STAFF)).isEqualTo("handled");
        assertThat(handled(ALIAS, AGENT)).isEqualTo("handled");
        assertThatThrownBy(() -> handled(new RecordAlias("nevers", "x"), AGENT)).isInstanceOf(ProblemException.class);
    }

    @Test
    void nobody_else_changes_anything() {
        for (var caller : List.of(Caller.VISITOR, AUDITOR)) {
            assertThatThrownBy(() -> handled(ALIAS, caller)).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> handled(ALIAS, Map.of())).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> handled("no command", STAFF)).isInstanceOf(ProblemException.class);
    }

    @Test
    void members_their_membership_and_erasing_are_the_staffs() throws Exception {
        for (var command : List.of(
                new RegisterMember("dijon", "Dijon", CollectiviteType.COMMUNE, null),
                new StateMembershipYear("dijon", 2001),
                new ErasePerson("dijon", "c1"))) {
            assertThat(handled(command, STAFF)).isEqualTo("handled");
            assertThatThrownBy(() -> handled(command, AGENT)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void facts_stated_along_with_a_registration_are_asked_for_one_by_one() throws Exception {
        var facts = new FirstFacts(
                "dijon",
                List.of(
                        new FirstFacts.Step("", "", ALIAS),
                        new FirstFacts.Step("", "", new StateMembershipYear("dijon", 2001))));
        assertThat(handled(facts, STAFF)).isEqualTo("handled");
        assertThatThrownBy(() -> handled(facts, AGENT)).isInstanceOf(ProblemException.class);
    }

    /** The address and the command are checked apart; where a command is named after its operation, both say the same. */
    @Test
    void a_command_and_its_operation_have_one_rule() throws ReflectiveOperationException {
        var named = 0;
        for (var type : FicheCommand.class.getPermittedSubclasses()) {
            var name = type.getSimpleName();
            var rule = CommandOperations.RULES.get(
                    name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1));
            if (rule != null) {
                named++;
                assertThat(rule).as(name).isEqualTo(Permission.rule(some(type.asSubclass(FicheCommand.class))));
            }
        }
        assertThat(named).isGreaterThan(30);
    }

    /** With nothing in it: only its kind is asked about. */
    private static FicheCommand some(Class<? extends FicheCommand> type) throws ReflectiveOperationException {
        var types = java.util.Arrays.stream(type.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getType)
                .toArray(Class<?>[]::new);
        var values = new @Nullable Object[types.length];
        for (var i = 0; i < types.length; i++) {
            if (types[i] == int.class) {
                values[i] = 0;
            } else if (types[i] == List.class) {
                values[i] = List.of();
            }
        }
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }
}
