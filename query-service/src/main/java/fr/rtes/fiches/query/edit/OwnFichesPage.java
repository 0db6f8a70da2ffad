package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.platform.access.Callers;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;

/** The desk of an agent: the fiches that they keep. What else waits is the staff's business, and may be another member's draft. */
@Controller
class OwnFichesPage {

    private final Callers callers;
    private final DeskFiches fiches;

    OwnFichesPage(Callers callers, DeskFiches fiches) {
        this.callers = callers;
        this.fiches = fiches;
    }

    record Own(String ficheId, String name) {}

    @GetMapping(path = "/bureau/miennes", produces = Html.TYPE)
    String own(@RequestAttribute Page page, HttpServletRequest request, Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        List<Own> own = new TreeSet<>(callers.of(request).ownFiches())
                .stream().map(id -> new Own(id, fiches.name(id))).toList();
        model.addAttribute("own", own);
        return "desk-own";
    }
}
