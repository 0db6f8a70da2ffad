package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.embedded.Unusable;
import fr.rtes.fiches.reference.Checkpoint;
import fr.rtes.fiches.reference.Member;
import fr.rtes.fiches.reference.OfficialLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes a fiche of every authority of the official lists, by an ordinary registration each. Killed and started
 * again it goes on; a fiche that somebody else registered is left alone and reported.
 */
final class LoadReference {

    /** Below the 20 connections that the command service has to its database: other requests find one too. */
    private static final int CONNECTIONS = 16;

    private static final int SHOWN = 50;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Settings settings;
    private final Terminal terminal;

    LoadReference(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    /** @param limit how many authorities, from the beginning of the lists; null: all */
    private record Call(Path lists, @Nullable Integer limit, int connections) {

        /** Null where the words are not a call. */
        static @Nullable Call of(List<String> words, Path usual) {
            Path lists = null;
            Integer limit = null;
            int connections = CONNECTIONS;
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (word.equals("--limit") || word.equals("--connections")) {
                    int number = ++i < words.size() ? positive(words.get(i)) : 0;
                    if (number == 0 || (word.equals("--connections") && number > 64)) {
                        return null;
                    }
                    if (word.equals("--limit")) {
                        limit = number;
                    } else {
                        connections = number;
                    }
                } else if (word.startsWith("-") || lists != null) {
                    return null;
                } else {
                    lists = Path.of(word);
                }
            }
            return new Call(lists == null ? usual : lists, limit, connections);
        }

        private static int positive(String word) {
            return word.matches("[1-9]\\d{0,7}") ? Integer.parseInt(word) : 0;
        }
    }

    int run(List<String> arguments) {
        Call call = Call.of(arguments, settings.home().resolve("samples").resolve("reference"));
        if (call == null) {
            terminal.complain(terminal.words().say("call.wrong", "load-reference", String.join(" ", arguments)));
            return Launcher.WRONG_CALL;
        }
        OfficialLists lists = OfficialLists.read(call.lists());
        List<Member> members = (call.limit() == null ? lists : lists.limitedTo(call.limit())).members();
        terminal.say("reference.read", lists.members().size(), call.lists());
        for (OfficialLists.SetAside row : lists.setAside()) {
            terminal.say("reference.set-aside", row.list(), row.line(), row.name(), row.siren());
        }
        try (Register register = new Register(settings, terminal.words().locale(), Role.STAFF);
                Checkpoint checkpoint = Checkpoint.open(settings.data().root().resolve("load-reference.done"))) {
            List<Member> open = members.stream()
                    .filter(member -> !checkpoint.has(member.ficheId()))
                    .toList();
            if (open.size() < members.size()) {
                terminal.say("reference.resumed", members.size() - open.size());
            }
            Load load = new Load(register, checkpoint, open);
            load.run(call.connections());
            return load.report();
        }
    }

    /** What was answered with a no: where it stood, why not. */
    private record Refused(Member member, Register.Answer answer) {

        List<String> lines(Terminal terminal) {
            List<String> problem = Register.problem(answer);
            List<String> lines = new ArrayList<>();
            lines.add(terminal.words()
                    .say("reference.refused", member.list(), member.line(), member.name(), problem.getFirst()));
            lines.addAll(problem.subList(1, problem.size()));
            return lines;
        }
    }

    /** One run over what is still open. */
    private final class Load {

        private final Register register;
        private final Checkpoint checkpoint;
        private final List<Member> open;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger loaded = new AtomicInteger();
        private final AtomicLong recorded = new AtomicLong();
        private final List<Refused> refused = Collections.synchronizedList(new ArrayList<>());
        private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
        private final long begun = System.nanoTime();

        Load(Register register, Checkpoint checkpoint, List<Member> open) {
            this.register = register;
            this.checkpoint = checkpoint;
            this.open = open;
        }

        void run(int connections) {
            try (ExecutorService senders = Executors.newFixedThreadPool(
                    connections, Thread.ofPlatform().daemon().name("load-", 0).factory())) {
                for (int i = 0; i < connections; i++) {
                    senders.execute(this::send);
                }
                senders.shutdown();
                Duration lastLine = Duration.ZERO;
                while (!senders.awaitTermination(250, TimeUnit.MILLISECONDS)) {
                    terminal.progress(progress());
                    if (!terminal.interactive() && elapsed().minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
                        lastLine = elapsed();
                        terminal.print(progress());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unusable(e, "up.interrupted");
            }
        }

        private void send() {
            try {
                for (int i = next.getAndIncrement();
                        i < open.size() && fault.get() == null;
                        i = next.getAndIncrement()) {
                    if (accepted(open.get(i))) {
                        checkpoint.loaded(open.get(i).ficheId());
                        loaded.incrementAndGet();
                    }
                }
            } catch (RuntimeException | Error e) {
                // The others end after the fiche they are at; the cause is told once.
                fault.compareAndSet(null, e);
            }
        }

        private boolean accepted(Member member) {
            Register.Answer answer = register.register(member);
            if (answer.status() >= 500 || answer.status() == 429) {
                throw new Unusable("service.refused", String.join("\n", Register.problem(answer)));
            }
            if (!answer.ok()) {
                refused.add(new Refused(member, answer));
                return false;
            }
            // A fiche that began with this request has as many events as its version says.
            recorded.addAndGet(answer.body().path("version").asLong());
            return true;
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }

        private long rate() {
            return Math.round(recorded.get() / Math.max(0.001, elapsed().toMillis() / 1000.0));
        }

        private String progress() {
            int done = loaded.get() + refused.size();
            double fraction = open.isEmpty() ? 1 : (double) done / open.size();
            long remaining = done == 0 ? 0 : Math.round(elapsed().toSeconds() * (1 - fraction) / fraction);
            return terminal.words()
                    .say(
                            "reference.progress",
                            Terminal.bar(fraction),
                            done + "/" + open.size(),
                            rate(),
                            String.format(Locale.ROOT, "%d:%02d", remaining / 60, remaining % 60),
                            refused.size());
        }

        int report() {
            terminal.say(
                    "reference.done",
                    loaded.get(),
                    recorded.get(),
                    terminal.seconds(elapsed()),
                    rate(),
                    refused.size());
            reportRefused();
            Throwable cause = fault.get();
            if (cause != null) {
                terminal.complain(terminal.words().say("reference.interrupted"));
                if (cause instanceof Unusable unusable) {
                    throw unusable;
                }
                throw new IllegalStateException(cause);
            }
            return refused.isEmpty() ? Launcher.DONE : Launcher.FAILED;
        }

        /** The first of them on the terminal, all of them in a file. */
        private void reportRefused() {
            if (refused.isEmpty()) {
                return;
            }
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < refused.size(); i++) {
                List<String> one = refused.get(i).lines(terminal);
                lines.addAll(one);
                if (i < SHOWN) {
                    one.forEach(terminal::complain);
                }
            }
            Path file = settings.data().root().resolve("load-reference.refused");
            try {
                Files.write(file, lines);
            } catch (IOException e) {
                throw new Unusable(e, "data.not-writable", file, String.valueOf(e.getMessage()));
            }
            terminal.complain(terminal.words().say("reference.all-refused", refused.size(), file));
        }
    }
}
