package fr.rtes.fiches.command.fiche;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The day it is, or was, in Paris: what is true from a day on is true there from midnight on, whatever the machine's clock. */
public final class Days {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private Days() {}

    public static LocalDate of(Instant instant) {
        return LocalDate.ofInstant(instant, PARIS);
    }

    public static LocalDate today(Clock clock) {
        return of(clock.instant());
    }
}
