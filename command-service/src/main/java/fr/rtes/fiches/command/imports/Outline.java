package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Landmark.Found;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where each fiche of a page begins. Nothing separates two fiches but the name of the second, so a name is known by what
 * stands around it: what precedes is the end of a fiche (its contacts), what follows is the beginning of one (a heading, the
 * year of membership, « Fiche en cours de rédaction », a label), and no fiche has the same label twice.
 */
final class Outline {

    /**
     * Lines {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param named whether line {@code from} is the name; otherwise nobody can tell whom these lines are about
     */
    record Fiche(int from, int to, boolean named) {}

    private static final int LONGEST_NAME = 120;

    private static final Pattern AUTHORITY = Pattern.compile(
            "^(?:la |le |les |l')?(?:ville|commune|mairie|communaute|metropole|eurometropole|conseil (?:regional|departemental|general|de territoire)"
                    + "|departement|region|syndicat|petr|pole (?:metropolitain|d'equilibre|territorial)|pays|etablissement public|ept|agglomeration|agglo"
                    + "|collectivite|grande?|cc|ca|cu|territoire|assemblee|province|parc naturel)\\b"
                    + "|\\b(?:metropole|agglomeration|agglo|communaute)$");
    private static final Pattern ROLE = Pattern.compile(
            "^(?:(?:premiere?|1ere?|2e|3e|4e|5e) )?(?:direct(?:eur|rice)|chargee?|responsable|cheffe?|vice-? ?presidente?|presidente?|adjointe?|maire|conseillere?|elue?"
                    + "|coordinat(?:eur|rice)|technicien|animat(?:eur|rice)|referente?|service|direction|mission|secretaire|assistante?|developpeu|delegue|titre|fonction|charge|mme|m\\.|monsieur|madame)\\b");
    private static final Pattern REACHES = Pattern.compile(
            "@|\\bwww\\.|https?:|(?<!\\d)(?:\\+33|0)[ .]?[1-9](?:[ .-]?\\d\\d){4}(?!\\d)|^(?:tel|telephone|courriel|mail|e-mail|fax)\\b");
    static final Pattern POSTAL_LINE = Pattern.compile("^(?:[a-z]{1,2} ?- ?)?\\d{2} ?\\d{3} [a-z]");
    private static final Pattern COUNTRY =
            Pattern.compile("^(?:france|la reunion|guadeloupe|martinique|guyane|mayotte)[ .]*$");

    private final List<PageLine> lines = new ArrayList<>();
    private final List<Boolean> afterBlank = new ArrayList<>();
    private final List<@Nullable Found> landmarks = new ArrayList<>();
    private final List<Fiche> fiches = new ArrayList<>();
    private boolean[] value = {};
    private int[] last = {};

    private Outline() {}

    static Outline of(List<PageLine> page) {
        var outline = new Outline();
        boolean blank = true;
        for (var line : page) {
            if (line.isBlank()) {
                blank = true;
            } else {
                outline.lines.add(line);
                outline.afterBlank.add(blank);
                blank = false;
            }
        }
        outline.recognise();
        outline.divide();
        return outline;
    }

    /** The lines that are not blank; everything here counts in them. */
    List<PageLine> lines() {
        return lines;
    }

    List<Fiche> fiches() {
        return fiches;
    }

    @Nullable Found landmark(int index) {
        return landmarks.get(index);
    }

    boolean afterBlank(int index) {
        return index >= lines.size() || afterBlank.get(index);
    }

    private void recognise() {
        Landmark open = null;
        for (var line : lines) {
            var found = Landmark.in(line);
            // « Budget prévisionnel ESS 2019 : 6,7 M€ » below the heading « Budget » is what the section says.
            if (found != null && found.inline() && found.landmark() == open) {
                found = null;
            }
            // A person can be introduced by « Contact : » among contacts, and a project have its « Budget : ».
            if (found != null
                    && found.inline()
                    && open != null
                    && open.isProse()
                    && found.landmark() == Landmark.BUDGET
                    && line.folded().startsWith("budget :")) {
                found = null;
            }
            landmarks.add(found);
            if (found != null) {
                open = found.landmark();
            }
        }
        value = new boolean[lines.size()];
        last = new int[lines.size()];
        int latest = -1;
        for (int i = 0; i < lines.size(); i++) {
            last[i] = latest;
            if (landmarks.get(i) != null) {
                latest = i;
                markValues(i);
            }
        }
    }

    /** The line below « Type de collectivité » is a type, whatever it looks like, and an address lasts to its town. */
    private void markValues(int label) {
        var found = landmarks.get(label);
        if (found == null || found.inline() || label + 1 >= lines.size() || landmarks.get(label + 1) != null) {
            return;
        }
        switch (found.landmark()) {
            case TYPE, POPULATION -> value[label + 1] = true;
            case ADDRESS -> {
                int end = label + 1;
                for (int i = label + 1; i < lines.size() && i <= label + 8 && landmarks.get(i) == null; i++) {
                    if (POSTAL_LINE.matcher(lines.get(i).folded()).find()
                            || COUNTRY.matcher(lines.get(i).folded()).matches()) {
                        end = i;
                    }
                }
                for (int i = label + 1; i <= end; i++) {
                    value[i] = true;
                }
            }
            case PUBLISHER, PANORAMA, BUDGET, PROGRAMME, ACTIONS, MEMBERSHIP, PLACEHOLDER, CONTACT -> {
                // their text is not of a fixed length
            }
        }
    }

    // ---- dividing

    private int start = -1;
    private boolean named;
    private final Map<Landmark, Integer> seen = new EnumMap<>(Landmark.class);

    private void divide() {
        boolean fixedFirst = fixedPartComesFirst();
        for (int i = 0; i < lines.size(); i++) {
            var found = landmarks.get(i);
            if (found == null) {
                if (isSurelyName(i, fixedFirst)) {
                    begin(i, true);
                }
                continue;
            }
            var landmark = found.landmark();
            if (landmark == Landmark.PUBLISHER) {
                continue;
            }
            var before = seen.get(landmark);
            if (start < 0) {
                int name = bestName(0, i, 2, fixedFirst);
                begin(name < 0 ? i : name, name >= 0);
            } else if (before != null) {
                separate(before, i, fixedFirst);
            }
            seen.put(landmark, i);
        }
        close(lines.size());
    }

    /** One fiche cannot have the same landmark twice: somewhere between the two another one begins. */
    private void separate(int before, int again, boolean fixedFirst) {
        int name = bestName(before + 1, again, 8, fixedFirst);
        if (name >= 0) {
            begin(name, true);
        } else {
            int cut = endOfFixedPart(before, again);
            if (cut < 0) {
                return;
            }
            begin(cut, false);
        }
        for (int i = start; i < again; i++) {
            var found = landmarks.get(i);
            if (found != null) {
                seen.put(found.landmark(), i);
            }
        }
    }

    /** Behind the contacts a new fiche has begun even where its name is missing; its lines belong to nobody. */
    private int endOfFixedPart(int before, int again) {
        boolean fixed = false;
        for (int i = before; i <= again; i++) {
            var found = landmarks.get(i);
            if (found == null) {
                continue;
            }
            if (found.landmark() == Landmark.CONTACT || found.landmark() == Landmark.ADDRESS) {
                fixed = i > before || i < again;
            } else if (fixed && (!found.landmark().isFixed() || i == again)) {
                return i;
            }
        }
        return -1;
    }

    private void begin(int line, boolean withName) {
        close(line);
        start = line;
        named = withName;
        seen.clear();
    }

    private void close(int end) {
        if (start >= 0 && end > start) {
            fiches.add(new Fiche(start, end, named && isFiche(start, end)));
        }
    }

    /** A page of noise may well hold the word « Contact »; a fiche says more than that. */
    private boolean isFiche(int from, int to) {
        Set<Landmark> found = EnumSet.noneOf(Landmark.class);
        for (int i = from; i < to; i++) {
            var landmark = landmarks.get(i);
            if (landmark != null) {
                found.add(landmark.landmark());
            }
        }
        found.removeAll(EnumSet.of(
                Landmark.ADDRESS, Landmark.CONTACT, Landmark.POPULATION, Landmark.PUBLISHER, Landmark.PANORAMA));
        return !found.isEmpty();
    }

    private boolean fixedPartComesFirst() {
        for (int i = 0; i < lines.size(); i++) {
            var found = landmarks.get(i);
            if (found != null && found.landmark() != Landmark.PUBLISHER) {
                return found.landmark().isFixed();
            }
        }
        return false;
    }

    private int bestName(int from, int to, int atLeast, boolean fixedFirst) {
        int best = -1;
        int bestScore = atLeast - 1;
        for (int i = Math.max(from, start + 1); i < to; i++) {
            if (isTitleLike(i)) {
                int score = score(i, fixedFirst);
                if (score > bestScore || (score == bestScore && best >= 0 && start >= 0)) {
                    best = i;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    private int score(int i, boolean fixedFirst) {
        var opener = landmarkOf(i + 1);
        var zone = zone(i);
        int score = isAuthority(i) ? 8 : 0;
        if (opener != null) {
            score += opener == Landmark.TYPE && fixedFirst ? 14 : 6;
        }
        if (zone != null && zone.isProse()) {
            score -= 6;
        } else {
            score += zone == Landmark.MEMBERSHIP || zone == Landmark.PLACEHOLDER ? 4 : 2;
        }
        return score;
    }

    private boolean isSurelyName(int i, boolean fixedFirst) {
        var zone = zone(i);
        if (!isTitleLike(i) || (zone != null && zone.isProse())) {
            return false;
        }
        boolean nobodyYet = start < 0 || !named;
        var opener = landmarkOf(i + 1);
        if (opener == null) {
            return isAuthority(i)
                    && (zone == Landmark.CONTACT || zone == Landmark.PUBLISHER || zone == null)
                    && i + 1 < lines.size()
                    && nothingElseCouldBeTheName(i);
        }
        if (opener == Landmark.PUBLISHER) {
            return false;
        }
        boolean repeats = seen.containsKey(opener);
        if (opener.isFixed()) {
            return repeats || nobodyYet || isAuthority(i);
        }
        return !fixedFirst || repeats || nobodyYet || isAuthority(i);
    }

    /** A name above a heading that is not known: no way to reach anybody and no better name follows. */
    private boolean nothingElseCouldBeTheName(int i) {
        for (int j = i + 1; j < lines.size() && landmarks.get(j) == null; j++) {
            var text = lines.get(j).folded();
            if (isTitleLike(j) && (landmarkOf(j + 1) != null || isAuthority(j))) {
                return false;
            }
            if (REACHES.matcher(text).find() || isLabelled(text)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabelled(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && colon < 60 && colon < text.length() - 1;
    }

    private @Nullable Landmark zone(int i) {
        return last[i] < 0 ? null : landmarkOf(last[i]);
    }

    private @Nullable Landmark landmarkOf(int i) {
        var found = i < landmarks.size() ? landmarks.get(i) : null;
        return found == null ? null : found.landmark();
    }

    private boolean isAuthority(int i) {
        return AUTHORITY.matcher(lines.get(i).folded()).find();
    }

    private boolean isTitleLike(int i) {
        var text = lines.get(i).folded();
        if (landmarks.get(i) != null || value[i] || text.length() > LONGEST_NAME || text.length() < 2) {
            return false;
        }
        char first = text.charAt(0);
        char end = text.charAt(text.length() - 1);
        if (!Character.isLetter(first) || ".;:,!?…".indexOf(end) >= 0 || Bullet.in(lines.get(i)) != null) {
            return false;
        }
        if (text.indexOf(':') >= 0
                || COUNTRY.matcher(text).matches()
                || POSTAL_LINE.matcher(text).find()
                || REACHES.matcher(text).find()) {
            return false;
        }
        return isAuthority(i) || (!ROLE.matcher(text).find() && text.indexOf(',') < 0);
    }
}
