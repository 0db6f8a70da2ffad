package fr.rtes.fiches.platform.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one client may send.
 *
 * @param body largest body but for forms: that of a source, which is the largest thing there is
 * @param form largest form: a source that is pasted grows when it is encoded
 * @param visitor requests a minute of an address without an account
 * @param account of an account
 * @param staff of an account of the network's staff, whose scripts load whole lists; of everybody, where there are no accounts
 */
@ConfigurationProperties("fiches.limits")
record LimitSettings(
        @DefaultValue("2MB") DataSize body,
        @DefaultValue("9MB") DataSize form,
        @DefaultValue Visitor visitor,
        @DefaultValue Account account,
        @DefaultValue Staff staff) {

    /** Requests a minute, by their kind. */
    sealed interface Budget {
        int reads();

        int commands();

        int imports();

        default int of(Kind kind) {
            return switch (kind) {
                case READS -> reads();
                case COMMANDS -> commands();
                case IMPORTS -> imports();
            };
        }
    }

    record Visitor(
            @DefaultValue("3000") int reads,
            @DefaultValue("300") int commands,
            @DefaultValue("30") int imports) implements Budget {}

    record Account(
            @DefaultValue("12000") int reads,
            @DefaultValue("1200") int commands,
            @DefaultValue("60") int imports) implements Budget {}

    record Staff(
            @DefaultValue("120000") int reads,
            @DefaultValue("120000") int commands,
            @DefaultValue("600") int imports) implements Budget {}

    Budget of(Standing standing) {
        return switch (standing) {
            case VISITOR -> visitor;
            case ACCOUNT -> account;
            case STAFF -> staff;
        };
    }
}
