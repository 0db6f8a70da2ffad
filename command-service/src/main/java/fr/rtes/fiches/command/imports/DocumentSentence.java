package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.When;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** « Retrouvez le panorama 2017 réalisé par la CRESS »: a document, whose link was lost with the page it stood on. */
final class DocumentSentence {

    private static final Pattern INVITATION = Pattern.compile(
            "^(?:>+ ?)?(?:re)?(?:trouvez|telechargez|telecharger|consultez|consulter|decouvrez|lire|a lire|a telecharger|voir|acceder a)(?: (?:aussi|ici|egalement|en ligne))? ?:? ?(?:le |la |les |l'|un |une |notre |nos )?");
    private static final Pattern MADE_BY = Pattern.compile(
            " (?:realisee?s?|publiee?s?|redigee?s?|elaboree?s?|produite?s?|editee?s?|etablie?s?|ecrite?s?|proposee?s?) (?:par|avec) (?:la |le |les |l')?");
    private static final Pattern PUBLISHED = Pattern.compile(
            ",? ?\\(?\\b(?:parue?s?|publiee?s?|datee?s?|mise?s? en ligne|adoptee?s?|votee?s?) (?:en |le |de |d'|du )?");
    private static final Pattern URL = Pattern.compile("(?:https?://|www\\.)[^ )>\\]]{3,300}");

    private DocumentSentence() {}

    /** Null for a sentence that points to nothing. */
    static @Nullable Said<Document> read(Passage passage) {
        var all = passage.all();
        var invitation = all.matcher(INVITATION);
        if (!invitation.find()) {
            return null;
        }
        var mentions = new ArrayList<Mention>();
        String address = null;
        var rest = all.sub(invitation.end(), all.to());
        var url = rest.matcher(URL);
        if (url.find()) {
            var printed = rest.group(url, 0).trimEnd(".,;");
            address = printed.tidy();
            mentions.addAll(printed.stating("/url", address));
            var before = rest.sub(rest.from(), url.start()).trim("(:<,;-");
            rest = before.isEmpty() ? printed : before;
        }
        String author = null;
        When published = null;
        int end = rest.to();
        var by = rest.matcher(MADE_BY);
        var appeared = rest.matcher(PUBLISHED);
        boolean appears = false;
        while (appeared.find()) {
            var dates = Dates.in(rest.sub(appeared.start(), rest.to()));
            if (!dates.isEmpty() && dates.getFirst().span().from() <= appeared.end() + 4) {
                published = dates.getFirst().in(null);
                mentions.addAll(dates.getFirst().span().mentions("/published", Method.NORMALISED));
                end = appeared.start();
                appears = true;
                break;
            }
        }
        if (by.find()) {
            int to = appears && end > by.end() ? end : stop(rest, by.end());
            var name = rest.sub(by.end(), to).trim(",;.()");
            if (!name.isEmpty()) {
                author = name.tidy();
                mentions.addAll(name.stating("/author", author));
                end = Math.min(end, by.start());
            }
        }
        var title = rest.sub(rest.from(), end).trim(",;.:(-");
        if (title.isEmpty()) {
            return null;
        }
        if (published == null && author != null) {
            var years = Dates.in(title);
            if (!years.isEmpty() && years.getLast().when() != null) {
                published = years.getLast().in(null);
                mentions.addAll(years.getLast().span().mentions("/published", Method.NORMALISED));
            }
        }
        var name = title.tidy();
        mentions.addAll(0, title.stating("/title", name));
        return new Said<>(new Document(name, author, published, address), mentions);
    }

    private static int stop(Span span, int from) {
        int end = from;
        var text = span.in().folded();
        while (end < span.to() && ".;,(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
