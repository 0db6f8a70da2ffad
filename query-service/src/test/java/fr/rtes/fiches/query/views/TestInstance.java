package fr.rtes.fiches.query.views;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.log.Appended;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.EventLogSource;
import fr.rtes.fiches.query.platform.Instance;
import fr.rtes.fiches.query.platform.StoresConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/** The engine of one query service, wired as the service does, with one view. */
final class TestInstance implements AutoCloseable {

    final TaleView view;
    final MongoDatabase database;
    final EventLog log;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Appended appended;
    final Views views;
    final Parked parked;
    final Tokens tokens;
    final Visibility visibility;
    static final long FAR_BEHIND = 5000;

    final LiveViews live;
    final Rebuilds rebuilds;
    final MongoTemplate template;

    TestInstance(TestStores stores, TaleView view) {
        this(stores, "one", view);
    }

    /** @param name of this instance among those that share the work */
    TestInstance(TestStores stores, String name, TaleView... of) {
        this(TestStores.mongo(), stores.dataSource(), stores.name(), name, of);
    }

    /**
     * @param databases the name of the one in MongoDB
     * @param name of this instance among those that share the work
     */
    TestInstance(MongoClient mongo, DataSource postgres, String databases, String name, TaleView... of) {
        var instance = new Instance(name);
        this.view = of[0];
        database = mongo.getDatabase(databases);
        template = new MongoTemplate(mongo, databases);
        log = new EventLog(postgres);
        appended = new Appended(postgres::getConnection, meters);
        views = new Views(database, List.of(of));
        parked = new Parked(database);
        tokens = new Tokens(StoresConfig.tokenStore(database, instance), database);
        visibility = new Visibility(database, views);
        live = new LiveViews(
                database,
                log,
                new EventLogSource(log, appended),
                views,
                parked,
                tokens,
                new Instances(database, instance),
                visibility,
                meters);
        rebuilds = new Rebuilds(
                template,
                views,
                live,
                tokens,
                parked,
                log,
                new Scans(log),
                new RebuildSettings(FAR_BEHIND),
                instance,
                meters);
    }

    TestInstance start() {
        appended.start();
        live.start();
        rebuilds.start();
        return this;
    }

    @Override
    public void close() {
        rebuilds.stop();
        live.stop();
        appended.stop();
    }

    /** All lines of a fiche, chapters first, as a reader finds them. */
    List<String> tale(String ficheId) {
        var lines = new ArrayList<String>();
        var documents = views.documents("tale");
        for (var chapter = 1; ; chapter++) {
            var finished =
                    documents.find(Filters.eq("_id", ficheId + "#" + chapter)).first();
            if (finished == null) {
                break;
            }
            lines.addAll(finished.getList("lines", String.class));
        }
        var head = documents.find(Filters.eq("_id", ficheId)).first();
        if (head != null) {
            lines.addAll(head.getList("lines", String.class));
        }
        return lines;
    }

    long version(String ficheId) {
        var head = views.documents("tale").find(Filters.eq("_id", ficheId)).first();
        return head == null ? 0 : head.getLong("version");
    }

    Rebuild rebuild(String id) {
        return rebuilds.find(id).orElseThrow();
    }

    Rebuild startRebuild() {
        return rebuilds.start(view, Rebuild.Order.of(Rebuild.Cause.REQUESTED)).orElseThrow();
    }

    /** Turns the stored token back, as a crash between writing and storing it does. */
    void forgetProgress(String json) {
        var processor = Tokens.processor("tale", views.pointer("tale").generation());
        var changed = database.getCollection(StoresConfig.TOKENS)
                .updateOne(Filters.eq("processorName", processor), new Document("$set", new Document("token", json)));
        if (changed.getMatchedCount() != 1) {
            throw new IllegalStateException("no token of " + processor);
        }
    }

    String token() {
        var processor = Tokens.processor("tale", views.pointer("tale").generation());
        return Objects.requireNonNull(database.getCollection(StoresConfig.TOKENS)
                        .find(Filters.eq("processorName", processor))
                        .first())
                .getString("token");
    }
}
