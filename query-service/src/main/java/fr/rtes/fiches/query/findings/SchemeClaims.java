package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Scheme.Grant;
import fr.rtes.fiches.events.Scheme.Term;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.query.findings.Computation.Input;
import fr.rtes.fiches.query.profile.Profile.ActionEntry;
import fr.rtes.fiches.query.profile.Profile.SchemeEntry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a scheme claims of its own figures. Which figure is which is told by its label; where two could be meant, nothing is claimed.
 * Figures of different times are never held against each other.
 */
final class SchemeClaims {

    private static final Pattern LEVERAGE = Pattern.compile("\\bleviers?\\b");
    private static final Pattern AVERAGE = Pattern.compile("\\bmoyen(?:ne)?s?\\b|\\ben moyenne\\b");
    private static final Pattern TOTAL = Pattern.compile("\\b(?:totale?|totaux|globale?|cumulee?)s?\\b");
    private static final Pattern SUM = Pattern.compile("^(?:montant|enveloppe|total|somme)s?\\b");
    private static final Pattern PUT_IN =
            Pattern.compile("\\b(?:dotation|abondement|apport|contribution|mise de fonds|participation)s?\\b");
    private static final Pattern RAISED = Pattern.compile(
            "\\b(?:financements?|credits?|prets?|garanti(?:e|es|s)?|(?:somme|montant|fonds)s? (?:leve|mobilise)e?s?)\\b");
    /** What gets one grant or loan each. */
    private static final Pattern ONE_EACH = Pattern.compile(
            "^(?:projets?|dossiers?|contrats?|conventions?|prets?|aides?|subventions?|bourses?|garanties?|avances?|apports?"
                    + "|operations?|associations?|entreprises?|structures?|beneficiaires?|laureats?)\\b");

    private static final Pattern JOBS = Pattern.compile("^emplois?\\b");
    private static final Pattern TO_COME = Pattern.compile("\\b(?:a venir|prevus?|en projet|a creer|vises?)\\b");
    private static final Pattern FULL_TIME = Pattern.compile("^(?:etp|equivalents? temps plein)s?$");
    private static final Pattern GROWTH = Pattern.compile(
            "\\b(?:hausse|augment|croissance|progress|evolution|supplement|de plus|rendement|realisation)");
    private static final int STEM = 6;

    private SchemeClaims() {}

    /** One indicator of a scheme or an action that is one figure. */
    private record Told(int index, Indicator indicator, String label, Stated stated, boolean money, String path) {

        Input input(String name) {
            var value = stated.value();
            return new Input(name, path, money ? Figure.euros(value) : Figure.number(value), stated.text());
        }

        boolean says(Pattern word) {
            return word.matcher(label).find();
        }

        boolean isAverage() {
            return says(AVERAGE);
        }

        boolean isTotal() {
            return money && says(TOTAL) && !isAverage();
        }

        boolean isPutIn() {
            return money && says(PUT_IN) && !isAverage() && !isTotal();
        }

        boolean isRaised() {
            return money && says(RAISED) && !isAverage() && !isTotal() && !isPutIn();
        }

        /** Of things: neither money nor a percentage, a rate or working time. */
        boolean isCount() {
            return !money && unit() != null && !isPercentage() && !isFullTime() && !says(LEVERAGE);
        }

        boolean isPercentage() {
            return "%".equals(unit());
        }

        boolean isFullTime() {
            var unit = unit();
            return unit != null && FULL_TIME.matcher(Plain.text(unit)).matches();
        }

        private @Nullable String unit() {
            return indicator.quantity() == null ? null : indicator.quantity().unit();
        }
    }

    /** A scheme or an action, as far as it has figures; what they say is read once. */
    static final class Teller {
        private final String path;
        private final String name;
        private final @Nullable String text;
        private final List<Indicator> indicators;
        private final @Nullable SchemeEntry scheme;
        private @Nullable List<Told> told;

        private Teller(
                String path,
                String name,
                @Nullable String text,
                List<Indicator> indicators,
                @Nullable SchemeEntry scheme) {
            this.path = path;
            this.name = name;
            this.text = text;
            this.indicators = indicators;
            this.scheme = scheme;
        }

        static Teller of(SchemeEntry scheme) {
            return new Teller(SchemeClaims.path(scheme), scheme.name(), scheme.text(), scheme.indicators(), scheme);
        }

        static Teller of(ActionEntry action) {
            return new Teller(
                    "/actions/" + Pointer.escaped(action.actionId()),
                    action.title(),
                    action.text(),
                    action.indicators(),
                    null);
        }

        private List<Told> told() {
            var all = told;
            if (all == null) {
                all = new ArrayList<>();
                for (int i = 0; i < indicators.size(); i++) {
                    add(i, all);
                }
                told = all;
            }
            return all;
        }

        private void add(int index, List<Told> all) {
            var indicator = indicators.get(index);
            var at = path + "/indicators/" + index;
            var label = Plain.text(indicator.label());
            Stated.of(indicator.quantity())
                    .ifPresent(stated -> all.add(new Told(index, indicator, label, stated, false, at + "/quantity")));
            Stated.of(indicator.amount())
                    .ifPresent(stated -> all.add(new Told(index, indicator, label, stated, true, at + "/amount")));
        }
    }

    /** Those of a profile, in its order; each makes its claims for itself. */
    static List<Teller> tellers(List<SchemeEntry> schemes, List<ActionEntry> actions) {
        var tellers = new ArrayList<Teller>(schemes.size() + actions.size());
        schemes.forEach(scheme -> tellers.add(Teller.of(scheme)));
        actions.forEach(action -> tellers.add(Teller.of(action)));
        return tellers;
    }

    private static List<Failure> each(List<Teller> tellers, Function<Teller, Stream<Failure>> claims) {
        var failures = new ArrayList<Failure>();
        for (var teller : tellers) {
            if (!teller.told().isEmpty()) {
                claims.apply(teller).forEach(failures::add);
            }
        }
        return failures;
    }

    private static List<Failure> eachScheme(
            List<Teller> tellers, BiFunction<Teller, SchemeEntry, Stream<Failure>> claims) {
        var failures = new ArrayList<Failure>();
        for (var teller : tellers) {
            if (teller.scheme != null) {
                claims.apply(teller, teller.scheme).forEach(failures::add);
            }
        }
        return failures;
    }

    private static Failure failure(Teller teller, Told about, Computation computation) {
        return new Failure(
                teller.path + "/" + about.label(),
                teller.name,
                about.indicator().label(),
                computation);
    }

    /** The only one there is. */
    private static <T> Optional<T> sole(List<T> all, Predicate<T> wanted) {
        var found = all.stream().filter(wanted).limit(2).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static boolean sameTime(Told one, Told other) {
        return sameTime(one.indicator().when(), other.indicator().when());
    }

    /** Whether both are about one time; whoever names none is about the other's. */
    private static boolean sameTime(@Nullable When one, @Nullable When other) {
        return one == null
                || other == null
                || (one.from() == null && one.to() == null)
                || (other.from() == null && other.to() == null)
                || (Objects.equals(one.from(), other.from()) && Objects.equals(one.to(), other.to()));
    }

    /** « un effet levier de plus de 2,98 » against the money raised and the money put in. */
    static List<Failure> leverage(List<Teller> tellers) {
        return each(tellers, teller -> {
            var told = teller.told();
            var claimed = sole(told, t -> !t.money() && t.unit() == null && t.says(LEVERAGE));
            var raised = sole(told, Told::isRaised);
            var putIn = sole(told, Told::isPutIn);
            if (claimed.isEmpty()
                    || raised.isEmpty()
                    || putIn.isEmpty()
                    || putIn.get().stated().value().signum() == 0) {
                return Stream.empty();
            }
            return leverage(teller, claimed.get(), raised.get(), putIn.get());
        });
    }

    private static Stream<Failure> leverage(Teller teller, Told claimed, Told raised, Told putIn) {
        var range = raised.stated().printed().dividedBy(putIn.stated().printed());
        if (!sameTime(raised, putIn) || range.meets(claimed.stated().claimed())) {
            return Stream.empty();
        }
        var digits = Math.max(2, claimed.stated().value().scale());
        var computed = raised.stated().value().divide(putIn.stated().value(), digits, RoundingMode.HALF_UP);
        return Stream.of(failure(
                teller,
                claimed,
                new Computation(
                        "raised / putIn",
                        List.of(raised.input("raised"), putIn.input("putIn"), claimed.input("claimed")),
                        Figure.number(computed),
                        Figure.number(claimed.stated().value()),
                        range)));
    }

    /** « 386 garanties pour un montant moyen de 10 721 € » against the total. */
    static List<Failure> average(List<Teller> tellers) {
        return each(tellers, teller -> {
            var told = teller.told();
            return told.stream()
                    .filter(t -> t.money() && t.isAverage())
                    .flatMap(average ->
                            counted(told, average).stream().flatMap(count -> average(teller, told, count, average)));
        });
    }

    /** What stands right before it and gets one each; were it looked for further away, something else could be meant. */
    private static Optional<Told> counted(List<Told> told, Told money) {
        return told.stream()
                .filter(t -> t.index() < money.index() && !t.money())
                .reduce((one, later) -> later)
                .filter(count -> count.isCount() && count.says(ONE_EACH) && sameTime(count, money));
    }

    private static Stream<Failure> average(Teller teller, List<Told> told, Told count, Told average) {
        var total = sole(told, Told::isTotal).or(() -> sole(told, t -> t.isRaised() && t.says(stem(count))));
        if (total.isEmpty() || !sameTime(total.get(), average) || !sameTime(total.get(), count)) {
            return Stream.empty();
        }
        var range = count.stated().printed().times(average.stated().printed());
        if (range.meets(total.get().stated().claimed())) {
            return Stream.empty();
        }
        return Stream.of(failure(
                teller,
                count,
                new Computation(
                        "count * average",
                        List.of(
                                count.input("count"),
                                average.input("average"),
                                total.get().input("total")),
                        Figure.euros(
                                count.stated().value().multiply(average.stated().value())),
                        Figure.euros(total.get().stated().value()),
                        range)));
    }

    /** « garanties » is found in « crédits garantis ». */
    private static Pattern stem(Told count) {
        var word = count.label().split(" ", 2)[0];
        return Pattern.compile("\\b" + Pattern.quote(word.substring(0, Math.min(STEM, word.length()))));
    }

    /** « 16 projets soutenus (7 en B et 9 en FC) ». */
    static List<Failure> split(List<Teller> tellers) {
        return each(tellers, teller -> teller.told().stream().flatMap(told -> split(teller, told)));
    }

    private static Stream<Failure> split(Teller teller, Told whole) {
        var shares = whole.indicator().shares();
        if (shares.isEmpty() || whole.money()) {
            return Stream.empty();
        }
        var range = shares.stream()
                .map(share -> Stated.bare(share.value()).printed())
                .reduce(Range.NOTHING, Range::plus);
        var claimed = whole.stated().claimed();
        var agrees = isSome(teller.text, shares.getFirst().value()) ? !claimed.isBelow(range) : range.meets(claimed);
        if (agrees) {
            return Stream.empty();
        }
        var inputs = new ArrayList<Input>();
        for (int i = 0; i < shares.size(); i++) {
            var share = shares.get(i);
            inputs.add(new Input(
                    "share",
                    teller.path + "/indicators/" + whole.index() + "/shares/" + i,
                    Figure.number(share.value()),
                    share.label()));
        }
        inputs.add(whole.input("whole"));
        var sum = shares.stream().map(Indicator.Share::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        return Stream.of(failure(
                teller,
                whole,
                new Computation(
                        "sum(share)",
                        inputs,
                        Figure.number(sum),
                        Figure.number(whole.stated().value()),
                        range)));
    }

    /** « 16 projets (dont 7 en B) » does not say that there are no others. */
    private static boolean isSome(@Nullable String text, BigDecimal first) {
        return text != null
                && Pattern.compile("\\(\\s?dont " + Pattern.quote(first.toPlainString()) + "\\b")
                        .matcher(Plain.text(text))
                        .find();
    }

    /** Each grant against « entre 5 000 € et 10 000 € ». */
    static List<Failure> grantOutsideTicket(List<Teller> tellers) {
        return eachScheme(tellers, (teller, scheme) -> {
            var ticket = ticket(scheme.ticket());
            return ticket.isEmpty()
                    ? Stream.empty()
                    : IntStream.range(0, scheme.grants().size())
                            .boxed()
                            .flatMap(i -> grantOutsideTicket(scheme, i, ticket.get()));
        });
    }

    private static Stream<Failure> grantOutsideTicket(SchemeEntry scheme, int index, Range ticket) {
        var grant = scheme.grants().get(index);
        var amount = Stated.of(grant.amount());
        if (amount.isEmpty() || ticket.meets(amount.get().printed())) {
            return Stream.empty();
        }
        var at = path(scheme);
        var inputs = new ArrayList<Input>();
        inputs.add(new Input(
                "grant",
                at + "/grants/" + index + "/amount",
                Figure.euros(amount.get().value()),
                amount.get().text()));
        inputs.addAll(ends(scheme));
        return Stream.of(new Failure(
                at + "/grants/" + Plain.text(grant.beneficiary() + "/" + grant.place()) + "/" + year(grant.when()),
                scheme.name(),
                grant.beneficiary() == null ? grant.place() : grant.beneficiary(),
                new Computation(
                        "ticketMin <= grant <= ticketMax",
                        inputs,
                        Figure.euros(amount.get().value()),
                        broken(ticket, amount.get().value()),
                        amount.get().printed())));
    }

    private static String path(SchemeEntry scheme) {
        return "/schemes/" + Pointer.escaped(scheme.schemeId());
    }

    private static @Nullable String year(@Nullable When when) {
        return when == null ? null : when.from();
    }

    /** Empty where the scheme states no range. */
    private static Optional<Range> ticket(@Nullable Amount ticket) {
        if (ticket == null) {
            return Optional.empty();
        }
        return switch (ticket.kind()) {
            case BETWEEN ->
                ticket.min() == null || ticket.max() == null || ticket.min().compareTo(ticket.max()) > 0
                        ? Optional.empty()
                        : Optional.of(new Range(ticket.min(), ticket.max()));
            case AT_LEAST, MORE_THAN, AT_MOST -> Stated.of(ticket).map(Stated::claimed);
            case EXACT, ROUNDED, ABOUT, IN_KIND, UNQUANTIFIED -> Optional.empty();
        };
    }

    private static List<Input> ends(SchemeEntry scheme) {
        var ends = new ArrayList<Input>();
        var ticket = scheme.ticket();
        if (ticket != null && ticket.min() != null) {
            ends.add(new Input("ticketMin", path(scheme) + "/ticket", Figure.euros(ticket.min()), ticket.text()));
        }
        if (ticket != null && ticket.max() != null) {
            ends.add(new Input("ticketMax", path(scheme) + "/ticket", Figure.euros(ticket.max()), ticket.text()));
        }
        return ends;
    }

    /** The end of the range that the value is beyond. */
    private static Figure broken(Range ticket, BigDecimal value) {
        return Figure.euros(
                ticket.most() != null && value.compareTo(ticket.most()) > 0 ? ticket.most() : ticket.least());
    }

    /** « 10 projets pour un montant total de 68 830 € » against the range of one. */
    static List<Failure> totalOutsideTicket(List<Teller> tellers) {
        return eachScheme(tellers, (teller, scheme) -> {
            var told = teller.told();
            var ticket = ticket(scheme.ticket());
            var total = sole(told, Told::isTotal);
            var count = total.flatMap(t -> counted(told, t));
            return ticket.isEmpty() || count.isEmpty()
                    ? Stream.empty()
                    : totalOutsideTicket(scheme, count.get(), total.get(), ticket.get());
        });
    }

    private static Stream<Failure> totalOutsideTicket(SchemeEntry scheme, Told count, Told total, Range ticket) {
        var number = count.stated().value();
        var range = total.stated().claimed();
        if (number.signum() == 0 || count.stated().printed().times(ticket).meets(range)) {
            return Stream.empty();
        }
        var inputs = new ArrayList<Input>();
        inputs.add(total.input("total"));
        inputs.add(count.input("count"));
        inputs.addAll(ends(scheme));
        var each = total.stated().value().divide(number, 2, RoundingMode.HALF_UP);
        return Stream.of(failure(
                Teller.of(scheme),
                count,
                new Computation(
                        "ticketMin <= total / count <= ticketMax",
                        inputs,
                        Figure.euros(each),
                        broken(ticket, each),
                        range.dividedBy(count.stated().printed()))));
    }

    /** Examples of grants cannot be more than all of them. */
    static List<Failure> grantsAboveTotal(List<Teller> tellers) {
        return eachScheme(
                tellers,
                (teller, scheme) ->
                        sole(teller.told(), t -> t.money() && !t.isAverage() && (t.says(TOTAL) || t.says(SUM))).stream()
                                .flatMap(total -> grantsAboveTotal(scheme, total)));
    }

    private static Stream<Failure> grantsAboveTotal(SchemeEntry scheme, Told total) {
        var inputs = new ArrayList<Input>();
        var sum = BigDecimal.ZERO;
        var range = Range.NOTHING;
        for (int i = 0; i < scheme.grants().size(); i++) {
            var grant = scheme.grants().get(i);
            var amount = Stated.of(grant.amount());
            if (amount.isPresent() && isPartOf(grant, total)) {
                sum = sum.add(amount.get().value());
                range = range.plus(amount.get().printed());
                inputs.add(new Input(
                        "grant",
                        path(scheme) + "/grants/" + i + "/amount",
                        Figure.euros(amount.get().value()),
                        amount.get().text()));
            }
        }
        return above(scheme, total, "sum(grant) <= total", inputs, Figure.euros(sum), range);
    }

    private static boolean isPartOf(Grant grant, Told total) {
        return !grant.planned() && sameTime(grant.when(), total.indicator().when());
    }

    private static Stream<Failure> above(
            SchemeEntry scheme, Told total, String formula, List<Input> inputs, Figure computed, Range range) {
        if (!total.stated().claimed().isBelow(range)) {
            return Stream.empty();
        }
        inputs.add(total.input("total"));
        var claimed = total.input("total").figure();
        return Stream.of(failure(Teller.of(scheme), total, new Computation(formula, inputs, computed, claimed, range)));
    }

    /** « 22 emplois créés : par exemple, 2 emplois dans le Garage solidaire ». */
    static List<Failure> jobsAboveTotal(List<Teller> tellers) {
        return eachScheme(
                tellers,
                (teller, scheme) -> sole(teller.told(), t -> t.isCount() && t.says(JOBS) && !t.says(TO_COME)).stream()
                        .flatMap(total -> jobsAboveTotal(scheme, total)));
    }

    private static Stream<Failure> jobsAboveTotal(SchemeEntry scheme, Told total) {
        var inputs = new ArrayList<Input>();
        long sum = 0;
        for (int i = 0; i < scheme.grants().size(); i++) {
            var grant = scheme.grants().get(i);
            if (grant.jobs() != null && isPartOf(grant, total)) {
                sum += grant.jobs();
                inputs.add(
                        new Input("jobs", path(scheme) + "/grants/" + i + "/jobs", Figure.number(grant.jobs()), null));
            }
        }
        var range = new Range(BigDecimal.valueOf(sum), BigDecimal.valueOf(sum));
        return above(scheme, total, "sum(jobs) <= total", inputs, Figure.number(sum), range);
    }

    /** « 55 salariés (= 41,40 ETP) »: nobody works more than full time. */
    static List<Failure> fullTimeAbovePersons(List<Teller> tellers) {
        return each(tellers, teller -> {
            var told = teller.told();
            return told.stream()
                    .filter(Told::isFullTime)
                    .flatMap(fullTime ->
                            sole(told, t -> t.isCount() && t.label().equals(fullTime.label()) && sameTime(t, fullTime))
                                    .stream()
                                    .filter(persons -> persons.stated()
                                            .claimed()
                                            .isBelow(fullTime.stated().printed()))
                                    .map(persons -> failure(
                                            teller,
                                            persons,
                                            new Computation(
                                                    "fullTime <= persons",
                                                    List.of(fullTime.input("fullTime"), persons.input("persons")),
                                                    Figure.number(
                                                            fullTime.stated().value()),
                                                    Figure.number(
                                                            persons.stated().value()),
                                                    fullTime.stated().printed()))));
        });
    }

    /** A part of something is no more than all of it; growth may be. */
    static List<Failure> percentage(List<Teller> tellers) {
        var all = BigDecimal.valueOf(100);
        return each(
                tellers,
                teller -> teller.told().stream()
                        .filter(t -> t.isPercentage() && !t.says(GROWTH))
                        .filter(t -> new Range(BigDecimal.ZERO, all)
                                .isBelow(t.stated().printed()))
                        .map(t -> failure(
                                teller,
                                t,
                                new Computation(
                                        "percentage <= 100",
                                        List.of(t.input("percentage")),
                                        Figure.number(all),
                                        Figure.number(t.stated().value()),
                                        t.stated().printed()))));
    }

    /** « 12 mois, prorogeable jusqu'à 18 mois ». */
    static List<Failure> term(List<Teller> tellers) {
        return eachScheme(tellers, (teller, scheme) -> {
            var term = scheme.term();
            return term == null ? Stream.empty() : term(scheme, term);
        });
    }

    private static Stream<Failure> term(SchemeEntry scheme, Term term) {
        var inputs = new ArrayList<Input>();
        var months = new ArrayList<Long>();
        duration(scheme, term, "min", term.min(), inputs, months);
        duration(scheme, term, "max", term.max(), inputs, months);
        duration(scheme, term, "extensibleTo", term.extensibleTo(), inputs, months);
        for (int i = 1; i < months.size(); i++) {
            if (months.get(i) < months.get(i - 1)) {
                return Stream.of(new Failure(
                        path(scheme) + "/term",
                        scheme.name(),
                        null,
                        new Computation(
                                "min <= max <= extensibleTo",
                                inputs,
                                Figure.number(months.get(i - 1)),
                                Figure.number(months.get(i)))));
            }
        }
        return Stream.empty();
    }

    private static void duration(
            SchemeEntry scheme,
            Term term,
            String name,
            @Nullable String duration,
            List<Input> inputs,
            List<Long> months) {
        months(duration).ifPresent(number -> {
            months.add(number);
            inputs.add(new Input(name, path(scheme) + "/term/" + name, Figure.number(number), term.text()));
        });
    }

    /** Empty where there is none, or it has days: how many make a month is not said. */
    private static Optional<Long> months(@Nullable String duration) {
        try {
            var period = duration == null ? Period.ZERO : Period.parse(duration);
            return !period.withDays(0).equals(period) || period.toTotalMonths() <= 0
                    ? Optional.empty()
                    : Optional.of(period.toTotalMonths());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** « création de cet outil en 2015 » and figures of 2014. What was inferred proves nothing. */
    static List<Failure> figuresBeforeStart(List<Teller> tellers) {
        return eachScheme(tellers, (teller, scheme) -> {
            var since = scheme.since();
            if (since == null || since.from() == null || since.inferred()) {
                return Stream.empty();
            }
            var start = since.from();
            return Stream.concat(
                    figuresBeforeStart(scheme, start, scheme.when(), "/when", null),
                    IntStream.range(0, scheme.indicators().size()).boxed().flatMap(i -> {
                        var indicator = scheme.indicators().get(i);
                        return figuresBeforeStart(
                                scheme, start, indicator.when(), "/indicators/" + i + "/when", indicator.label());
                    }));
        });
    }

    private static Stream<Failure> figuresBeforeStart(
            SchemeEntry scheme, String start, @Nullable When when, String at, @Nullable String label) {
        if (when == null || when.inferred() || when.to() == null || !isBefore(when.to(), start)) {
            return Stream.empty();
        }
        return Stream.of(new Failure(
                path(scheme) + "/since/" + (label == null ? "" : Plain.text(label)),
                scheme.name(),
                label,
                new Computation(
                        "since <= when",
                        List.of(
                                new Input("since", path(scheme) + "/since", Figure.date(start), null),
                                new Input("when", path(scheme) + at, Figure.date(when.to()), when.text())),
                        Figure.date(start),
                        Figure.date(when.to()))));
    }

    /** Dates of reduced precision: certain only as far as the shorter one goes. */
    private static boolean isBefore(String date, String start) {
        int length = Math.min(date.length(), start.length());
        return date.substring(0, length).compareTo(start.substring(0, length)) < 0;
    }
}
