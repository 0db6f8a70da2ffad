package fr.rtes.fiches.launcher;

import fr.rtes.fiches.embedded.Unusable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The list of fiches and the state of the views, as the query service tells them. */
record Directory(Register register) {

    /** One line of the list. */
    record Entry(String ficheId, String name, String version) {}

    /** One read model: how far it has read, and how far behind the log it is. */
    record ViewState(String name, String position, String lagEvents, String lagSeconds, String documents) {

        boolean upToDate() {
            return lagEvents.equals("0");
        }
    }

    List<ViewState> views() {
        List<ViewState> views = new ArrayList<>();
        for (JsonNode view : Register.items(require("/api/v1/views").body(), "views", "items")) {
            JsonNode lag = view.path("lag");
            views.add(new ViewState(
                    text(view, "view", "name"),
                    text(view, "position"),
                    lag.isObject() ? text(lag, "events") : text(view, "lagEvents", "lag"),
                    lag.isObject() ? text(lag, "seconds") : text(view, "lagSeconds"),
                    text(view, "documents", "size", "count")));
        }
        return views;
    }

    boolean upToDate() {
        return views().stream().allMatch(ViewState::upToDate);
    }

    boolean isEmpty() {
        return entries().isEmpty();
    }

    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode fiche : Register.items(require("/api/v1/fiches?limit=20").body(), "fiches", "items", "entries")) {
            entries.add(new Entry(text(fiche, "ficheId"), text(fiche, "name"), text(fiche, "version")));
        }
        return entries;
    }

    /** How many fiches the register tells the public about. */
    String count() {
        JsonNode body = require("/api/v1/fiches?limit=1").body();
        String total = text(body, "total", "count");
        return total.isEmpty() ? String.valueOf(entries().size()) : total;
    }

    /** Returns once a version can be read; the service waits, this only asks. */
    void awaitVersion(String ficheId, long version) {
        Register.Answer answer = register.get(
                Register.Service.QUERY,
                "/api/v1/fiches/" + URLEncoder.encode(ficheId, StandardCharsets.UTF_8) + "?minVersion=" + version);
        if (!answer.ok()) {
            throw new Unusable("service.refused", String.join("\n", Register.problem(answer)));
        }
    }

    private Register.Answer require(String path) {
        Register.Answer answer = register.get(Register.Service.QUERY, path);
        if (!answer.ok()) {
            throw new Unusable("service.refused", String.join("\n", Register.problem(answer)));
        }
        return answer;
    }

    private static String text(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode value = node.path(name);
            if (value.isValueNode() && !value.isNull()) {
                return value.asString();
            }
        }
        return "";
    }
}
