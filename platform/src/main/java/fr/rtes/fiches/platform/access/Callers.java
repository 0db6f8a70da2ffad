package fr.rtes.fiches.platform.access;

import jakarta.servlet.http.HttpServletRequest;

/** Tells who sent a request. */
public interface Callers {
    Caller of(HttpServletRequest request);
}
