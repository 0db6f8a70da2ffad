package fr.rtes.fiches.platform.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param contact whom to tell of a weakness: {@code mailto:}, {@code https:} or {@code tel:}; empty: nobody */
@ConfigurationProperties("fiches.security")
record SecuritySettings(@DefaultValue("") String contact) {}
