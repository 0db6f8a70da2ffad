package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.directory.Asked;
import fr.rtes.fiches.query.directory.Directory;
import fr.rtes.fiches.query.directory.Question;
import fr.rtes.fiches.query.directory.Stale;
import fr.rtes.fiches.query.findings.OpenFindings;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.web.Page;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The desk: what is to be done, and one fiche with all that can be changed in it. */
@Controller
class DeskPage {

    private static final int FOUND = 20;
    private static final int WAITING = 5;
    private static final List<FicheStatus> ALL = List.of(FicheStatus.values());

    private final Directory directory;
    private final OpenFindings findings;
    private final DeskFiches fiches;
    private final Commands commands;
    private final Moments moments;
    private final MessageSource messages;

    DeskPage(
            Directory directory,
            OpenFindings findings,
            DeskFiches fiches,
            Commands commands,
            Moments moments,
            MessageSource messages) {
        this.directory = directory;
        this.findings = findings;
        this.fiches = fiches;
        this.commands = commands;
        this.moments = moments;
        this.messages = messages;
    }

    /**
     * Fiches that wait for the same.
     *
     * @param all where all of them are; null: they are not in the directory
     */
    record Task(String key, Directory.Few fiches, @Nullable String all) {}

    @GetMapping(path = "/bureau", produces = Html.TYPE)
    String desk(@RequestParam(required = false) @Nullable String q, @RequestAttribute Page page, Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        var now = Asked.of(moments, null);
        if (q != null && !q.isBlank()) {
            model.addAttribute("found", directory.few(Question.of(q, null, null, null, ALL, null, null), now, FOUND));
        }
        model.addAttribute("q", q == null ? "" : q.strip());
        var tasks = new java.util.ArrayList<Task>();
        for (var status : List.of(FicheStatus.DRAFT, FicheStatus.BEING_WRITTEN)) {
            tasks.add(new Task(
                    status.name(),
                    directory.few(
                            Question.of(null, null, null, null, List.of(status), null, "-recorded"), now, WAITING),
                    page.link("/", "status", status.name())));
        }
        Arrays.stream(Stale.values())
                .map(stale -> new Task(
                        stale.name(),
                        directory.few(
                                Question.of(null, null, null, null, null, List.of(stale), "recorded"), now, WAITING),
                        page.link("/", "freshness", stale.name())))
                .forEach(tasks::add);
        model.addAttribute(
                "tasks",
                tasks.stream().filter(task -> task.fiches().total() > 0).toList());
        switch (ImportPage.waiting(commands, null, WAITING, page)) {
            case Commands.Answer.Done done -> model.addAttribute("imports", ImportPage.waiting(done.body(), page));
            // Without them nobody may say that nothing is left to do.
            case Commands.Answer.Away away -> model.addAttribute("importsAway", true);
            case Commands.Answer.Refused refused -> model.addAttribute("importsAway", true);
        }
        model.addAttribute("findings", findings.waiting(WAITING, page.words().language()));
        return "desk";
    }

    /** @param since the version before what was just recorded; with {@code seen}, the one after it, that is told */
    @GetMapping(path = "/bureau/fiches/{ficheId}", produces = Html.TYPE)
    String fiche(
            @PathVariable String ficheId,
            @RequestParam(required = false) @Nullable Long since,
            @RequestParam(required = false) @Nullable Long seen,
            @RequestAttribute Page page,
            Model model) {
        if (page.knownAt() != null) {
            return "redirect:" + page.now();
        }
        var isVisible = seen == null || fiches.await(ficheId, seen);
        var fiche = fiches.find(ficheId);
        if (seen != null && since != null) {
            model.addAttribute("isVisible", isVisible);
            model.addAttribute(
                    "done", fiches.happened(ficheId, since, seen, page.words().language()));
        }
        model.addAttribute("fiche", fiche);
        model.addAttribute(
                "parts",
                FicheParts.of(
                        fiche, findings.ofFiche(ficheId, page.words().language()), new Wording(page, messages), page));
        return "desk-fiche";
    }
}
