package fr.rtes.fiches.query.web;

import fr.rtes.fiches.query.reading.Html;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What every public site has to say of itself. */
@Controller
class NoticePages {

    /** What was tested so that everybody can use the pages, and what was not. */
    @GetMapping(path = "/accessibilite", produces = Html.TYPE)
    String accessibility(Model model) {
        return atNoMoment("accessibility", model);
    }

    /** What the register is, whose data it holds, and how somebody's own is erased. */
    @GetMapping(path = "/mentions", produces = Html.TYPE)
    String notices(Model model) {
        return atNoMoment("notices", model);
    }

    /** They tell nothing of the register: no banner says as of when, and the moment only travels on. */
    private static String atNoMoment(String template, Model model) {
        model.addAttribute("timeless", true);
        return template;
    }
}
