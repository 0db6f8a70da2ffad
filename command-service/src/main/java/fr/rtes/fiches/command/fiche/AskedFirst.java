package fr.rtes.fiches.command.fiche;

import org.axonframework.commandhandling.CommandBus;
import org.springframework.stereotype.Component;

/**
 * Has {@link Permission} asked before every command. Not where the event store is made: the bus and the store would wait for one
 * another.
 */
@Component
final class AskedFirst {

    AskedFirst(CommandBus commands) {
        commands.registerHandlerInterceptor(new Permission());
    }
}
