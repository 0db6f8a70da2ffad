package fr.rtes.fiches.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoStandInTest {

    @TempDir
    private Path directory;

    @Test
    void theFileDoesNotGrowWithTheNumberOfWrites() throws IOException {
        Path file = directory.resolve("views.mv");
        try (MongoStandIn mongo = MongoStandIn.over(file, 0);
                MongoClient client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> collection = client.getDatabase("fiches").getCollection("views");
            for (int i = 0; i < 4000; i++) {
                String key = "fiche-" + i % 100;
                Document document = new Document("_id", key).append("value", i).append("pad", "x".repeat(2000));
                collection.replaceOne(Filters.eq("_id", key), document, new ReplaceOptions().upsert(true));
            }
        }
        // 4000 commits of 8 KiB and more would be over 32 MB if no space were used again; the documents are 0.2 MB.
        assertThat(Files.size(file)).isLessThan(16_000_000);
    }

    @Test
    void aSecondProcessIsKeptAwayFromTheFile() {
        Path file = directory.resolve("views.mv");
        try (MongoStandIn first = MongoStandIn.over(file, 0)) {
            assertThat(first.uri()).startsWith("mongodb://127.0.0.1:");
            assertThatExceptionOfType(Unusable.class)
                    .isThrownBy(() -> MongoStandIn.over(file, 0))
                    .satisfies(e -> assertThat(e.key()).isEqualTo("mongo.locked"));
        }
    }

    @Test
    void aTakenPortIsNamed() {
        try (MongoStandIn first = MongoStandIn.over(directory.resolve("one.mv"), 0)) {
            int port = Integer.parseInt(first.uri().replaceAll(".*:(\\d+)/.*", "$1"));
            assertThatExceptionOfType(Unusable.class)
                    .isThrownBy(() -> MongoStandIn.over(directory.resolve("two.mv"), port))
                    .satisfies(e -> assertThat(e.arguments()).contains(String.valueOf(port)));
        }
    }

    @Test
    void aFileThatIsNoStoreIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("views.mv"), "not a store".repeat(1000));
        assertThatExceptionOfType(Unusable.class)
                .isThrownBy(() -> MongoStandIn.over(file, 0))
                .satisfies(e -> assertThat(e.key()).isEqualTo("mongo.unreadable"));
    }

    @Test
    void theOneInMemoryAnswers() {
        try (MongoStandIn mongo = MongoStandIn.inMemory();
                MongoClient client = MongoClients.create(mongo.uri())) {
            MongoCollection<Document> collection = client.getDatabase("fiches").getCollection("views");
            collection.insertOne(new Document("_id", "one"));
            assertThat(collection.countDocuments()).isOne();
        }
    }
}
