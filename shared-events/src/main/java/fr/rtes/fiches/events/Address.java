package fr.rtes.fiches.events;

import org.jspecify.annotations.Nullable;

/**
 * A postal address (NF Z10-011), « 40 avenue du Drapeau, BP 17510, 21075 Dijon Cedex ».
 *
 * @param street number and street, or the building where there is no number
 * @param delivery the special delivery line: {@code BP 17510}, {@code CS 51857}
 * @param postalCode five digits; with {@code cedex} a CEDEX code, which is in no list of communes
 * @param country ISO 3166-1 alpha-2
 */
public record Address(
        @Nullable String street,
        @Nullable String delivery,
        @Nullable String postalCode,
        @Nullable String locality,
        boolean cedex,
        String country) {}
