package fr.rtes.fiches.accounts.provider;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * French or English: what the page's own link asks for, else what the pages asked for with the login ({@code ui_locales}
 * of OpenID Connect), else what the browser prefers.
 */
@Component("localeResolver")
final class AskedLanguage implements LocaleResolver {

    private static final List<String> KNOWN = List.of("fr", "en");
    private static final String SAVED = "SPRING_SECURITY_SAVED_REQUEST";

    /** The language's tag: one of two words, whatever was sent. */
    static String of(HttpServletRequest request) {
        return Stream.of(Stream.ofNullable(request.getParameter("lang")), askedWithLogin(request), preferred(request))
                .flatMap(words -> words)
                .filter(KNOWN::contains)
                .findFirst()
                .orElse("fr");
    }

    private static Stream<String> askedWithLogin(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(SAVED) instanceof SavedRequest login)) {
            return Stream.empty();
        }
        String[] locales = login.getParameterValues("ui_locales");
        return locales == null
                ? Stream.empty()
                : Stream.of(locales).flatMap(list -> Stream.of(list.split(" "))).map(AskedLanguage::language);
    }

    private static Stream<String> preferred(HttpServletRequest request) {
        return request.getHeader("Accept-Language") == null
                ? Stream.empty()
                : java.util.Collections.list(request.getLocales()).stream().map(Locale::getLanguage);
    }

    private static String language(String tag) {
        return Locale.forLanguageTag(tag).getLanguage();
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return Locale.forLanguageTag(of(request));
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("the language stands in the address");
    }
}
