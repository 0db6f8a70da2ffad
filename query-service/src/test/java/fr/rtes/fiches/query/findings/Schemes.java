package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.Scheme.Grant;
import fr.rtes.fiches.events.Scheme.Term;
import fr.rtes.fiches.events.When;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schemes as sentences say them: {@code scheme("Fonds").counts(16, "projets soutenus", 7, 9).total(206_370)}. */
final class Schemes {

    private final String name;
    private final List<Indicator> indicators = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private @Nullable String text;
    private @Nullable When when;
    private @Nullable When since;
    private @Nullable Amount ticket;
    private @Nullable Term term;

    private Schemes(String name) {
        this.name = name;
    }

    static Schemes scheme(String name) {
        return new Schemes(name);
    }

    Scheme said() {
        return new Scheme(name, List.of(), null, text, when, since, indicators, grants, ticket, term, List.of());
    }

    Schemes text(String words) {
        text = words;
        return this;
    }

    Schemes when(When time) {
        when = time;
        return this;
    }

    Schemes since(When time) {
        since = time;
        return this;
    }

    Schemes counts(long number, String label, long... shares) {
        return counts(Precision.EXACT, number, label, shares);
    }

    Schemes counts(Precision precision, long number, String label, long... shares) {
        var value = BigDecimal.valueOf(number);
        var split = new ArrayList<Indicator.Share>();
        for (int i = 0; i < shares.length; i++) {
            split.add(new Indicator.Share(i == 0 ? "B" : "FC", BigDecimal.valueOf(shares[i])));
        }
        indicators.add(new Indicator(
                label,
                new Quantity(
                        precision,
                        value,
                        precision == Precision.MORE_THAN ? null : value,
                        label.split(" ", 2)[0],
                        null),
                null,
                null,
                split));
        return this;
    }

    Schemes quantity(Precision precision, String number, @Nullable String unit, String label) {
        var value = new BigDecimal(number);
        indicators.add(new Indicator(
                label,
                new Quantity(precision, value, precision == Precision.MORE_THAN ? null : value, unit, null),
                null,
                null,
                List.of()));
        return this;
    }

    Schemes money(Amount amount, String label) {
        return money(amount, label, null);
    }

    Schemes money(Amount amount, String label, @Nullable When time) {
        indicators.add(new Indicator(label, null, amount, time, List.of()));
        return this;
    }

    Schemes total(long euros) {
        return money(exactly(euros), "montant total");
    }

    Schemes ticket(long from, long to) {
        ticket = new Amount(Amount.Kind.BETWEEN, BigDecimal.valueOf(from), BigDecimal.valueOf(to), null);
        return this;
    }

    Schemes ticket(Amount amount) {
        ticket = amount;
        return this;
    }

    Schemes grant(String beneficiary, @Nullable Amount amount) {
        return grant(beneficiary, amount, null);
    }

    Schemes grant(String beneficiary, @Nullable Amount amount, @Nullable When time) {
        grants.add(new Grant(beneficiary, null, amount, time, null, false, List.of()));
        return this;
    }

    Schemes jobs(String beneficiary, int jobs, boolean planned) {
        grants.add(new Grant(beneficiary, null, null, null, jobs, planned, List.of()));
        return this;
    }

    Schemes term(@Nullable String min, @Nullable String max, @Nullable String extensibleTo) {
        term = new Term(min, max, extensibleTo, false, null);
        return this;
    }

    static Amount exactly(long euros) {
        return new Amount(Amount.Kind.EXACT, BigDecimal.valueOf(euros), BigDecimal.valueOf(euros), null);
    }

    static Amount moreThan(long euros) {
        return new Amount(Amount.Kind.MORE_THAN, BigDecimal.valueOf(euros), null, null);
    }

    static Amount rounded(long euros, String text) {
        return new Amount(Amount.Kind.ROUNDED, BigDecimal.valueOf(euros), BigDecimal.valueOf(euros), text);
    }

    static When year(int year) {
        return new When(String.valueOf(year), String.valueOf(year), false, null);
    }

    /** The guarantee fund of the network's page. */
    static Schemes guarantees() {
        return scheme("Fonds de garantie")
                .counts(386, "garanties")
                .money(exactly(10_721), "montant moyen")
                .money(
                        moreThan(1_403_000),
                        "dotations de la Région BFC sur ces outils",
                        new When(null, "2017-12-31", true, "jusqu’à fin 2017"))
                .money(moreThan(4_138_370), "financements de garanties")
                .leverage(Precision.MORE_THAN, "2.98");
    }

    Schemes leverage(Precision precision, String claimed) {
        var value = new BigDecimal(claimed);
        indicators.add(new Indicator(
                "effet levier",
                new Quantity(
                        precision,
                        value,
                        precision == Precision.MORE_THAN ? null : value,
                        null,
                        (precision == Precision.MORE_THAN ? "plus de " : "") + claimed.replace('.', ',')),
                null,
                null,
                List.of()));
        return this;
    }
}
