package fr.rtes.fiches.acceptance;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients that send commands to many fiches at once, each command with a reason of its own by which it is found again in the
 * log, and remember what they were answered.
 */
final class Load implements AutoCloseable {

    /** Fiches that are written to at a time; older ones rest. */
    private static final int LATEST = 24;

    /** Between two commands of a client: as good as none. */
    static final Duration FULL_SPEED = Duration.ofMillis(2);

    private static final Duration PAUSE_AFTER_FAULT = Duration.ofMillis(50);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(3);

    /**
     * A command that was sent.
     *
     * @param ficheId whom it is about
     * @param kind for messages
     */
    record Sent(String ficheId, String kind) {}

    /** What an acknowledged command was answered. */
    record Acknowledged(long version, long position) {}

    private final Register register;
    private final String name;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong acknowledgements = new AtomicLong();
    private final AtomicLong replays = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final List<String> fiches = new CopyOnWriteArrayList<>();
    private final List<Throwable> surprises = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    /**
     * @param name begins every reason and every id of a fiche: letters and digits
     * @param pace between two commands of a client
     */
    Load(Register register, String name, long seed, int clients, Duration pace) {
        this.register = register;
        this.name = name;
        for (int i = 0; i < clients; i++) {
            Random random = new Random(seed * 31 + i);
            threads.add(Thread.ofPlatform().name("client-" + i).start(() -> run(random, pace)));
        }
    }

    private void run(Random random, Duration pace) {
        try {
            while (!ending) {
                one(random);
                LockSupport.parkNanos(pace.toNanos());
            }
        } catch (RuntimeException | Error e) {
            surprises.add(e);
        }
    }

    private void one(Random random) {
        int number = numbers.incrementAndGet();
        String reason = name + "-" + number;
        int dice = random.nextInt(100);
        if (fiches.size() < 4 || dice < 6) {
            String ficheId = name + "-fiche-" + number;
            String body = """
                    {"ficheId": "%s", "name": "Ville d’épreuve %d", "type": "COMMUNE", "reason": "%s"}""".formatted(ficheId, number, reason);
            if (send(random, new Sent(ficheId, "registration"), reason, "POST", "/api/v1/fiches", body)) {
                fiches.add(ficheId);
                send(
                        random,
                        new Sent(ficheId, "publication"),
                        reason + "-public",
                        "PUT",
                        "/api/v1/fiches/" + ficheId + "/publication",
                        "{\"reason\": \"" + reason + "-public\"}");
            }
            return;
        }
        int latest = Math.min(LATEST, fiches.size());
        String ficheId = fiches.get(fiches.size() - 1 - random.nextInt(latest));
        String path = "/api/v1/fiches/" + ficheId;
        if (dice < 30) {
            String body = """
                    {"title": "Action %s", "text": "Une épreuve", "reason": "%s"}""".formatted(reason, reason);
            send(random, new Sent(ficheId, "action"), reason, "POST", path + "/actions", body);
        } else if (dice < 38) {
            String body = """
                    {"capacity": "STAFF", "name": "Personne %s", "reason": "%s"}""".formatted(reason, reason);
            send(random, new Sent(ficheId, "contact"), reason, "POST", path + "/contacts", body);
        } else {
            String body = """
                    {"value": %d, "reason": "%s"}""".formatted(1000 + number, reason);
            send(random, new Sent(ficheId, "population"), reason, "PUT", path + "/population", body);
        }
    }

    /**
     * Sends a command; one with a key is sent again until it is answered, but for some that are given up, as clients do.
     *
     * @return whether it was acknowledged
     */
    private boolean send(Random random, Sent what, String reason, String method, String path, String body) {
        sent.put(reason, what);
        boolean mayRepeat = method.equals("POST") && random.nextInt(10) > 0;
        String[] headers = method.equals("POST") ? new String[] {"Idempotency-Key", reason} : new String[0];
        long deadline = System.nanoTime() + LONGEST_RETRY.toNanos();
        do {
            Answer answer = attempt(method, path, body, headers);
            if (answer != null && answer.ok()) {
                if (answer.header("Idempotency-Replayed").equals("true")) {
                    replays.incrementAndGet();
                }
                acknowledged.put(
                        reason,
                        new Acknowledged(
                                answer.version(), answer.body().path("position").asLong()));
                acknowledgements.incrementAndGet();
                return true;
            }
            if (answer != null && answer.status() == 409) {
                refused.put(reason, answer.toString());
                return false;
            }
            if (answer != null && answer.status() < 500) {
                throw new AssertionError(what + " (" + reason + ") was answered " + answer);
            }
            faults.incrementAndGet();
            LockSupport.parkNanos(PAUSE_AFTER_FAULT.toNanos());
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " (" + reason + ") was not answered for " + LONGEST_RETRY
                        + ", at last: " + answer + "\n" + register.command().lastWords());
            }
        } while (mayRepeat);
        return false;
    }

    /** Null: the service or the connection was gone before an answer came. */
    private @Nullable Answer attempt(String method, String path, String body, String... headers) {
        try {
            return register.command(method, path, body, headers);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    /** How many commands have been acknowledged so far. */
    long acknowledgements() {
        return acknowledgements.get();
    }

    /** Acknowledgements that came from a repeated request: its first answer was lost on the way. */
    long replays() {
        return replays.get();
    }

    /** Requests without an answer, or with one of 500 and more. */
    long faults() {
        return faults.get();
    }

    Map<String, Sent> sent() {
        return sent;
    }

    Map<String, Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** Commands answered with 409, by reason. */
    Map<String, String> refused() {
        return refused;
    }

    /** What no client expected, and the failure of the test. */
    List<Throwable> surprises() {
        return surprises;
    }

    String name() {
        return name;
    }

    /** Lets every client finish what it is at. */
    @Override
    public void close() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join(LONGEST_RETRY.plusMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
