package fr.rtes.fiches.query.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * An address on this server, to be linked to with something more or less asked for. Whatever is changed, the answer begins at its
 * first page again.
 *
 * @param path as it is sent, begins with one slash
 */
public record Address(String path, List<Parameter> parameters) {

    private static final String CURSOR = "cursor";

    /** @param value as it was meant, not as it is sent */
    public record Parameter(String name, String value) {}

    public Address {
        // Two slashes would be another server.
        path = "/" + path.replaceFirst("^[/\\\\]+", "");
        parameters = List.copyOf(parameters);
    }

    /** The one that was asked for; of a form that was sent, without what was in it. */
    static Address of(HttpServletRequest request) {
        var failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        var path = failed == null ? request.getRequestURI() : failed.toString();
        if (!isRead(request)) {
            return new Address(path, List.of());
        }
        return new Address(
                path,
                request.getParameterMap().entrySet().stream()
                        .flatMap(e -> Arrays.stream(e.getValue()).map(value -> new Parameter(e.getKey(), value)))
                        .filter(p -> !p.value().isBlank())
                        .toList());
    }

    static boolean isRead(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
    }

    /** With this value alone under that name; null or blank: without any. */
    public Address with(String name, @Nullable Object value) {
        var text = value == null ? "" : value.toString();
        var kept = parameters.stream().filter(p -> !p.name().equals(name) && !isCursor(p));
        return new Address(
                path,
                text.isBlank()
                        ? kept.toList()
                        : Stream.concat(kept, Stream.of(new Parameter(name, text)))
                                .toList());
    }

    /** With this value among those under that name. */
    public Address plus(String name, Object value) {
        var more = new ArrayList<>(minus(name, value).parameters);
        more.add(new Parameter(name, value.toString()));
        return new Address(path, more);
    }

    /** Without this value under that name. */
    public Address minus(String name, Object value) {
        var gone = new Parameter(name, value.toString());
        return new Address(
                path,
                parameters.stream().filter(p -> !p.equals(gone) && !isCursor(p)).toList());
    }

    /** What a form sends along beside its own fields. */
    public List<Parameter> without(String... names) {
        var own = List.of(names);
        return parameters.stream()
                .filter(p -> !own.contains(p.name()) && !isCursor(p))
                .toList();
    }

    /** What is asked for here, at another path. */
    public Address at(String other) {
        return new Address(other, without(ReaderLanguage.PARAMETER));
    }

    /** The page that begins after the cursor; empty: the first. */
    public Address after(String cursor) {
        return with(CURSOR, cursor);
    }

    /** The same page in another language. */
    Address in(String language) {
        var kept = new ArrayList<>(parameters.stream()
                .filter(p -> !p.name().equals(ReaderLanguage.PARAMETER))
                .toList());
        kept.add(new Parameter(ReaderLanguage.PARAMETER, language));
        return new Address(path, kept);
    }

    private static boolean isCursor(Parameter parameter) {
        return parameter.name().equals(CURSOR);
    }

    /** As it stands in a link. */
    @Override
    public String toString() {
        return parameters.isEmpty()
                ? path
                : parameters.stream()
                        .map(p -> encoded(p.name()) + "=" + encoded(p.value()))
                        .collect(Collectors.joining("&", path + "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
