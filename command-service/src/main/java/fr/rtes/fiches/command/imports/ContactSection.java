package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.ParsedFiche.ParsedContact;
import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.Evidence.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom the public can turn to: « label : name », « name, role » or a bare name, with title, service, e-mail and telephone on
 * the same line or on lines below.
 */
final class ContactSection {

    private static final Pattern DETAIL = Pattern.compile(
            "(?:^|(?<=[ ,;/(|-]))(titres?|fonctions?|services?|direction|pole|departement|(?:adresse )?(?:courriel|e-?mail|mail|mel)s?|tel\\.?|telephones?|portable|mobile|ligne directe|standard)(?: (?:mail|electronique|direct|fixe|portable|professionnel))? ?: ?");
    private static final Pattern EMAIL =
            Pattern.compile("(?<![\\w.+-])[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}");
    private static final Pattern PHONE =
            Pattern.compile("(?<![\\d+])(?:(?:\\+|00)\\d{2,3} ?(?:\\(0\\) ?)?[1-9]|0[1-9])(?:[ .-]?\\d\\d){4}(?!\\d)");
    private static final Pattern NO_CONTACT =
            Pattern.compile("^(?:site|web|internet|www|https?|fax|facebook|twitter|linkedin)\\b");
    private static final Pattern LEFT_OVER =
            Pattern.compile("^(?:tel|telephone|courriel|mail|e-?mail|mel|portable|mobile|ou|et|[ .:;,/|()-])*$");
    private static final Pattern ELECTED = Pattern.compile(
            "^(?:[a-z]{0,3}\\d{0,2}(?:er|ere|e|eme)? ?)?(?:(?:premiere?|deuxieme|troisieme|quatrieme|cinquieme) )?(?:elue?s?(?:[·.(-][es)]{1,4})*\\b|maires?\\b|vice-? ?president|presidente?s?\\b|senat|deputee?s?\\b"
                    + "|adjointe?s?\\b(?! (?:administrati|technique|au direct|a la direct|aux? chef|a la cheffe|au responsable|du direct|de direction|de la direct))"
                    + "|conseill(?:er|ere)s?(?:[·.(-][ers)]{1,4})* (?:municipal|communautaire|departemental|regional|metropolitain|deleguee?|territorial|general|d'arrondissement))");
    private static final Pattern PLAIN_ELECTED_LABEL = Pattern.compile("^elu");
    private static final Pattern NO_TITLE = Pattern.compile(
            "^(?:contacts?|referente?s?|personnes?|nom|interlocut(?:eur|rice)s?|votre contact)(?: (?:public|referente?|ess|a contacter|technique|rtes))*$");
    private static final Pattern ROLE = Pattern.compile(
            "^(?:(?:premiere?|1ere?|2e|3e) )?(?:direct(?:eur|rice)|chargee?|responsable|cheffe?|vice-? ?president|presidente?|adjointe?|maire|conseill(?:er|ere)|elue?"
                    + "|coordinat(?:eur|rice)|technicien|animat(?:eur|rice)|referente?|service|direction|mission|secretaire|assistante?|developpeu|deleguee?|gestionnaire|attachee?|pole|cabinet|agente?|ingenieure?)\\b");
    private static final Pattern CIVILITY = Pattern.compile("^(?:m\\.|mme|mlle|monsieur|madame|mr|dr)\\.? (?=\\p{L})");
    private static final Pattern ORGANISATION = Pattern.compile(
            "^(?:ville|commune|mairie|communaute|metropole|conseil|departement|region|syndicat|petr|pays|etablissement|agglomeration|association|cress|reseau|hotel|fiche|budget|programme)\\b");
    private static final List<String> PARTICLES = List.of(
            "de", "du", "des", "d", "da", "di", "le", "la", "les", "l", "van", "von", "ben", "el", "al", "y", "dos",
            "del", "den", "der", "ter");

    private final List<Draft> drafts = new ArrayList<>();
    private @Nullable Span pendingLabel;
    private int latestLine = -1;

    private static final class Draft {
        final Capacity capacity;
        final @Nullable String label;
        final String name;
        final List<Mention> mentions = new ArrayList<>();

        @Nullable String title;

        @Nullable String service;

        @Nullable String email;

        @Nullable String phone;

        Draft(Capacity capacity, @Nullable String label, String name) {
            this.capacity = capacity;
            this.label = label;
            this.name = name;
        }
    }

    /** What one line says; false unless all of it was understood. */
    boolean read(Passage passage) {
        var all = passage.all();
        int line = all.line();
        boolean joins = line == latestLine + 1;
        latestLine = line;
        var text = all.trim(",;|");
        if (text.isEmpty() || text.has(NO_CONTACT)) {
            return false;
        }
        var segments = segments(text);
        var first = segments.getFirst();
        var person = withoutReach(first);
        boolean understood = true;
        if (!isLeftOver(person)) {
            understood = person(person, joins);
        }
        understood &= reach(first);
        for (int i = 1; i < segments.size(); i++) {
            understood &= detail(segments.get(i));
        }
        return understood && (!drafts.isEmpty() || pendingLabel != null);
    }

    /** The line cut before every « Titre : », « Service : », « Tél. : » in it. */
    private static List<Span> segments(Span text) {
        var segments = new ArrayList<Span>();
        var m = text.matcher(DETAIL);
        int from = text.from();
        while (m.find()) {
            // « Chef de service : Jean Dupont » is a label; behind a name « Service : » is a detail
            var before = text.sub(text.from(), m.start()).trim(",;/|(-");
            if (before.isEmpty()
                    || before.folded().indexOf(':') >= 0
                    || before.has(EMAIL)
                    || before.has(PHONE)
                    || named(before) != null) {
                segments.add(text.sub(from, m.start()).trim(",;/|(-"));
                from = m.start();
            }
        }
        segments.add(text.sub(from, text.to()).trim(",;/|("));
        return segments;
    }

    private static boolean isLeftOver(Span span) {
        return span.isEmpty() || LEFT_OVER.matcher(span.folded()).matches();
    }

    /** What stands before the first e-mail address or telephone number. */
    private static Span withoutReach(Span span) {
        int end = span.to();
        for (var pattern : List.of(EMAIL, PHONE)) {
            var m = span.matcher(pattern);
            if (m.find()) {
                end = Math.min(end, m.start());
            }
        }
        return span.sub(span.from(), end).trim(",;/|(-");
    }

    /** E-mail addresses and telephone numbers anywhere in it; false when there was one too many or words between them. */
    private boolean reach(Span span) {
        boolean understood = true;
        int end = -1;
        for (var pattern : List.of(EMAIL, PHONE)) {
            var m = span.matcher(pattern);
            while (m.find()) {
                end = Math.max(end, m.end());
                understood &= pattern == EMAIL ? email(span.group(m, 0)) : phone(span.group(m, 0));
            }
        }
        return understood && (end < 0 || isLeftOver(span.sub(end, span.to()).trim(",;/|().")));
    }

    private boolean email(Span span) {
        var contact = drafts.isEmpty() ? null : drafts.getLast();
        if (contact == null || contact.email != null) {
            return false;
        }
        contact.email = span.tidy();
        contact.mentions.addAll(span.stating("/email", contact.email));
        return true;
    }

    private boolean phone(Span span) {
        var contact = drafts.isEmpty() ? null : drafts.getLast();
        if (contact == null || contact.phone != null) {
            return false;
        }
        contact.phone = span.tidy();
        contact.mentions.addAll(span.stating("/phone", contact.phone));
        return true;
    }

    private boolean detail(Span segment) {
        var m = segment.matcher(DETAIL);
        if (!m.find()) {
            return isLeftOver(segment);
        }
        var key = m.group(1);
        var text = segment.sub(m.end(), segment.to());
        if (key.startsWith("tel")
                || key.contains("mail")
                || key.contains("courriel")
                || key.contains("mel")
                || List.of("portable", "mobile", "ligne directe", "standard").contains(key)) {
            boolean found = text.has(EMAIL) || text.has(PHONE);
            return found && reach(text) && isLeftOver(withoutReach(text));
        }
        var words = withoutReach(text).trim(".");
        var contact = drafts.isEmpty() ? null : drafts.getLast();
        if (contact == null || words.isEmpty()) {
            return false;
        }
        boolean understood;
        if (key.startsWith("titre") || key.startsWith("fonction")) {
            understood = title(contact, words);
        } else if (key.startsWith("service") || contact.service == null) {
            understood = service(contact, words);
        } else {
            understood = false;
        }
        return reach(text) && understood;
    }

    private static boolean title(Draft contact, Span words) {
        if (contact.title != null && !contact.title.equals(contact.label)) {
            return false;
        }
        contact.title = words.tidy();
        contact.mentions.removeIf(m -> m.path().equals("/title"));
        contact.mentions.addAll(words.stating("/title", contact.title));
        return true;
    }

    private static boolean service(Draft contact, Span words) {
        if (contact.service != null) {
            return false;
        }
        contact.service = words.tidy();
        contact.mentions.addAll(words.stating("/service", contact.service));
        return true;
    }

    private boolean person(Span span, boolean joins) {
        int colon = span.folded().indexOf(':');
        if (colon >= 0) {
            var label = span.sub(span.from(), span.from() + colon).trim("-•");
            var rest = span.sub(span.from() + colon + 1, span.to()).trim(",;:-");
            if (label.isEmpty() || label.length() > 120 || label.has(EMAIL)) {
                return false;
            }
            if (rest.isEmpty()) {
                pendingLabel = label;
                return true;
            }
            return labelled(label, rest);
        }
        var pending = pendingLabel;
        if (pending != null && named(span) != null) {
            pendingLabel = null;
            return labelled(pending, span);
        }
        var name = named(span);
        if (name != null) {
            return unlabelled(name, rest(span, name));
        }
        return joins && !drafts.isEmpty() && role(span);
    }

    /** The line below a name that tells what the person does. */
    private boolean role(Span span) {
        var contact = drafts.getLast();
        if (!span.has(ROLE) || contact.title != null || span.length() > 200) {
            return false;
        }
        return title(contact, span);
    }

    private boolean labelled(Span label, Span rest) {
        pendingLabel = null;
        var together = together(rest);
        if (!together.isEmpty()) {
            together.forEach(name -> add(label, name, null));
            return true;
        }
        var name = named(rest);
        if (name == null) {
            return false;
        }
        var remark = rest(rest, name);
        add(label, name, remark.isEmpty() ? null : remark);
        return true;
    }

    /** « Jean Dupont et Marie Martin ». */
    private static List<Span> together(Span rest) {
        var joint = rest.matcher(Pattern.compile(" (?:et|&|/) "));
        if (!joint.find()) {
            return List.of();
        }
        var one = rest.sub(rest.from(), joint.start());
        var other = rest.sub(joint.end(), rest.to());
        return isName(one) && isName(other) ? List.of(one, other) : List.of();
    }

    private boolean unlabelled(Span name, Span role) {
        if (role.isEmpty() && name.has(ORGANISATION)) {
            return false;
        }
        add(null, name, role.isEmpty() ? null : role);
        return true;
    }

    private void add(@Nullable Span label, Span person, @Nullable Span role) {
        var said = label == null ? role : label;
        boolean elected = (said != null && ELECTED.matcher(said.folded()).find())
                || (role != null
                        && label != null
                        && NO_TITLE.matcher(label.folded()).matches()
                        && ELECTED.matcher(role.folded()).find());
        var civility = person.matcher(CIVILITY);
        var name = civility.find() ? person.sub(civility.end(), person.to()) : person;
        var draft = new Draft(
                elected ? Capacity.ELECTED : Capacity.STAFF, label == null ? null : label.tidy(), name.tidy());
        draft.mentions.addAll(name.stating("/name", draft.name));
        // who is not said to be elected is taken for a member of the staff
        draft.mentions.addAll(
                said == null
                        ? name.mentions("/capacity", Method.INFERRED)
                        : said.mentions("/capacity", Method.NORMALISED));
        if (label != null && draft.label != null) {
            draft.mentions.addAll(label.stating("/label", draft.label));
        }
        var title = role;
        if (title == null
                && label != null
                && !label.has(PLAIN_ELECTED_LABEL)
                && !NO_TITLE.matcher(label.folded()).matches()) {
            title = label;
        }
        if (title != null) {
            draft.title = title.tidy();
            draft.mentions.addAll(title.stating("/title", draft.title));
        }
        drafts.add(draft);
    }

    /** The name at the beginning of a line: all of it, or what stands before a comma, a dash or a parenthesis. */
    private static @Nullable Span named(Span span) {
        if (isName(span)) {
            return span;
        }
        var cut = span.matcher(Pattern.compile(" ?,| - |-(?= )| ?\\("));
        if (cut.find()) {
            var name = span.sub(span.from(), cut.start());
            if (isName(name)) {
                return name;
            }
            // « Directrice de l'économie, Jeanne Martin »
            int last = span.folded().lastIndexOf(", ");
            if (last > 0 && span.has(ROLE)) {
                var behind = span.sub(span.from() + last + 2, span.to());
                return isName(behind) ? behind : null;
            }
        }
        return null;
    }

    private static Span rest(Span span, Span name) {
        return (name.from() == span.from() ? span.sub(name.to(), span.to()) : span.sub(span.from(), name.from()))
                .trim(",;()-.");
    }

    /** Two to six words that begin with a capital, particles apart, and that name neither a body nor a role. */
    private static boolean isName(Span span) {
        if (span.length() < 3 || span.length() > 60 || span.has(ORGANISATION) || span.has(ROLE)) {
            return false;
        }
        var bare = span;
        var civility = span.matcher(CIVILITY);
        if (civility.find()) {
            bare = span.sub(civility.end(), span.to());
        }
        int words = 0;
        int i = bare.from();
        while (i < bare.to()) {
            int end = i;
            while (end < bare.to() && " '-".indexOf(bare.in().folded().charAt(end)) < 0) {
                char c = bare.in().folded().charAt(end);
                if (!Character.isLetter(c) && c != '.') {
                    return false;
                }
                end++;
            }
            var word = bare.in().folded().substring(i, end);
            if (!word.isEmpty()) {
                if (bare.upperAt(i)) {
                    words++;
                } else if (!PARTICLES.contains(word)) {
                    return false;
                }
            }
            i = end + 1;
        }
        return words >= (bare.from() > span.from() ? 1 : 2) && words <= 6;
    }

    List<Said<ParsedContact>> contacts() {
        return drafts.stream()
                .map(d -> new Said<>(
                        new ParsedContact(d.capacity, d.label, d.name, d.title, d.service, d.email, d.phone),
                        d.mentions))
                .toList();
    }
}
