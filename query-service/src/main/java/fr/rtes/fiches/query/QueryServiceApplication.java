package fr.rtes.fiches.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication(scanBasePackages = {"fr.rtes.fiches.query", "fr.rtes.fiches.platform"})
@ConfigurationPropertiesScan({"fr.rtes.fiches.query", "fr.rtes.fiches.platform"})
public class QueryServiceApplication {

    static void main(String[] args) {
        SpringApplication.run(QueryServiceApplication.class, args);
    }
}
