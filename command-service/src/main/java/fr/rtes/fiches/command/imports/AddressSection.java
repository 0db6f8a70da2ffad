package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Evidence.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A postal address over one line or several. */
final class AddressSection {

    private static final Pattern TOWN = Pattern.compile(
            "(?:^|[ ,-])((?:[a-z]{1,2}-)?(\\d{2} ?\\d{3})) (\\p{L}[\\p{L}0-9'. /-]*?)(?: (cedex)(?: \\d{1,2})?)?(?:,? \\(?(france)\\)?)?[ .,]*$");
    private static final Pattern DELIVERY = Pattern.compile(
            "(?<![\\p{L}\\d])(b\\.?p\\.?|c\\.?s\\.?|t\\.?s\\.?a\\.?|boite postale)[ .:]*(?:n°|no)? ?(\\d{1,3}(?: ?\\d{1,3}){0,2})(?!\\d)");
    private static final Pattern COMMA = Pattern.compile("^(\\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?)( ?, ?)");
    private static final Pattern NO_ADDRESS = Pattern.compile(
            "@|www\\.|https?:|^(?:tel|telephone|courriel|mail|e-mail|fax|site|standard|accueil)\\b|(?:\\+33|0)[ .]?[1-9](?:[ .-]?\\d\\d){4}");
    private static final Map<String, String> COUNTRIES = Map.ofEntries(
            Map.entry("france", "FR"),
            Map.entry("guadeloupe", "GP"),
            Map.entry("martinique", "MQ"),
            Map.entry("guyane", "GF"),
            Map.entry("guyane francaise", "GF"),
            Map.entry("la reunion", "RE"),
            Map.entry("reunion", "RE"),
            Map.entry("mayotte", "YT"),
            Map.entry("saint-pierre-et-miquelon", "PM"),
            Map.entry("saint-martin", "MF"),
            Map.entry("saint-barthelemy", "BL"),
            Map.entry("polynesie francaise", "PF"),
            Map.entry("nouvelle-caledonie", "NC"),
            Map.entry("wallis-et-futuna", "WF"),
            Map.entry("belgique", "BE"),
            Map.entry("luxembourg", "LU"),
            Map.entry("suisse", "CH"),
            Map.entry("allemagne", "DE"),
            Map.entry("italie", "IT"),
            Map.entry("espagne", "ES"));

    private final List<String> street = new ArrayList<>();
    private final List<Mention> mentions = new ArrayList<>();
    private @Nullable String delivery;
    private @Nullable String postalCode;
    private @Nullable String locality;
    private boolean cedex;
    private @Nullable String country;

    /** What one line says; false for a line that is no part of an address. */
    boolean read(Passage passage) {
        var all = passage.all().trim(",;");
        if (all.isEmpty() || all.has(NO_ADDRESS)) {
            return false;
        }
        var code = COUNTRIES.get(all.trim(".").folded());
        if (code != null) {
            if (country != null) {
                return false;
            }
            country = code;
            mentions.addAll(all.mentions("/country", Method.NORMALISED));
            return true;
        }
        if (country != null || (postalCode != null && !all.matches(DELIVERY))) {
            return false;
        }
        var rest = all;
        var town = all.matcher(TOWN);
        if (town.find()) {
            town(all, town);
            rest = all.sub(all.from(), town.start());
        }
        rest = delivery(rest).trim(",;-");
        if (!rest.isEmpty()) {
            street(rest);
        }
        return true;
    }

    private void town(Span all, Matcher m) {
        postalCode = all.group(m, 2).folded().replace(" ", "");
        mentions.addAll(all.group(m, 2).stating("/postalCode", postalCode));
        var name = all.group(m, 3).trim(",-");
        locality = name.tidy();
        mentions.addAll(name.stating("/locality", locality));
        if (m.group(4) != null) {
            cedex = true;
            mentions.addAll(all.group(m, 4).mentions("/cedex", Method.NORMALISED));
        } else {
            mentions.addAll(all.sub(m.start(2), name.to()).mentions("/cedex", Method.NORMALISED));
        }
        if (m.group(5) != null) {
            country = "FR";
            mentions.addAll(all.group(m, 5).mentions("/country", Method.NORMALISED));
        }
    }

    /** Takes the special delivery line out; what is left of the street is returned. */
    private Span delivery(Span span) {
        var m = span.matcher(DELIVERY);
        if (delivery != null || !m.find()) {
            return span;
        }
        var kind = m.group(1).replace(".", "");
        var printed = span.group(m, 0);
        delivery = ("boite postale".equals(kind) ? "BP" : kind.toUpperCase(Locale.ROOT)) + " "
                + m.group(2).replace(" ", "");
        mentions.addAll(printed.stating("/delivery", delivery));
        var before = span.sub(span.from(), m.start()).trim(",;-");
        var after = span.sub(m.end(), span.to()).trim(",;-");
        if (!before.isEmpty() && !after.isEmpty()) {
            street(before);
            return after;
        }
        return before.isEmpty() ? after : before;
    }

    private void street(Span span) {
        var comma = span.matcher(COMMA);
        String text;
        if (comma.find()) {
            text = span.group(comma, 1).tidy() + " "
                    + span.sub(comma.end(), span.to()).tidy();
        } else {
            text = span.tidy();
        }
        street.add(text);
        mentions.addAll(span.stating("/street", text));
    }

    /** What nothing printed says is concluded from the address as a whole; its first part stands for it. */
    private void conclude(String part) {
        if (mentions.stream().noneMatch(m -> m.path().equals(part))) {
            var first = mentions.getFirst();
            mentions.add(new Mention(part, first.line(), first.from(), first.to(), Method.INFERRED));
        }
    }

    /** Null where the section says nothing. */
    @Nullable Said<Address> address() {
        if (mentions.isEmpty()) {
            return null;
        }
        conclude("/cedex");
        conclude("/country");
        return new Said<>(
                new Address(
                        street.isEmpty() ? null : String.join(", ", street),
                        delivery,
                        postalCode,
                        locality,
                        cedex,
                        country == null ? "FR" : country),
                mentions);
    }
}
