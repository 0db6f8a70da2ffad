package fr.rtes.fiches.command;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication(scanBasePackages = {"fr.rtes.fiches.command", "fr.rtes.fiches.platform"})
@ConfigurationPropertiesScan({"fr.rtes.fiches.command", "fr.rtes.fiches.platform"})
public class CommandServiceApplication {

    static void main(String[] args) {
        SpringApplication.run(CommandServiceApplication.class, args);
    }
}
