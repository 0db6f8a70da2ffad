package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.platform.persons.MasterKey;
import fr.rtes.fiches.platform.persons.RegisterKeys;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code Idempotency-Key}: the same key with the same request gets the answer it got, another request with that key is
 * refused. The answer is kept in the transaction of what it answers, so that a killed process cannot part them. A refusal is
 * not kept: it recorded nothing and may be tried again.
 */
@Component
public class Idempotency {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final MasterKey master;
    private final RegisterKeys keys;

    Idempotency(JdbcClient jdbc, JsonMapper json, MasterKey master, RegisterKeys keys) {
        this.jdbc = jdbc;
        this.json = json;
        this.master = master;
        this.keys = keys;
    }

    private record Kept(String fingerprint, int status, String headers, String body) {}

    /**
     * Answers, or finds what was answered. To be called within a transaction.
     *
     * @param request what makes two requests the same: address and content
     * @throws ProblemException 422 when the key came with another request before
     */
    public ResponseEntity<?> once(Asking asking, Object request, Supplier<ResponseEntity<?>> answer) {
        return once(asking, request, body -> body, () -> {
            var fresh = answer.get();
            return new Fresh(fresh, fresh.getBody());
        });
    }

    /** An answer, and by what it is found again. */
    public record Referred(String reference, ResponseEntity<?> answer) {}

    /**
     * The same for an answer that names persons: a reference is kept in its place, so that there is no further copy of them to be found when
     * they are erased.
     *
     * @param found the answer's body, from the reference
     */
    public ResponseEntity<?> onceByReference(
            Asking asking, Object request, Function<String, ? extends JsonNode> found, Supplier<Referred> answer) {
        return once(asking, request, body -> found.apply(body.asString()), () -> {
            var fresh = answer.get();
            return new Fresh(fresh.answer, fresh.reference);
        });
    }

    private record Fresh(ResponseEntity<?> answer, @Nullable Object toKeep) {}

    private ResponseEntity<?> once(
            Asking asking, Object request, Function<JsonNode, JsonNode> body, Supplier<Fresh> answer) {
        var key = asking.idempotencyKey();
        if (key == null) {
            return answer.get().answer;
        }
        var fingerprint = fingerprint(request);
        // The same key at the same moment waits here until the first one is answered.
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))")
                .param(asking.actor() + "\n" + key)
                .query((row, i) -> key)
                .single();
        var kept = kept(asking.actor(), key);
        if (kept != null) {
            return answered(kept, fingerprint, name(asking.actor(), key), body);
        }
        var fresh = answer.get();
        keep(asking.actor(), key, fingerprint, fresh.answer, fresh.toKeep);
        return fresh.answer;
    }

    private @Nullable Kept kept(String actor, String key) {
        return jdbc.sql("SELECT fingerprint, status, headers, body FROM idempotency WHERE actor = ? AND key = ?")
                .params(actor, key)
                .query(Kept.class)
                .optional()
                .orElse(null);
    }

    private ResponseEntity<?> answered(Kept kept, String fingerprint, String name, Function<JsonNode, JsonNode> told) {
        if (!kept.fingerprint.equals(fingerprint)) {
            throw new ProblemException(Problem.at(422, "idempotency-key-reused", "Idempotency-Key", Map.of()));
        }
        var answer = ResponseEntity.status(kept.status);
        json.readTree(kept.headers).forEachEntry((header, value) -> answer.header(header, value.asString()));
        var body = told.apply(json.readTree(master.open(name, kept.body)));
        return answer.header("Idempotency-Replayed", "true")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }

    private void keep(String actor, String key, String fingerprint, ResponseEntity<?> answer, @Nullable Object toKeep) {
        var headers = json.createObjectNode();
        var location = answer.getHeaders().getLocation();
        if (location != null) {
            headers.put("Location", location.toString());
        }
        if (answer.getHeaders().getETag() != null) {
            headers.put("ETag", answer.getHeaders().getETag());
        }
        var body = master.seal(name(actor, key), json.writeValueAsBytes(toKeep));
        jdbc.sql("""
                INSERT INTO idempotency (actor, key, fingerprint, status, headers, body)
                VALUES (?, ?, ?, ?, ?, ?)""")
                .params(actor, key, fingerprint, answer.getStatusCode().value(), headers.toString(), body)
                .update();
    }

    /** Kept for a week: a client that tries again does so within minutes. */
    @Scheduled(fixedDelayString = "PT1H")
    void forgetOld() {
        jdbc.sql("DELETE FROM idempotency WHERE answered_at < now() - interval '7 days'")
                .update();
    }

    private static String name(String actor, String key) {
        return "idempotency/" + actor + "/" + key;
    }

    private String fingerprint(Object request) {
        // Under a key of its own, which outlives another master key.
        // By key: the order of an immutable map changes with every start, and a client may well try again after
        // one.
        var text = json.writer()
                .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .writeValueAsBytes(request);
        return keys.mark("idempotency", text);
    }
}
