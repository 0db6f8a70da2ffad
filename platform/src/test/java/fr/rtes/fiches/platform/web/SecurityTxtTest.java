package fr.rtes.fiches.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.platform.problem.ProblemException;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.info.BuildProperties;

class SecurityTxtTest {

    private static SecurityTxt of(String contact) {
        var built = new Properties();
        built.setProperty(
                "time", String.valueOf(Instant.parse("2026-11-23T00:00:00Z").toEpochMilli()));
        var beans = new DefaultListableBeanFactory();
        beans.registerSingleton("build", new BuildProperties(built));
        return new SecurityTxt(new SecuritySettings(contact), beans.getBeanProvider(BuildProperties.class));
    }

    @Test
    void whoever_found_a_weakness_is_told_whom_to_tell_and_until_when_that_is_so() {
        assertThat(of("mailto:securite@exemple.fr").text().getBody()).isEqualTo("""
            Contact: mailto:securite@exemple.fr
            Expires: 2027-11-23T00:00:00Z
            Preferred-Languages: fr, en
            """);
    }

    @Test
    void where_nobody_is_named_there_is_no_file() {
        assertThatThrownBy(() -> of(" ").text()).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"securite@exemple.fr", "http://exemple.fr", "mailto:a b"})
    void a_contact_that_nobody_could_use_stops_the_start(String contact) {
        assertThatThrownBy(() -> of(contact)).isInstanceOf(IllegalArgumentException.class);
    }
}
