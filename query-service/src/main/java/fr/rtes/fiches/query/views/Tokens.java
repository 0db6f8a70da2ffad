package fr.rtes.fiches.query.views;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import fr.rtes.fiches.query.log.EventLogSource;
import fr.rtes.fiches.query.platform.StoresConfig;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** How far each generation of each view has read: Axon's token store, and a look at it that claims nothing. */
@Component
class Tokens {

    private static final int SEGMENT = 0;

    private final TokenStore store;
    private final MongoCollection<Document> tokens;

    Tokens(TokenStore store, MongoDatabase database) {
        this.store = store;
        this.tokens = database.getCollection(StoresConfig.TOKENS);
    }

    static String processor(String view, int generation) {
        return view + "@" + generation;
    }

    TokenStore store() {
        return store;
    }

    /** The highest position read; empty before the first start. */
    Optional<Long> position(String processor) {
        return seen(processor).map(GapAwareTrackingToken::getIndex);
    }

    /** What has been read; empty before the first start. */
    Optional<GapAwareTrackingToken> seen(String processor) {
        return Optional.ofNullable(
                        tokens.find(Filters.eq("processorName", processor)).first())
                .map(d -> d.getString("token"))
                .map(Document::parse)
                .map(token -> GapAwareTrackingToken.newInstance(
                        token.get("index", Number.class).longValue(),
                        token.getList("gaps", Number.class, List.of()).stream()
                                .map(Number::longValue)
                                .toList()));
    }

    void initialise(String processor, GapAwareTrackingToken token) {
        store.initializeTokenSegments(processor, 1, token);
    }

    /** Has a processor that has a token of its own, and that is claimed, go on from there. */
    void put(String processor, GapAwareTrackingToken token) {
        store.storeToken(token, processor, SEGMENT);
    }

    /**
     * Takes the token away from the processors.
     *
     * @throws org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException while one of them has it
     */
    GapAwareTrackingToken claim(String processor) {
        if (store.fetchSegments(processor).length == 0) {
            initialise(processor, EventLogSource.beginning());
        }
        return store.fetchToken(processor, SEGMENT) instanceof GapAwareTrackingToken token
                ? token
                : EventLogSource.beginning();
    }

    void extend(String processor) {
        store.extendClaim(processor, SEGMENT);
    }

    void release(String processor) {
        store.releaseClaim(processor, SEGMENT);
    }

    void remove(String processor) {
        tokens.deleteMany(Filters.eq("processorName", processor));
    }
}
