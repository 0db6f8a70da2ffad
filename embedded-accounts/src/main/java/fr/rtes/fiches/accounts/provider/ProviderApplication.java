package fr.rtes.fiches.accounts.provider;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Whom the zero-install default trusts. In production another provider has its place, and this one does not run. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ProviderApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ProviderApplication.class, arguments);
    }
}
