package fr.rtes.fiches.query.signin;

import fr.rtes.fiches.platform.access.AccountsSettings;
import fr.rtes.fiches.platform.access.Provider;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where signing in begins: remembers where somebody was, and sends them to the provider of accounts. */
@Controller
class SignInPage {

    static final String ADDRESS = "/connexion";

    private final AccountsSettings accounts;
    private final ClientRegistrationRepository registrations;

    SignInPage(AccountsSettings accounts, ClientRegistrationRepository registrations) {
        this.accounts = accounts;
        this.registrations = registrations;
    }

    /** @param retour an address of these pages; anything else leads to the directory */
    @GetMapping(ADDRESS)
    String begin(@RequestParam(required = false) @Nullable String retour, HttpServletRequest request) {
        if (!accounts.areThere()) {
            throw new ProblemException(Problem.of(503, "no-accounts"));
        }
        var target = Returning.local(retour);
        if (SignedIn.current().isPresent()) {
            return "redirect:" + target;
        }
        try {
            registrations.findByRegistrationId(PeopleAccess.REGISTRATION);
        } catch (Provider.Away e) {
            throw new ProblemException(Problem.of(503, "accounts-away").withHeader("Retry-After", "5"));
        }
        request.getSession().setAttribute(Returning.TARGET, target);
        return "redirect:/oauth2/authorization/" + PeopleAccess.REGISTRATION;
    }
}
