package fr.rtes.fiches.platform.web;

import fr.rtes.fiches.platform.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What the container refuses before the service sees it (an address that is none, a body cut off) is a problem too. */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        var status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Content-Security-Policy", SafeHeaders.NOTHING);
            response.setHeader("Cache-Control", "no-store");
            var language = language(request.getHeader("Accept-Language"));
            response.setHeader("Content-Language", language.toLanguageTag());
            response.setContentType("application/problem+json");
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            var writer = response.getReporter();
            if (writer != null) {
                writer.write(
                        Problems.plain(status, Objects.requireNonNullElse(request.getRequestURI(), "/"), language));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            // The client is gone, or has been answered in part: nothing more can be said to it.
            container.getLogger().debug("No problem could be told", e);
        }
    }

    private static Locale language(@Nullable String accepted) {
        return accepted != null && accepted.toLowerCase(Locale.ROOT).startsWith("en") ? Locale.ENGLISH : Locale.FRENCH;
    }
}
