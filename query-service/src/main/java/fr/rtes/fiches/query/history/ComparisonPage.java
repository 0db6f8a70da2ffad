package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profiles;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.web.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** A fiche at two moments of one's choice, as people read it. */
@Controller
class ComparisonPage {

    /** Older versions are compared from the history's own list. */
    private static final int OFFERED = 60;

    private static final int SHORT = 90;

    private final Differences differences;
    private final Profiles profiles;
    private final Histories histories;
    private final Moments moments;
    private final PersonCipher cipher;

    ComparisonPage(
            Differences differences, Profiles profiles, Histories histories, Moments moments, PersonCipher cipher) {
        this.differences = differences;
        this.profiles = profiles;
        this.histories = histories;
        this.moments = moments;
        this.cipher = cipher;
    }

    /** A version to choose from. */
    record Offer(long version, Instant recordedAt, String sentence) {}

    /**
     * What was chosen on one side.
     *
     * @param version 0: before the fiche existed
     * @param day a day that was asked for; empty: a version was
     */
    record Chosen(long version, String day) {}

    @GetMapping(path = "/fiches/{ficheId}/comparaison", produces = Html.TYPE)
    String compare(
            @PathVariable String ficheId,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String fromDay,
            @RequestParam(required = false) @Nullable String toDay,
            @RequestParam(required = false) @Nullable String fromValidAt,
            @RequestParam(required = false) @Nullable String toValidAt,
            @RequestParam(required = false) @Nullable String view,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestAttribute Page page,
            Model model) {
        var askedFrom = Wanted.text(fromDay) == null ? Wanted.text(from) : Wanted.text(fromDay);
        var askedTo = Wanted.text(toDay) == null ? Wanted.text(to) : Wanted.text(toDay);
        var moment = Wanted.text(knownAt);
        if (askedTo == null && moment != null) {
            var then = moments.knownAt("knownAt", moment);
            askedTo = String.valueOf(profiles.knownAt(ficheId, then).profile().version());
        }
        var compared = differences.compare(ficheId, askedFrom, askedTo, fromValidAt, toValidAt);
        var language = page.words().language();
        var words = new ValueWords(
                language,
                opened(compared.from().profile()),
                opened(compared.to().profile()));
        model.addAttribute("fiche", named(ficheId, compared));
        model.addAttribute("compared", compared);
        model.addAttribute("rows", new Rows(words).of(Difference.all(compared.changes())));
        model.addAttribute("isBeside", "beside".equals(view));
        model.addAttribute("offers", offers(ficheId, compared, language));
        model.addAttribute("chosenFrom", chosen(askedFrom, compared.from()));
        model.addAttribute("chosenTo", chosen(askedTo, compared.to()));
        model.addAttribute("fromValidAt", Wanted.text(fromValidAt));
        model.addAttribute("toValidAt", Wanted.text(toValidAt));
        model.addAttribute("today", moments.today());
        return "comparaison";
    }

    private @Nullable Profile opened(@Nullable Profile profile) {
        return profile == null ? null : profile.opened(cipher);
    }

    /** The later of both says what the fiche is called. */
    private Profile named(String ficheId, Differences.Compared compared) {
        var to = compared.to().profile();
        var from = compared.from().profile();
        if (to == null) {
            return from == null ? profiles.knownAt(ficheId, moments.now()).profile() : from;
        }
        return from == null || to.version() >= from.version() ? to : from;
    }

    private static Chosen chosen(@Nullable String asked, Differences.Side side) {
        return new Chosen(side.version(), asked != null && asked.matches("\\d{4}-\\d{2}-\\d{2}") ? asked : "");
    }

    /** The newest versions, and those that are compared. */
    private List<Offer> offers(String ficheId, Differences.Compared compared, Locale language) {
        Predicate<Change> all = change -> true;
        var newest = histories
                .newest(ficheId, Long.MAX_VALUE, OFFERED, all)
                .map(Histories.Page::changes)
                .orElse(List.of());
        var last = newest.isEmpty() ? 0 : newest.getLast().version();
        var chosen = LongStream.of(compared.from().version(), compared.to().version())
                .filter(version -> version > 0 && version < last)
                .distinct()
                .boxed()
                .flatMap(version -> histories.find(ficheId, version).stream());
        return Stream.concat(newest.stream(), chosen)
                .sorted(Comparator.comparingLong(Change::version).reversed())
                .map(change -> offer(change, language))
                .toList();
    }

    private Offer offer(Change change, Locale language) {
        var sentence =
                new Sentences(language, cipher.opening(change.persons().toList())).of(change.type(), change.about());
        return new Offer(
                change.version(),
                change.recordedAt(),
                sentence.length() <= SHORT ? sentence : sentence.substring(0, SHORT - 1) + "…");
    }
}
