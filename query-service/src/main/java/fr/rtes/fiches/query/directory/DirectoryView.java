package fr.rtes.fiches.query.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.model.Filters;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.directory.Editions.Edition;
import fr.rtes.fiches.query.directory.Editions.Mark;
import fr.rtes.fiches.query.directory.Facts.Dated;
import fr.rtes.fiches.query.directory.Facts.Seat;
import fr.rtes.fiches.query.directory.Lifetime.Clock;
import fr.rtes.fiches.query.reading.Bson;
import fr.rtes.fiches.query.reading.BsonDraft;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.sight.PublicVersions;
import fr.rtes.fiches.query.views.View;
import fr.rtes.fiches.query.views.Views;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * View {@code directory}. Its own documents hold the state and are read by nobody else. On shelf {@code entries} stands every fiche as
 * it is shown now, on shelf {@code editions} all that were ever shown, with the time in which they were: both with {@code words} to
 * search in, {@code sort} to sort by, what is filtered by beside, and the whole of it in {@code shown}.
 */
@Component
class DirectoryView implements View<Editions> {

    static final String NAME = "directory";
    /** As everything is shown now. */
    static final String ENTRIES = "entries";
    /** As everything ever was. */
    static final String EDITIONS = "editions";

    /** Index over the days on which entries become others by themselves. */
    static final String TURN = "turn";

    /** Index over the words to search in. */
    static final String WORDS = "words";

    /** Of a day that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private static final JsonMapper JSON = EventJson.values()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final List<Stale> STALES = List.of(Stale.values());

    /** One a key. */
    private static final List<Order> BY_CONTENT = List.copyOf(Arrays.stream(Order.values())
            .filter(order -> !order.isByPosition())
            .collect(Collectors.toMap(Order::key, order -> order, (a, b) -> a, LinkedHashMap::new))
            .values());

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int revision() {
        return 3;
    }

    @Override
    public Editions fold(@Nullable Editions before, Recorded recorded) {
        return Editions.fold(before, recorded);
    }

    @Override
    public long version(Editions editions) {
        return editions.version();
    }

    @Override
    public List<RawBsonDocument> documents(Editions editions) {
        return List.of(BsonDraft.of(editions.facts().ficheId())
                .append("version", editions.version())
                .append("firstKnown", Moment.text(editions.firstKnown()))
                .append("facts", JSON, editions.facts())
                .append("open", JSON, editions.open())
                .append(PublicLife.VERSIONS, JSON, editions.publicVersions())
                .document());
    }

    @Override
    public Editions load(RawBsonDocument head) {
        return Editions.of(
                Instant.parse(head.getString("firstKnown").getValue()),
                read(Bson.part(head, "facts"), Facts.class),
                read(Bson.part(head, "open"), Edition.class),
                publicVersions(head));
    }

    /** What an older revision wrote does not say, and is taken for public from now on at most until the view is rebuilt. */
    private static PublicVersions publicVersions(RawBsonDocument head) {
        if (head.containsKey(PublicLife.VERSIONS)) {
            return read(Bson.part(head, PublicLife.VERSIONS), PublicVersions.class);
        }
        var last = read(Bson.part(head, "open"), Edition.class).last();
        return PublicVersions.NONE.after(
                read(Bson.part(head, "facts"), Facts.class).status(), last.version(), last.recordedAt());
    }

    /** A fiche's state as far as the view has come; null: it has not come to the fiche. */
    @Nullable Editions newest(Views views, String ficheId) {
        var head = views.documents(NAME)
                .withDocumentClass(RawBsonDocument.class)
                .find(Filters.eq("_id", ficheId))
                .first();
        return head == null ? null : load(head);
    }

    @Override
    public Map<String, List<RawBsonDocument>> shelved(Editions editions) {
        var ficheId = editions.facts().ficheId();
        var open = editions.open();
        var search = new Search();
        var all = new ArrayList<RawBsonDocument>();
        for (var closed : editions.finished()) {
            all.add(edition(
                    ficheId + "#" + closed.edition().number(),
                    ficheId,
                    closed.edition(),
                    closed.shown(),
                    closed.until(),
                    search));
        }
        all.add(edition(ficheId, ficheId, open, editions.shown(), null, search));
        var entry = line(
                        ficheId,
                        ficheId,
                        editions.present(),
                        editions.facts().day(),
                        List.of(open.last()),
                        search,
                        sort -> sort.append(Order.RECORDED.key(), open.last().position()))
                .append("firstKnown", Lifetime.nanos(editions.firstKnown()))
                .appendPart(PublicLife.VERSIONS, editions.publicVersions(), PublicLife::write)
                .document();
        return Map.of(ENTRIES, List.of(entry), EDITIONS, all);
    }

    private static RawBsonDocument edition(
            String id, String ficheId, Edition edition, Shown shown, @Nullable Mark until, Search search) {
        var first = edition.first();
        var at = new Lifetime(
                Clock.INSTANT,
                Lifetime.nanos(first.knownFrom()),
                until == null ? Lifetime.OPEN : Lifetime.nanos(until.knownFrom()));
        var upTo = new Lifetime(Clock.POSITION, first.position(), until == null ? Lifetime.OPEN : until.position());
        return line(id, ficheId, shown, edition.since(), edition.marks(), search, sort -> {})
                .appendParts("budgets", shown.budgets(), DirectoryView::write)
                .appendPart(Clock.INSTANT.field(), at::write)
                .appendPart(Clock.POSITION.field(), upTo::write)
                .document();
    }

    /** The words of a fiche's lines: from one edition to the next they seldom change. */
    private static final class Search {
        private @Nullable Entry last;
        private List<String> words = List.of();
        private String name = "";

        void of(Entry entry) {
            if (last == null || !last.isSearchedLike(entry)) {
                words = entry.words();
                name = Folded.text(entry.name());
            }
            last = entry;
        }
    }

    /**
     * @param day the one on which it is shown so
     * @param alsoSorted what it is sorted by besides
     */
    private static BsonDraft line(
            String id,
            String ficheId,
            Shown shown,
            LocalDate day,
            List<Mark> marks,
            Search search,
            Consumer<BsonDraft> alsoSorted) {
        var entry = Entry.of(ficheId, shown, marks.getLast(), day);
        search.of(entry);
        var departement = entry.departement();
        var region = entry.region();
        return BsonDraft.of(id)
                .append("ficheId", ficheId)
                .append("version", entry.version())
                .append("type", entry.type().name())
                .append("region", region == null ? null : region.code())
                .append("departement", departement == null ? null : departement.code())
                .append("status", entry.status().name())
                .appendPart("stale", stale -> {
                    for (var s : STALES) {
                        stale.append(s.field(), day(shown.from(s)));
                    }
                })
                .append("turn", day(shown.turn()))
                .appendTexts("words", search.words)
                .appendPart("sort", sort -> {
                    for (var order : BY_CONTENT) {
                        if (order.isText()) {
                            sort.append(order.key(), search.name);
                        } else {
                            sort.append(order.key(), order.number(entry));
                        }
                    }
                    alsoSorted.accept(sort);
                })
                .appendPart("shown", part -> write(part, shown))
                .appendNumbers("positions", marks, Mark::position)
                .appendNumbers("recorded", marks, mark -> Lifetime.nanos(mark.recordedAt()));
    }

    /** Its fields as the mapper reads them again; the budgets stand beside it, where they are needed. */
    private static void write(BsonDraft draft, Shown shown) {
        draft.appendPart("dated", shown.dated(), DirectoryView::write)
                .appendParts(
                        "later",
                        shown.later(),
                        (turn, later) ->
                                turn.append("on", later.on()).appendPart("dated", later.dated(), DirectoryView::write))
                .appendTexts("aliases", shown.aliases())
                .append("status", shown.status().name())
                .appendNumber("membershipSince", shown.membershipSince())
                .append("confirmedOn", shown.confirmedOn())
                .append("unconfirmedFrom", shown.unconfirmedFrom())
                .append("agedFrom", shown.agedFrom())
                .appendTexts("budgets", List.of());
    }

    private static void write(BsonDraft draft, Dated dated) {
        draft.append("name", dated.name())
                .append("type", dated.type().name())
                .appendNumber("population", dated.population())
                .appendPart("seat", dated.seat(), DirectoryView::write)
                .append("electedOutdatedFrom", dated.electedOutdatedFrom());
    }

    private static void write(BsonDraft draft, Seat seat) {
        draft.appendPart("departement", seat.departement(), DirectoryView::write)
                .appendPart("region", seat.region(), DirectoryView::write)
                .append("locality", seat.locality());
    }

    private static void write(BsonDraft draft, Place place) {
        draft.append("code", place.code()).append("name", place.name());
    }

    private static void write(BsonDraft draft, Spending budget) {
        draft.append("budgetId", budget.budgetId())
                .appendNumber("year", budget.year())
                .append("nature", budget.nature().name())
                .appendParts(
                        "lines",
                        budget.lines(),
                        (share, line) -> share.append("section", line.section().name())
                                .append("kind", line.kind().name())
                                .appendNumber("min", line.min())
                                .appendNumber("max", line.max()));
    }

    private static long day(@Nullable LocalDate day) {
        return day == null ? NEVER : day.toEpochDay();
    }

    private static <T> T read(Document document, Class<T> type) {
        return JSON.treeToValue(Bson.tree(document), type);
    }

    private static <T> T read(RawBsonDocument document, Class<T> type) {
        return JSON.treeToValue(Bson.tree(document), type);
    }

    /** The line that a document of one of the shelves is on a day. */
    static Entry entry(Document document, Asked asked) {
        var mark = lastMark(document, asked);
        var day = Moment.day(mark.knownFrom());
        return Entry.of(
                document.getString("ficheId"),
                read(document.get("shown", Document.class), Shown.class),
                mark,
                asked.day().isAfter(day) ? asked.day() : day);
    }

    /** The last event that was known at the moment asked about. */
    static Mark lastMark(Document document, Asked asked) {
        var positions = document.getList("positions", Number.class);
        var recorded = document.getList("recorded", Number.class);
        var at = document.get(Clock.INSTANT.field(), Document.class);
        var from = at == null ? Long.MIN_VALUE : at.get("from", Number.class).longValue();
        var firstVersion = document.get("version", Number.class).longValue() - positions.size() + 1;
        @Nullable Mark last = null;
        for (var i = 0; i < positions.size(); i++) {
            var time = recorded.get(i).longValue();
            from = Math.max(from, time);
            var position = positions.get(i).longValue();
            var knownFrom = Lifetime.instant(from);
            if (last != null && asked.then() != null && !asked.then().includes(knownFrom, position)) {
                break;
            }
            last = new Mark(firstVersion + i, position, Lifetime.instant(time), knownFrom);
        }
        return Objects.requireNonNull(last);
    }

    static List<Spending> budgets(Document document) {
        return document.getList("budgets", Document.class).stream()
                .map(budget -> read(budget, Spending.class))
                .toList();
    }

    /** Nobody reads the state by anything but its fiche. */
    @Override
    public List<ViewIndex> indexes() {
        return List.of();
    }

    @Override
    public List<Shelf> shelves() {
        var filters = Stream.of(WORDS, "type", "region", "departement", "status", TURN)
                .map(field -> index(field, field));
        var orders = Arrays.stream(Order.values())
                .map(Order::key)
                .distinct()
                .map(key -> index("sort_" + key, "sort." + key, "_id"));
        var clocks = Arrays.stream(Clock.values())
                .map(clock -> index(clock.field(), clock.field("node"), clock.field("until"), clock.field("from")));
        return List.of(
                new Shelf(ENTRIES, Stream.concat(filters, orders).toList()),
                new Shelf(
                        EDITIONS,
                        Stream.concat(Stream.of(index(WORDS, WORDS), index(TURN, TURN)), clocks)
                                .toList()));
    }

    private static ViewIndex index(String name, String... fields) {
        SequencedMap<String, Integer> keys = new LinkedHashMap<>();
        Arrays.stream(fields).forEach(field -> keys.put(field, 1));
        return new ViewIndex(name, keys);
    }
}
