package fr.rtes.fiches.query.words;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.When;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a fiche is made of, in words: dates as they were said, durations, indicators, the names of its fields. */
public final class Parts {

    private static final Pattern DURATION = Pattern.compile("P(\\d{1,9})([YMD])");

    private final Words words;
    private final Figures figures;

    public Parts(Locale language) {
        this.words = new Words(language, "parts");
        this.figures = new Figures(words);
    }

    public Words words() {
        return words;
    }

    public Figures figures() {
        return figures;
    }

    /** As printed; where the year was not, what was concluded from it as well. */
    public String when(When when) {
        var dates = dates(when);
        if (when.text() == null) {
            return when.inferred() ? fill("when.concluded", dates) : dates;
        }
        return when.inferred() && !dates.isEmpty() ? fill("when.understood", when.text(), dates) : when.text();
    }

    private String dates(When when) {
        var from = when.from();
        var to = when.to();
        if (from == null) {
            return to == null ? "" : fill("when.until", date(to));
        }
        if (to == null) {
            return fill("when.since", date(from));
        }
        return from.equals(to) ? date(from) : fill("when.between", date(from), date(to));
    }

    /** A date of reduced precision as the reader writes it; what is none stays as it is. */
    public String date(String iso) {
        try {
            return switch (iso.length()) {
                case 7 ->
                    DateTimeFormatter.ofPattern("MMMM uuuu", words.language()).format(YearMonth.parse(iso));
                case 10 -> figures.day(LocalDate.parse(iso));
                default -> iso;
            };
        } catch (DateTimeException e) {
            return iso;
        }
    }

    /** « de 2 ans à 5 ans, prolongeable jusqu’à 18 mois, avec droit de reprise ». */
    public String term(Scheme.Term term) {
        var said = new ArrayList<String>();
        var min = term.min();
        var max = term.max();
        if (min != null && max != null) {
            said.add(min.equals(max) ? duration(min) : fill("term.between", duration(min), duration(max)));
        } else if (min != null) {
            said.add(fill("term.least", duration(min)));
        } else if (max != null) {
            said.add(fill("term.most", duration(max)));
        }
        Optional.ofNullable(term.extensibleTo())
                .ifPresent(longest -> said.add(fill("term.extensible", duration(longest))));
        if (term.repayable()) {
            said.add(words.say("term.repayable"));
        }
        return said.isEmpty() ? Objects.requireNonNullElse(term.text(), "") : String.join(", ", said);
    }

    /** An ISO 8601 duration of years, months or days; one of several of them stays as it is. */
    public String duration(String iso) {
        var duration = DURATION.matcher(iso);
        if (!duration.matches()) {
            return iso;
        }
        var unit = switch (duration.group(2)) {
            case "Y" -> "years";
            case "M" -> "months";
            case String days -> "days";
        };
        return figures.count(unit, Long.parseLong(duration.group(1)));
    }

    /** The figure of an indicator; empty where it has none. */
    public String value(Indicator indicator) {
        if (indicator.amount() != null) {
            return figures.amount(indicator.amount());
        }
        return indicator.quantity() == null ? "" : figures.quantity(indicator.quantity());
    }

    /** « 7 en B, 9 en FC »; empty where it is not split. */
    public String shares(Indicator indicator) {
        return indicator.shares().stream()
                .map(share -> figures.number(share.value()) + " " + share.label())
                .collect(Collectors.joining(", "));
    }

    /** What an amount's figure means: « exact », « au moins : le vrai montant peut être plus grand ». */
    public String meaning(Amount amount) {
        return words.say("meaning." + amount.kind().name());
    }

    /** The same of any figure. */
    public String meaning(Precision precision) {
        return words.say("meaning." + precision.name());
    }

    /** The same of an indicator's figure; empty where it has none. */
    public String meaning(Indicator indicator) {
        if (indicator.amount() != null) {
            return meaning(indicator.amount());
        }
        return indicator.quantity() == null ? "" : meaning(indicator.quantity().precision());
    }

    /** The lines of a letter. */
    public List<String> lines(Address address) {
        var town = said(address.postalCode(), address.locality(), address.cedex() ? words.say("cedex") : null);
        return said(address.street(), address.delivery(), String.join(" ", town));
    }

    private static List<String> said(@Nullable String... parts) {
        var said = new ArrayList<String>();
        for (var part : parts) {
            if (part != null && !part.isBlank()) {
                said.add(part);
            }
        }
        return List.copyOf(said);
    }

    /** What a field of the profile is called, by its name in JSON; one that is none of them stays as it is. */
    public String field(String name) {
        var key = "field." + name;
        return words.has(key) ? words.say(key) : name;
    }

    String fill(String key, String... values) {
        var filled = words.say(key);
        for (var i = 0; i < values.length; i++) {
            filled = filled.replace("{" + i + "}", values[i]);
        }
        return filled;
    }
}
