package fr.rtes.fiches.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The committed OpenAPI document of a service; that it is the one served is tested in the service. */
final class OpenApi {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final JsonNode root;

    OpenApi(String service) throws IOException {
        this(service, Path.of(".."));
    }

    OpenApi(String service, Path repository) throws IOException {
        root = JsonMapper.shared().readTree(Files.readString(repository.resolve("docs/openapi/" + service + ".json")));
    }

    record Operation(String method, String path, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        root.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, node) -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Operation(method, path, node));
                    }
                }));
        return operations;
    }

    /** Where a {@code $ref} leads; missing when nowhere. */
    JsonNode at(String reference) {
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : root.path("no document but this one");
    }
}
