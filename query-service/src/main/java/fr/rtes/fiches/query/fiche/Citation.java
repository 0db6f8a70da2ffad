package fr.rtes.fiches.query.fiche;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a version of a fiche is cited by.
 *
 * @param permanent its whole address
 * @param readOn the day on which it was read
 */
record Citation(String ficheId, String name, long version, LocalDate recordedOn, String permanent, LocalDate readOn) {

    private static final Pattern SPECIAL = Pattern.compile("[\\\\{}$&#%_^~]");

    /**
     * As an entry for BibTeX; {@code url} and {@code urldate} are BibLaTeX's, others leave them out, hence the note.
     *
     * @param source where it was published, in the reader's language
     */
    public String bibtex(String source) {
        return """
                @misc{rtes-%s-v%d,
                  title = {{%s}},
                  howpublished = {%s},
                  year = {%d},
                  note = {\\url{%s}},
                  url = {%s},
                  urldate = {%s}
                }""".formatted(
                        ficheId, version, tex(name), tex(source), recordedOn.getYear(), permanent, permanent, readOn);
    }

    /** What TeX would take for itself is said so that it prints it. */
    private static String tex(String text) {
        return SPECIAL.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group()) {
                            case "\\" -> "\\textbackslash{}";
                            case "^" -> "\\textasciicircum{}";
                            case "~" -> "\\textasciitilde{}";
                            case String other -> "\\" + other;
                        }));
    }
}
