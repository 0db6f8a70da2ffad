package fr.rtes.fiches.platform.limits;

import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Role;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is counted as one.
 *
 * @param key the account wherever it asks from, else the address
 */
record Client(Standing standing, String key) {

    /**
     * @param caller null: there are no accounts
     * @param address of whoever holds the connection; with trusted proxies, of whoever they speak for
     */
    static Client of(@Nullable Caller caller, String address) {
        return switch (caller) {
            case null -> new Client(Standing.STAFF, network(address));
            case Caller.Visitor v -> new Client(Standing.VISITOR, network(address));
            case Caller.Account a ->
                new Client(a.has(Role.STAFF) ? Standing.STAFF : Standing.ACCOUNT, "account " + a.subject());
        };
    }

    /** One household or office has a whole /64 of IPv6, and would otherwise have 2⁶⁴ budgets. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        var plain = address.replaceAll("[\\[\\]]|%.*", "");
        var halves = plain.split("::", 2);
        var head = halves[0].isEmpty() ? new String[0] : halves[0].split(":", -1);
        return Arrays.stream(Arrays.copyOf(head, 4))
                .map(group -> group == null ? "0" : group.replaceFirst("^0+(?!$)", ""))
                .collect(Collectors.joining(":", "", "::/64"));
    }
}
