package fr.rtes.fiches.platform.limits;

/** Whose budget counts. */
enum Standing {
    VISITOR,
    ACCOUNT,
    STAFF
}
