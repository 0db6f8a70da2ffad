package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Whoever reads while every view is rebuilt and swapped reads on as if nothing happened. */
@ExtendWith(SharedRegister.class)
class RebuildUnnoticedIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int FICHES = 23;
    private static final String DIRECTORY = "/api/v1/fiches?status=DRAFT&q=inaper%C3%A7ue&limit=5";

    private static final List<String> ALL =
            IntStream.range(0, FICHES).mapToObj(RebuildUnnoticedIT::id).toList();

    private static String id(int number) {
        return "inapercue-%02d".formatted(number);
    }

    @Test
    void cursors_tags_and_awaited_versions_stay_right_while_every_view_is_swapped(Register register) {
        for (int number = 0; number < FICHES; number++) {
            assertThat(register.command(
                                    "POST",
                                    "/api/v1/fiches",
                                    "{\"ficheId\":\"%s\",\"name\":\"Inaperçue %02d\",\"type\":\"COMMUNE\"}"
                                            .formatted(id(number), number))
                            .status())
                    .isEqualTo(201);
        }
        register.awaitViews();
        List<Integer> generations = generations(register);
        String tag = register.query("/api/v1/fiches/" + id(0)).orFail().header("ETag");
        Answer firstPage = register.query(DIRECTORY).orFail();
        String history = "/api/v1/fiches/" + id(2) + "/history?limit=1";
        rename(register, id(2), "Inaperçue 02 bis");
        rename(register, id(2), "Inaperçue 02");
        register.query("/api/v1/fiches/" + id(2) + "?minVersion=3").orFail();
        register.awaitViews();
        Answer newest = register.query(history).orFail();

        AtomicBoolean goOn = new AtomicBoolean(true);
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> readAll(register, goOn));
        List<String> rebuilds = Register.VIEWS.stream()
                .map(view -> register.ask(register.queryPort(), "POST", "/api/v1/views/" + view + "/rebuilds")
                        .orFail()
                        .body()
                        .path("id")
                        .asString())
                .toList();
        long version = register.command(
                        "PUT",
                        "/api/v1/fiches/" + id(1) + "/population",
                        "{\"value\":1234,\"precision\":\"EXACT\",\"year\":2020,\"text\":\"1 234 habitants\"}")
                .orFail()
                .version();
        assertThat(register.query("/api/v1/fiches/" + id(1) + "?minVersion=" + version)
                        .orFail()
                        .version())
                .isEqualTo(version);
        for (String rebuild : rebuilds) {
            assertThat(state(register, rebuild)).isEqualTo("SWAPPED");
        }
        goOn.set(false);
        assertThat(reader.join()).as("rounds of the reader").isPositive();

        register.await("every view to be of a new generation", LIMIT, register.query(), () -> {
            List<Integer> now = generations(register);
            return IntStream.range(0, now.size()).allMatch(view -> now.get(view) > generations.get(view))
                    ? Optional.of(now)
                    : Optional.empty();
        });
        assertThat(register.query("/api/v1/fiches/" + id(0), "If-None-Match", tag)
                        .status())
                .isEqualTo(304);
        assertThat(rest(register, firstPage)).as("from the cursor of before").isEqualTo(ALL);
        assertThat(register.query(history + "&cursor="
                                + newest.body().path("next").asString())
                        .orFail()
                        .body()
                        .path("items")
                        .path(0)
                        .path("version")
                        .asLong())
                .isEqualTo(newest.body().path("items").path(0).path("version").asLong() - 1);
    }

    private static void rename(Register register, String id, String name) {
        register.command("PUT", "/api/v1/fiches/" + id + "/name", "{\"name\":\"" + name + "\"}")
                .orFail();
    }

    /** @return how often all was read, and was whole */
    private static int readAll(Register register, AtomicBoolean goOn) {
        int rounds = 0;
        while (goOn.get() || rounds == 0) {
            assertThat(rest(register, register.query(DIRECTORY).orFail())).isEqualTo(ALL);
            for (String id : List.of(id(0), id(FICHES - 1))) {
                String fiche = "/api/v1/fiches/" + id;
                assertThat(register.query(fiche).orFail().version()).isPositive();
                assertThat(register.query(fiche + "/history").orFail().body().path("items"))
                        .isNotEmpty();
                register.query(fiche + "/findings").orFail();
                register.query(fiche + "/freshness").orFail();
            }
            rounds++;
        }
        return rounds;
    }

    /** The ids on that page and on all that follow. */
    private static List<String> rest(Register register, Answer page) {
        List<String> ids = new ArrayList<>();
        for (Answer at = page; ; ) {
            for (JsonNode item : at.body().path("items")) {
                ids.add(item.path("ficheId").asString());
            }
            JsonNode next = at.body().path("next");
            if (!next.isString()) {
                return ids;
            }
            at = register.query(DIRECTORY + "&cursor=" + next.asString()).orFail();
        }
    }

    private static List<Integer> generations(Register register) {
        return register.query("/api/v1/views")
                .orFail()
                .body()
                .valueStream()
                .map(view -> view.path("generation").asInt())
                .toList();
    }

    private static String state(Register register, String rebuild) {
        return register.await("the rebuild " + rebuild + " to end", LIMIT, register.query(), () -> {
            JsonNode now =
                    register.query("/api/v1/rebuilds/" + rebuild).orFail().body();
            return now.path("finishedAt").isString()
                    ? Optional.of(now.path("state").asString())
                    : Optional.empty();
        });
    }
}
