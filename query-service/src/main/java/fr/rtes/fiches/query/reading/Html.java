package fr.rtes.fiches.query.reading;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;

/** Pages, for people, beside answers for programs. */
public final class Html {

    public static final String TYPE = MediaType.TEXT_HTML_VALUE;

    private Html() {}

    /** Whether it answers with a page: its mapping says {@code produces = Html.TYPE}. */
    public static boolean isPage(Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return false;
        }
        var mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        if (mapping == null) {
            return false;
        }
        for (var produced : mapping.produces()) {
            if (produced.equals(TYPE)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the header {@code Accept} names HTML, as browsers do and programs do not. */
    public static boolean isWanted(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        try {
            return MediaType.parseMediaTypes(accept).stream()
                    .anyMatch(type -> type.getType().equals("text")
                            && type.getSubtype().equals("html")
                            && type.getQualityValue() > 0);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
