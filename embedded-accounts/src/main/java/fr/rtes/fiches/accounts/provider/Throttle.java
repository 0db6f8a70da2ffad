package fr.rtes.fiches.accounts.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lets nobody try passwords faster than a person would. After five failures in a row an account rests for a second, then
 * two, four, up to a minute; an address, from which several people may come, after twenty. Nobody is locked out: whoever
 * waits may try. A quarter of an hour without a failure, or the right password, and it begins anew.
 */
final class Throttle {

    static final int FREE_TRIES_OF_A_LOGIN = 5;
    static final int FREE_TRIES_OF_AN_ADDRESS = 20;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration MEMORY = Duration.ofMinutes(15);

    /** So many logins and addresses are remembered; those that were tried longest ago are forgotten first. */
    private static final int MOST = 10_000;

    /** What is typed may be of any length, and is kept no longer than a login can be. */
    private static final int LONGEST_KEY = 64;

    private final InstantSource clock;
    private final Map<String, Tries> tries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST;
        }
    };

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    private record Tries(int count, Instant last) {

        static final Tries NONE = new Tries(0, Instant.EPOCH);

        Tries andOne(Instant now) {
            return new Tries(count + 1, now);
        }

        Duration rest(int free, Instant now) {
            if (count < free) {
                return Duration.ZERO;
            }
            Duration whole = Duration.ofSeconds(1L << Math.min(count - free, 6));
            Duration left = Duration.between(now, last.plus(whole.compareTo(LONGEST) > 0 ? LONGEST : whole));
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /**
     * Begins a try, which counts as a failure until {@link #passed} takes it back: of many that are sent at once, no more
     * get through than one after another.
     *
     * @return zero: it may be tried; else how long to wait, and this try does not count
     */
    synchronized Duration begin(String login, String address) {
        Instant now = clock.instant();
        Tries ofLogin = known(login(login), now);
        Tries ofAddress = known(address(address), now);
        Duration first = ofLogin.rest(FREE_TRIES_OF_A_LOGIN, now);
        Duration second = ofAddress.rest(FREE_TRIES_OF_AN_ADDRESS, now);
        Duration rest = first.compareTo(second) > 0 ? first : second;
        if (rest.isZero()) {
            tries.put(login(login), ofLogin.andOne(now));
            tries.put(address(address), ofAddress.andOne(now));
        }
        return rest;
    }

    /** The password was right. The address keeps its other failures: they were not this account's. */
    synchronized void passed(String login, String address) {
        tries.remove(login(login));
        Tries ofAddress = tries.getOrDefault(address(address), Tries.NONE);
        if (ofAddress.count() <= 1) {
            tries.remove(address(address));
        } else {
            tries.put(address(address), new Tries(ofAddress.count() - 1, ofAddress.last()));
        }
    }

    private Tries known(String key, Instant now) {
        Tries known = tries.getOrDefault(key, Tries.NONE);
        return known.last().plus(MEMORY).isBefore(now) ? Tries.NONE : known;
    }

    private static String login(String login) {
        String asked = login.strip().toLowerCase(Locale.ROOT);
        return "login " + (asked.length() > LONGEST_KEY ? asked.substring(0, LONGEST_KEY) : asked);
    }

    private static String address(String address) {
        return "address " + address;
    }
}
