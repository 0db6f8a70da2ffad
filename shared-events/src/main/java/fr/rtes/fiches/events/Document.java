package fr.rtes.fiches.events;

import org.jspecify.annotations.Nullable;

/**
 * A document the fiche points to (« Retrouvez le panorama 2017 réalisé par la CRESS »).
 *
 * @param url null: not said, or lost with the page it was a link of
 */
public record Document(
        String title,
        @Nullable String author,
        @Nullable When published,
        @Nullable String url) {}
