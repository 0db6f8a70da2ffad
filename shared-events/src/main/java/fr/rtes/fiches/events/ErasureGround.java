package fr.rtes.fiches.events;

/** Why a person is erased: the cases of article 17(1) of the General Data Protection Regulation that a register of contacts can meet. */
public enum ErasureGround {
    /** 17(1)(a): the mandate or the post is over. */
    NO_LONGER_NECESSARY,
    /** 17(1)(b). */
    CONSENT_WITHDRAWN,
    /** 17(1)(c): the person objects, and nothing outweighs it. */
    OBJECTION,
    /** 17(1)(d): should never have been kept. */
    UNLAWFUL,
    /** 17(1)(e): a law or a court says so. */
    LEGAL_OBLIGATION
}
