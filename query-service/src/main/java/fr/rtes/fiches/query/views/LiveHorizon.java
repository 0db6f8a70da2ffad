package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.OpenGaps;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The horizon as the stored tokens tell it: a token is stored after the documents it speaks of. */
@Component
class LiveHorizon implements Horizon, SmartLifecycle {

    private static final Duration TICK = Duration.ofMillis(500);

    private final Views views;
    private final Tokens tokens;
    private final Parked parked;
    private final OpenGaps gaps;
    private @Nullable Pulse pulse;

    LiveHorizon(Views views, Tokens tokens, Parked parked, EventLog log) {
        this.views = views;
        this.tokens = tokens;
        this.parked = parked;
        this.gaps = new OpenGaps(log);
    }

    @Override
    public OptionalLong of(String view) {
        var pointer = views.pointer(view);
        var revision = views.find(view).map(View::revision);
        return revision.isPresent() && revision.get() == pointer.revision()
                ? OptionalLong.of(tokens.seen(Tokens.processor(view, pointer.generation()))
                        .map(gaps::lowest)
                        .orElse(0L))
                : OptionalLong.empty();
    }

    @Override
    public Map<String, Long> waiting(String view) {
        return parked.positions(view, views.pointer(view).generation());
    }

    /** A gap is given up some time after it was sighted: looked for all the time, it delays whoever asks by that much at most. */
    @Override
    public void start() {
        pulse = new Pulse("fiches-horizon", TICK, () -> views.all().forEach(view -> of(view.name())));
    }

    @Override
    public void stop() {
        if (pulse != null) {
            pulse.close();
            pulse = null;
        }
    }

    @Override
    public boolean isRunning() {
        return pulse != null;
    }
}
