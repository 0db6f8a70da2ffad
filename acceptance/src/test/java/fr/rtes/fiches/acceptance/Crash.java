package fr.rtes.fiches.acceptance;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the processes of a register at random moments while clients send commands, and afterwards goes through the log: every
 * acknowledged command is in it exactly once, where its answer said; a command without an answer at most once; the views are
 * equal to a fresh fold.
 */
final class Crash {

    private static final int CLIENTS = 6;
    private static final Duration PROGRESS = Duration.ofMinutes(3);
    /** So fast that a rebuild is always behind, and no faster than the stand-in for MongoDB follows between two kills. */
    private static final Duration BESIDE_REBUILDS = Duration.ofMillis(150);

    /** A rebuild, its comparison and its swap take about so long. */
    private static final long REBUILD_NANOS = Duration.ofSeconds(5).toNanos();

    /** Who is killed. */
    enum Victim {
        COMMAND,
        QUERY,
        /** The process of the stores and PostgreSQL's server, as when a machine ends. */
        STORES,
        /** The process of the stores alone: PostgreSQL's server outlives it and is taken over. */
        STORES_BUT_POSTGRES
    }

    /**
     * How it went, once nothing was found wrong.
     *
     * @param kills by victim
     * @param inDoubt commands that were given up without an answer
     * @param inDoubtRecorded how many of those are in the log all the same
     */
    record Outcome(
            Map<Victim, Integer> kills,
            long acknowledged,
            long replayed,
            long faults,
            long inDoubt,
            long inDoubtRecorded,
            long fiches,
            long documentsCompared) {

        int total() {
            return kills.values().stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public String toString() {
            return """
                    %d kills survived: %s
                    %d commands acknowledged, each in the log exactly once (%d of them answered to a repeated request)
                    %d requests failed; %d commands were given up unanswered, %d of those are in the log, none twice
                    %d fiches with contiguous versions; %d documents of the views compared with a fresh fold, none differs""".formatted(
                            total(),
                            kills,
                            acknowledged,
                            replayed,
                            faults,
                            inDoubt,
                            inDoubtRecorded,
                            fiches,
                            documentsCompared);
        }
    }

    private final Register register;
    private final Random random;
    private final Load load;
    private final Map<Victim, Integer> kills = new TreeMap<>();

    private Crash(Register register, long seed, Load load) {
        this.register = register;
        this.random = new Random(seed);
        this.load = load;
    }

    /** Whether every kill hits the query service in the middle of a rebuild. */
    private boolean duringRebuilds;

    /** Arguments: how many kills (30), the seed (the clock's), « rebuild » to kill in the middle of rebuilds only. Ends with 1 when something was lost, doubled or differs. */
    static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.currentTimeMillis();
        System.out.println(count + " kills, seed " + seed);
        long begun = System.nanoTime();
        int exit = 0;
        try (Register register = Register.start("crash")) {
            System.out.println(run(register, seed, count, arguments.length > 2 && arguments[2].equals("rebuild")));
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
            System.out.println("FAILED, seed " + seed);
            exit = 1;
        }
        System.out.println((System.nanoTime() - begun) / 1_000_000_000 + " s");
        System.exit(exit);
    }

    /** @throws AssertionError saying what was lost, doubled or differs */
    static Outcome run(Register register, long seed, int count) {
        return run(register, seed, count, false);
    }

    private static Outcome run(Register register, long seed, int count, boolean duringRebuilds) {
        Load load = new Load(
                register,
                "k" + Long.toString(seed, 36),
                seed,
                CLIENTS,
                duringRebuilds ? BESIDE_REBUILDS : Load.FULL_SPEED);
        Crash crash = new Crash(register, seed, load);
        crash.duringRebuilds = duringRebuilds;
        try (load) {
            for (int i = 0; i < count; i++) {
                // The first ones in turn, so that a short run has them all.
                Victim victim = duringRebuilds
                        ? Victim.QUERY
                        : i < Victim.values().length
                                ? Victim.values()[i]
                                : Victim.values()[crash.random.nextInt(Victim.values().length)];
                crash.oneKill(i + 1, victim);
            }
            register.parts().forEach(register::awaitUp);
            crash.awaitAcknowledgements(10);
        }
        return crash.judge();
    }

    private void oneKill(int number, Victim victim) {
        awaitAcknowledgements(5 + random.nextInt(100));
        if (duringRebuilds || random.nextInt(3) == 0) {
            register.beginRebuild(Register.VIEWS.get(random.nextInt(Register.VIEWS.size())));
        }
        // Off the beat of the acknowledgements, at any point of a command, or of a rebuild and its swap.
        LockSupport.parkNanos(random.nextLong(duringRebuilds ? REBUILD_NANOS : 20_000_000));
        Part part = switch (victim) {
            case COMMAND -> register.command();
            case QUERY -> register.query();
            case STORES, STORES_BUT_POSTGRES -> register.stores();
        };
        long before = load.acknowledgements();
        part.kill();
        if (victim == Victim.STORES) {
            register.killPostgres();
        }
        register.start(part);
        kills.merge(victim, 1, Integer::sum);
        // Every fourth time the next one is killed while this one may still be starting.
        boolean isHurried = random.nextInt(4) == 0;
        if (!isHurried) {
            register.awaitUp(part);
        }
        System.out.println("kill " + number + ": " + victim + " after " + before + " acknowledgements"
                + (isHurried ? ", not waited for" : ""));
    }

    private void awaitAcknowledgements(int more) {
        long target = load.acknowledgements() + more;
        register.await("commands to be acknowledged (" + more + " more)", PROGRESS, register.command(), () -> {
            if (!load.surprises().isEmpty()) {
                throw new AssertionError(load.surprises().getFirst());
            }
            for (Part part : register.parts()) {
                if (!part.isAlive()) {
                    throw new AssertionError(part.name() + " ended by itself\n" + part.lastWords());
                }
            }
            return load.acknowledgements() >= target ? Optional.of(true) : Optional.empty();
        });
    }

    // ---- afterwards

    private record Stored(String ficheId, long version, long position) {}

    private Outcome judge() {
        List<String> wrong = new ArrayList<>();
        load.surprises().forEach(surprise -> wrong.add("a client met " + surprise));
        Map<String, List<Stored>> byReason = log(wrong);
        load.acknowledged().forEach((reason, answer) -> {
            List<Stored> stored = byReason.getOrDefault(reason, List.of());
            Load.Sent what = load.sent().get(reason);
            if (stored.size() != 1
                    || what == null
                    || !stored.getFirst().equals(new Stored(what.ficheId(), answer.version(), answer.position()))) {
                wrong.add("acknowledged " + reason + " " + what + " " + answer + ", in the log: " + stored);
            }
        });
        long inDoubt = 0;
        long inDoubtRecorded = 0;
        for (Map.Entry<String, Load.Sent> entry : load.sent().entrySet()) {
            String reason = entry.getKey();
            List<Stored> stored = byReason.getOrDefault(reason, List.of());
            if (load.refused().containsKey(reason)) {
                if (!stored.isEmpty()) {
                    wrong.add("refused " + reason + " " + load.refused().get(reason) + ", in the log: " + stored);
                }
            } else if (!load.acknowledged().containsKey(reason)) {
                inDoubt++;
                inDoubtRecorded += stored.size();
                if (stored.size() > 1) {
                    wrong.add("unanswered " + reason + " " + entry.getValue() + ", in the log: " + stored);
                }
            }
        }
        byReason.keySet().stream()
                .filter(reason -> !load.sent().containsKey(reason))
                .forEach(reason -> wrong.add("nobody sent " + reason));
        long compared = views(wrong);
        Map<String, Long> latest = new HashMap<>();
        byReason.values().forEach(all -> all.forEach(s -> latest.merge(s.ficheId(), s.version(), Math::max)));
        latest.forEach((ficheId, version) -> {
            Answer profile = register.query("/api/v1/fiches/" + ficheId);
            if (profile.version() != version) {
                wrong.add("the log has version " + version + " of " + ficheId + ", its profile is " + profile.status()
                        + " " + profile.version());
            }
        });
        if (!wrong.isEmpty()) {
            throw new AssertionError(wrong.size() + " wrong:\n"
                    + String.join("\n", wrong.subList(0, Math.min(20, wrong.size()))));
        }
        return new Outcome(
                kills,
                load.acknowledged().size(),
                load.replays(),
                load.faults(),
                inDoubt,
                inDoubtRecorded,
                latest.size(),
                compared);
    }

    /** The events of this run by the reason of their command; also looks whether versions follow one another. */
    private Map<String, List<Stored>> log(List<String> wrong) {
        Map<String, List<Stored>> byReason = new HashMap<>();
        Map<String, Long> versions = new HashMap<>();
        try (Connection connection = register.postgres();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT aggregateidentifier, sequencenumber, globalindex, metadata FROM domainevententry"
                                + " WHERE aggregateidentifier LIKE '" + load.name() + "-%' ORDER BY globalindex")) {
            while (rows.next()) {
                Stored stored = new Stored(rows.getString(1), rows.getLong(2) + 1, rows.getLong(3));
                long expected = versions.getOrDefault(stored.ficheId(), 0L) + 1;
                if (stored.version() != expected) {
                    wrong.add("in the order of the log version " + expected + " is due, there is " + stored);
                }
                versions.put(stored.ficheId(), stored.version());
                String reason = JsonMapper.shared()
                        .readTree(rows.getString(4))
                        .path("reason")
                        .asString("");
                byReason.computeIfAbsent(reason, key -> new ArrayList<>()).add(stored);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return byReason;
    }

    /** @return how many documents were compared */
    private long views(List<String> wrong) {
        register.awaitViews();
        JsonNode letters = register.query("/api/v1/dead-letters").orFail().body();
        if (letters.path("items").size() > 0 || (letters.isArray() && !letters.isEmpty())) {
            wrong.add("dead letters: " + letters);
        }
        long compared = 0;
        for (String view : Register.VIEWS) {
            JsonNode rebuild = register.rebuild(view);
            JsonNode verification = rebuild.path("verification");
            compared += verification.path("compared").asLong();
            if (!rebuild.path("state").asString().equals("SWAPPED")
                    || verification.path("different").asLong(-1) != 0
                    || verification.path("compared").asLong() == 0) {
                wrong.add("rebuild of " + view + ": " + rebuild);
            }
        }
        register.awaitViews();
        return compared;
    }
}
