package fr.rtes.fiches.benchmark;

import java.util.Random;
import java.util.UUID;

/** Random numbers and identifiers that are the same each time. */
final class Ids {

    private Ids() {}

    /** One source of numbers for each of many things: neighbouring seeds would begin alike. */
    static Random random(long seed, long number) {
        var z = seed + number * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new Random(z ^ (z >>> 31));
    }

    /** Of version 4, by its looks. */
    static String uuid(Random random) {
        var high = (random.nextLong() & ~0xF000L) | 0x4000L;
        var low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
