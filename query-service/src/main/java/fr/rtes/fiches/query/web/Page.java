package fr.rtes.fiches.query.web;

import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.words.Figures;
import fr.rtes.fiches.query.words.Words;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What every template knows as {@code page}: where it is, in which language, about which moment, and how to link from there. */
public final class Page {

    /** What templates call it. */
    static final String NAME = "page";

    private static final String KNOWN_AT = "knownAt";
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final Address here;
    private final Words words;
    private final Figures figures;
    private final @Nullable KnownAt then;
    private final String knownAt;
    private final UnaryOperator<String> assets;
    private final Visitor visitor;

    /**
     * @param then null: now
     * @param knownAt as it was asked; empty: it was not
     * @param assets the address of a file of {@code /assets}
     */
    Page(
            Address here,
            Locale language,
            @Nullable KnownAt then,
            String knownAt,
            UnaryOperator<String> assets,
            Visitor visitor) {
        this.here = here;
        this.words = new Words(language);
        this.figures = new Figures(words);
        this.then = then;
        this.knownAt = knownAt;
        this.assets = assets;
        this.visitor = visitor;
    }

    /** Tells what an actor is called. */
    interface Called {
        String by(String actor, Words words);
    }

    /**
     * Who looks at it, and who is named to them.
     *
     * @param name of the account, empty where nobody says; null: nobody signed in
     * @param hasAccounts whether there is anything to sign in to
     * @param authors what actors are called
     */
    record Visitor(@Nullable String name, boolean hasAccounts, Called authors) {}

    /** Of the reader. */
    public Words words() {
        return words;
    }

    /** Numbers, money and days as the reader writes them. */
    public Figures figures() {
        return figures;
    }

    /** {@code fr} or {@code en}. */
    public String lang() {
        return words.language().toLanguageTag();
    }

    /** The address of this page. */
    public Address here() {
        return here;
    }

    // ---- links

    /**
     * An address that stays at the moment this page is about.
     *
     * @param more name, value, name, value…; null or empty values are left out
     */
    public String link(String path, @Nullable Object... more) {
        var address = new Address(path, List.of());
        for (var i = 0; i < more.length; i += 2) {
            address = address.with(String.valueOf(more[i]), more[i + 1]);
        }
        return address.with(KNOWN_AT, knownAt).toString();
    }

    /** A file of {@code /assets}, by an address that changes with it. */
    public String asset(String file) {
        return assets.apply(file);
    }

    /** An entry of the navigation. */
    public record Entry(String key, String href, @Nullable String current) {}

    public List<Entry> navigation() {
        return entries(Navigation.HEADER);
    }

    public List<Entry> footer() {
        return entries(Navigation.FOOTER);
    }

    private List<Entry> entries(List<Navigation> all) {
        return all.stream()
                .map(n -> new Entry(n.key(), link(n.path()), current(n)))
                .toList();
    }

    /** As {@code aria-current} has it; null: it is another part. */
    private @Nullable String current(Navigation entry) {
        if (here.path().equals(entry.path())) {
            return "page";
        }
        return entry.holds(here.path()) ? "true" : null;
    }

    /**
     * This page in each language.
     *
     * @param name in that language
     */
    public record Tongue(
            String tag, String name, String href, @Nullable String current) {}

    public List<Tongue> tongues() {
        return Words.LANGUAGES.stream()
                .map(l -> new Tongue(
                        l.toLanguageTag(),
                        name(l),
                        here.in(l.toLanguageTag()).toString(),
                        l.equals(words.language()) ? "true" : null))
                .toList();
    }

    private static String name(Locale language) {
        var name = language.getDisplayLanguage(language);
        return name.substring(0, 1).toUpperCase(language) + name.substring(1);
    }

    // ---- who looks at it

    /** Whether there are accounts to sign in to. */
    public boolean hasAccounts() {
        return visitor.hasAccounts();
    }

    public boolean isSignedIn() {
        return visitor.name() != null;
    }

    /** The name of whoever signed in, empty where nobody says it; null: nobody did. */
    public @Nullable String signedIn() {
        return visitor.name();
    }

    /** What somebody who did something is called; null: nobody did it. */
    public @Nullable String author(@Nullable String actor) {
        return actor == null ? null : visitor.authors().by(actor, words);
    }

    /** Leads back to this page. */
    public String signIn() {
        return new Address("/connexion", List.of()).with("retour", here).toString();
    }

    /** Where a form is sent to sign out. */
    public String signOut() {
        return "/deconnexion";
    }

    // ---- the moment

    /** As it was asked; null: this page is about now. */
    public @Nullable String knownAt() {
        return then == null ? null : knownAt;
    }

    /** The day asked about, as a date field has it; empty: now. */
    public String day() {
        return then == null ? "" : then.day().toString();
    }

    /** « 31 décembre 2025 », « 2 mars 2026, 09:05 »; null: now. */
    public @Nullable String then() {
        return switch (then) {
            case null -> null;
            case KnownAt.At at when knownAt.contains("T") -> moment(at.last());
            case KnownAt.At at -> figures.day(at.day());
            case KnownAt.UpTo upTo -> moment(upTo.recordedAt());
        };
    }

    /** The position asked about; null: none is. */
    public @Nullable String position() {
        return then instanceof KnownAt.UpTo upTo ? number(upTo.last()) : null;
    }

    /** This page about now. */
    public String now() {
        return here.with(KNOWN_AT, null).toString();
    }

    // ---- as the reader writes it

    /** The name of a constant. */
    public String name(Enum<?> constant) {
        return words.name(constant);
    }

    public String number(long number) {
        return figures.number(BigDecimal.valueOf(number));
    }

    public String day(LocalDate day) {
        return figures.day(day);
    }

    /** The day in Paris. */
    public String day(Instant instant) {
        return figures.day(Moment.day(instant));
    }

    /** Day and time in Paris. */
    public String moment(Instant instant) {
        return day(instant) + ", " + TIME.format(instant.atZone(PARIS));
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
}
