package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of the register, started by this launcher or left by an earlier one. */
record RunningPart(Part part, ProcessHandle process, Path pidFile, Path log) {

    /** A log longer than this when its process starts is put aside as {@code .1}. */
    private static final long LOG_LIMIT_BYTES = 10_000_000;

    /** Starts a part with its log and its pid file. */
    static RunningPart start(Part part, Settings settings) {
        Path log = log(part, settings);
        Path pidFile = pidFile(part, settings);
        try {
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
                Files.move(
                        log,
                        log.resolveSibling(log.getFileName() + ".1"),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            // Ctrl-C on a terminal reaches every process of its group at once, and the stores would be gone before the
            // services have finished. The parts ignore it; the launcher tells each of them in order.
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
            builder.command().addAll(part.command(settings));
            builder.environment().putAll(part.environment(settings));
            builder.directory(settings.home().toFile());
            builder.redirectInput(Path.of("/dev/null").toFile());
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Process process = builder.start();
            RunningPart started = new RunningPart(part, process.toHandle(), pidFile, log);
            Files.writeString(pidFile, process.pid() + "\n");
            return started;
        } catch (IOException e) {
            throw new Unusable(e, "part.not-started", part.label(), String.valueOf(e.getMessage()));
        }
    }

    /** The process an earlier launcher left, if its pid still belongs to it. */
    static Optional<RunningPart> left(Part part, Settings settings) {
        Path pidFile = pidFile(part, settings);
        return alive(pidFile, part.marks(settings))
                .map(process -> new RunningPart(part, process, pidFile, log(part, settings)));
    }

    /** The live process a pid file names, provided its command line carries all the marks. */
    static Optional<ProcessHandle> alive(Path pidFile, List<String> marks) {
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> carries(process, marks));
        } catch (IOException | NumberFormatException e) {
            // An unreadable pid file names no process that could be ours to stop.
            return Optional.empty();
        }
    }

    private static boolean carries(ProcessHandle process, List<String> marks) {
        // The whole line and not the list of arguments: the JDK leaves the list out where the line is long.
        String line = " " + process.info().commandLine().orElse("") + " ";
        return marks.stream().allMatch(mark -> line.contains(" " + mark + " "));
    }

    private static Path pidFile(Part part, Settings settings) {
        return settings.data().run().resolve(part.label() + ".pid");
    }

    private static Path log(Part part, Settings settings) {
        return settings.data().logs().resolve(part.label() + ".log");
    }

    /** Asks the process to end, waits, and kills it where it does not follow. Returns whether it followed. */
    boolean stop(Duration patience) {
        process.destroy();
        boolean followed = ended(patience);
        if (!followed) {
            process.destroyForcibly();
            ended(Duration.ofSeconds(10));
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", pidFile, String.valueOf(e.getMessage()));
        }
        return followed;
    }

    private boolean ended(Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last lines it wrote, for the person who has to find out why it ended. */
    List<String> lastLines(int count) {
        try (var lines = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            // Read as bytes first: a log cut in the middle of a character is still a log.
            // The frames of a stack trace would push out the line that says what happened.
            List<String> all = lines.filter(line -> !line.isBlank() && !line.matches("\\s+(at |\\.\\.\\. ).*"))
                    .toList();
            int from = Math.max(0, all.size() - count);
            for (int i = from; i < all.size(); i++) {
                if (all.get(i).contains(" ERROR ")) {
                    from = i;
                    break;
                }
            }
            return all.subList(from, all.size()).stream()
                    .map(line -> new String(
                            line.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .toList();
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
