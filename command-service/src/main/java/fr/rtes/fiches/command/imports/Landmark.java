package fr.rtes.fiches.command.imports;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines every fiche is built around. They are known by what they mean, not by one spelling. */
enum Landmark {
    PUBLISHER,
    PANORAMA,
    BUDGET,
    PROGRAMME,
    ACTIONS,
    MEMBERSHIP,
    PLACEHOLDER,
    TYPE,
    POPULATION,
    ADDRESS,
    CONTACT;

    /**
     * @param rest where in the folded line the value begins that is printed behind the label; the line's length when none is
     */
    record Found(Landmark landmark, int rest, boolean inline) {}

    private static final int LONGEST_HEADING = 100;

    private static final Pattern PUBLISHED_BY =
            Pattern.compile("^(?:rtes|reseau des collectivites\\b[a-z' -]*)(?: ?[-:(] ?[a-z ,'-]*\\)?)?$");
    private static final Pattern ADHESION = Pattern.compile(
            "^(?:annee|date) (?:d ?'? ?|de )?(?:l' ?)?adhesion(?: (?:au|a|aux) (?:r\\.?t\\.?e\\.?s\\.?|reseau(?: rtes)?))? ?:? ?");
    private static final Pattern MEMBER_SINCE = Pattern.compile(
            "^(?:adhesion|adherente?s?|membre)(?: (?:au|du|de|a|le|la|reseau|rtes)){1,4}(?: depuis)?(?: en| l'annee)? ?:? ?(?=(?:19|20)\\d\\d[ .]*$)");
    private static final Pattern WRITING =
            Pattern.compile("^[(\\[]?fiche (?:en cours (?:de |d')(?:redaction|ecriture|construction|elaboration"
                    + "|creation)|en (?:redaction|construction)|a venir|a completer)[)\\]]?[ .…!]*$");
    private static final Pattern MONEY = Pattern.compile("\\d ?(?:[mk] ?)?(?:€|euro)");
    private static final Pattern INHABITANTS = Pattern.compile("^(?:nombre|nb) d' ?habitants?\\b[a-z' ]*?(?= \\d|$)");

    private static final List<String> ADDRESSES =
            List.of("adresse", "adressepostale", "adressedusiege", "adressedelacollectivite", "siege", "coordonnees");
    private static final List<String> CONTACTS = List.of(
            "contactpublic",
            "contactspublics",
            "contactpublique",
            "contactspubliques",
            "contact",
            "contacts",
            "contactess",
            "contactsess",
            "voscontacts",
            "contactsdelacollectivite");
    private static final List<String> TYPES = List.of(
            "typedecollectivite",
            "typedecollectivites",
            "typedelacollectivite",
            "typecollectivite",
            "naturedelacollectivite",
            "statutdelacollectivite",
            "categoriedecollectivite");

    static Found none(Landmark landmark, PageLine line) {
        return new Found(landmark, line.folded().length(), false);
    }

    /** The landmark a line is; null for an ordinary line. */
    static @Nullable Found in(PageLine line) {
        var text = line.folded();
        if (text.isEmpty() || !(Character.isLetter(text.charAt(0)) || text.charAt(0) == '(' || text.charAt(0) == '[')) {
            return null;
        }
        var head = text.length() <= 2 * LONGEST_HEADING ? text : text.substring(0, 2 * LONGEST_HEADING);
        if (PUBLISHED_BY.matcher(head).matches() && (head.equals("rtes") || head.contains("solidaire"))) {
            return none(PUBLISHER, line);
        }
        if (WRITING.matcher(head).matches()) {
            return none(PLACEHOLDER, line);
        }
        for (var pattern : List.of(ADHESION, MEMBER_SINCE)) {
            var matcher = pattern.matcher(head);
            if (matcher.find()) {
                return found(MEMBERSHIP, line, matcher.end());
            }
        }
        var inhabitants = INHABITANTS.matcher(head);
        if (inhabitants.find() && inhabitants.end() <= LONGEST_HEADING && head.indexOf(':') < 0) {
            return found(POPULATION, line, inhabitants.end());
        }
        int colon = head.indexOf(':');
        int end = colon < 0 ? head.length() : colon;
        if (end > LONGEST_HEADING) {
            return null;
        }
        var title = head.substring(0, end).strip();
        var landmark = titled(title);
        if (landmark == null || (colon < 0 && title.endsWith("."))) {
            return null;
        }
        return found(landmark, line, colon < 0 ? text.length() : colon + 1);
    }

    private static Found found(Landmark landmark, PageLine line, int rest) {
        var text = line.folded();
        int from = rest;
        while (from < text.length() && (text.charAt(from) == ' ' || text.charAt(from) == ':')) {
            from++;
        }
        return new Found(landmark, from, from < text.length());
    }

    private static @Nullable Landmark titled(String title) {
        var letters = letters(title);
        if (letters.isEmpty()) {
            return null;
        }
        if (near(letters, TYPES)) {
            return TYPE;
        }
        if (letters.startsWith("nombredhabitant")
                || letters.startsWith("nombrehabitant")
                || letters.startsWith("nbdhabitant")
                || letters.equals("population")
                || letters.equals("populationduterritoire")
                || letters.equals("populationtotale")
                || (title.length() < 50
                        && near(letters, List.of("nombredhabitantssurleterritoire", "nombredhabitants")))) {
            return POPULATION;
        }
        if (ADDRESSES.contains(letters)) {
            return ADDRESS;
        }
        if (CONTACTS.contains(letters) || near(letters, List.of("contactpublic", "contactspublics"))) {
            return CONTACT;
        }
        if (MONEY.matcher(title).find()) {
            return null;
        }
        if (isBudget(letters)
                || near(letters, List.of("budgetdediealess", "budgetconsacrealess", "budgetannuelconsacrealess"))) {
            return BUDGET;
        }
        if (isProgramme(letters) || near(letters, List.of("programmedinterventiondanslechampdeless"))) {
            return PROGRAMME;
        }
        if (isActions(letters)
                || near(letters, List.of("exemplesdactionssoutenuesparlacollectivite", "exemplesdactionssoutenues"))) {
            return ACTIONS;
        }
        if (letters.startsWith("panoramadeless")
                || letters.startsWith("panoramadeleconomiesociale")
                || letters.startsWith("panoramadeleconomiesolidaire")
                || letters.equals("panorama")
                || letters.equals("panoramaess")
                || letters.startsWith("etatdeslieuxdeless")
                || letters.equals("lesssurleterritoire")
                || near(letters, List.of("panoramadelesssurleterritoire"))) {
            return PANORAMA;
        }
        return null;
    }

    private static boolean isBudget(String letters) {
        if (!letters.startsWith("budget") && !letters.startsWith("lebudget")) {
            return false;
        }
        var rest = letters.substring(letters.indexOf("budget") + "budget".length());
        return rest.endsWith("ess")
                || rest.contains("economiesociale")
                || rest.contains("economiesolidaire")
                || List.of("", "annuel", "dedie", "consacre", "alloue", "specifique", "annuelconsacre", "annueldedie")
                        .contains(rest);
    }

    private static boolean isProgramme(String letters) {
        return letters.startsWith("programmedintervention")
                || letters.startsWith("programmesdintervention")
                || letters.startsWith("programmedaction")
                || letters.startsWith("programmeenfaveurdel")
                || letters.startsWith("programmedanslechamp")
                || letters.startsWith("interventiondanslechampdel")
                || List.of(
                                "programme",
                                "programmeess",
                                "programmedeless",
                                "politiqueess",
                                "politiquedeless",
                                "politiqueenfaveurdeless",
                                "politiqueenmatieredess",
                                "politiquedanslechampdeless",
                                "strategieess",
                                "strategieenfaveurdeless")
                        .contains(letters);
    }

    private static boolean isActions(String letters) {
        boolean example = letters.startsWith("exemple") || letters.startsWith("quelquesexemple");
        boolean what = letters.contains("action") || letters.contains("projet") || letters.contains("initiative");
        boolean supported = letters.contains("soutenu") || letters.contains("accompagne") || letters.contains("financ");
        boolean first = letters.startsWith("action")
                || letters.startsWith("projetssoutenu")
                || letters.startsWith("initiativessoutenu")
                || letters.startsWith("principalesactions");
        return what && (example || (first && supported) || letters.equals("actionsmenees"));
    }

    private static String letters(String folded) {
        var out = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            if (Character.isLetter(folded.charAt(i))) {
                out.append(folded.charAt(i));
            }
        }
        return out.toString();
    }

    /** A slip of the keyboard or two: at most two letters added, lost or changed, in a title of some length. */
    private static boolean near(String letters, List<String> titles) {
        for (var title : titles) {
            if (letters.equals(title) || (title.length() >= 12 && distance(letters, title) <= 2)) {
                return true;
            }
        }
        return false;
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2) {
            return 3;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int up = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(up, row[j - 1]) + 1);
                diagonal = up;
            }
        }
        return row[b.length()];
    }

    /** A section of free text. */
    boolean isProse() {
        return switch (this) {
            case PANORAMA, BUDGET, PROGRAMME, ACTIONS -> true;
            case PUBLISHER, MEMBERSHIP, PLACEHOLDER, TYPE, POPULATION, ADDRESS, CONTACT -> false;
        };
    }

    /** One of the four labels that the fixed part of a fiche consists of. */
    boolean isFixed() {
        return switch (this) {
            case TYPE, POPULATION, ADDRESS, CONTACT -> true;
            case PUBLISHER, PANORAMA, BUDGET, PROGRAMME, ACTIONS, MEMBERSHIP, PLACEHOLDER -> false;
        };
    }
}
