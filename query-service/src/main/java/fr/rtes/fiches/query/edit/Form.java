package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.query.edit.Commands.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One command, as it is filled in.
 *
 * @param key the operation of the command service, also the end of the keys of its words
 * @param path below a fiche; {@code {item}} is what of it is changed
 * @param values what the fiche says now, in the shape of the fields; empty where it has no such item
 * @param isGrave cannot be taken back
 */
record Form(String key, HttpMethod method, String path, Values values, List<Field> fields, boolean isGrave) {

    private static final String FICHES = "/api/v1/fiches";

    /** What the fiche says now. */
    @FunctionalInterface
    interface Values {

        /** @param item empty: the form is about none */
        Optional<JsonNode> of(JsonNode profile, String item);

        static Values none() {
            return (profile, item) -> Optional.of(JsonNodeFactory.instance.objectNode());
        }

        /** The object there; nothing typed where there is none. */
        static Values at(String pointer) {
            return (profile, item) -> Optional.of(
                    profile.at(pointer).isObject() ? profile.at(pointer) : JsonNodeFactory.instance.objectNode());
        }

        /** One field, with what is there. */
        static Values one(String field, String pointer) {
            return (profile, item) -> Optional.of(object(Map.of(field, profile.at(pointer))));
        }

        /** One field, with what is there under the name of the item. */
        static Values named(String field, String pointer) {
            return (profile, item) ->
                    Optional.of(object(Map.of(field, profile.at(pointer).path(item))));
        }

        /** The entry with that id. */
        static Values entry(String list, String id) {
            return (profile, item) -> profile.path(list)
                    .valueStream()
                    .filter(entry -> entry.path(id).asString("").equals(item))
                    .findFirst();
        }

        /** Whether the list holds it. */
        static Values listed(String list) {
            return (profile, item) -> profile.path(list)
                    .valueStream()
                    .filter(text -> text.asString("").equals(item))
                    .findFirst()
                    .map(text -> object(Map.of()));
        }

        private static ObjectNode object(Map<String, JsonNode> members) {
            var object = JsonNodeFactory.instance.objectNode();
            members.forEach((name, value) -> {
                if (!value.isMissingNode()) {
                    object.set(name, value);
                }
            });
            return object;
        }
    }

    static Form post(String key, String path, Field... fields) {
        return new Form(key, HttpMethod.POST, path, Values.none(), List.of(fields), false);
    }

    static Form put(String key, String path, Values values, Field... fields) {
        return new Form(key, HttpMethod.PUT, path, values, List.of(fields), false);
    }

    static Form delete(String key, String path, Values values, Field... fields) {
        return new Form(key, HttpMethod.DELETE, path, values, List.of(fields), false);
    }

    Form grave() {
        return new Form(key, method, path, values, fields, true);
    }

    boolean isAboutItem() {
        return path.contains("{item}");
    }

    /** A new fiche, which has no address yet. */
    boolean isRegistration() {
        return key.equals("registerMember");
    }

    /** Taking something away: neither the fields nor the reason are in a body. */
    boolean isDelete() {
        return method.equals(HttpMethod.DELETE);
    }

    /**
     * The call that sends it.
     *
     * @param body what was typed; with the reason in it
     */
    Call call(String ficheId, String item, ObjectNode body, @Nullable Long version, String key) {
        var variables = new ArrayList<String>();
        if (!isRegistration()) {
            variables.add(ficheId);
        }
        if (isAboutItem()) {
            variables.add(item);
        }
        var address = isRegistration() ? FICHES : FICHES + "/{ficheId}" + path;
        var sentVersion = isRegistration() ? null : version;
        var sentKey = method.equals(HttpMethod.POST) ? key : null;
        if (!isDelete()) {
            return new Call(
                    method,
                    address,
                    variables,
                    List.of(),
                    new ByteArrayResource(body.toString().getBytes(StandardCharsets.UTF_8)),
                    MediaType.APPLICATION_JSON,
                    sentVersion,
                    sentKey,
                    null);
        }
        var parameters = fields.stream()
                .flatMap(field -> body.has(field.name())
                        ? Stream.of(new Call.Parameter(
                                field.name(), body.path(field.name()).asString()))
                        : Stream.empty())
                .toList();
        var reason = body.has("reason") ? body.path("reason").asString() : null;
        return new Call(
                method, address, variables, parameters, null, MediaType.APPLICATION_JSON, sentVersion, sentKey, reason);
    }
}
