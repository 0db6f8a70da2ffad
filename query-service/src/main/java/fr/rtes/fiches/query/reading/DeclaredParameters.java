package fr.rtes.fiches.query.reading;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a query parameter that the controller's method does not declare: a misspelt filter would otherwise be answered as if
 * nobody had filtered.
 */
@Configuration
class DeclaredParameters implements WebMvcConfigurer, HandlerInterceptor {

    private static final String OURS = "fr.rtes.fiches.query.";
    /** The language and the moment go along with every link, so every page takes them. */
    private static final List<String> OF_EVERY_PAGE = List.of("lang", "knownAt");

    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith(OURS)
                && (HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod()))) {
            var declared = declared(method);
            if (Html.isPage(method)) {
                OF_EVERY_PAGE.forEach(name -> declared.putIfAbsent(name, false));
            }
            check(request, declared);
        }
        return true;
    }

    private static void check(HttpServletRequest request, Map<String, Boolean> declared) {
        request.getParameterMap().forEach((name, values) -> {
            var repeatable = declared.get(name);
            if (repeatable == null) {
                throw new ProblemException(Problem.at(400, "unsupported-parameter", name, Map.of("name", name)));
            }
            if (values.length > 1 && !repeatable) {
                throw new ProblemException(Problem.at(400, "repeated-parameter", name, Map.of("name", name)));
            }
        });
    }

    /** Names of the parameters, and whether each may come several times. */
    private Map<String, Boolean> declared(HandlerMethod method) {
        var declared = new HashMap<String, Boolean>();
        for (var parameter : method.getMethodParameters()) {
            var annotation = parameter.getParameterAnnotation(RequestParam.class);
            if (annotation != null) {
                parameter.initParameterNameDiscovery(names);
                var name = annotation.name().isEmpty() ? parameter.getParameterName() : annotation.name();
                if (name != null) {
                    declared.put(name, Collection.class.isAssignableFrom(parameter.getParameterType()));
                }
            }
        }
        return declared;
    }
}
