package fr.rtes.fiches.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class AddressTest {

    private static Address of(String path, String... parameters) {
        var request = new MockHttpServletRequest("GET", path);
        for (var i = 0; i < parameters.length; i += 2) {
            request.addParameter(parameters[i], parameters[i + 1]);
        }
        return Address.of(request);
    }

    @Test
    void what_was_asked_can_be_asked_again() {
        assertThat(of("/", "q", "Comté & é", "type", "", "cursor", "abc"))
                .hasToString("/?q=Comt%C3%A9+%26+%C3%A9&cursor=abc");
    }

    @Test
    void whatever_changes_begins_at_the_first_page() {
        var address = of("/", "type", "COMMUNE", "type", "PETR", "cursor", "abc");
        assertThat(address.with("sort", "name")).hasToString("/?type=COMMUNE&type=PETR&sort=name");
        assertThat(address.with("type", null)).hasToString("/");
        assertThat(address.minus("type", "PETR")).hasToString("/?type=COMMUNE");
        assertThat(address.plus("type", "PETR")).hasToString("/?type=COMMUNE&type=PETR");
        assertThat(address.after("next")).hasToString("/?type=COMMUNE&type=PETR&cursor=next");
        assertThat(address.after("")).hasToString("/?type=COMMUNE&type=PETR");
    }

    @Test
    void another_language_stays_on_the_page() {
        assertThat(of("/", "cursor", "abc", "lang", "fr").in("en")).hasToString("/?cursor=abc&lang=en");
    }

    /** {@code //elsewhere.example} in a link would be another server. */
    @Test
    void an_address_is_never_another_servers() {
        assertThat(of("//elsewhere.example/x", "a", "b")).hasToString("/elsewhere.example/x?a=b");
        assertThat(of("/\\elsewhere.example")).hasToString("/elsewhere.example");
    }

    @Test
    void what_was_in_a_form_is_not_in_its_address() {
        var request = new MockHttpServletRequest("POST", "/bureau");
        request.addParameter("name", "Nevers");
        assertThat(Address.of(request)).hasToString("/bureau");
    }
}
