package fr.rtes.fiches.command.imports;

import static fr.rtes.fiches.events.CollectiviteType.AUTRE;
import static fr.rtes.fiches.events.CollectiviteType.COLLECTIVITE_A_STATUT_PARTICULIER;
import static fr.rtes.fiches.events.CollectiviteType.COMMUNAUTE_DE_COMMUNES;
import static fr.rtes.fiches.events.CollectiviteType.COMMUNAUTE_D_AGGLOMERATION;
import static fr.rtes.fiches.events.CollectiviteType.COMMUNAUTE_URBAINE;
import static fr.rtes.fiches.events.CollectiviteType.COMMUNE;
import static fr.rtes.fiches.events.CollectiviteType.CONSEIL_REGIONAL;
import static fr.rtes.fiches.events.CollectiviteType.DEPARTEMENT;
import static fr.rtes.fiches.events.CollectiviteType.ETABLISSEMENT_PUBLIC_TERRITORIAL;
import static fr.rtes.fiches.events.CollectiviteType.METROPOLE;
import static fr.rtes.fiches.events.CollectiviteType.PETR;
import static fr.rtes.fiches.events.CollectiviteType.SYNDICAT_MIXTE;

import fr.rtes.fiches.events.CollectiviteType;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a kind of local authority is written. The first that fits decides, so the longer names come first. */
final class TypeWords {

    private record Words(CollectiviteType type, Pattern whole, Pattern beginning) {
        static Words of(CollectiviteType type, String words) {
            return new Words(
                    type,
                    Pattern.compile("(?:" + words + ")(?: ?\\([a-z .']{2,30}\\))?"),
                    Pattern.compile("^(?:la |le |l')?(?:" + words + ")\\b"));
        }
    }

    private static final List<Words> ALL = List.of(
            Words.of(
                    COLLECTIVITE_A_STATUT_PARTICULIER,
                    "collectivites? (?:territoriale )?a statut particulier|collectivite territoriale unique|collectivite (?:territoriale )?de corse"),
            Words.of(COMMUNAUTE_D_AGGLOMERATION, "communautes? d' ?agglomerations?|agglomeration|agglo|ca"),
            Words.of(COMMUNAUTE_DE_COMMUNES, "communautes? de communes?|com ?com|cc|cdc"),
            Words.of(COMMUNAUTE_URBAINE, "communautes? urbaines?|cu"),
            Words.of(
                    ETABLISSEMENT_PUBLIC_TERRITORIAL,
                    "etablissements? publics? territorial|etablissements? publics? territoriaux|ept"),
            Words.of(PETR, "pole d' ?equilibre territorial(?: et rural)?|p\\.?e\\.?t\\.?r\\.?"),
            Words.of(SYNDICAT_MIXTE, "syndicats? mixtes?(?: (?:ouvert|ferme))?"),
            Words.of(CONSEIL_REGIONAL, "conseils? regional|conseils? regionaux|region|collectivite regionale"),
            Words.of(DEPARTEMENT, "conseils? departemental|conseils? departementaux|departements?|conseils? general"),
            Words.of(METROPOLE, "metropoles?|eurometropole"),
            Words.of(COMMUNE, "communes?|villes?|mairie|commune nouvelle"),
            Words.of(
                    AUTRE,
                    "autres?|pays|syndicat intercommunal(?: a vocation (?:unique|multiple))?|sivom|sivu|parc naturel regional|pole metropolitain|association|groupement d'interet public|gip"));

    private static final Pattern IN_NAME = Pattern.compile("\\b(?:metropole|agglomeration|agglo)$");

    private TypeWords() {}

    /** The type as stated; null for words that name none. */
    static @Nullable CollectiviteType of(String folded) {
        for (var words : ALL) {
            if (words.whole().matcher(folded).matches()) {
                return words.type();
            }
        }
        return null;
    }

    /** The type a name gives away: « Ville de Nevers », « Dijon Métropole »; null for a name that does not. */
    static @Nullable CollectiviteType ofName(String folded) {
        for (var words : ALL) {
            if (words.type() != AUTRE && words.beginning().matcher(folded).find()) {
                return words.type();
            }
        }
        var last = IN_NAME.matcher(folded);
        if (last.find()) {
            return last.group().equals("metropole") ? METROPOLE : COMMUNAUTE_D_AGGLOMERATION;
        }
        return null;
    }

    /** Words that say what a member is, not where. */
    static boolean isTypeWord(String folded) {
        return List.of(
                        "metropole",
                        "communaute",
                        "agglomeration",
                        "agglo",
                        "urbaine",
                        "communes",
                        "eurometropole",
                        "ville")
                .contains(folded);
    }
}
