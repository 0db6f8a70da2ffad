package fr.rtes.fiches.command.platform;

import java.util.OptionalLong;
import java.util.function.Supplier;

/** The position that the last event of some work was given: the log tells it while it appends, which saves asking for it. */
public final class Appended {

    private static final ScopedValue<Appended> CURRENT = ScopedValue.newInstance();

    private OptionalLong position = OptionalLong.empty();

    /** Does the work, on this thread. */
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /** Empty: nothing was appended. */
    public OptionalLong position() {
        return position;
    }

    static void at(long position) {
        if (CURRENT.isBound()) {
            CURRENT.get().position = OptionalLong.of(position);
        }
    }
}
