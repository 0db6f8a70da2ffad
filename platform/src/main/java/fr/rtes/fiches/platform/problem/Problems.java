package fr.rtes.fiches.platform.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.support.RequestContextUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place where an exception becomes an answer. A store out of reach is 503: try again. What is not understood here is a
 * fault: 500, logged once.
 */
@RestControllerAdvice
public class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final ProblemWords words;
    private final ObjectProvider<ProblemPage> pages;
    private final ObjectProvider<StoreFailures> stores;

    Problems(ProblemWords words, ObjectProvider<ProblemPage> pages, ObjectProvider<StoreFailures> stores) {
        this.words = words;
        this.pages = pages;
        this.stores = stores;
    }

    /**
     * A problem for whoever is answered without the service: by the container itself.
     *
     * @param instance the address asked
     * @return JSON
     */
    public static String plain(int status, String instance, Locale language) {
        var code = code(HttpStatusCode.valueOf(status));
        var words = new ProblemWords(List.of("platform-problems"));
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "/problems/" + code);
        body.put("title", words.say(code + ".title", language, Map.of()));
        body.put("status", status);
        body.put("detail", words.say(code + ".detail", language, Map.of()));
        body.put("instance", instance);
        return JsonMapper.shared().writeValueAsString(body);
    }

    @ExceptionHandler
    ResponseEntity<Object> answer(ProblemException e, HttpServletRequest request) {
        return answer(e.problem(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> answer(HttpMessageNotReadableException e, HttpServletRequest request) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ProblemException p -> {
                    return answer(p.problem(), request);
                }
                case JacksonException j -> {
                    return answer(Malformed.of(j), request);
                }
                default -> {
                    // look further down
                }
            }
        }
        return answer(Problem.of(400, "missing-body"), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> answer(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        return answer(Problem.at(400, "malformed-parameter", e.getName(), Map.of("name", e.getName())), request);
    }

    /** Everything else: what the web framework refuses by itself keeps its status; the rest is a fault. */
    @ExceptionHandler
    ResponseEntity<Object> answer(Exception e, HttpServletRequest request) throws Exception {
        if (e instanceof ErrorResponse refused) {
            return answer(ofFramework(refused, e), request);
        }
        if (isClientGone(e)) {
            throw e;
        }
        var illegible = illegible(e);
        if (illegible != null) {
            return answer(Problem.of(illegible, code(HttpStatusCode.valueOf(illegible))), request);
        }
        var known = Unavailable.in(e);
        var unavailable = known == null && stores.stream().anyMatch(s -> s.isAway(e)) ? e : known;
        if (unavailable != null) {
            LOG.warn(
                    "{} {}: a store is out of reach: {}",
                    request.getMethod(),
                    pattern(request),
                    Unavailable.named(unavailable));
            return answer(Problem.of(503, "unavailable").withHeader("Retry-After", Unavailable.RETRY_AFTER), request);
        }
        LOG.error("{} {} failed", request.getMethod(), pattern(request), e);
        return answer(Problem.of(500, "fault"), request);
    }

    /**
     * The status of what the container found wrong while it read the request: a parameter that is badly encoded, a form that is too
     * large or ends in its middle, a body cut off. Null: it is something else.
     */
    private static @Nullable Integer illegible(Throwable e) {
        var cause = e;
        for (var depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof InvalidParameterException parameter) {
                return parameter.getErrorCode();
            }
            if (cause instanceof BadRequestException) {
                return 400;
            }
            cause = cause.getCause();
        }
        return e instanceof MultipartException ? 400 : null;
    }

    private static boolean isClientGone(Exception e) {
        return e instanceof org.springframework.web.context.request.async.AsyncRequestNotUsableException;
    }

    /** The route, not the path: a path may hold what somebody typed. */
    private static String pattern(HttpServletRequest request) {
        var pattern = request.getAttribute("org.springframework.web.servlet.HandlerMapping.bestMatchingPattern");
        return pattern == null ? "(no route)" : pattern.toString();
    }

    private static Problem ofFramework(ErrorResponse refused, Exception e) {
        var status = refused.getStatusCode();
        var problem = switch (e) {
            case MissingServletRequestParameterException p ->
                Problem.at(400, "missing-parameter", p.getParameterName(), Map.of("name", p.getParameterName()));
            case MissingRequestHeaderException h ->
                Problem.at(400, "missing-header", h.getHeaderName(), Map.of("name", h.getHeaderName()));
            case HttpMediaTypeNotSupportedException m -> Problem.of(415, "unsupported-media-type");
            case HttpRequestMethodNotSupportedException m -> Problem.of(405, "method-not-allowed");
            default -> Problem.of(status.value(), code(status));
        };
        var withHeaders = problem;
        for (var header : refused.getHeaders().headerSet()) {
            withHeaders = withHeaders.withHeader(header.getKey(), String.join(", ", header.getValue()));
        }
        return withHeaders;
    }

    /** The code for a status that nothing more is known about. */
    static String code(HttpStatusCode status) {
        return switch (status.value()) {
            case 400 -> "bad-request";
            case 401 -> "not-authenticated";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 413 -> "body-too-large";
            case 415 -> "unsupported-media-type";
            case 429 -> "too-many-requests";
            case 503 -> "unavailable";
            default -> status.is4xxClientError() ? "bad-request" : "fault";
        };
    }

    /** The answer that tells the problem to whoever asked: to a person as a page, where there are pages. */
    public ResponseEntity<Object> answer(Problem problem, HttpServletRequest request) {
        var headers = new HttpHeaders();
        problem.headers().forEach(headers::add);
        headers.setContentLanguage(ProblemWords.language(RequestContextUtils.getLocale(request)));
        headers.setCacheControl("no-store");
        var body = body(problem, request);
        var page = pages.getIfAvailable();
        var html = page == null ? null : page.html(body, request);
        headers.setContentType(html == null ? MediaType.APPLICATION_PROBLEM_JSON : HTML);
        return new ResponseEntity<>(html == null ? body : html, headers, HttpStatusCode.valueOf(problem.status()));
    }

    private Map<String, Object> body(Problem problem, HttpServletRequest request) {
        return body(problem, RequestContextUtils.getLocale(request), request.getRequestURI());
    }

    /** The JSON members of a problem, worded; for answers that hold problems, such as an import's report. */
    public Map<String, Object> body(Problem problem, Locale locale, String instance) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "/problems/" + problem.code());
        body.put("title", words.say(problem.code() + ".title", locale, problem.params()));
        body.put("status", problem.status());
        body.put("detail", words.say(problem.code() + ".detail", locale, problem.params()));
        body.put("instance", instance);
        if (!problem.fields().isEmpty()) {
            body.put(
                    "errors",
                    problem.fields().stream().map(f -> error(f, locale)).toList());
        }
        problem.members().forEach(body::put);
        return body;
    }

    private Map<String, String> error(Problem.Field field, Locale locale) {
        var error = new LinkedHashMap<String, String>();
        error.put("type", "/problems/" + field.code());
        error.put("pointer", field.pointer());
        error.put("detail", words.say(field.code() + ".detail", locale, field.params()));
        return error;
    }

    /** Codes that this module itself answers with; each has its sentences. */
    static List<String> codes() {
        return List.of(
                "bad-request",
                "not-authenticated",
                "invalid-token",
                "accounts-away",
                "forbidden",
                "not-found",
                "method-not-allowed",
                "not-acceptable",
                "body-too-large",
                "unsupported-media-type",
                "too-many-requests",
                "unavailable",
                "fault",
                "missing-body",
                "malformed-parameter",
                "missing-parameter",
                "missing-header",
                "malformed-json",
                "unknown-field",
                "duplicate-field",
                "required",
                "wrong-type",
                "unknown-value",
                "malformed-value");
    }
}
