package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.directory.Facts.Dated;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the directory shows of a fiche from one day on, as long as nothing is recorded that changes it.
 *
 * @param dated as it holds on that day
 * @param later what becomes of it by itself afterwards, in order
 */
record Shown(
        Dated dated,
        List<Turn> later,
        List<String> aliases,
        FicheStatus status,
        @Nullable Integer membershipSince,
        @Nullable LocalDate confirmedOn,
        LocalDate unconfirmedFrom,
        @Nullable LocalDate agedFrom,
        List<Spending> budgets) {

    private static final List<Stale> WHYS = List.of(Stale.values());

    /** @param on the first day of it */
    record Turn(LocalDate on, Dated dated) {}

    static Shown of(Facts facts, LocalDate day) {
        var now = facts.on(day);
        var later = new ArrayList<Turn>();
        var before = now;
        for (var on : facts.turnsAfter(day)) {
            var then = facts.on(on);
            if (!then.equals(before)) {
                later.add(new Turn(on, then));
                before = then;
            }
        }
        return of(now, List.copyOf(later), facts);
    }

    private static Shown of(Dated dated, List<Turn> later, Facts facts) {
        return new Shown(
                dated,
                later,
                facts.aliases(),
                facts.status(),
                facts.membershipSince(),
                facts.confirmedOn(),
                facts.unconfirmedFrom(),
                facts.agedFrom(),
                facts.budgets());
    }

    /** Of facts {@linkplain Facts#isDatedAs dated alike}, on the same day. */
    Shown with(Facts facts) {
        return of(dated, later, facts);
    }

    /** The first day on which it is no longer all true; null: none is known. */
    @Nullable LocalDate turn() {
        return later.isEmpty() ? null : later.getFirst().on();
    }

    /** The same on a later day. */
    Shown on(LocalDate day) {
        var next = turn();
        if (next == null || next.isAfter(day)) {
            return this;
        }
        var now = dated;
        var left = new ArrayList<Turn>();
        for (var turn : later) {
            if (turn.on().isAfter(day)) {
                left.add(turn);
            } else {
                now = turn.dated();
            }
        }
        return new Shown(
                now,
                List.copyOf(left),
                aliases,
                status,
                membershipSince,
                confirmedOn,
                unconfirmedFrom,
                agedFrom,
                budgets);
    }

    /** From when on it is so; null: not as far as is known. */
    @Nullable LocalDate from(Stale stale) {
        return switch (stale) {
            case UNCONFIRMED -> unconfirmedFrom;
            case ELECTED_OUTDATED -> dated.electedOutdatedFrom();
            case AGED_DATE -> agedFrom;
        };
    }

    /** On a day before the next turn. */
    List<Stale> staleOn(LocalDate day) {
        var stale = new ArrayList<Stale>();
        for (var why : WHYS) {
            var from = from(why);
            if (from != null && !from.isAfter(day)) {
                stale.add(why);
            }
        }
        return List.copyOf(stale);
    }
}
