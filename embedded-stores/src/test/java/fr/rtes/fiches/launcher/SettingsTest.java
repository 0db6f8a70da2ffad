package fr.rtes.fiches.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static String mongoUriOfQueryService(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        // Else the embedded accounts would be made here.
        all.put("FICHES_ACCOUNTS_ISSUER", "https://accounts.example");
        return Part.QUERY.environment(Settings.of(all)).getOrDefault("SPRING_MONGODB_URI", "");
    }

    @Test
    void views_are_in_the_stand_in_unless_a_server_is_named() {
        assertThat(mongoUriOfQueryService(Map.of("FICHES_MONGO_PORT", "4711")))
                .isEqualTo("mongodb://127.0.0.1:4711/fiches");
        assertThat(mongoUriOfQueryService(Map.of("SPRING_MONGODB_URI", " ")))
                .isEqualTo("mongodb://127.0.0.1:27918/fiches");
        assertThat(mongoUriOfQueryService(Map.of("SPRING_MONGODB_URI", "mongodb://views.example/register")))
                .isEqualTo("mongodb://views.example/register");
    }
}
