package fr.rtes.fiches.query.web;

import fr.rtes.fiches.query.words.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/** What somebody chose on a page, else what the browser says; French for whoever says neither. */
final class ReaderLanguage implements LocaleResolver {

    /** Of an address and, once it was chosen, of a cookie. */
    static final String PARAMETER = "lang";

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        var accepted = Words.language(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        if (Pages.isForPrograms(request)) {
            return accepted;
        }
        var asked = Address.isRead(request) ? known(request.getParameter(PARAMETER)) : null;
        if (asked != null) {
            return asked;
        }
        var cookie = WebUtils.getCookie(request, PARAMETER);
        var remembered = cookie == null ? null : known(cookie.getValue());
        return remembered == null ? accepted : remembered;
    }

    /** Null: none of ours. */
    static @Nullable Locale known(@Nullable String tag) {
        return Words.LANGUAGES.stream()
                .filter(language -> language.toLanguageTag().equals(tag))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("A reader chooses by the parameter " + PARAMETER);
    }
}
