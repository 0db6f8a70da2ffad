package fr.rtes.fiches.query.views;

import com.mongodb.client.MongoDatabase;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.EventLogSource;
import fr.rtes.fiches.query.log.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.axonframework.messaging.Message;
import org.axonframework.micrometer.MessageCountingMonitor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the live views that are this instance's: for each the generation that is to be written, also while its successor is built; none while that takes over,
 * or when the live one was written by another revision of the fold.
 */
@Component
class LiveViews implements SmartLifecycle, Progress, Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(LiveViews.class);
    private static final Duration TICK = Duration.ofMillis(500);
    /** A view that has not moved for so long although events wait is stuck. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MongoDatabase database;
    private final EventLog log;
    private final EventLogSource source;
    private final Views views;
    private final Parked parked;
    private final Tokens tokens;
    private final Instances instances;
    private final SortedSet<String> names;
    private final Visibility visibility;
    private final Map<String, LiveView.Meters> meters = new ConcurrentHashMap<>();
    private final Map<String, LiveView> running = new ConcurrentHashMap<>();
    private final Map<String, Status> statuses = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Long>> waiting = new ConcurrentHashMap<>();
    private final Clock clock = Clock.systemUTC();
    private @Nullable Pulse ticker;
    private volatile boolean started;
    private volatile boolean failing;

    enum State {
        /** Follows the log. */
        LIVE,
        /** What is served stands still: another revision of the fold wrote it, or its successor takes over at this moment. */
        REBUILDING,
        /** Events wait and nothing moves, or writing fails. */
        STUCK
    }

    /**
     * Where a view stands.
     *
     * @param position the highest position it has read
     * @param head the highest position of the log
     * @param lagEvents how many events wait, at most: positions have gaps
     * @param lagSeconds the age of the oldest event that waits; 0: none waits
     * @param parked how many fiches wait at an event that could not be digested
     * @param rebuild the one that is under way; null: none
     * @param keeper the instance that keeps it up to date
     * @param movedAt when it last moved, or had nothing to do
     */
    record Status(
            String view,
            int revision,
            int generation,
            long position,
            long head,
            long lagEvents,
            double lagSeconds,
            long parked,
            State state,
            @Nullable String rebuild,
            String keeper,
            @Nullable Fault fault,
            Instant movedAt) {}

    LiveViews(
            MongoDatabase database,
            EventLog log,
            EventLogSource source,
            Views views,
            Parked parked,
            Tokens tokens,
            Instances instances,
            Visibility visibility,
            MeterRegistry registry) {
        this.database = database;
        this.log = log;
        this.source = source;
        this.views = views;
        this.parked = parked;
        this.tokens = tokens;
        this.instances = instances;
        this.names = views.all().stream().map(View::name).collect(Collectors.toCollection(TreeSet::new));
        this.visibility = visibility;
        for (var view : views.all()) {
            meters.put(view.name(), meters(view.name(), registry));
        }
    }

    private LiveView.Meters meters(String view, MeterRegistry registry) {
        gauge(registry, view, "fiches.view.lag.events", "events that wait, at most", Status::lagEvents);
        gauge(registry, view, "fiches.view.lag.seconds", "age of the oldest event that waits", Status::lagSeconds);
        gauge(registry, view, "fiches.view.parked", "fiches that wait at an event", Status::parked);
        Function<Message<?>, Iterable<Tag>> tag = message -> Tags.of("view", view);
        // Axon's monitors of latency and capacity register their gauge anew with every event; lag and batch times say
        // more.
        var axon = MessageCountingMonitor.buildMonitor("fiches.view.processor", registry, tag);
        return new LiveView.Meters(
                Counter.builder("fiches.view.events").tag("view", view).register(registry),
                Timer.builder("fiches.view.batch").tag("view", view).register(registry),
                axon);
    }

    private void gauge(MeterRegistry registry, String view, String name, String says, ToDoubleFunction<Status> value) {
        Gauge.builder(name, statuses, all -> {
                    var status = all.get(view);
                    return status == null ? Double.NaN : value.applyAsDouble(status);
                })
                .description(says)
                .tag("view", view)
                .register(registry);
    }

    <D> Generation<D> generation(View<D> view, int number) {
        return new Generation<>(view, number, database, log, parked);
    }

    /** Follows the log into a generation that nobody reads yet. */
    LiveView follower(Generation<?> generation) {
        var unseen = new CompositeMeterRegistry();
        return new LiveView(
                generation,
                source,
                tokens,
                (view, versions) -> {},
                meters(generation.view().name(), unseen));
    }

    /** Starts and stops what is to run now. When it returns, nothing else writes in this instance. */
    void reconcile(View<?> view) {
        // compute: one at a time for a view
        running.compute(view.name(), (name, now) -> {
            var pointer = views.pointer(name);
            var wanted = started
                    && !pointer.isHandedOver()
                    && pointer.revision() == view.revision()
                    && instances.isMine(name, names);
            if (now != null && (!wanted || now.generation().number() != pointer.generation())) {
                now.stop();
                now = null;
            }
            if (now == null && wanted) {
                now = new LiveView(
                        generation(view, pointer.generation()),
                        source,
                        tokens,
                        visibility::written,
                        Objects.requireNonNull(meters.get(name)));
                now.start();
            }
            return now;
        });
    }

    private void tick() {
        try {
            views.refresh();
            instances.beat();
            views.all().forEach(this::reconcile);
            var head = log.head();
            views.all().forEach(view -> statuses.compute(view.name(), (name, before) -> status(view, head, before)));
            if (failing) {
                failing = false;
                LOG.info("The views' state is known again");
            }
        } catch (RuntimeException e) {
            // The databases may be away for a while; the age of the statuses is what health goes by.
            if (!failing) {
                failing = true;
                LOG.warn("The views' state is not known", e);
            }
        }
    }

    @Override
    public OptionalLong position(String view, String ficheId) {
        var position = waiting.getOrDefault(view, Map.of()).get(ficheId);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    private Status status(View<?> view, long head, @Nullable Status before) {
        var name = view.name();
        var pointer = views.pointer(name);
        var now = clock.instant();
        var position =
                tokens.position(Tokens.processor(name, pointer.generation())).orElse(0L);
        var lag = Math.max(0, head - position);
        var oldest = lag == 0 ? now : log.recordedAfter(position).orElse(now);
        waiting.put(name, parked.positions(name, pointer.generation()));
        var live = running.get(name);
        var fault = live == null ? null : live.failing().orElse(null);
        var waits = pointer.isHandedOver() || pointer.revision() != view.revision();
        var stands = lag > 0 && !waits;
        var movedAt =
                stands && before != null && before.position() == position && before.generation() == pointer.generation()
                        ? before.movedAt()
                        : now;
        var stuck = fault != null || movedAt.isBefore(now.minus(PATIENCE));
        return new Status(
                name,
                pointer.revision(),
                pointer.generation(),
                position,
                head,
                lag,
                Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0),
                waiting.getOrDefault(name, Map.of()).size(),
                waits ? State.REBUILDING : stuck ? State.STUCK : State.LIVE,
                pointer.rebuild() == null ? null : pointer.rebuild().id(),
                instances.keeper(name, names),
                fault,
                movedAt);
    }

    @Override
    public OptionalLong complete(String view) {
        var pointer = views.pointer(view);
        var head = log.head();
        var position =
                tokens.position(Tokens.processor(view, pointer.generation())).orElse(0L);
        var isCurrent = views.find(view).map(View::revision).orElse(0) == pointer.revision();
        return isCurrent && position >= head && parked.count(view, pointer.generation()) == 0
                ? OptionalLong.of(head)
                : OptionalLong.empty();
    }

    /** As of the last half second, in the order the views are declared. */
    List<Status> statuses() {
        return views.all().stream()
                .map(view -> statuses.get(view.name()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** As of the last half second; empty when it is not known yet. */
    Optional<Status> status(String view) {
        return Optional.ofNullable(statuses.get(view));
    }

    /** Whether the databases did not answer when last asked. */
    boolean isFailing() {
        return failing;
    }

    @Override
    public void start() {
        started = true;
        tick();
        ticker = new Pulse("fiches-views", TICK, this::tick);
    }

    @Override
    public void stop() {
        started = false;
        if (ticker != null) {
            ticker.close();
        }
        // All at the same time: each waits for its batch, and without a database as long as a database is waited for.
        var stopping = running.values().stream()
                .map(view -> Thread.ofVirtual().start(view::stop))
                .toList();
        stopping.forEach(LiveViews::join);
        running.clear();
        try {
            instances.leave();
        } catch (RuntimeException e) {
            LOG.info("The other instances will notice by themselves that this one is gone ({})", Fault.of(e));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /** After the log's listener; before the web server, which starts last and stops first. */
    @Override
    public int getPhase() {
        return 0;
    }
}
