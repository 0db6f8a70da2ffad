package fr.rtes.fiches.platform.web;

/**
 * What a service with pages allows them, and with them every answer of its own, whatever a page may hold.
 *
 * @param text a Content-Security-Policy
 */
public record PagePolicy(String text) {}
