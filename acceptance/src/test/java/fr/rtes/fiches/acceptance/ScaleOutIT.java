package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A second query service joins, takes its share of the views, and is killed. */
@ExtendWith(SharedRegister.class)
class ScaleOutIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void two_instances_share_the_views_and_one_takes_over_from_the_other(Register register) {
        register.awaitViews();
        int port = Ports.free();
        Part second = register.secondQuery(port);
        second.start();
        try {
            awaitShares(register, second, Map.of(2L, 2));
            say(register, 1);
            register.awaitViews();
        } finally {
            second.kill();
        }
        long killed = System.nanoTime();
        say(register, 2);
        register.awaitViews();
        awaitShares(register, register.query(), Map.of((long) Register.VIEWS.size(), 1));
        System.out.println("the views of the killed instance were kept up to date again after "
                + Duration.ofNanos(System.nanoTime() - killed).toSeconds() + " s");
    }

    private static void say(Register register, int number) {
        Answer answer = register.command(
                "POST",
                "/api/v1/fiches",
                "{\"ficheId\": \"scale-out-%d\", \"name\": \"Ville %d\", \"type\": \"COMMUNE\"}"
                        .formatted(number, number));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    /** @param wanted how many instances keep how many views */
    private static void awaitShares(Register register, Part about, Map<Long, Integer> wanted) {
        register.await("the views to be kept by " + wanted, LIMIT, about, () -> {
            Map<String, Long> byKeeper = new TreeMap<>();
            for (JsonNode view : register.query("/api/v1/views").body()) {
                byKeeper.merge(view.path("keeper").asString(), 1L, Long::sum);
            }
            Map<Long, Integer> shares = new TreeMap<>();
            byKeeper.values().forEach(count -> shares.merge(count, 1, Integer::sum));
            return shares.equals(new TreeMap<>(wanted)) ? Optional.of(true) : Optional.empty();
        });
    }
}
