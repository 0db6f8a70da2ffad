package fr.rtes.fiches.platform.access;

import java.util.Map;

/**
 * The table of a service: for each operation, by its OpenAPI {@code operationId}, who may ask for it. An operation without a row is
 * refused to everybody.
 */
public record Operations(Map<String, Rule> rules) {
    public Operations {
        rules = Map.copyOf(rules);
    }
}
