package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.StoredProfile;
import fr.rtes.fiches.query.reading.Bson;
import fr.rtes.fiches.query.reading.BsonDraft;
import fr.rtes.fiches.query.reading.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event of a fiche's history: who, when, why, from what, and what it changed.
 *
 * @param type the event's stored name: {@code BudgetCorrected}
 * @param actor null: not shown to whoever asks; it is always stored
 * @param source SHA-256 of the document the values came from; null: from none
 * @param day on which the profile before and after are compared: the first on which the fact holds, else that of its recording
 * @param until the first day after that on which something else holds, as far as was known then; null: none
 * @param about what its sentence mentions, see {@link Told}
 * @param changes empty where the event said what the fiche said already
 */
record Change(
        long version,
        long position,
        String eventId,
        String type,
        Instant recordedAt,
        @Nullable LocalDate effectiveOn,
        LocalDate day,
        @Nullable LocalDate until,
        @Nullable String actor,
        Channel channel,
        @Nullable String reason,
        @Nullable String importId,
        @Nullable String source,
        List<Evidence> evidence,
        ObjectNode about,
        List<FieldChange> changes) {

    private static final String PERSON_ID = "personId";

    private static final JsonMapper JSON = EventJson.values().build();

    Change {
        // Stored only where it is another one.
        day = Objects.requireNonNullElseGet(day, () -> usualDay(effectiveOn, recordedAt));
    }

    private static LocalDate usualDay(@Nullable LocalDate effectiveOn, Instant recordedAt) {
        return effectiveOn == null ? Moment.day(recordedAt) : effectiveOn;
    }

    static Change of(@Nullable Profile before, Profile after, Recorded recorded) {
        var event = recorded.event();
        // A correction of 2019 shows what it changed in 2019, and a fact to come what it will change.
        var day = after.dayOf(event);
        var was = before == null ? null : on(day, before);
        var is = on(day, after);
        var provenance = recorded.provenance();
        var evidence = provenance.evidence();
        return new Change(
                recorded.version(),
                recorded.position(),
                recorded.eventId(),
                EventJson.name(event.getClass()),
                recorded.recordedAt(),
                event.effectiveOn(),
                day,
                until(before, after, event, day),
                provenance.actor(),
                provenance.channel(),
                provenance.reason(),
                provenance.importId(),
                evidence.isEmpty() ? null : evidence.getFirst().source(),
                evidence,
                Told.of(event, was, Moment.day(recorded.recordedAt())),
                Comparison.between(was, is));
    }

    /** @param folded hence as it stands on the day of its last recording */
    private static Profile on(LocalDate day, Profile folded) {
        return folded.dated().holdsOn(day) ? folded : folded.on(day);
    }

    private static @Nullable LocalDate until(@Nullable Profile before, Profile after, FicheEvent event, LocalDate day) {
        // A person is erased on every day.
        return before == null || event instanceof FicheEvent.PersonErased
                ? null
                : after.dated().nextAfter(day, before.dated());
    }

    /** The same for whoever is not told who did it and why. */
    Change withoutAuthor() {
        return new Change(
                version,
                position,
                eventId,
                type,
                recordedAt,
                effectiveOn,
                day,
                until,
                null,
                channel,
                null,
                importId,
                source,
                evidence,
                about,
                changes);
    }

    /** Whether what was known to hold on that day is something else since this event. */
    boolean holdsOn(LocalDate asked) {
        return !day.isAfter(asked) && (until == null || until.isAfter(asked));
    }

    StoredChange stored() {
        var draft = BsonDraft.part()
                .append("version", version)
                .append("position", position)
                .append("eventId", eventId)
                .append("type", type)
                .append("recordedAt", Moment.text(recordedAt))
                .append("effectiveOn", effectiveOn == null ? null : effectiveOn.toString())
                .append("actor", actor)
                .append("channel", channel.name())
                .append("reason", reason)
                .append("importId", importId)
                .append("source", source);
        StoredProfile.write("evidence", evidence, draft);
        draft.append("about", about)
                .appendParts(
                        "changes",
                        changes,
                        (part, change) -> part.append("path", change.path())
                                .append("before", change.before())
                                .append("after", change.after()));
        if (!day.equals(usualDay(effectiveOn, recordedAt))) {
            draft.append("day", day.toString());
        }
        if (until != null) {
            draft.append("until", until.toString());
        }
        return new StoredChange(
                draft.document(),
                position,
                Columns.micros(recordedAt),
                type,
                new Columns.Origin(Objects.requireNonNull(actor), channel, importId),
                changes.stream().map(FieldChange::path).toList());
    }

    static Change of(RawBsonDocument document) {
        return JSON.treeToValue(Bson.tree(document), Change.class);
    }

    /** The persons whom it tells of, whose keys are asked for at once: by their ids, some more than once. */
    Stream<String> persons() {
        return Stream.concat(
                        about.findValues(PERSON_ID).stream(),
                        changes.stream()
                                .flatMap(change -> Stream.of(change.before(), change.after()))
                                .flatMap(part -> part.findValues(PERSON_ID).stream()))
                .map(JsonNode::asString);
    }

    static Change of(Document document) {
        return JSON.treeToValue(Bson.tree(document), Change.class);
    }
}
