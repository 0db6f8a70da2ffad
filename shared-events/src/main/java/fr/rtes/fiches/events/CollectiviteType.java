package fr.rtes.fiches.events;

/** The kinds of local authority (collectivité) that can be a member. */
public enum CollectiviteType {
    COMMUNE,
    COMMUNAUTE_DE_COMMUNES,
    COMMUNAUTE_D_AGGLOMERATION,
    COMMUNAUTE_URBAINE,
    METROPOLE,
    DEPARTEMENT,
    CONSEIL_REGIONAL,
    ETABLISSEMENT_PUBLIC_TERRITORIAL,
    SYNDICAT_MIXTE,
    PETR,
    COLLECTIVITE_A_STATUT_PARTICULIER,
    AUTRE
}
