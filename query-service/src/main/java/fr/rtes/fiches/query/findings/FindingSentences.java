package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.query.directory.Departements;
import fr.rtes.fiches.query.directory.Place;
import fr.rtes.fiches.query.findings.Computation.Input;
import fr.rtes.fiches.query.words.Figures;
import fr.rtes.fiches.query.words.Words;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A finding as one sentence in one language: « « Fonds de garantie » annonce un effet levier de « plus de 2,98 », mais 4 138 370 €
 * pour 1 403 000 € donnent 2,95 ». {@code {name}} stands for an input of the computation, {@code {name.said}} for its printed words,
 * and {@code [a part in brackets]} is left out when one of its values is missing.
 */
final class FindingSentences {

    private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern NAMED = Pattern.compile("\\{([\\w.]+)}");
    private static final String SAID = ".said";

    private final Words words;
    private final Figures figures;

    FindingSentences(Locale language) {
        this.words = new Words(language, "findings");
        this.figures = new Figures(words);
    }

    /** What claims of this kind are called. */
    String title(Equation equation) {
        return words.say(equation.code() + ".title");
    }

    String state(Finding.State state) {
        return words.name(state);
    }

    String of(Finding finding) {
        var values = values(finding);
        var chosen = OPTIONAL.matcher(words.say(finding.code().code())).replaceAll(part -> {
            var missing = NAMED.matcher(part.group(1)).results().anyMatch(place -> !values.containsKey(place.group(1)));
            return missing ? "" : Matcher.quoteReplacement(part.group(1));
        });
        return NAMED.matcher(chosen)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
    }

    private Map<String, String> values(Finding finding) {
        var values = new LinkedHashMap<String, String>();
        if (finding.item() != null) {
            values.put("item", finding.item());
        }
        if (finding.label() != null) {
            values.put("about", finding.label());
        }
        var computation = finding.computation();
        values.put("computed", read(computation.computed()));
        values.put("claimed", read(computation.claimed()));
        values.put("claimed" + SAID, read(computation.claimed()));
        for (var input : computation.inputs()) {
            values.merge(input.name(), read(input), (one, more) -> one + " + " + more);
            values.put(input.name() + SAID, Optional.ofNullable(input.text()).orElseGet(() -> read(input.figure())));
        }
        return values;
    }

    private String read(Input input) {
        var read = read(input.figure());
        return input.name().equals("share") && input.text() != null
                ? words.say("place").replace("{0}", read).replace("{1}", input.text())
                : read;
    }

    /** A figure as a sentence says it. */
    String read(Figure figure) {
        var number = Objects.requireNonNullElse(figure.number(), BigDecimal.ZERO);
        var word = Objects.requireNonNullElse(figure.word(), "");
        return switch (figure.unit()) {
            case EUROS -> figures.euros(number);
            case NUMBER -> figures.number(number);
            case YEAR -> number.toPlainString();
            case DATE -> date(word);
            case CODE -> word;
            case DEPARTEMENT -> place(word, Departements.departement(word));
            case REGION -> place(word, Departements.region(word));
        };
    }

    private String place(String code, Optional<Place> place) {
        return place.map(p -> words.say("place").replace("{0}", p.name()).replace("{1}", code))
                .orElse(code);
    }

    private String date(String iso) {
        try {
            return switch (iso.length()) {
                case 10 ->
                    DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                            .withLocale(words.language())
                            .format(LocalDate.parse(iso));
                case 7 ->
                    DateTimeFormatter.ofPattern(words.say("month"), words.language())
                            .format(YearMonth.parse(iso));
                default -> iso;
            };
        } catch (DateTimeException e) {
            return iso;
        }
    }
}
