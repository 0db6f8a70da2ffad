package fr.rtes.fiches.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientTest {

    @Test
    void an_account_is_one_client_wherever_it_asks_from() {
        var agent = new Caller.Account("7f", Set.of(Role.AGENT), Set.of("dijon-metropole"));
        assertThat(Client.of(agent, "192.0.2.1")).isEqualTo(Client.of(agent, "2001:db8::1"));
        assertThat(Client.of(agent, "192.0.2.1").standing()).isEqualTo(Standing.ACCOUNT);
    }

    @Test
    void the_staff_has_a_budget_of_its_own() {
        assertThat(Client.of(new Caller.Account("7f", Set.of(Role.STAFF), Set.of()), "192.0.2.1")
                        .standing())
                .isEqualTo(Standing.STAFF);
    }

    @Test
    void an_address_cannot_pass_for_an_account() {
        assertThat(Client.of(Caller.VISITOR, "192.0.2.1")).isEqualTo(new Client(Standing.VISITOR, "192.0.2.1"));
        assertThat(Client.of(new Caller.Account("192.0.2.1", Set.of(), Set.of()), "192.0.2.2")
                        .key())
                .isNotEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:0db8:0001:0002:ffff:4:5:6, 2001:db8:1:2::/64",
        "2001:db8::1, 2001:db8:0:0::/64",
        "0:0:0:0:0:0:0:1, 0:0:0:0::/64",
        "::1, 0:0:0:0::/64",
        "fe80:0:0:0:1:2:3:4%eth0, fe80:0:0:0::/64"
    })
    void a_network_of_ipv6_is_one_visitor(String address, String key) {
        assertThat(Client.of(Caller.VISITOR, address).key()).isEqualTo(key);
    }
}
