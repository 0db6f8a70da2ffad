package fr.rtes.fiches.query.findings;

import static fr.rtes.fiches.query.findings.Schemes.exactly;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.findings.Finding.State;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random facts, and an oracle that knows nothing of ranges, paths, folds or what was touched: at every version it computes every claim
 * again in whole numbers, from its own notes of the facts, and tells the lives of the claims from that.
 */
class FindingLivesTest {

    private static final String ID = "fiche-au-hasard";
    private static final int SEEDS = 300;
    private static final int EVENTS = 60;
    private static final String RIGHT = "242100410";

    /** What a random scheme says, in whole euros and tenths. */
    private record Facts(
            int raised,
            int putIn,
            boolean moreThan,
            int tenths,
            int whole,
            int first,
            int second,
            int least,
            int most,
            int grant) {

        static Facts any(Random random) {
            int first = random.nextInt(4);
            int second = random.nextInt(4);
            return new Facts(
                    20 + random.nextInt(5),
                    8 + random.nextInt(3),
                    random.nextBoolean(),
                    20 + random.nextInt(12),
                    first + second + (random.nextInt(3) == 0 ? 1 : 0),
                    first,
                    second,
                    3,
                    7,
                    2 + random.nextInt(7));
        }

        Scheme scheme(String name) {
            return Schemes.scheme(name)
                    .counts(whole, "projets", first, second)
                    .money(exactly(putIn), "dotation")
                    .money(exactly(raised), "prêts")
                    .leverage(
                            moreThan ? Precision.MORE_THAN : Precision.EXACT,
                            BigDecimal.valueOf(tenths, 1).toString())
                    .ticket(least, most)
                    .grant("A", exactly(grant))
                    .said();
        }

        /** By what the claim is about: the figures with which it fails. */
        Map<String, String> failing(String name) {
            var failing = new LinkedHashMap<String, String>();
            // raised lies within half a euro, so does putIn: all doubled, and the claim in twentieths
            boolean below = 20L * (2 * raised + 1) < (2L * tenths - 1) * (2 * putIn - 1);
            boolean above = 20L * (2 * raised - 1) > (2L * tenths + 1) * (2 * putIn + 1);
            if (below || (!moreThan && above)) {
                failing.put("leverage " + name, raised + " " + putIn + " " + tenths + " ");
            }
            if (first + second != whole) {
                failing.put("split " + name, first + " " + second + " " + whole);
            }
            if (grant < least || grant > most) {
                failing.put("grant-outside-ticket " + name, String.valueOf(grant));
            }
            return failing;
        }
    }

    /** Facts as they come, and the oracle's notes of them. */
    private static final class Notes {
        private final Random random;
        private final Map<String, Facts> schemes = new TreeMap<>();
        private @Nullable Integer since = 2001;
        private @Nullable Integer until;
        private String siren = RIGHT;

        Notes(long seed) {
            random = new Random(seed);
        }

        private FicheEvent next(Findings before) {
            var name = "s" + random.nextInt(3);
            return switch (random.nextInt(12)) {
                case 0, 1, 2 -> said(name, Facts.any(random));
                case 3 -> schemes.remove(name) == null ? new FichePublished(ID) : new SchemeWithdrawn(ID, name);
                case 4 -> {
                    since = random.nextInt(4) == 0 ? null : (Integer) (1999 + random.nextInt(5));
                    yield new MembershipYearStated(ID, since);
                }
                case 5 -> {
                    until = 2000 + random.nextInt(4);
                    yield new MembershipEnded(ID, until);
                }
                case 6 -> {
                    until = null;
                    yield new MembershipResumed(ID, 2010);
                }
                case 7 -> {
                    siren = random.nextBoolean() ? RIGHT : "24210041" + random.nextInt(3);
                    yield new OfficialIdentifierLinked(ID, IdentifierScheme.SIREN, siren);
                }
                case 8, 9 -> new FindingExplained(ID, anyOf(before), "Pourquoi " + random.nextInt(100));
                case 10 -> new FindingExplanationWithdrawn(ID, anyOf(before));
                default -> new MemberRenamed(ID, "Nom " + random.nextInt(100), null);
            };
        }

        private FicheEvent said(String name, Facts facts) {
            return schemes.put(name, facts) == null
                    ? new SchemeRecorded(ID, name, facts.scheme(name))
                    : new SchemeCorrected(ID, name, facts.scheme(name));
        }

        private String anyOf(Findings findings) {
            var all = findings.all();
            return all.isEmpty()
                    ? "leverage-000000000000"
                    : all.get(random.nextInt(all.size())).findingId();
        }

        private Map<String, String> failing() {
            var failing = new TreeMap<String, String>();
            schemes.forEach((name, facts) -> failing.putAll(facts.failing(name)));
            if (since != null && since < 2001) {
                failing.put("older-than-network", String.valueOf(since));
            }
            if (since != null && until != null && until < since) {
                failing.put("membership-reversed", since + " " + until);
            }
            if (!siren.equals(RIGHT)) {
                failing.put("siren", siren);
            }
            return failing;
        }
    }

    private static String about(Finding finding) {
        return finding.item() == null ? finding.code().code() : finding.code().code() + " " + finding.item();
    }

    /** The life of one claim as the oracle tells it: states and versions, and the figures that were last explained. */
    private static final class Life {
        private final List<String> turns = new ArrayList<>();
        private String state = "";
        private @Nullable String explained;

        void turn(State to, Recorded recorded) {
            state = to.name();
            turns.add(state + " " + recorded.version());
        }

        void check(@Nullable String figures, Recorded recorded) {
            if (figures == null) {
                if (!state.equals("RESOLVED")) {
                    turn(State.RESOLVED, recorded);
                }
            } else if (state.isEmpty()) {
                turn(State.OPEN, recorded);
            } else if (state.equals("RESOLVED") || (state.equals("EXPLAINED") && !figures.equals(explained))) {
                turn(State.REOPENED, recorded);
            }
        }

        void explain(@Nullable String figures, Recorded recorded) {
            if (!state.equals("RESOLVED")) {
                turn(State.EXPLAINED, recorded);
                explained = figures;
            }
        }

        void withdraw(Recorded recorded) {
            if (state.equals("EXPLAINED")) {
                turn(State.REOPENED, recorded);
            }
        }
    }

    @Test
    void lives_are_those_of_claims_computed_again_at_every_version() {
        int turns = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            turns += live(seed);
        }
        assertThat(turns).as("something happened").isGreaterThan(SEEDS * 10);
    }

    private static int live(long seed) {
        var notes = new Notes(seed);
        var log = new Fiches().recorded(new MemberRegistered(ID, "Nom", CollectiviteType.COMMUNE, notes.since));
        var fiches = new Fiches();
        var findings = Findings.fold(null, log.getFirst());
        var lives = new TreeMap<String, Life>();
        for (int i = 0; i < EVENTS; i++) {
            log = fiches.after(log, notes.next(findings));
            var recorded = log.getLast();
            var before = findings;
            findings = Findings.fold(before, recorded);

            var failing = notes.failing();
            failing.keySet().forEach(about -> lives.computeIfAbsent(about, key -> new Life()));
            lives.forEach((about, life) -> life.check(failing.get(about), recorded));
            explained(recorded.event(), before).forEach((about, isExplained) -> {
                var life = lives.get(about);
                if (life != null && isExplained) {
                    life.explain(failing.get(about), recorded);
                } else if (life != null) {
                    life.withdraw(recorded);
                }
            });

            assertThat(told(findings))
                    .as("seed %d, version %d", seed, recorded.version())
                    .isEqualTo(told(lives));
        }
        return lives.values().stream().mapToInt(life -> life.turns.size()).sum();
    }

    private static Map<String, Boolean> explained(FicheEvent event, Findings before) {
        @Nullable String id = null;
        if (event instanceof FindingExplained e) {
            id = e.findingId();
        } else if (event instanceof FindingExplanationWithdrawn e) {
            id = e.findingId();
        }
        for (var finding : before.all()) {
            if (finding.findingId().equals(id)) {
                return Map.of(about(finding), event instanceof FindingExplained);
            }
        }
        return Map.of();
    }

    private static Map<String, List<String>> told(Findings findings) {
        var told = new TreeMap<String, List<String>>();
        findings.all()
                .forEach(finding -> told.put(
                        about(finding),
                        finding.life().stream()
                                .map(turn -> turn.state() + " " + turn.version())
                                .toList()));
        return told;
    }

    private static Map<String, List<String>> told(Map<String, Life> lives) {
        var told = new TreeMap<String, List<String>>();
        lives.forEach((about, life) -> told.put(about, life.turns));
        return told;
    }
}
