package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.log.TestLog;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Not a test: prints how long it takes from commit to visible, on an idle machine, one event after the other. */
final class LagByHand {

    private static final int WARM_UP = 500;
    private static final int EVENTS = 1500;

    private LagByHand() {}

    static void main() throws Exception {
        var stores = new TestStores();
        try (var instance = new TestInstance(stores, new TaleView(1)).start();
                var connection = stores.connect()) {
            var writer = new TestLog(connection);
            var nanos = new long[EVENTS];
            for (var i = -WARM_UP; i < EVENTS; i++) {
                var ficheId = "f" + (i + WARM_UP) % 100;
                writer.append(
                        writer.version(ficheId) == 0
                                ? TestLog.registered(ficheId)
                                : TestLog.alias(ficheId, "alias " + i));
                var committed = System.nanoTime();
                if (!instance.visibility.await("tale", ficheId, writer.version(ficheId), Duration.ofSeconds(10))) {
                    throw new IllegalStateException("not visible after ten seconds");
                }
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - committed;
                }
                TimeUnit.MILLISECONDS.sleep(3 + i % 7 + (i % 7 < 0 ? 7 : 0));
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "commit to visible, ms: p50 %.1f, p90 %.1f, p99 %.1f, max %.1f%n",
                    nanos[EVENTS / 2] / 1e6,
                    nanos[EVENTS * 9 / 10] / 1e6,
                    nanos[EVENTS * 99 / 100] / 1e6,
                    nanos[EVENTS - 1] / 1e6);
        }
        System.exit(0); // the stores have threads of their own
    }
}
