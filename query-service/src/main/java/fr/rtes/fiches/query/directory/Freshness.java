package fr.rtes.fiches.query.directory;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;

/**
 * How far a line of the directory may be trusted on the day it is shown.
 *
 * @param stale why not, if so; {@code …/freshness} tells more
 * @param unconfirmedFrom the day on which it is, or was, a year that nobody has said that it is right
 */
@Schema(name = "EntryFreshness")
public record Freshness(List<Stale> stale, LocalDate unconfirmedFrom) {}
