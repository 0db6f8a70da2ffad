package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.EventLogSource;
import fr.rtes.fiches.query.log.Fault;
import fr.rtes.fiches.query.platform.Instance;
import fr.rtes.fiches.query.platform.Outage;
import fr.rtes.fiches.query.platform.StoresConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * Rebuilds views, one generation beside the other. The old one is read and kept up to date until the new one has been proved equal;
 * whatever goes wrong before, the old one goes on.
 */
@Component
class Rebuilds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    /** An owner silent for so long is gone, and its rebuild with it. */
    private static final Duration SILENCE = StoresConfig.CLAIM_TIMEOUT;
    /** Other instances notice within a second that they are to stop; a dead one's claim runs out. */
    private static final Duration PATIENCE = StoresConfig.CLAIM_TIMEOUT.plusSeconds(5);
    /** The follower of a log that grows very fast may be so far behind when the old generation stops for it. */
    private static final long NEAR = EventLog.PAGE;

    /** What is due by itself and could not be done is tried again after so long. */
    private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

    /** So often in a row a view's rebuild is begun again because a database was away. */
    private static final int TRIES = 3;

    private static final Duration BETWEEN_SAVES = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int SHOWN = 50;
    private static final String INTERRUPTED = "Interrupted";
    /** What building takes of the whole, roughly; comparing takes the rest. */
    private static final double BUILDING = 0.8;

    private final MongoOperations store;
    private final Views views;
    private final LiveViews live;
    private final Tokens tokens;
    private final Parked parked;
    private final EventLog log;
    private final Scans scans;
    private final RebuildSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final String owner;
    private final Map<String, Long> triedAt = new ConcurrentHashMap<>();
    /** Views whose claim is being taken at this moment, however long the databases need for it: it is not one of a dead instance. */
    private final Set<String> starting = ConcurrentHashMap.newKeySet();

    private final Map<String, Run<?>> running = new ConcurrentHashMap<>();
    /** How often in a row a view's rebuild was begun again because a database was away. */
    private final Map<String, Integer> outages = new ConcurrentHashMap<>();

    private @Nullable Pulse beats;
    private volatile boolean started;

    Rebuilds(
            MongoOperations store,
            Views views,
            LiveViews live,
            Tokens tokens,
            Parked parked,
            EventLog log,
            Scans scans,
            RebuildSettings settings,
            Instance instance,
            MeterRegistry meters) {
        this.store = store;
        this.views = views;
        this.live = live;
        this.tokens = tokens;
        this.parked = parked;
        this.log = log;
        this.scans = scans;
        this.settings = settings;
        this.owner = instance.name();
        for (var view : views.all()) {
            gauge(meters, view, "fiches.rebuild.progress", "from 0 to 1", Rebuild::progress);
            gauge(meters, view, "fiches.rebuild.events", "events folded", Rebuild::eventsRead);
            gauge(meters, view, "fiches.rebuild.rate", "events a second", of -> orNaN(of.eventsPerSecond()));
            gauge(meters, view, "fiches.rebuild.eta.seconds", "a guess", of -> orNaN(of.etaSeconds()));
        }
    }

    private void gauge(MeterRegistry meters, View<?> view, String name, String says, ToDoubleFunction<Rebuild> value) {
        Gauge.builder(name, running, all -> running(all, view, value))
                .description(says + "; NaN: no rebuild runs here, or it is too early to say")
                .tag("view", view.name())
                .register(meters);
    }

    private static double orNaN(@Nullable Long number) {
        return number == null ? Double.NaN : number.doubleValue();
    }

    private static double running(Map<String, Run<?>> all, View<?> view, ToDoubleFunction<Rebuild> value) {
        var run = all.get(view.name());
        return run == null ? Double.NaN : value.applyAsDouble(run.rebuild);
    }

    Optional<Rebuild> find(String id) {
        return Optional.ofNullable(store.findById(id, Rebuild.class));
    }

    /** The latest ones of a view, the newest first. */
    List<Rebuild> of(String view) {
        return store.find(
                Query.query(Criteria.where("view").is(view))
                        .with(Sort.by(Sort.Direction.DESC, "startedAt"))
                        .limit(SHOWN),
                Rebuild.class);
    }

    /** Starts a rebuild in the background; empty when the view is being rebuilt already. */
    <D> Optional<Rebuild> start(View<D> view, Rebuild.Order order) {
        var id = UUID.randomUUID().toString();
        var back = order.cause() == Rebuild.Cause.ROLLBACK ? backTo(view) : null;
        if (!starting.add(view.name())) {
            return Optional.empty();
        }
        try {
            return views.claim(view.name(), id, owner, back).map(claim -> {
                var from = views.pointer(view.name()).generation();
                var rebuild =
                        store.save(Rebuild.begun(id, view.name(), order, from, claim.generation(), clock.instant()));
                if (order.cause() == Rebuild.Cause.BEHIND) {
                    // Following would take what the building needs, and be thrown away.
                    views.handOver(view.name(), claim);
                }
                var run = new Run<>(view, claim, rebuild);
                running.put(view.name(), run);
                run.thread = Thread.ofPlatform()
                        .name("rebuild-" + view.name())
                        .daemon()
                        .start(run);
                return rebuild;
            });
        } finally {
            starting.remove(view.name());
        }
    }

    /** Everything up to there has been seen. */
    private static long above(GapAwareTrackingToken seen) {
        return seen.hasGaps() ? seen.getGaps().first() - 1 : seen.getIndex();
    }

    /** From where those that are being built will read on, once they have read the log. */
    private long lowestSeen() {
        return running.values().stream()
                .map(run -> run.seen)
                .filter(Objects::nonNull)
                .mapToLong(Rebuilds::above)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private Integer backTo(View<?> view) {
        return Objects.requireNonNull(views.pointer(view.name()).previous(), "There is no generation to go back to");
    }

    /** Whether the generation that was live before can be brought up to date by this revision of the fold. */
    boolean canRollBack(View<?> view) {
        var pointer = views.pointer(view.name());
        var revision = pointer.previousRevision();
        return pointer.previous() != null && revision != null && revision == view.revision();
    }

    /** Tells a rebuild, wherever it runs, what an operator wants; false when it has ended. */
    boolean wish(Rebuild rebuild, Views.@Nullable Wish wish) {
        return views.wish(rebuild.view(), rebuild.id(), wish);
    }

    /** Removes what was built up to a position and kept. */
    Rebuild discard(Rebuild rebuild) {
        remove(rebuild.view(), rebuild.toGeneration());
        return store.save(rebuild.ended(Rebuild.State.CANCELLED, null, clock.instant()));
    }

    /** Why a run ends before its end. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended(String why) {
            super(why);
        }
    }

    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One rebuild on its way. */
    private final class Run<D> implements Runnable {

        private final View<D> view;
        private final Views.Claim claim;
        private final String oldProcessor;
        private final String newProcessor;
        private final long begun = System.nanoTime();
        private volatile Rebuild rebuild;
        private final AtomicLong events = new AtomicLong();
        /** What the new generation has been given; null: not yet anything. */
        private volatile @Nullable GapAwareTrackingToken seen;

        private @Nullable LiveView follower;
        private Scan.@Nullable Share reading;
        private long pausedNanos;
        private long savedAt;
        private volatile boolean holdsToken;
        private volatile boolean lost;
        /** It failed, and nobody else has begun it again. */
        private boolean owesAnother;

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
            LOG.info("View {}: {} generation {}", view.name(), rebuild.cause(), rebuild.toGeneration());
            var end = rebuild;
            var away = false;
            try {
                end = work();
                LOG.info("View {}: generation {} is {}", view.name(), end.toGeneration(), end.state());
            } catch (Cancelled e) {
                LOG.info("View {}: generation {} is cancelled", view.name(), rebuild.toGeneration());
                end = rebuild.ended(Rebuild.State.CANCELLED, null, now());
            } catch (Ended e) {
                LOG.warn("View {}: generation {} failed: {}", view.name(), rebuild.toGeneration(), e.getMessage());
                end = rebuild.ended(Rebuild.State.FAILED, e.getMessage(), now());
            } catch (RuntimeException e) {
                away = Outage.caused(e);
                if (away) {
                    LOG.warn(
                            "View {}: generation {} failed, as a database was away ({})",
                            view.name(),
                            rebuild.toGeneration(),
                            Fault.of(e));
                } else {
                    LOG.error("View {}: generation {} failed", view.name(), rebuild.toGeneration(), e);
                }
                end = rebuild.ended(Rebuild.State.FAILED, Fault.of(e).toString(), now());
            } finally {
                tidy(end);
            }
            if (away && owesAnother) {
                beginAgain(view, rebuild);
            } else {
                outages.remove(view.name());
            }
        }

        private Rebuild work() {
            var old = live.generation(view, rebuild.fromGeneration());
            var built = live.generation(view, rebuild.toGeneration());
            if (rebuild.cause() == Rebuild.Cause.ROLLBACK) {
                var stood = tokens.seen(newProcessor).orElseGet(EventLogSource::beginning);
                var reached = caughtUp(built, stood);
                if (!reached.equals(stood)) {
                    claimed(newProcessor);
                    tokens.put(newProcessor, reached);
                    tokens.release(newProcessor);
                }
                follow(built);
                handOver(built);
                return swapped();
            }
            var token = log.token();
            var upTo = rebuild.upTo();
            var building = new Building<>(built, upTo == null ? Long.MAX_VALUE : upTo, events);
            if (rebuild.ficheId() == null) {
                seen = token;
                take(scans.join(building));
            } else {
                building.one(log, rebuild.ficheId());
            }
            var comparing = new Comparing(old, built, reach(), parked.fiches(view.name(), rebuild.fromGeneration()));
            if (rebuild.ficheId() == null) {
                if (upTo == null) {
                    tokens.initialise(newProcessor, caughtUp(built, token));
                    follow(built);
                }
                views.index(view, rebuild.toGeneration());
                compare(comparing);
            } else {
                comparing.doubt(rebuild.ficheId());
            }
            if (upTo == null) {
                handOver(built);
            }
            comparing.settle();
            rebuild = rebuild.verified(comparing.verification());
            if (upTo != null) {
                return rebuild.ended(Rebuild.State.BUILT, null, now());
            }
            if (!isWanted(comparing.differing())) {
                LOG.warn("View {}: {} documents differ", view.name(), different());
                return rebuild.ended(Rebuild.State.REJECTED, null, now());
            }
            if (rebuild.ficheId() != null) {
                return mended(old, built, rebuild.ficheId());
            }
            return swapped();
        }

        private void take(Scan.Share all) {
            var before = rebuild.progress();
            try (var share = all) {
                reading = share;
                while (!share.await(BETWEEN_LOOKS.toMillis())) {
                    at(Rebuild.State.RUNNING, Math.max(before, share.progress() * BUILDING));
                }
                at(Rebuild.State.RUNNING, BUILDING);
            } catch (InterruptedException e) {
                throw interrupted();
            } finally {
                reading = null;
            }
        }

        /**
         * What was appended while the log was read takes long to follow event by event, and no time to speak of fiche by fiche: so it is
         * read as the log was, and what was appended meanwhile once more, until little is left.
         *
         * @param from what the generation has been given
         * @return what it has been given then
         */
        private GapAwareTrackingToken caughtUp(Generation<D> built, GapAwareTrackingToken from) {
            var token = from;
            while (log.head() - token.getIndex() > NEAR) {
                var above = above(token);
                var next = log.token();
                take(scans.join(new CatchingUp(built, events), above, lowestSeen()));
                token = next;
                seen = next;
            }
            return token;
        }

        private Comparing.Reach reach() {
            if (rebuild.upTo() != null || rebuild.cause() == Rebuild.Cause.BEHIND) {
                return Comparing.Reach.NEITHER;
            }
            return views.pointer(view.name()).revision() == view.revision()
                    ? Comparing.Reach.BOTH
                    : Comparing.Reach.NEW;
        }

        private void compare(Comparing comparing) {
            var shelves = view.shelves().size() + 1.0;
            var done = new AtomicInteger();
            at(Rebuild.State.VERIFYING, BUILDING);
            comparing.first(() ->
                    at(Rebuild.State.VERIFYING, BUILDING + (1 - BUILDING) * done.incrementAndGet() / (shelves + 1)));
            comparing.again();
        }

        /** From here on the new generation is kept up to date beside the old one. */
        private void follow(Generation<D> built) {
            var following = live.follower(built);
            follower = following;
            following.start();
            while (log.head() - tokens.position(newProcessor).orElse(0L) > NEAR) {
                at(rebuild.state(), rebuild.progress());
                pause();
            }
        }

        private void unfollow() {
            var following = follower;
            if (following != null) {
                following.stop();
                follower = null;
            }
        }

        /** Stops all writing, and brings the new generation to where the old one is: nobody will see anything older after the swap. */
        private void handOver(Generation<D> built) {
            if (!views.handOver(view.name(), claim)) {
                throw new Ended("Another instance took this one for dead");
            }
            live.reconcile(view);
            unfollow();
            var reached = claimed(oldProcessor);
            holdsToken = true;
            if (rebuild.ficheId() != null) {
                return; // looked at by itself
            }
            var position = above(tokens.seen(newProcessor).orElseGet(EventLogSource::beginning));
            while (true) {
                var page = log.between(position, reached.getIndex(), EventLog.PAGE);
                if (page.isEmpty()) {
                    return;
                }
                built.apply(page);
                position = page.getLast().position();
            }
        }

        /** Whoever has the token gives it up, or has died. */
        private GapAwareTrackingToken claimed(String processor) {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                try {
                    return tokens.claim(processor);
                } catch (UnableToClaimTokenException e) {
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                    pause();
                }
            }
        }

        private boolean isWanted(Set<String> differing) {
            return switch (rebuild.cause()) {
                case REVISION, ROLLBACK -> true;
                case REQUESTED, BEHIND -> differing.isEmpty();
                case ACCEPTED -> {
                    var accepted =
                            find(Objects.requireNonNull(rebuild.accepts())).map(Rebuild::verification);
                    yield accepted.isPresent() && accepted.get().covers(differing);
                }
            };
        }

        private Rebuild swapped() {
            var beforeThat = views.pointer(view.name()).previous();
            if (!views.swap(view.name(), claim, view.revision())) {
                throw new Ended("Another instance took this one for dead");
            }
            if (beforeThat != null && beforeThat != rebuild.toGeneration()) {
                remove(view.name(), beforeThat);
            }
            return rebuild.ended(Rebuild.State.SWAPPED, null, now());
        }

        /** The fiche's documents take the place of the live ones; the generation they were built in is not needed any more. */
        private Rebuild mended(Generation<D> old, Generation<D> built, String ficheId) {
            old.replaceAll(ficheId, built);
            return rebuild.ended(Rebuild.State.SWAPPED, null, now());
        }

        private long different() {
            var verification = rebuild.verification();
            return verification == null ? 0 : verification.different();
        }

        /** Takes note of how far it is, and does what the operator wants. */
        private void at(Rebuild.State state, double share) {
            goOn();
            if (wish() == Views.Wish.PAUSE) {
                var from = System.nanoTime();
                hold(true);
                rebuild = store.save(rebuild.at(Rebuild.State.PAUSED, share, events.get(), workedMillis()));
                while (wish() == Views.Wish.PAUSE) {
                    pause();
                    goOn();
                }
                hold(false);
                pausedNanos += System.nanoTime() - from;
                savedAt = 0;
            }
            rebuild = rebuild.at(state, share, events.get(), workedMillis());
            if (System.nanoTime() - savedAt > BETWEEN_SAVES.toNanos()) {
                store.save(rebuild);
                savedAt = System.nanoTime();
            }
        }

        private void hold(boolean now) {
            if (reading != null) {
                reading.hold(now);
            }
        }

        private Views.@Nullable Wish wish() {
            var now = views.pointer(view.name()).rebuild();
            return now != null && now.id().equals(claim.id()) ? now.wish() : null;
        }

        private void goOn() {
            if (lost) {
                throw new Ended("Another instance took this one for dead");
            }
            if (!started) {
                throw new Ended(INTERRUPTED);
            }
            if (wish() == Views.Wish.CANCEL) {
                throw new Cancelled();
            }
        }

        private long workedMillis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun - pausedNanos);
        }

        private void pause() {
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }

        private Ended interrupted() {
            Thread.currentThread().interrupt();
            return new Ended(INTERRUPTED);
        }

        private Instant now() {
            return clock.instant();
        }

        /** Until it succeeds, for the databases may be away or refuse to write; else the view would wait for a rebuild that has ended. */
        private void tidy(Rebuild end) {
            rebuild = end;
            try {
                for (var told = false; !isTidied(end, told); told = true) {
                    LockSupport.parkNanos(BEAT.toNanos());
                }
            } finally {
                running.remove(view.name());
                live.reconcile(view);
            }
        }

        /** @return false when it is to be tried again; whatever was done already may be done once more */
        private boolean isTidied(Rebuild end, boolean told) {
            try {
                unfollow();
                if (holdsToken) {
                    tokens.release(oldProcessor);
                }
                rebuild = outcome(end);
                if (!isKept(rebuild)) {
                    remove(view.name(), rebuild.toGeneration());
                }
                owesAnother = rebuild.state() == Rebuild.State.FAILED && !isTakenOver();
                if (owesAnother || rebuild.state() != Rebuild.State.FAILED) {
                    store.save(rebuild); // before the claim ends: one without an end is begun again
                }
                views.release(view.name(), claim);
                return true;
            } catch (RuntimeException e) {
                if (!told) {
                    LOG.warn("View {}: its ended rebuild could not be cleaned up yet ({})", view.name(), Fault.of(e));
                }
                return !started; // the next start cleans up
            }
        }

        /** A swap whose answer was lost may have been made all the same: then the new generation is being read. */
        private Rebuild outcome(Rebuild end) {
            if (end.state() != Rebuild.State.FAILED) {
                return end;
            }
            views.refresh();
            if (views.pointer(view.name()).generation() != end.toGeneration()) {
                return end;
            }
            LOG.info("View {}: generation {} is live nevertheless", view.name(), end.toGeneration());
            sweep(view);
            return end.ended(Rebuild.State.SWAPPED, null, now());
        }

        /** Whether another instance took this one for dead, and has begun it again. */
        private boolean isTakenOver() {
            return find(rebuild.id())
                    .filter(stored -> INTERRUPTED.equals(stored.error()))
                    .isPresent();
        }

        /** Whether the generation that was worked on is still wanted. */
        private boolean isKept(Rebuild end) {
            return end.cause() == Rebuild.Cause.ROLLBACK
                    || end.state() == Rebuild.State.BUILT
                    || (end.state() == Rebuild.State.SWAPPED && end.ficheId() == null);
        }

        private void beat() {
            if (!views.beat(view.name(), claim)) {
                lost = !rebuild.hasEnded();
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
            if (starting.contains(view.name()) || running.containsKey(view.name())) {
                continue;
            }
            if (claim != null) {
                clean(view, claim, SILENCE);
            } else {
                startIfDue(view);
            }
        }
    }

    /** What a killed instance left unfinished is begun again. */
    private void clean(View<?> view, Views.Claim claim, Duration silence) {
        try {
            if (views.releaseStale(view.name(), claim, silence)) {
                LOG.warn("View {}: generation {} was left unfinished", view.name(), claim.generation());
                var left = find(claim.id());
                StoresConfig.patiently(() -> endLeft(view, claim, left));
                live.reconcile(view);
                left.filter(rebuild -> !rebuild.hasEnded() && isPossible(view, rebuild))
                        .flatMap(rebuild -> start(view, rebuild.order()))
                        .ifPresent(again -> LOG.info("View {}: begun again as {}", view.name(), again.id()));
            }
        } catch (RuntimeException e) {
            LOG.warn("View {}: its unfinished rebuild could not be cleaned up yet ({})", view.name(), Fault.of(e));
        }
    }

    private Optional<Rebuild> endLeft(View<?> view, Views.Claim claim, Optional<Rebuild> left) {
        if (left.map(Rebuild::cause).orElse(Rebuild.Cause.REQUESTED) != Rebuild.Cause.ROLLBACK) {
            remove(view.name(), claim.generation());
        }
        return left.filter(rebuild -> !rebuild.hasEnded())
                .map(rebuild -> store.save(rebuild.ended(Rebuild.State.FAILED, INTERRUPTED, clock.instant())));
    }

    /** A rebuild during which a database was away is begun again when both answer. Waits for that, on the thread of the rebuild. */
    private void beginAgain(View<?> view, Rebuild failed) {
        var time = outages.merge(view.name(), 1, Integer::sum);
        if (time > TRIES) {
            outages.remove(view.name());
            triedAt.put(view.name(), System.nanoTime()); // what is due by itself comes again all the same
            LOG.warn(
                    "View {}: a database was away during {} rebuilds in a row; it is not begun again",
                    view.name(),
                    time);
            return;
        }
        while (true) {
            LockSupport.parkNanos(BEAT.toNanos());
            if (!started) {
                return;
            }
            try {
                log.head();
                views.refresh();
                if (!isPossible(view, failed)) {
                    return;
                }
                if (!isHalfClaimed(view)) {
                    start(view, failed.order())
                            .ifPresent(again -> LOG.info(
                                    "View {}: begun again as {} ({} of at most {} in a row)",
                                    view.name(),
                                    again.id(),
                                    time,
                                    TRIES));
                    return;
                }
            } catch (RuntimeException e) {
                if (!Outage.caused(e)) {
                    LOG.warn("View {}: its rebuild could not be begun again ({})", view.name(), Fault.of(e));
                    return;
                }
            }
        }
    }

    /** Whether the claim is one whose taker was told of a failure: it runs out. */
    private boolean isHalfClaimed(View<?> view) {
        var claim = views.pointer(view.name()).rebuild();
        return claim != null && find(claim.id()).isEmpty();
    }

    private boolean isPossible(View<?> view, Rebuild rebuild) {
        return switch (rebuild.cause()) {
            case REQUESTED, ACCEPTED, BEHIND -> true;
            case REVISION -> views.pointer(view.name()).revision() < view.revision();
            case ROLLBACK -> canRollBack(view);
        };
    }

    private void startIfDue(View<?> view) {
        var tried = triedAt.get(view.name());
        if (tried != null && System.nanoTime() - tried < BETWEEN_TRIES.toNanos()) {
            return;
        }
        due(view).ifPresent(cause -> {
            triedAt.put(view.name(), System.nanoTime());
            try {
                if (start(view, Rebuild.Order.of(cause)).isPresent()) {
                    LOG.info("View {}: it is rebuilt by itself ({})", view.name(), cause);
                }
            } catch (RuntimeException e) {
                LOG.warn("View {}: its rebuild could not be started yet ({})", view.name(), Fault.of(e));
            }
        });
    }

    private Optional<Rebuild.Cause> due(View<?> view) {
        if (views.pointer(view.name()).revision() < view.revision()) {
            return Optional.of(Rebuild.Cause.REVISION);
        }
        return live.status(view.name()).filter(settings::isFarBehind).map(status -> Rebuild.Cause.BEHIND);
    }

    /** What was left by an instance that was killed, or taken for dead and went on writing. */
    private void sweep(View<?> view) {
        var unended = store.find(
                Query.query(
                        Criteria.where("view").is(view.name()).and("finishedAt").is(null)),
                Rebuild.class);
        var there = views.generations(view.name());
        views.refresh(); // after that look: a generation seen there has been claimed before
        var pointer = views.pointer(view.name());
        var claim = pointer.rebuild();
        unended.stream()
                .filter(left -> claim == null || !claim.id().equals(left.id()))
                .forEach(this::forsaken);
        there.remove(pointer.generation());
        if (pointer.previous() != null) {
            there.remove(pointer.previous());
        }
        if (claim != null) {
            there.remove(claim.generation());
        }
        store.find(
                        Query.query(Criteria.where("view")
                                .is(view.name())
                                .and("state")
                                .is(Rebuild.State.BUILT)),
                        Rebuild.class)
                .forEach(kept -> there.remove(kept.toGeneration()));
        for (var number : there) {
            LOG.warn("View {}: generation {} belongs to nobody and is dropped", view.name(), number);
            remove(view.name(), number);
        }
    }

    /** The record of a rebuild that nobody works on any more and nobody ended. */
    private void forsaken(Rebuild left) {
        store.updateFirst(
                Query.query(Criteria.where("id").is(left.id()).and("finishedAt").is(null)),
                new Update()
                        .set("state", Rebuild.State.FAILED)
                        .set("error", INTERRUPTED)
                        .set("finishedAt", clock.instant()),
                Rebuild.class);
    }

    @Override
    public void start() {
        started = true;
        for (var view : views.all()) {
            var claim = views.pointer(view.name()).rebuild();
            if (claim != null && claim.owner().equals(owner)) {
                clean(view, claim, Duration.ZERO); // this process has only just started: the claim is an earlier one's
            }
            try {
                sweep(view);
            } catch (RuntimeException e) {
                LOG.warn("View {}: what is left of earlier generations stays ({})", view.name(), Fault.of(e));
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
