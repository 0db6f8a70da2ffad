package fr.rtes.fiches.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scheme (dispositif) through which a member supports the ESS.
 *
 * @param name as printed: « Contrat d'amorçage associatif »
 * @param aliases other names the same document uses: « Générateur BFC »
 * @param within name of the scheme it belongs to: « Abondement des outils financiers de France Active »
 * @param text everything the source says of it, verbatim, one printed line a line
 * @param when the time its figures are about unless they say otherwise: « données 2017 »
 * @param since since when it exists: « création de cet outil … en 2015 »
 * @param ticket the range of one grant or loan (« entre 5 000 € et 10 000 € »): never a sum
 * @param partners as printed: « Active 71 »
 */
public record Scheme(
        String name,
        List<String> aliases,
        @Nullable String within,
        @Nullable String text,
        @Nullable When when,
        @Nullable When since,
        List<Indicator> indicators,
        List<Grant> grants,
        @Nullable Amount ticket,
        @Nullable Term term,
        List<String> partners) {

    /**
     * Something the scheme pays for or plans.
     *
     * @param beneficiary as printed: « Banques Alimentaires », « FRIP'VIE »; null: only a place is named
     * @param place as printed: « Nevers » — a place, not a fact about the fiche of that member
     * @param amount null: not said
     * @param jobs jobs it created or will create, where said
     * @param planned whether it is still to come (« à venir », « en émergence »)
     */
    public record Grant(
            @Nullable String beneficiary,
            @Nullable String place,
            @Nullable Amount amount,
            @Nullable When when,
            @Nullable Integer jobs,
            boolean planned,
            List<String> partners) {
        public Grant {
            partners = Lists.copy(partners);
        }
    }

    /**
     * How long one contract runs.
     *
     * @param min ISO 8601 duration: {@code P12M}, {@code P2Y}
     * @param max ISO 8601 duration
     * @param extensibleTo ISO 8601 duration: « prorogeable jusqu'à 18 mois »
     * @param repayable « avec droit de reprise »
     */
    public record Term(
            @Nullable String min,
            @Nullable String max,
            @Nullable String extensibleTo,
            boolean repayable,
            @Nullable String text) {}

    public Scheme {
        aliases = Lists.copy(aliases);
        indicators = Lists.copy(indicators);
        grants = Lists.copy(grants);
        partners = Lists.copy(partners);
    }
}
