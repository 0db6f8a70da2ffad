package fr.rtes.fiches.query.findings;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A value that stands in an equation: a number or a word.
 *
 * @param number null for a word
 * @param word null for a number
 */
record Figure(
        Unit unit, @Nullable BigDecimal number, @Nullable String word) {

    /** How it is to be read aloud. */
    enum Unit {
        EUROS,
        NUMBER,
        YEAR,
        /** ISO 8601, of any precision. */
        DATE,
        /** A code that is shown as it is. */
        CODE,
        /** INSEE code of a département. */
        DEPARTEMENT,
        /** INSEE code of a région. */
        REGION
    }

    /** More digits than any claim has, and no more than every store keeps exactly. */
    private static final MathContext DIGITS = new MathContext(30);

    Figure {
        number = number == null ? null : plain(number);
    }

    /** One form for equal numbers. */
    static BigDecimal plain(BigDecimal number) {
        var stripped = number.round(DIGITS).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static Figure euros(BigDecimal euros) {
        return new Figure(Unit.EUROS, euros, null);
    }

    static Figure number(BigDecimal number) {
        return new Figure(Unit.NUMBER, number, null);
    }

    static Figure number(long number) {
        return number(BigDecimal.valueOf(number));
    }

    static Figure year(int year) {
        return new Figure(Unit.YEAR, BigDecimal.valueOf(year), null);
    }

    static Figure date(LocalDate day) {
        return date(day.toString());
    }

    static Figure date(String iso) {
        return new Figure(Unit.DATE, null, iso);
    }

    static Figure code(String code) {
        return new Figure(Unit.CODE, null, code);
    }

    static Figure departement(String code) {
        return new Figure(Unit.DEPARTEMENT, null, code);
    }

    static Figure region(String code) {
        return new Figure(Unit.REGION, null, code);
    }

    /** As an answer has it: a JSON number or text. */
    @JsonIgnore
    Object value() {
        return number != null ? number : word == null ? "" : word;
    }
}
