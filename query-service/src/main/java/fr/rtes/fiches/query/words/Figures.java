package fr.rtes.fiches.query.words;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.platform.problem.SpokenDays;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Numbers, money and days as a sentence says them: « au moins 15 000 € », « 6,7 M€ en fonctionnement ». */
public final class Figures {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    /** Up to one decimal of a million is written as millions: shorter, and no figure is lost. */
    private static final BigDecimal TENTH_OF_A_MILLION = BigDecimal.valueOf(100_000);

    private final Words words;

    public Figures(Words words) {
        this.words = words;
    }

    /** With the thousands set apart: « 35 327 ». */
    public String number(BigDecimal number) {
        var format = NumberFormat.getNumberInstance(words.language());
        var decimals = Math.max(0, number.scale());
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(number);
    }

    public String euros(BigDecimal euros) {
        if (euros.abs().compareTo(MILLION) >= 0
                && euros.remainder(TENTH_OF_A_MILLION).signum() == 0) {
            return fill("euros.millions", number(euros.divide(MILLION).stripTrailingZeros()));
        }
        var whole = euros.stripTrailingZeros().scale() <= 0;
        return fill("euros", number(euros.setScale(whole ? 0 : Math.max(2, euros.scale()))));
    }

    public String amount(Amount amount) {
        var kind = amount.kind().name();
        var least = amount.min() == null ? amount.max() : amount.min();
        var most = amount.max() == null ? amount.min() : amount.max();
        if (least != null && most != null) {
            return bound(kind, euros(least), euros(most), "");
        }
        var printed = amount.text() == null ? "" : amount.text();
        return switch (amount.kind()) {
            case IN_KIND, UNQUANTIFIED ->
                printed.isEmpty() ? words.say("bound." + kind + ".silent") : bound(kind, "", "", printed);
            case EXACT, ROUNDED, AT_LEAST, MORE_THAN, AT_MOST, BETWEEN, ABOUT -> printed;
        };
    }

    /** « 14 territoires », « plus de 2,98 »; empty where neither a bound nor words are known. */
    public String quantity(Quantity quantity) {
        var least = quantity.min() == null ? quantity.max() : quantity.min();
        var most = quantity.max() == null ? quantity.min() : quantity.max();
        if (least == null || most == null) {
            return quantity.text() == null ? "" : quantity.text();
        }
        return bound(quantity.precision().name(), counted(least, quantity), counted(most, quantity), "");
    }

    public String line(Budget.Line line) {
        return Stream.of(
                        amount(line.amount()),
                        words.name(line.section()),
                        line.purpose() == null ? "" : fill("purpose", line.purpose()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** With the year it was counted in, where that is said: « 35 327 habitants en 2019 ». */
    public String population(Population population) {
        var number = number(BigDecimal.valueOf(population.value()));
        var said = bound(population.precision().name(), count("inhabitants", population.value(), number), number, "");
        return population.year() == null
                ? said
                : words.say("in.year").replace("{0}", said).replace("{1}", String.valueOf(population.year()));
    }

    /** « 1er janvier 2027 », « 1 January 2027 ». */
    public String day(LocalDate day) {
        return SpokenDays.day(day, words.language());
    }

    /** « 1 commune », « 34 communes ». */
    public String count(String what, long count) {
        return count(what, count, number(BigDecimal.valueOf(count)));
    }

    private String count(String what, long count, String number) {
        return fill(what + (Math.abs(count) < 2 && (count == 1 || isFrench()) ? ".one" : ".many"), number);
    }

    /** In French zero is singular. */
    private boolean isFrench() {
        return words.language().getLanguage().equals("fr");
    }

    private String counted(BigDecimal number, Quantity quantity) {
        return quantity.unit() == null ? number(number) : number(number) + "\u00a0" + quantity.unit();
    }

    private String bound(String kind, String min, String max, String text) {
        return words.say("bound." + kind)
                .replace("{0}", min)
                .replace("{1}", max)
                .replace("{2}", text);
    }

    private String fill(String key, String value) {
        return words.say(key).replace("{0}", value);
    }
}
