package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.issuer.TestIssuer;
import fr.rtes.fiches.issuer.TestIssuer.Person;
import fr.rtes.fiches.platform.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Who sends what is measured: the services check a token with each command, as they do everywhere. */
final class Somebody {

    private static final Duration LONGEST_RUN = Duration.ofDays(3);

    private static final String BEARER = "Bearer "
            + TestIssuer.shared()
                    .token(
                            Person.with(Role.STAFF, Role.OPERATOR),
                            claims -> claims.expirationTime(
                                    Date.from(Instant.now().plus(LONGEST_RUN))));

    private Somebody() {}

    /** The header {@code Authorization}. */
    static String bearer() {
        return BEARER;
    }

    static String issuer() {
        return TestIssuer.shared().issuer();
    }
}
