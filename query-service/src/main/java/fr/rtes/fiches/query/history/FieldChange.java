package fr.rtes.fiches.query.history;

import tools.jackson.databind.JsonNode;

/**
 * One value of the profile before and after an event.
 *
 * @param path JSON pointer into the profile, except that an item of a list is named by its id: {@code /budgets/{budgetId}/year}. A
 *     whole item came or went where the pointer ends with the id.
 * @param before JSON null: there was none
 * @param after JSON null: there no longer is one
 */
record FieldChange(String path, JsonNode before, JsonNode after) {}
