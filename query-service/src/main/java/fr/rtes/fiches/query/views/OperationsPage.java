package fr.rtes.fiches.query.views;

import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.web.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Where the views stand, their rebuilds and the fiches that wait, for an operator who is a person. It is always about now: whoever
 * comes from another moment is led to this one.
 */
@Controller
class OperationsPage {

    private static final String HERE = "/exploitation";
    private static final String VIEW = HERE + "/vues/{name}";
    private static final String REBUILD = HERE + "/reconstructions/{id}";
    private static final String SURE = REBUILD + "/{order:annulation|acceptation|retour}";
    private static final String HTML = MediaType.TEXT_HTML_VALUE;

    private static final Pattern POSITION = Pattern.compile("\\d{1,18}");
    private static final double HUNDRED = 100;

    private final Views views;
    private final LiveViews live;
    private final Rebuilds rebuilds;
    private final Parked parked;
    private final Operator operator;
    private final Discretion discretion;

    OperationsPage(
            Views views,
            LiveViews live,
            Rebuilds rebuilds,
            Parked parked,
            Operator operator,
            Discretion discretion) {
        this.discretion = discretion;
        this.views = views;
        this.live = live;
        this.rebuilds = rebuilds;
        this.parked = parked;
        this.operator = operator;
    }

    /** A time as it is said: « 3 minutes ». */
    record Lasts(String unit, long count) {

        private static final long MINUTE = 60;
        private static final long HOUR = 60 * MINUTE;
        private static final long DAY = 24 * HOUR;

        /** Two of a unit at least, seconds excepted. */
        static Lasts of(double seconds) {
            if (seconds < 2 * MINUTE) {
                return new Lasts("seconds", Math.round(seconds));
            }
            if (seconds < 2 * HOUR) {
                return new Lasts("minutes", Math.round(seconds / MINUTE));
            }
            return seconds < 2 * DAY
                    ? new Lasts("hours", Math.round(seconds / HOUR))
                    : new Lasts("days", Math.round(seconds / DAY));
        }
    }

    /**
     * A view where it stands.
     *
     * @param documents the store's own estimate
     * @param previous the generation that is kept to go back to; null: none is
     */
    record Standing(
            LiveViews.Status is,
            long documents,
            Lasts lag,
            @Nullable Integer previous) {}

    private Standing standing(LiveViews.Status status) {
        return new Standing(
                status,
                views.documents(status.view(), status.generation()),
                Lasts.of(status.lagSeconds()),
                views.pointer(status.view()).previous());
    }

    /** What a rebuild is to look at. */
    enum Extent {
        ALL,
        FICHE,
        POSITION
    }

    /**
     * The form as it was filled in.
     *
     * @param wrong what kept it from being done, the end of a message's key; null: nothing
     */
    record Order(
            Extent extent,
            String ficheId,
            String upTo,
            @Nullable String wrong) {

        static final Order NEW = new Order(Extent.ALL, "", "", null);

        Order refused(String why) {
            return new Order(extent, ficheId, upTo, why);
        }

        /** As far as it shows without asking anybody. */
        @Nullable String obviouslyWrong() {
            return switch (extent) {
                case ALL -> null;
                case FICHE -> ficheId.isEmpty() ? "missing-fiche" : null;
                case POSITION -> POSITION.matcher(upTo).matches() ? null : "malformed-position";
            };
        }

        @Nullable String wantedFiche() {
            return extent == Extent.FICHE ? ficheId : null;
        }

        @Nullable Long wantedPosition() {
            return extent == Extent.POSITION ? Long.valueOf(upTo) : null;
        }
    }

    /** What cannot be undone, or not easily: it is asked for twice. */
    enum Sure {
        CANCEL("annulation"),
        ACCEPT("acceptation"),
        ROLL_BACK("retour");

        private final String path;

        Sure(String path) {
            this.path = path;
        }

        static Sure of(String path) {
            return Arrays.stream(values())
                    .filter(sure -> sure.path.equals(path))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * A rebuild as it is watched.
     *
     * @param percent done, rounded down
     * @param left how long it still takes; null: not known
     * @param isHeld somebody wants it to pause, and it does or soon will
     * @param isGoing it has not ended
     */
    record Watched(
            Rebuild is,
            int percent,
            @Nullable Lasts left,
            boolean isHeld,
            boolean isStopping,
            boolean isGoing,
            boolean canGoBack) {}

    private Watched watched(Rebuild rebuild) {
        var wish = operator.wish(rebuild).orElse(null);
        var eta = rebuild.etaSeconds();
        return new Watched(
                discretion.rebuild(rebuild),
                (int) (rebuild.progress() * HUNDRED),
                eta == null ? null : Lasts.of(eta),
                wish == Views.Wish.PAUSE,
                wish == Views.Wish.CANCEL,
                !rebuild.hasEnded(),
                operator.canRollBack(rebuild));
    }

    /** @param healed what trying again came to; null: nobody has just tried */
    @GetMapping(path = HERE, produces = HTML)
    String all(@RequestParam(required = false) @Nullable Boolean healed, @RequestAttribute Page page, Model model) {
        if (page.knownAt() != null) {
            return now(page);
        }
        model.addAttribute("views", live.statuses().stream().map(this::standing).toList());
        model.addAttribute("letters", discretion.letters(parked.all()));
        model.addAttribute("healed", healed);
        return shown("operations", model);
    }

    private static String now(Page page) {
        return "redirect:" + page.now();
    }

    /** The shell does not offer to go to another moment. */
    private static String shown(String template, Model model) {
        model.addAttribute("timeless", true);
        return template;
    }

    @GetMapping(path = VIEW, produces = HTML)
    String view(@PathVariable String name, @RequestAttribute Page page, Model model) {
        return page.knownAt() == null ? view(name, Order.NEW, model) : now(page);
    }

    private String view(String name, Order order, Model model) {
        var view = operator.view(name);
        model.addAttribute("name", view.name());
        model.addAttribute(
                "view",
                live.statuses().stream()
                        .filter(status -> status.view().equals(view.name()))
                        .findFirst()
                        .map(this::standing)
                        .orElse(null));
        model.addAttribute("order", order);
        model.addAttribute("rebuilds", discretion.rebuilds(rebuilds.of(view.name())));
        return shown("operations-view", model);
    }

    /** What is wrong with the form is said on it, with all that was typed. */
    @PostMapping(path = VIEW, produces = HTML)
    String start(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable Extent extent,
            @RequestParam(defaultValue = "") String ficheId,
            @RequestParam(defaultValue = "") String upTo,
            HttpServletResponse response,
            Model model) {
        var order = new Order(extent == null ? Extent.ALL : extent, ficheId.strip(), upTo.strip(), null);
        var wrong = order.obviouslyWrong();
        if (wrong != null) {
            return refused(name, order.refused(wrong), HttpStatus.UNPROCESSABLE_CONTENT, response, model);
        }
        try {
            return to(operator.start(name, order.wantedFiche(), order.wantedPosition()));
        } catch (ProblemException e) {
            var status = HttpStatus.valueOf(e.problem().status());
            return refused(name, order.refused(e.problem().code()), status, response, model);
        }
    }

    /** A view that does not exist is the address's fault rather than the form's, and told as such. */
    private String refused(String name, Order order, HttpStatus status, HttpServletResponse response, Model model) {
        response.setStatus(status.value());
        return view(name, order, model);
    }

    private static String to(Rebuild rebuild) {
        return "redirect:" + REBUILD.replace("{id}", rebuild.id());
    }

    /** @param follow false: the page stands still until somebody asks again */
    @GetMapping(path = REBUILD, produces = HTML)
    String rebuild(
            @PathVariable String id,
            @RequestParam(defaultValue = "true") boolean follow,
            @RequestAttribute Page page,
            Model model) {
        if (page.knownAt() != null) {
            return now(page);
        }
        var watched = watched(operator.rebuild(id));
        model.addAttribute("watched", watched);
        model.addAttribute("follows", follow);
        model.addAttribute("refresh", follow && watched.isGoing() ? SECONDS_WITHOUT_SCRIPTS : null);
        return shown("operations-rebuild", model);
    }

    private static final int SECONDS_WITHOUT_SCRIPTS = 5;

    /**
     * What moves on that page. Where something else is to be offered than before, the whole page is asked for again.
     *
     * @param held what the page shows now
     */
    @GetMapping(path = REBUILD + "/avancement", produces = HTML)
    String progress(@PathVariable String id, @RequestParam boolean held, HttpServletResponse response, Model model) {
        var watched = watched(operator.rebuild(id));
        if (!watched.isGoing() || watched.isHeld() != held) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("watched", watched);
        return "operations-rebuild :: progress";
    }

    @PostMapping(path = REBUILD + "/suspension", produces = HTML)
    String pause(@PathVariable String id) {
        return to(operator.pause(id));
    }

    @PostMapping(path = REBUILD + "/reprise", produces = HTML)
    String resume(@PathVariable String id) {
        return to(operator.resume(id));
    }

    @GetMapping(path = SURE, produces = HTML)
    String ask(@PathVariable String id, @PathVariable String order, @RequestAttribute Page page, Model model) {
        if (page.knownAt() != null) {
            return now(page);
        }
        var rebuild = operator.rebuild(id);
        var sure = Sure.of(order);
        switch (sure) {
            case CANCEL -> operator.refuseUnlessUnderWay(rebuild);
            case ACCEPT -> operator.refuseUnlessRejected(rebuild);
            case ROLL_BACK -> operator.refuseUnlessLatest(rebuild);
        }
        model.addAttribute("sure", sure);
        model.addAttribute("rebuild", discretion.rebuild(rebuild));
        return shown("operations-sure", model);
    }

    @PostMapping(path = SURE, produces = HTML)
    String order(@PathVariable String id, @PathVariable String order) {
        return to(
                switch (Sure.of(order)) {
                    case CANCEL -> operator.cancel(id);
                    case ACCEPT -> operator.accept(id);
                    case ROLL_BACK -> operator.rollBack(id);
                });
    }

    @PostMapping(path = HERE + "/attentes/{id}", produces = HTML)
    String retry(@PathVariable String id) {
        return "redirect:" + HERE + "?healed=" + operator.retry(id);
    }
}
