package fr.rtes.fiches.platform.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What never reached a controller (filters, the container itself) is a problem too; and a problem's type can be looked up. */
@Hidden
@RestController
class ProblemPages implements ErrorController {

    private final Problems problems;
    private final ProblemWords words;

    ProblemPages(Problems problems, ProblemWords words) {
        this.problems = problems;
        this.words = words;
    }

    @RequestMapping("/error")
    ResponseEntity<Object> error(HttpServletRequest request) {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer s ? s : 404;
        return problems.answer(Problem.of(status, Problems.code(HttpStatusCode.valueOf(status))), request);
    }

    /** What a type means, in both languages; {@code type} members are relative references to here. */
    @GetMapping("/problems/{code}")
    Map<String, Object> type(@PathVariable String code) {
        if (!words.knows(code + ".title", Locale.FRENCH)) {
            throw new ProblemException(Problem.of(404, "not-found"));
        }
        return Map.of(
                "type", "/problems/" + code,
                "title", both(code + ".title"),
                "detail", both(code + ".detail"));
    }

    private Map<String, String> both(String key) {
        return Map.of("fr", words.say(key, Locale.FRENCH, Map.of()), "en", words.say(key, Locale.ENGLISH, Map.of()));
    }
}
