package fr.rtes.fiches.query.fiche;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.query.directory.Departements;
import fr.rtes.fiches.query.directory.Doubts;
import fr.rtes.fiches.query.findings.Constats;
import fr.rtes.fiches.query.history.Origins;
import fr.rtes.fiches.query.profile.Mementos;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profiles;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.web.Page;
import fr.rtes.fiches.query.words.Parts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A fiche as people read it, on both clocks, and each of its versions. Persons are opened here and nowhere further in. */
@Controller
class FichePage {

    private final Profiles profiles;
    private final Origins origins;
    private final Doubts doubts;
    private final Constats constats;
    private final KeptTexts texts;
    private final Moments moments;
    private final PersonCipher cipher;

    FichePage(
            Profiles profiles,
            Origins origins,
            Doubts doubts,
            Constats constats,
            KeptTexts texts,
            Moments moments,
            PersonCipher cipher) {
        this.profiles = profiles;
        this.origins = origins;
        this.doubts = doubts;
        this.constats = constats;
        this.texts = texts;
        this.moments = moments;
        this.cipher = cipher;
    }

    /**
     * What is asked about, to be said in words.
     *
     * @param validAt null: not asked about
     * @param isVersion whether a version is shown for itself
     * @param waitsAt position of an event that cannot be digested; null: none
     * @param previous null: it is the first
     * @param next null: it is the newest
     * @param change what made it; null: not told, or not known yet
     */
    record Asked(
            @Nullable LocalDate validAt,
            boolean isVersion,
            @Nullable Long waitsAt,
            @Nullable Long previous,
            @Nullable Long next,
            Origins.@Nullable Told change) {}

    /** Programs that ask for a time are led to the version of then, see {@link Mementos}. */
    @GetMapping(path = "/fiches/{ficheId}", produces = Html.TYPE, headers = "!" + Mementos.ACCEPT_DATETIME)
    String fiche(
            @PathVariable String ficheId,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String validAt,
            @RequestAttribute Page page,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        var askedDay = Wanted.text(validAt);
        var validOn = askedDay == null ? null : moments.validAt("validAt", askedDay);
        var moment = Wanted.text(knownAt);
        var asked = moment == null ? moments.now() : moments.knownAt("knownAt", moment);
        var then = profiles.knownAt(ficheId, asked);
        var known = then.profile();
        model.addAttribute("asked", new Asked(validOn, false, then.waitsAt(), null, null, null));
        var day = validOn == null ? asked.day() : validOn;
        var shown = validOn == null ? known.on(day) : known.validAt(day);
        model.addAttribute("origins", page.link("/fiches/" + ficheId + "/origines"));
        show(known, shown.opened(cipher), day, asked.day(), page, model, request);
        response.addHeader(HttpHeaders.VARY, Mementos.ACCEPT_DATETIME);
        response.addHeader(HttpHeaders.LINK, Mementos.links(ficheId));
        return "fiche";
    }

    @GetMapping(path = "/fiches/{ficheId}/versions/{version}", produces = Html.TYPE)
    String version(
            @PathVariable String ficheId,
            @PathVariable long version,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestAttribute Page page,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (Wanted.text(knownAt) != null) {
            // A version is what it is; whoever asks for a moment is led to that.
            return "redirect:" + page.link("/fiches/" + ficheId);
        }
        var then = profiles.atVersion(ficheId, version);
        var last = profiles.times(ficheId).size();
        model.addAttribute(
                "asked",
                new Asked(
                        null,
                        true,
                        null,
                        version > 1 ? version - 1 : null,
                        version < last ? version + 1 : null,
                        origins.change(ficheId, version, page.words().language())));
        model.addAttribute(
                "origins",
                page.here()
                        .at("/fiches/" + ficheId + "/origines")
                        .with("knownAt", "position:" + then.position())
                        .toString());
        var day = then.profile().dated().day();
        show(then.profile(), then.profile().opened(cipher), day, day, page, model, request);
        response.addHeader(HttpHeaders.LINK, Mementos.links(ficheId));
        response.addHeader(Mementos.MEMENTO_DATETIME, Mementos.rfc1123(then.knownFrom()));
        return "fiche";
    }

    /**
     * Something that may no longer be true.
     *
     * @param about the contact or the words of the date; null: the whole fiche
     */
    record Doubtful(Doubts.Doubt doubt, @Nullable String about) {}

    /**
     * @param known persons enciphered
     * @param fiche as it is shown
     * @param day on which what it says holds
     * @param readOn the day on which it is read, and may be stale
     */
    private void show(
            Profile known,
            Profile fiche,
            LocalDate day,
            LocalDate readOn,
            Page page,
            Model model,
            HttpServletRequest request) {
        var language = page.words().language();
        model.addAttribute("fiche", fiche);
        model.addAttribute("parts", new Parts(language));
        model.addAttribute("departement", Departements.of(fiche.address()).orElse(null));
        model.addAttribute("proofs", new Proofs(origins.of(known, day), texts));
        model.addAttribute("money", Money.of(fiche, language));
        model.addAttribute("outline", Outline.of(fiche.programme()));
        model.addAttribute(
                "doubts",
                doubts.of(known.ficheId(), known.version(), readOn).stream()
                        .map(doubt -> new Doubtful(doubt, about(doubt, fiche)))
                        .toList());
        model.addAttribute("absent", absent(fiche));
        model.addAttribute("constats", constats.of(known.ficheId(), known.version(), language));
        model.addAttribute("today", moments.today());
        model.addAttribute("steps", profiles.steps(known.ficheId()));
        model.addAttribute("days", days(known, day, readOn));
        model.addAttribute(
                "citation",
                new Citation(
                        known.ficheId(),
                        fiche.name(),
                        known.version(),
                        Moment.day(known.recordedAt()),
                        ServletUriComponentsBuilder.fromRequest(request)
                                .replacePath("/fiches/" + known.ficheId() + "/versions/" + known.version())
                                .replaceQuery(null)
                                .build()
                                .toUriString(),
                        moments.today()));
    }

    /**
     * A day to ask about.
     *
     * @param validAt to ask for it; empty: the day on which the fiche is read, which nobody has to ask for
     */
    record Day(String validAt, LocalDate day, boolean isChosen) {}

    /** The days from which on something else holds, with those of the question; a budget counts until its year ends. Latest first. */
    private static List<Day> days(Profile known, LocalDate shown, LocalDate readOn) {
        var days = new TreeSet<>(known.dated().days());
        for (var budget : known.budgets()) {
            var year = budget.year();
            if (year != null) {
                days.add(LocalDate.of(year, Month.DECEMBER, 31));
            }
        }
        days.add(shown);
        days.add(readOn);
        return days.descendingSet().stream()
                .map(day -> new Day(day.equals(readOn) ? "" : day.toString(), day, day.equals(shown)))
                .toList();
    }

    private static @Nullable String about(Doubts.Doubt doubt, Profile fiche) {
        return fiche.contacts().stream()
                .filter(contact -> doubt.path().equals("/contacts/" + contact.contactId()))
                .findFirst()
                .map(Profile.ContactEntry::name)
                .orElse(doubt.text());
    }

    /** The parts of a fiche that this one says nothing about, in the order of the page. */
    private static List<String> absent(Profile fiche) {
        var absent = new ArrayList<String>();
        Map<String, Boolean> said = new LinkedHashMap<>();
        said.put("since", fiche.membership().since() != null);
        said.put("population", fiche.population() != null);
        said.put("address", fiche.address() != null);
        said.put("identifiers", fiche.identifiers().siren() != null);
        said.put("budgets", !fiche.budgets().isEmpty());
        said.put("programme", !fiche.programme().isEmpty());
        said.put("schemes", !fiche.schemes().isEmpty());
        said.put("actions", !fiche.actions().isEmpty());
        said.put("contacts", !fiche.contacts().isEmpty());
        said.put("documents", !fiche.documents().isEmpty());
        said.forEach((part, isSaid) -> {
            if (!isSaid) {
                absent.add(part);
            }
        });
        return List.copyOf(absent);
    }
}
