package fr.rtes.fiches.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoStandInKillIT {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 10);
    private static final int WRITERS = 4;
    private static final int KEYS = 40;

    @TempDir
    private Path directory;

    @Test
    void aKilledProcessLosesNoAcknowledgedWriteAndKeepsDocumentsAndIndexesTogether() throws Exception {
        Random random = new Random(20261123);
        Map<String, Integer> acknowledged = new HashMap<>();
        Map<String, Integer> attempted = new HashMap<>();
        int writes = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            try (Stand stand = Stand.start(directory.resolve("views.mv"))) {
                check(stand.collection(), acknowledged, attempted);
                CountDownLatch enough = new CountDownLatch(50 + random.nextInt(400));
                try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
                    List<Future<Outcome>> outcomes = new ArrayList<>();
                    for (int writer = 0; writer < WRITERS; writer++) {
                        outcomes.add(writers.submit(writer(stand.collection(), writer, attempted, enough)));
                    }
                    assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
                    stand.kill();
                    for (Future<Outcome> outcome : outcomes) {
                        acknowledged.putAll(outcome.get().acknowledged());
                        attempted.putAll(outcome.get().attempted());
                        writes += outcome.get().writes();
                    }
                }
            }
        }
        try (Stand stand = Stand.start(directory.resolve("views.mv"))) {
            check(stand.collection(), acknowledged, attempted);
        }
        System.out.printf("%d kills, %d acknowledged writes, none lost%n", ROUNDS, writes);
    }

    private record Outcome(Map<String, Integer> acknowledged, Map<String, Integer> attempted, int writes) {}

    /** Each writer has keys of its own and counts their values up, until the server is gone. */
    private static Callable<Outcome> writer(
            MongoCollection<Document> collection, int writer, Map<String, Integer> before, CountDownLatch enough) {
        Map<String, Integer> attempted = new HashMap<>(before);
        attempted.keySet().removeIf(key -> !key.startsWith("w" + writer + "-"));
        return () -> {
            Map<String, Integer> acknowledged = new HashMap<>();
            int writes = 0;
            for (int i = 0; ; i++) {
                String one = "w" + writer + "-" + i % KEYS;
                String other = "w" + writer + "-new-" + (before.size() * 1000 + i);
                int value = attempted.merge(one, 1, Integer::sum);
                attempted.put(other, 1);
                try {
                    Document document =
                            new Document("_id", one).append("value", value).append("pad", "é".repeat(500));
                    if (i % 3 == 0) {
                        collection.bulkWrite(List.of(
                                new ReplaceOneModel<>(
                                        Filters.eq("_id", one), document, new ReplaceOptions().upsert(true)),
                                new InsertOneModel<>(new Document("_id", other).append("value", 1))));
                        acknowledged.put(other, 1);
                    } else {
                        attempted.remove(other);
                        collection.replaceOne(Filters.eq("_id", one), document, new ReplaceOptions().upsert(true));
                    }
                    acknowledged.put(one, value);
                    writes++;
                    enough.countDown();
                } catch (MongoException | IllegalStateException e) {
                    // The second: the client was closed after the kill.
                    return new Outcome(acknowledged, attempted, writes);
                }
            }
        };
    }

    private static void check(
            MongoCollection<Document> collection, Map<String, Integer> acknowledged, Map<String, Integer> attempted) {
        Map<String, Integer> found = new HashMap<>();
        for (Document document : collection.find()) {
            assertThat(found.put(document.getString("_id"), document.getInteger("value")))
                    .isNull();
        }
        acknowledged.forEach((key, value) -> assertThat(found.get(key)).as(key).isBetween(value, attempted.get(key)));
        for (Map.Entry<String, Integer> entry : found.entrySet()) {
            // The look-up by key goes through the index, the one above through the documents.
            assertThat(collection.find(Filters.eq("_id", entry.getKey())).first())
                    .as(entry.getKey())
                    .isNotNull();
            assertThat(attempted).containsKey(entry.getKey());
        }
        found.keySet().stream()
                .findFirst()
                .ifPresent(key -> assertThatThrownBy(() -> collection.insertOne(new Document("_id", key)))
                        .isInstanceOf(MongoWriteException.class));
    }

    private record Stand(Process process, MongoClient client) implements AutoCloseable {

        static Stand start(Path file) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StandInProcess.class.getName(),
                            file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String line = output.readLine();
            while (line != null && !line.startsWith("mongodb://")) {
                line = output.readLine();
            }
            assertThat(line).as("the stand-in's address").isNotNull();
            return new Stand(process, MongoClients.create(line + "?retryWrites=false&serverSelectionTimeoutMS=30000"));
        }

        MongoCollection<Document> collection() {
            return client.getDatabase("fiches").getCollection("kept");
        }

        void kill() {
            process.destroyForcibly().onExit().join();
            // Else writers would wait for a server that is not coming back.
            client.close();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
