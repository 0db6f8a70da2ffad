package fr.rtes.fiches.query;

import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Role;
import fr.rtes.fiches.query.sight.Sights;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who asks in a test, as a header says it: {@code visitor}, {@code operator}, {@code agent:ville-a,ville-b}. Nobody named: the staff. */
public final class Asking {

    public static final String HEADER = "X-Test-Caller";

    public static final String VISITOR = "visitor";

    private Asking() {}

    public static Caller of(HttpServletRequest request) {
        return of(request.getHeader(HEADER));
    }

    public static Caller of(@Nullable String word) {
        if (word == null) {
            return account(Role.STAFF, Set.of());
        }
        if (word.equals(VISITOR)) {
            return Caller.VISITOR;
        }
        var parts = word.split(":", 2);
        return account(
                Role.of(parts[0]).orElseThrow(), parts.length == 1 ? Set.of() : Set.copyOf(List.of(parts[1].split(",", -1))));
    }

    /** As the staff, of whom nothing is kept back, and outside any request. */
    public static Sights everything() {
        return new Sights(() -> of((String) null), ficheIds -> Map.of());
    }

    private static Caller account(Role role, Set<String> fiches) {
        return new Caller.Account("account-of-" + role.word(), Set.of(role), fiches);
    }
}
