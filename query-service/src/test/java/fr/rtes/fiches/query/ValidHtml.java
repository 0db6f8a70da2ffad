package fr.rtes.fiches.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import nu.validator.client.EmbeddedValidator;
import nu.validator.client.EmbeddedValidator.OutputFormat;
import org.xml.sax.SAXException;

/** Whether a page is valid HTML, as the checker of the W3C has it. */
public final class ValidHtml {

    private ValidHtml() {}

    /** Fails with every error and warning, each with its line, and shows the page. */
    public static void check(String html) {
        var checker = new EmbeddedValidator();
        checker.setOutputFormat(OutputFormat.GNU);
        checker.setForceHTML(true);
        checker.setNoLangDetect(true);
        try {
            var said = checker.validate(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
            assertThat(said.lines().filter(line -> !line.isBlank())).as(html).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException e) {
            throw new AssertionError(html, e);
        }
    }
}
