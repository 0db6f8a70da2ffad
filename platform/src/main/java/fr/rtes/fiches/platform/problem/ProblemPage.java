package fr.rtes.fiches.platform.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows problems to people, in a service that has pages. */
public interface ProblemPage {

    /**
     * The same words as a page.
     *
     * @param problem the members of the answer: {@code title}, {@code detail}, {@code errors} and so on
     * @return null: whoever asks is a program
     */
    @Nullable String html(Map<String, Object> problem, HttpServletRequest request);
}
