package fr.rtes.fiches.query.edit;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param commandService where the command service answers, without a path */
@ConfigurationProperties("fiches")
record CommandServiceSettings(
        @DefaultValue("http://127.0.0.1:8080") URI commandService) {}
