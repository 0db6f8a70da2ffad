package fr.rtes.fiches.query.platform;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * This process among those of its kind.
 *
 * @param name the same after a restart, so that a process that was killed finds what it had claimed to be its own; never that of
 *     another process that runs
 */
public record Instance(String name) {

    /** @param port on which this process alone can listen; 0: any, so the name is this process's only */
    static Instance listeningOn(int port) {
        return new Instance(
                port > 0
                        ? host() + ":" + port
                        : ManagementFactory.getRuntimeMXBean().getName());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine that does not know its own name: the process's is good enough, it only waits longer after a
            // crash.
            return ManagementFactory.getRuntimeMXBean().getName();
        }
    }
}
