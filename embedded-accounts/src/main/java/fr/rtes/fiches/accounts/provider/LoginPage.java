package fr.rtes.fiches.accounts.provider;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;

/** The one page that people see here. */
@Controller
class LoginPage {

    private final ProviderSettings settings;

    LoginPage(ProviderSettings settings) {
        this.settings = settings;
    }

    @GetMapping("/")
    String home() {
        return "redirect:" + settings.pages() + "/";
    }

    @GetMapping("/login")
    String login(HttpServletRequest request, Model model) {
        model.addAttribute("wrong", request.getParameterMap().containsKey("error"));
        model.addAttribute("tooSoon", false);
        return page(request, model);
    }

    /** Shown in the place of an answer to what was sent too soon. */
    @PostMapping("/login/later")
    String later(
            @RequestAttribute(name = ThrottledLogin.WAIT, required = false) @Nullable Long wait,
            HttpServletRequest request,
            Model model) {
        model.addAttribute("wait", wait);
        model.addAttribute("wrong", false);
        model.addAttribute("tooSoon", true);
        return page(request, model);
    }

    private String page(HttpServletRequest request, Model model) {
        model.addAttribute("lang", AskedLanguage.of(request));
        model.addAttribute("pages", settings.pages() + "/");
        return "login";
    }
}
