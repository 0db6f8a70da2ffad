package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Unusable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a port of the loopback interface is free, and who has it otherwise. */
final class Ports {

    private Ports() {}

    /**
     * Makes sure that a port is free.
     *
     * @throws Unusable naming the port, what wanted it and, where it can be found, the process that has it
     */
    static void requireFree(int port, String wanted) {
        if (isFree(port)) {
            return;
        }
        throw holder(port)
                .map(who -> new Unusable("port.taken-by", port, wanted, who))
                .orElseGet(() -> new Unusable("port.taken", port, wanted));
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers themselves do: connections of a stopped one that linger do not take the port.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Looks for the listening socket in Linux's tables; elsewhere, or for another user's process, nothing is found. */
    static Optional<String> holder(int port) {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> inode(Path.of(table), port).stream())
                .findFirst()
                .flatMap(Ports::process);
    }

    private static Optional<String> inode(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try {
            // Columns: number, local address, remote address, state (0A listens), …, the socket's inode as the tenth.
            return Files.exists(table)
                    ? Files.readAllLines(table).stream()
                            .map(line -> line.strip().split("\\s+"))
                            .filter(columns ->
                                    columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals("0A"))
                            .map(columns -> columns[9])
                            .findFirst()
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> process(String inode) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), "socket:[" + inode + "]"))
                .findFirst()
                .map(process -> {
                    String command = process.info().command().orElse("?");
                    Path name = Path.of(command).getFileName();
                    return (name == null ? command : name) + ", pid " + process.pid();
                });
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            List<Path> all = files.toList();
            for (Path file : all) {
                if (Files.isSymbolicLink(file)
                        && Files.readSymbolicLink(file).toString().equals(socket)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // Another user's process, or one that ended meanwhile.
            return false;
        }
    }
}
