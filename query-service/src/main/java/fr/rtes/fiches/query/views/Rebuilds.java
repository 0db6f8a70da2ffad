package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.Fault;
import fr.rtes.fiches.query.platform.StoresConfig;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.stereotype.Component;

/**
 * Rebuilds views, one generation beside the other. The old one is served until the new one has been proved equal; whatever
 * goes wrong before, the old one stays and goes on.
 */
@Component
class Rebuilds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    /** An owner silent for so long is gone, and its rebuild with it. */
    private static final Duration SILENCE = StoresConfig.CLAIM_TIMEOUT;
    /** Other instances notice within a second that they are to stop; a dead one's claim runs out. */
    private static final Duration PATIENCE = StoresConfig.CLAIM_TIMEOUT.plusSeconds(5);

    private final MongoOperations store;
    private final Views views;
    private final LiveViews live;
    private final Tokens tokens;
    private final Parked parked;
    private final EventLog log;
    private final Clock clock = Clock.systemUTC();
    private final String owner;
    private final Map<String, Run<?>> running = new ConcurrentHashMap<>();
    private @Nullable Pulse beats;
    private volatile boolean started;

    Rebuilds(MongoOperations store, Views views, LiveViews live, Tokens tokens, Parked parked, EventLog log) {
        this.store = store;
        this.views = views;
        this.live = live;
        this.tokens = tokens;
        this.parked = parked;
        this.log = log;
        this.owner = ManagementFactory.getRuntimeMXBean().getName();
    }

    Optional<Rebuild> find(String id) {
        return Optional.ofNullable(store.findById(id, Rebuild.class));
    }

    /** Starts a rebuild in the background; empty when the view is being rebuilt already. */
    <D> Optional<Rebuild> start(View<D> view, Rebuild.Cause cause) {
        var id = UUID.randomUUID().toString();
        return views.claim(view.name(), id, owner).map(claim -> {
            var from = views.pointer(view.name()).generation();
            var rebuild = store.save(Rebuild.begun(id, view.name(), cause, from, claim.generation(), clock.instant()));
            var run = new Run<>(view, claim, rebuild);
            running.put(view.name(), run);
            run.thread = Thread.ofVirtual().name("rebuild-" + view.name()).start(run);
            return rebuild;
        });
    }

    /** One rebuild on its way. */
    private final class Run<D> implements Runnable {

        private final View<D> view;
        private final Views.Claim claim;
        private final String oldProcessor;
        private final String newProcessor;
        private Rebuild rebuild;
        private volatile boolean holdsToken;
        private volatile boolean lost;
        private volatile @Nullable Thread thread;

        Run(View<D> view, Views.Claim claim, Rebuild rebuild) {
            this.view = view;
            this.claim = claim;
            this.rebuild = rebuild;
            this.oldProcessor = Tokens.processor(view.name(), rebuild.fromGeneration());
            this.newProcessor = Tokens.processor(view.name(), rebuild.toGeneration());
        }

        @Override
        public void run() {
            LOG.info("View {}: building generation {}", view.name(), rebuild.toGeneration());
            var swapped = false;
            try {
                live.reconcile(view);
                swapped = build(stoppedToken());
            } catch (RuntimeException e) {
                LOG.error("View {}: generation {} failed", view.name(), rebuild.toGeneration(), e);
                rebuild = rebuild.ended(Rebuild.State.FAILED, Fault.of(e).toString(), clock.instant());
            } finally {
                tidy(swapped);
            }
        }

        private GapAwareTrackingToken stoppedToken() {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                try {
                    var token = tokens.claim(oldProcessor);
                    holdsToken = true;
                    return token;
                } catch (UnableToClaimTokenException e) {
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                    pause();
                }
            }
        }

        private void pause() {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The service stops", e);
            }
        }

        /** @return whether the new generation is live */
        private boolean build(GapAwareTrackingToken token) {
            var old = live.generation(view, rebuild.fromGeneration());
            var built = live.generation(view, rebuild.toGeneration());
            var rebuilding = new Rebuilding<>(old, built, log, token);
            rebuilding.build((share, events) -> save(rebuild.at(Rebuild.State.RUNNING, share * 0.9, events, now())));
            views.index(view, rebuild.toGeneration());
            save(rebuild.at(Rebuild.State.VERIFYING, 0.9, rebuilding.events(), now()));
            rebuild = rebuild.verified(rebuilding.verify(parked.fiches(view.name(), rebuild.fromGeneration())));
            if (rebuild.cause() == Rebuild.Cause.REQUESTED && different() > 0) {
                LOG.warn(
                        "View {}: generation {} is rejected, {} documents differ",
                        view.name(),
                        rebuild.toGeneration(),
                        different());
                rebuild = rebuild.ended(Rebuild.State.REJECTED, null, now());
                return false;
            }
            var beforeThat = views.pointer(view.name()).previous();
            tokens.initialise(newProcessor, token);
            if (!views.swap(view.name(), claim, view.revision())) {
                throw new IllegalStateException("Another instance took this one for dead");
            }
            rebuild = rebuild.ended(Rebuild.State.SWAPPED, null, now());
            LOG.info("View {}: generation {} is live", view.name(), rebuild.toGeneration());
            if (beforeThat != null) {
                remove(view.name(), beforeThat);
            }
            return true;
        }

        private long different() {
            var verification = rebuild.verification();
            return verification == null ? 0 : verification.different();
        }

        private void save(Rebuild now) {
            if (lost || !started) {
                throw new IllegalStateException(lost ? "Another instance took this one for dead" : "The service stops");
            }
            rebuild = store.save(now);
        }

        private Instant now() {
            return clock.instant();
        }

        private void tidy(boolean swapped) {
            try {
                if (holdsToken) {
                    tokens.release(oldProcessor);
                }
                if (!swapped) {
                    remove(view.name(), rebuild.toGeneration());
                    views.release(view.name(), claim);
                }
            } finally {
                running.remove(view.name());
                store.save(rebuild);
                live.reconcile(view);
            }
        }

        private void beat() {
            if (!views.beat(view.name(), claim)) {
                lost = true;
            } else if (holdsToken) {
                tokens.extend(oldProcessor);
            }
        }
    }

    private void remove(String view, int generation) {
        views.drop(view, generation);
        parked.removeGeneration(view, generation);
        tokens.remove(Tokens.processor(view, generation));
    }

    private void beat() {
        for (var run : running.values()) {
            try {
                run.beat();
            } catch (RuntimeException e) {
                LOG.warn("View {}: the rebuild could not confirm its claim ({})", run.view.name(), Fault.of(e));
            }
        }
        for (var view : views.all()) {
            var claim = views.pointer(view.name()).rebuild();
            if (claim != null && !running.containsKey(view.name())) {
                clean(view, claim, SILENCE);
            }
        }
    }

    /** What a killed instance left unfinished. */
    private void clean(View<?> view, Views.Claim claim, Duration silence) {
        try {
            if (views.releaseStale(view.name(), claim, silence)) {
                LOG.warn("View {}: the unfinished generation {} is dropped", view.name(), claim.generation());
                remove(view.name(), claim.generation());
                find(claim.id())
                        .map(rebuild -> rebuild.ended(Rebuild.State.FAILED, "Interrupted", clock.instant()))
                        .ifPresent(store::save);
                live.reconcile(view);
                startIfOutdated(view);
            }
        } catch (RuntimeException e) {
            LOG.warn("View {}: its unfinished rebuild could not be cleaned up yet ({})", view.name(), Fault.of(e));
        }
    }

    private void startIfOutdated(View<?> view) {
        if (views.pointer(view.name()).revision() < view.revision()) {
            LOG.info("View {}: the fold is of a new revision, the view is rebuilt", view.name());
            start(view, Rebuild.Cause.REVISION);
        }
    }

    @Override
    public void start() {
        started = true;
        for (var view : views.all()) {
            var claim = views.pointer(view.name()).rebuild();
            if (claim != null && claim.owner().equals(owner)) {
                clean(view, claim, Duration.ZERO); // this process has only just started: it is an earlier one's
            } else {
                startIfOutdated(view);
            }
        }
        beats = new Pulse("fiches-rebuilds", BEAT, this::beat);
    }

    /** Ends what is under way: the old generations go on at the next start. */
    @Override
    public void stop() {
        started = false;
        for (var run : running.values()) {
            var thread = run.thread;
            if (thread != null) {
                join(thread);
            }
        }
        if (beats != null) {
            beats.close();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /** After the live views, and stopped before them. */
    @Override
    public int getPhase() {
        return 1;
    }
}
