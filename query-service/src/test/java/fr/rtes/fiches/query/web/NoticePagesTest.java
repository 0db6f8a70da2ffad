package fr.rtes.fiches.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@WebMvcTest(NoticePages.class)
@Import(ReadingSlice.class)
class NoticePagesTest {

    private final MockMvcTester http;

    @Autowired
    NoticePagesTest(MockMvcTester http) {
        this.http = http;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/accessibilite         | n’est pas établi",
                "/accessibilite?lang=en | is not established",
                "/mentions              | Aucune licence de réutilisation n’a été déclarée",
                "/mentions?lang=en      | Erasing it means destroying this key",
                "/mentions?knownAt=2026 | Données personnelles"
            })
    void what_a_public_site_says_of_itself(String address, String words) throws UnsupportedEncodingException {
        var answer =
                http.get().uri(address).header(HttpHeaders.ACCEPT, "text/html").exchange();
        assertThat(answer).hasStatusOk();
        var page = answer.getResponse().getContentAsString(StandardCharsets.UTF_8);
        ValidHtml.check(page);
        assertThat(page).contains(words).doesNotContain("??");
    }
}
