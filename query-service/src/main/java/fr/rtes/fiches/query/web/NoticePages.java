package fr.rtes.fiches.query.web;

import fr.rtes.fiches.query.reading.Html;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What every public site has to say of itself. */
@Controller
class NoticePages {

    /** What was tested so that everybody can use the pages, and what was not. */
    @GetMapping(path = "/accessibilite", produces = Html.TYPE)
    String accessibility() {
        return "accessibility";
    }

    /** What the register is, whose data it holds, and how somebody's own is erased. */
    @GetMapping(path = "/mentions", produces = Html.TYPE)
    String notices() {
        return "notices";
    }
}
