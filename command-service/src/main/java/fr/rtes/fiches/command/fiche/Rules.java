package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.fiche.Refusal.Malformed.Fault;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a command must look like, whoever sends it. Facts are never checked against this: a rule tightened
 * here leaves what is recorded as it is.
 */
public final class Rules {

    /** Longest name, title or label. */
    public static final int SHORT = 300;
    /** Longest text of one block, action or scheme. */
    public static final int LONG = 20_000;
    /** Longest explanation of a finding. */
    public static final int EXPLANATION = 2000;
    /** Most things in one list. */
    public static final int MANY = 500;

    public static final int FIRST_YEAR = 1789;
    public static final int LAST_YEAR = 2200;
    private static final LocalDate FIRST_DAY = LocalDate.of(FIRST_YEAR, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(LAST_YEAR, 12, 31);
    private static final BigDecimal MOST = new BigDecimal("1e15");
    private static final int MOST_DECIMALS = 6;

    private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern FINDING_ID = Pattern.compile("[a-z][a-z0-9-]{2,79}");
    private static final Pattern SIREN = Pattern.compile("\\d{9}");
    private static final Pattern COG = Pattern.compile("\\d{2,3}|2[AB]|(\\d{2}|2[AB])\\d{3}");
    private static final Pattern POSTAL_CODE = Pattern.compile("\\d{5}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@.]+(\\.[^\\s@.]+)+");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 .()-]{4,24}");

    private final List<Fault> faults = new ArrayList<>();

    private Rules() {}

    /** Everything wrong with the values, in their order; empty when they may be decided on. */
    static List<Fault> faults(FicheCommand command) {
        var rules = new Rules();
        rules.check(command);
        return rules.faults;
    }

    private void check(FicheCommand command) {
        id("/ficheId", command.ficheId());
        switch (command) {
            case RegisterMember c -> {
                shortText("/name", c.name());
                required("/type", c.type());
                year("/membershipYear", c.membershipYear());
            }
            case RenameMember c -> {
                shortText("/name", c.name());
                effectiveOn("/effectiveOn", c.effectiveOn());
            }
            case RecordAlias c -> shortText("/alias", c.alias());
            case WithdrawAlias c -> shortText("/alias", c.alias());
            case ChangeCollectiviteType c -> {
                required("/type", c.type());
                effectiveOn("/effectiveOn", c.effectiveOn());
            }
            case StateMembershipYear c -> year("/year", c.year());
            case EndMembership c -> year("/year", c.year());
            case ResumeMembership c -> year("/year", c.year());
            case AnnounceWriting c -> nothingMore();
            case PublishFiche c -> nothingMore();
            case WithdrawFiche c -> nothingMore();
            case ConfirmFiche c -> required("/confirmedOn", c.confirmedOn());
            case LinkOfficialIdentifier c -> identifier(c.scheme(), c.value());
            case UnlinkOfficialIdentifier c -> nothingMore();
            case StatePopulation c -> {
                population(c.population());
                effectiveOn(fieldOrParameter(c.population()), c.effectiveOn());
            }
            case StateCommuneCount c -> {
                count("/count", c.count());
                effectiveOn(fieldOrParameter(c.count()), c.effectiveOn());
            }
            case StateAddress c -> {
                address(c.address());
                effectiveOn(fieldOrParameter(c.address()), c.effectiveOn());
            }
            case NameContact c -> {
                id("/contactId", c.contactId());
                contact(c.contact());
                effectiveOn("/effectiveOn", c.effectiveOn());
            }
            case ChangeContact c -> {
                contact(c.contact());
                effectiveOn("/effectiveOn", c.effectiveOn());
            }
            case EndContact c -> effectiveOn(fieldOrParameter(null), c.effectiveOn());
            case ErasePerson c -> nothingMore();
            case RecordBudget c -> {
                id("/budgetId", c.budgetId());
                budget(c.budget());
            }
            case CorrectBudget c -> budget(c.budget());
            case WithdrawBudget c -> nothingMore();
            case WriteProgramme c -> blocks(c.blocks());
            case RecordScheme c -> {
                id("/schemeId", c.schemeId());
                scheme(c.scheme());
            }
            case CorrectScheme c -> scheme(c.scheme());
            case WithdrawScheme c -> nothingMore();
            case AddSupportedAction c -> {
                id("/actionId", c.actionId());
                action(c.action());
            }
            case ReviseSupportedAction c -> action(c.action());
            case RemoveSupportedAction c -> nothingMore();
            case ReferenceDocument c -> {
                id("/documentId", c.documentId());
                document(c.document());
            }
            case ReplaceDocument c -> document(c.document());
            case WithdrawDocument c -> nothingMore();
            case ExplainFinding c -> {
                findingId(c.findingId());
                if (required("/text", c.text())) {
                    text("/text", c.text(), EXPLANATION);
                }
            }
            case WithdrawFindingExplanation c -> findingId(c.findingId());
        }
    }

    private void nothingMore() {
        // such a command holds ids alone, and an id that does not exist is refused by its own name
    }

    private void fault(String pointer, String code) {
        fault(pointer, code, Map.of());
    }

    private void fault(String pointer, String code, Map<String, Object> params) {
        faults.add(new Fault(pointer, code, params));
    }

    private boolean required(String pointer, @Nullable Object value) {
        if (value == null) {
            fault(pointer, "required");
        }
        return value != null;
    }

    private void id(String pointer, @Nullable String id) {
        if (required(pointer, id)
                && id != null
                && (id.length() > 100 || !SLUG.matcher(id).matches())) {
            fault(pointer, "not-an-id");
        }
    }

    private void findingId(@Nullable String id) {
        if (required("/findingId", id) && id != null && !FINDING_ID.matcher(id).matches()) {
            fault("/findingId", "not-a-finding-id");
        }
    }

    private void shortText(String pointer, @Nullable String text) {
        if (required(pointer, text)) {
            text(pointer, text, SHORT);
        }
    }

    /** May be absent; where it is there, it says something. */
    private void text(String pointer, @Nullable String text, int longest) {
        if (text == null) {
            return;
        }
        if (text.isBlank()) {
            fault(pointer, "blank");
        } else if (text.length() > longest) {
            fault(pointer, "too-long", Map.of("most", longest));
        } else if (text.codePoints().anyMatch(Rules::unprintable)) {
            fault(pointer, "unprintable-character");
        }
    }

    /** Control characters (but tab and line feed), lone surrogates, and the marks that turn the direction of writing. */
    private static boolean unprintable(int c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || Character.getType(c) == Character.SURROGATE
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xFFFE
                || c == 0xFFFF;
    }

    private void year(String pointer, @Nullable Integer year) {
        if (year != null && (year < FIRST_YEAR || year > LAST_YEAR)) {
            fault(pointer, "year-out-of-range", Map.of("first", FIRST_YEAR, "last", LAST_YEAR));
        }
    }

    /** What is no longer said is a DELETE: it has no body to point into. */
    private static String fieldOrParameter(@Nullable Object value) {
        return value == null ? "effectiveOn" : "/effectiveOn";
    }

    private void effectiveOn(String pointer, @Nullable LocalDate day) {
        if (day != null && (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY))) {
            fault(pointer, "date-out-of-range", Map.of("first", FIRST_DAY, "last", LAST_DAY));
        }
    }

    private void count(String pointer, @Nullable Integer count) {
        if (count != null && (count < 0 || count > 100_000)) {
            fault(pointer, "count-out-of-range", Map.of("most", 100_000));
        }
    }

    private void many(String pointer, List<?> list) {
        if (list.size() > MANY) {
            fault(pointer, "too-many", Map.of("most", MANY));
        }
    }

    private void identifier(IdentifierScheme scheme, @Nullable String value) {
        if (value == null) {
            fault("/value", "required");
            return;
        }
        switch (scheme) {
            case SIREN -> {
                if (!SIREN.matcher(value).matches() || !luhn(value)) {
                    fault("/value", "not-a-siren");
                }
            }
            case COG -> {
                if (!COG.matcher(value).matches()) {
                    fault("/value", "not-a-cog");
                }
            }
        }
    }

    /** The check of ISO/IEC 7812-1, annex B, that a SIREN carries. */
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }

    private void population(@Nullable Population p) {
        if (p == null) {
            return;
        }
        if (p.value() < 0 || p.value() > 100_000_000) {
            fault("/value", "population-out-of-range");
        }
        required("/precision", p.precision());
        year("/year", p.year());
        text("/text", p.text(), SHORT);
    }

    private void address(@Nullable Address a) {
        if (a == null) {
            return;
        }
        text("/street", a.street(), SHORT);
        text("/delivery", a.delivery(), SHORT);
        text("/locality", a.locality(), SHORT);
        if (a.postalCode() != null && !POSTAL_CODE.matcher(a.postalCode()).matches()) {
            fault("/postalCode", "not-a-postal-code");
        }
        if (required("/country", a.country()) && !COUNTRY.matcher(a.country()).matches()) {
            fault("/country", "not-a-country");
        }
    }

    private void contact(Contact c) {
        required("/capacity", c.capacity());
        text("/label", c.label(), SHORT);
        switch (c.person()) {
            case Person.Legible p -> {
                shortText("/name", p.name());
                text("/title", p.title(), SHORT);
                text("/service", p.service(), SHORT);
                if (p.email() != null
                        && (p.email().length() > 254
                                || !EMAIL.matcher(p.email()).matches())) {
                    fault("/email", "not-an-email");
                }
                if (p.phone() != null && !PHONE.matcher(p.phone()).matches()) {
                    fault("/phone", "not-a-phone-number");
                }
            }
            case Person.Enciphered p -> fault("/name", "required");
            case Person.Erased p -> fault("/name", "required");
        }
    }

    private void budget(Budget b) {
        year("/year", b.year());
        required("/nature", b.nature());
        text("/text", b.text(), LONG);
        if (b.lines().isEmpty()) {
            fault("/lines", "at-least-one");
        }
        many("/lines", b.lines());
        for (int i = 0; i < b.lines().size(); i++) {
            var line = b.lines().get(i);
            var at = "/lines/" + i;
            required(at + "/section", line.section());
            text(at + "/purpose", line.purpose(), SHORT);
            if (required(at + "/amount", line.amount())) {
                amount(at + "/amount", line.amount());
            }
        }
    }

    private void amount(String at, @Nullable Amount a) {
        if (a == null || !required(at + "/kind", a.kind())) {
            return;
        }
        text(at + "/text", a.text(), SHORT);
        switch (a.kind()) {
            case EXACT, ROUNDED, ABOUT -> sameBounds(at, a.min(), a.max());
            case AT_LEAST, MORE_THAN -> bounds(at, a.min(), a.max(), true, false);
            case AT_MOST -> bounds(at, a.min(), a.max(), false, true);
            case BETWEEN -> bounds(at, a.min(), a.max(), true, true);
            case IN_KIND, UNQUANTIFIED -> bounds(at, a.min(), a.max(), false, false);
        }
    }

    private void quantity(String at, @Nullable Quantity q) {
        if (q == null || !required(at + "/precision", q.precision())) {
            return;
        }
        text(at + "/unit", q.unit(), SHORT);
        text(at + "/text", q.text(), SHORT);
        quantityBounds(at, q.precision(), q);
    }

    private void quantityBounds(String at, Precision precision, Quantity q) {
        switch (precision) {
            case EXACT, ROUNDED, ABOUT -> sameBounds(at, q.min(), q.max());
            case AT_LEAST, MORE_THAN -> bounds(at, q.min(), q.max(), true, false);
            case AT_MOST -> bounds(at, q.min(), q.max(), false, true);
            case BETWEEN -> bounds(at, q.min(), q.max(), true, true);
        }
    }

    private void sameBounds(String at, @Nullable BigDecimal min, @Nullable BigDecimal max) {
        bounds(at, min, max, true, true);
        if (min != null && max != null && min.compareTo(max) != 0) {
            fault(at + "/max", "bounds-differ");
        }
    }

    private void bounds(String at, @Nullable BigDecimal min, @Nullable BigDecimal max, boolean hasMin, boolean hasMax) {
        bound(at + "/min", min, hasMin);
        bound(at + "/max", max, hasMax);
        if (hasMin && hasMax && min != null && max != null && min.compareTo(max) > 0) {
            fault(at + "/max", "bounds-reversed");
        }
    }

    private void bound(String pointer, @Nullable BigDecimal bound, boolean wanted) {
        if (wanted && bound == null) {
            fault(pointer, "required");
        } else if (!wanted && bound != null) {
            fault(pointer, "bound-not-of-this-kind");
        } else if (bound != null) {
            number(pointer, bound);
        }
    }

    private void number(String pointer, BigDecimal number) {
        if (number.signum() < 0) {
            fault(pointer, "negative");
        } else if (number.compareTo(MOST) > 0) {
            fault(pointer, "number-too-large");
        } else if (number.scale() > MOST_DECIMALS) {
            fault(pointer, "too-many-decimals", Map.of("most", MOST_DECIMALS));
        }
    }

    private void when(String at, @Nullable When w) {
        if (w == null) {
            return;
        }
        text(at + "/text", w.text(), SHORT);
        date(at + "/from", w.from());
        date(at + "/to", w.to());
        if (w.from() != null
                && w.to() != null
                && firstOf(w.from(), w.to()).equals(w.to())
                && !w.from().equals(w.to())) {
            fault(at + "/to", "bounds-reversed");
        }
    }

    /** ISO dates of reduced precision sort as text as far as the shorter one goes. */
    private static String firstOf(String a, String b) {
        int length = Math.min(a.length(), b.length());
        return a.substring(0, length).compareTo(b.substring(0, length)) <= 0 ? a : b;
    }

    private void date(String pointer, @Nullable String date) {
        if (date != null && !isPartialDate(date)) {
            fault(pointer, "not-a-date");
        }
    }

    private static boolean isPartialDate(String date) {
        try {
            return switch (date.length()) {
                case 4 -> date.chars().allMatch(c -> c >= '0' && c <= '9');
                case 7 -> YearMonth.parse(date).getYear() > 0;
                case 10 -> LocalDate.parse(date).getYear() > 0;
                default -> false;
            };
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private void blocks(List<Block> blocks) {
        many("", blocks);
        for (int i = 0; i < blocks.size(); i++) {
            var at = "/blocks/" + i;
            switch (blocks.get(i)) {
                case Block.Paragraph p -> longText(at + "/text", p.text());
                case Block.Item item -> {
                    longText(at + "/text", item.text());
                    if (item.depth() < 1 || item.depth() > 9) {
                        fault(at + "/depth", "depth-out-of-range");
                    }
                }
                case Block.Phase phase -> {
                    shortText(at + "/title", phase.title());
                    text(at + "/subtitle", phase.subtitle(), SHORT);
                    text(at + "/text", phase.text(), LONG);
                }
            }
        }
    }

    private void longText(String pointer, @Nullable String text) {
        if (required(pointer, text)) {
            text(pointer, text, LONG);
        }
    }

    private void scheme(Scheme s) {
        shortText("/name", s.name());
        texts("/aliases", s.aliases());
        text("/within", s.within(), SHORT);
        text("/text", s.text(), LONG);
        when("/when", s.when());
        when("/since", s.since());
        indicators(s.indicators());
        many("/grants", s.grants());
        for (int i = 0; i < s.grants().size(); i++) {
            var grant = s.grants().get(i);
            var at = "/grants/" + i;
            text(at + "/beneficiary", grant.beneficiary(), SHORT);
            text(at + "/place", grant.place(), SHORT);
            amount(at + "/amount", grant.amount());
            when(at + "/when", grant.when());
            count(at + "/jobs", grant.jobs());
            texts(at + "/partners", grant.partners());
        }
        amount("/ticket", s.ticket());
        if (s.term() != null) {
            duration("/term/min", s.term().min());
            duration("/term/max", s.term().max());
            duration("/term/extensibleTo", s.term().extensibleTo());
            text("/term/text", s.term().text(), SHORT);
        }
        texts("/partners", s.partners());
    }

    private void texts(String pointer, List<String> texts) {
        many(pointer, texts);
        for (int i = 0; i < texts.size(); i++) {
            text(pointer + "/" + i, texts.get(i), SHORT);
        }
    }

    private void duration(String pointer, @Nullable String duration) {
        if (duration == null) {
            return;
        }
        try {
            if (Period.parse(duration).isNegative()) {
                fault(pointer, "not-a-duration");
            }
        } catch (DateTimeParseException e) {
            fault(pointer, "not-a-duration");
        }
    }

    private void indicators(List<Indicator> indicators) {
        many("/indicators", indicators);
        for (int i = 0; i < indicators.size(); i++) {
            var indicator = indicators.get(i);
            var at = "/indicators/" + i;
            shortText(at + "/label", indicator.label());
            if ((indicator.quantity() == null) == (indicator.amount() == null)) {
                fault(at, "quantity-or-amount");
            }
            quantity(at + "/quantity", indicator.quantity());
            amount(at + "/amount", indicator.amount());
            when(at + "/when", indicator.when());
            many(at + "/shares", indicator.shares());
            for (int j = 0; j < indicator.shares().size(); j++) {
                var share = indicator.shares().get(j);
                shortText(at + "/shares/" + j + "/label", share.label());
                number(at + "/shares/" + j + "/value", share.value());
            }
        }
    }

    private void action(SupportedAction a) {
        if (required("/title", a.title())) {
            text("/title", a.title(), LONG);
        }
        text("/text", a.text(), LONG);
        when("/when", a.when());
        indicators(a.indicators());
    }

    private void document(Document d) {
        shortText("/title", d.title());
        text("/author", d.author(), SHORT);
        when("/published", d.published());
        if (d.url() != null && !isWebAddress(d.url())) {
            fault("/url", "not-a-web-address");
        }
    }

    private static boolean isWebAddress(String url) {
        try {
            var uri = URI.create(url);
            return url.length() <= 2000
                    && uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Every code a {@link Fault} may have; each has its sentence in both languages. */
    static List<String> codes() {
        return List.of(
                "required",
                "not-an-id",
                "not-a-finding-id",
                "blank",
                "too-long",
                "unprintable-character",
                "year-out-of-range",
                "date-out-of-range",
                "count-out-of-range",
                "too-many",
                "not-a-siren",
                "not-a-cog",
                "population-out-of-range",
                "not-a-postal-code",
                "not-a-country",
                "not-an-email",
                "not-a-phone-number",
                "at-least-one",
                "bounds-differ",
                "bounds-reversed",
                "bound-not-of-this-kind",
                "negative",
                "number-too-large",
                "too-many-decimals",
                "not-a-date",
                "depth-out-of-range",
                "not-a-duration",
                "quantity-or-amount",
                "not-a-web-address",
                "id-differs-from-address");
    }
}
