package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.Provenance;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of a whole log, one after another, the same to the byte for the same size, order and seed, in memory that does not grow
 * with the size.
 */
final class Log implements Iterator<Log.Row> {

    /** The order in which the fiches' events stand in the log; within a fiche it is always the same. */
    enum Order {
        /** As lives lie in time: a fiche's events near each other, many fiches at a time. */
        CHRONOLOGICAL,
        /** The first of each fiche, the second of each: the worst for whoever works in batches. */
        ROUND_ROBIN
    }

    /** A row of the table of events; its position is the table's own. */
    record Row(
            String ficheId,
            long sequence,
            String eventId,
            String metadata,
            String payload,
            String revision,
            String type,
            String timestamp) {}

    static final long SEED = 4;

    private static final double MEDIAN = 28;
    private static final double SPREAD = 1.2;
    private static final int LEAST = 4;
    /** Of one fiche in every log, however small. */
    private static final int LONG = 1100;

    private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
    private static final long MILLIS = Duration.ofDays(6 * 365).toMillis();
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final List<String> REASONS =
            List.of("page de l’annuaire", "délibération du conseil", "courrier de l’agent", "mise à jour annuelle");
    private static final JsonMapper TREES = JsonMapper.shared();

    private final EventJson json = EventJson.enciphered();
    private final long size;
    private final PriorityQueue<Stream> streams = new PriorityQueue<>();
    private final int fiches;
    private long position;

    private static final class Stream implements Comparable<Stream> {
        private final int number;
        private final Life life;
        private final Random random;
        private final Order order;
        private final int length;
        private final double gap;
        private double due;
        private long sequence;

        Stream(int number, Members.Member member, int length, Order order) {
            this.number = number;
            this.life = new Life(member, Ids.random(SEED, 3L * number));
            this.random = Ids.random(SEED, 3L * number + 1);
            this.order = order;
            this.length = length;
            var begins = 0.6 * random.nextDouble();
            this.gap = (1 - begins) / length;
            this.due = order == Order.CHRONOLOGICAL ? begins : 0;
        }

        /** @return whether there is more to come */
        boolean advance() {
            sequence++;
            due += order == Order.CHRONOLOGICAL ? -gap * StrictMath.log(1 - random.nextDouble()) : 1;
            return sequence < length;
        }

        @Override
        public int compareTo(Stream other) {
            var byDue = Double.compare(due, other.due);
            return byDue != 0 ? byDue : Integer.compare(number, other.number);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Stream stream && stream.number == number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    Log(List<Members.Member> members, long size, Order order) {
        this.size = size;
        var lengths = lengths(size, members.size());
        this.fiches = lengths.length;
        for (var i = 0; i < lengths.length; i++) {
            streams.add(new Stream(i, members.get(i), lengths[i], order));
        }
    }

    /** How many events each fiche would have: few have many. Together at least {@code size}. */
    static int[] lengths(long size, int mostFiches) {
        var random = Ids.random(SEED, -1);
        var lengths = new int[mostFiches];
        var sum = 0L;
        var fiches = 0;
        while (sum < size && fiches < mostFiches) {
            var drawn = (int) Math.round(MEDIAN * StrictMath.exp(SPREAD * random.nextGaussian()));
            lengths[fiches] = fiches == 0 ? LONG : Math.max(LEAST, drawn);
            sum += lengths[fiches++];
        }
        var factor = Math.max(1, (double) size / sum);
        return java.util.Arrays.stream(lengths, 0, fiches)
                .map(length -> (int) Math.ceil(length * factor))
                .toArray();
    }

    int fiches() {
        return fiches;
    }

    @Override
    public boolean hasNext() {
        return position < size && !streams.isEmpty();
    }

    @Override
    public Row next() {
        var stream = streams.poll();
        if (stream == null || position >= size) {
            throw new NoSuchElementException();
        }
        position++;
        var row = row(stream.life.next(), stream);
        if (stream.advance()) {
            streams.add(stream);
        }
        return row;
    }

    private Row row(FicheEvent event, Stream stream) {
        var type = EventJson.name(event.getClass());
        var payload = json.write(event);
        var revision = EventJson.revision(event.getClass());
        // A third of the contacts, which is a twentieth of all events, was stored before there was another revision.
        if ((type.equals("ContactNamed") || type.equals("ContactChanged")) && stream.random.nextInt(3) == 0) {
            payload = firstRevisionOfContact(payload);
            revision = "1";
        }
        return new Row(
                event.ficheId(),
                stream.sequence,
                Ids.uuid(stream.random),
                json.writeMetadata(json.metadata(provenance(stream.random))),
                payload,
                revision,
                type,
                TIME.format(FIRST.plusMillis((long) ((double) position / size * MILLIS))));
    }

    /** As contacts were stored first: their parts beside the id. */
    static String firstRevisionOfContact(String payload) {
        var tree = (ObjectNode) TREES.readTree(payload);
        var contact = tree.remove("contact");
        contact.properties().forEach(part -> tree.set(part.getKey(), part.getValue()));
        return TREES.writeValueAsString(tree);
    }

    private static Provenance provenance(Random random) {
        return new Provenance(
                "agent-" + random.nextInt(400),
                random.nextInt(3) == 0 ? Provenance.Channel.IMPORT : Provenance.Channel.API,
                random.nextBoolean() ? null : REASONS.get(random.nextInt(REASONS.size())),
                null,
                Ids.uuid(random),
                Ids.uuid(random),
                List.of());
    }
}
