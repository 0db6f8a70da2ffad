package fr.rtes.fiches.query.changes;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.RandomLog;
import fr.rtes.fiches.query.directory.Members.Member;
import fr.rtes.fiches.query.history.FieldFilter;
import fr.rtes.fiches.query.history.FoldedHistory;
import fr.rtes.fiches.query.history.HistoryItem;
import fr.rtes.fiches.query.sight.FicheSight;
import fr.rtes.fiches.query.sight.PublicVersions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All changes of a register in a list, and each question answered by looking at every one: what the quick way must agree with. */
record Naive(List<One> all) {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    /** @param stored paths as they are stored */
    record One(String ficheId, @Nullable Member member, HistoryItem item, List<String> stored) {}

    static Naive of(Map<String, FoldedHistory> histories, Map<String, Member> members) {
        var all = new ArrayList<One>();
        histories.forEach((ficheId, history) -> {
            for (var i = 0; i < history.items().size(); i++) {
                all.add(new One(
                        ficheId,
                        members.get(ficheId),
                        history.items().get(i),
                        history.paths().get(i)));
            }
        });
        return new Naive(all);
    }

    static Map<String, FoldedHistory> histories(List<Recorded> log, PersonCipher cipher) {
        var histories = new HashMap<String, FoldedHistory>();
        RandomLog.byFiche(log).forEach((ficheId, events) -> histories.put(ficheId, FoldedHistory.of(events, cipher)));
        return histories;
    }

    /** Those that match, in the question's order. */
    List<One> matching(Question q) {
        var order = Comparator.<One>comparingLong(one -> one.item().position());
        return all.stream()
                .filter(one -> matches(one, q, ""))
                .sorted(q.oldestFirst() ? order : order.reversed())
                .toList();
    }

    <T> Map<T, Long> counts(Question q, String leftAside, Function<One, @Nullable T> value) {
        var counts = new HashMap<T, Long>();
        for (var one : all) {
            if (matches(one, q, leftAside)) {
                var of = value.apply(one);
                if (of != null) {
                    counts.merge(of, 1L, Long::sum);
                }
            }
        }
        return counts;
    }

    static int year(One one) {
        return one.item().recordedAt().atZone(PARIS).getYear();
    }

    private static boolean matches(One one, Question q, String leftAside) {
        var member = one.member();
        var item = one.item();
        if (member == null) {
            return false;
        }
        if (!member.sight().shows(item.version())
                || (q.author() != null && !member.sight().authors())) {
            return false;
        }
        if (q.author() != null && !leftAside.equals("author") && !q.author().equals(item.actor())) {
            return false;
        }
        if (!q.kinds().isEmpty() && !leftAside.equals("kind") && !q.kinds().contains(item.type())) {
            return false;
        }
        if (!q.types().isEmpty() && !leftAside.equals("type") && !q.types().contains(member.type())) {
            return false;
        }
        if (!q.regions().isEmpty()
                && !leftAside.equals("region")
                && (member.region() == null || !q.regions().contains(member.region()))) {
            return false;
        }
        if (!leftAside.equals("year")) {
            if (q.from() != null && item.recordedAt().isBefore(q.from())) {
                return false;
            }
            if (q.to() != null && item.recordedAt().isAfter(q.to())) {
                return false;
            }
        }
        if (!q.departements().isEmpty()
                && (member.departement() == null || !q.departements().contains(member.departement()))) {
            return false;
        }
        if (!q.channels().isEmpty() && !q.channels().contains(item.channel())) {
            return false;
        }
        if (q.importId() != null && !Objects.equals(q.importId(), item.importId())) {
            return false;
        }
        if (!q.statuses().isEmpty() && !q.statuses().contains(member.status())) {
            return false;
        }
        var since = q.notConfirmedSince();
        var confirmed = member.confirmedOn();
        if (since != null && confirmed != null && !confirmed.isBefore(since)) {
            return false;
        }
        return q.field() == null || touches(one, q.field().path());
    }

    /** As a reader would: the values that are answered, and the contact itself where somebody was named in another way. */
    private static boolean touches(One one, String path) {
        for (var field : one.item().changes()) {
            if (isWithin(field.path(), path) || isWithin(path, field.path())) {
                return true;
            }
        }
        return one.stored().stream()
                .anyMatch(stored -> stored.startsWith("/contacts/")
                        && stored.endsWith("/person")
                        && isWithin(stored.substring(0, stored.lastIndexOf('/')), path));
    }

    private static boolean isWithin(String path, String other) {
        return (path + "/").startsWith(other + "/");
    }

    /** Some question that has answers more often than not. */
    Question question(Random random) {
        var some = all.get(random.nextInt(all.size()));
        var other = all.get(random.nextInt(all.size()));
        var early = some.item().recordedAt();
        var late = other.item().recordedAt();
        if (early.isAfter(late)) {
            var swap = early;
            early = late;
            late = swap;
        }
        var members = all.stream().map(One::member).filter(Objects::nonNull).toList();
        var member = members.get(random.nextInt(members.size()));
        return new Question(
                one(random, 4) ? some.item().actor() : null,
                one(random, 4)
                        ? Set.copyOf(List.of(some.item().type(), other.item().type(), "PersonErased"))
                        : Set.of(),
                one(random, 3) ? FieldFilter.of(field(random)) : null,
                one(random, 4) ? Set.copyOf(List.of(member.type(), CollectiviteType.COMMUNE)) : Set.of(),
                one(random, 5) && member.region() != null ? Set.of(member.region()) : Set.of(),
                one(random, 8) && member.departement() != null
                        ? Set.copyOf(List.of(member.departement(), "21"))
                        : Set.of(),
                one(random, 4) ? early : null,
                one(random, 4) ? late : null,
                one(random, 6) ? Set.copyOf(List.of(some.item().channel(), Channel.API)) : Set.of(),
                one(random, 8) ? RandomLog.IMPORTS.get(random.nextInt(2)) : null,
                one(random, 8) ? LocalDate.of(2026, 1 + random.nextInt(12), 1) : null,
                one(random, 3)
                        ? Set.of()
                        : Set.copyOf(List.of(FicheStatus.PUBLISHED, FicheStatus.BEING_WRITTEN, member.status())),
                random.nextBoolean());
    }

    /** A path that some change has, or the beginning of one. */
    private String field(Random random) {
        var one = all.get(random.nextInt(all.size()));
        var changes = one.item().changes();
        if (changes.isEmpty()) {
            return "contacts";
        }
        var path = changes.get(random.nextInt(changes.size())).path();
        var end = path.lastIndexOf('/');
        return switch (random.nextInt(3)) {
            case 0 -> end > 0 ? path.substring(0, end) : path;
            case 1 -> path.startsWith("/contacts/") && end == path.indexOf('/', 1) ? path + "/name" : path;
            default -> path.substring(1);
        };
    }

    private static boolean one(Random random, int in) {
        return random.nextInt(in) == 0;
    }

    static Member member(Random random, String name) {
        var regions = new @Nullable String[] {"27", "84", null};
        var departements = new @Nullable String[] {"21", "58", "2A", null};
        return new Member(
                name,
                List.of(CollectiviteType.values()).get(random.nextInt(3)),
                List.of(FicheStatus.values()).get(random.nextInt(FicheStatus.values().length)),
                regions[random.nextInt(regions.length)],
                departements[random.nextInt(departements.length)],
                random.nextBoolean() ? null : LocalDate.of(2026, 1, 1).plusDays(random.nextInt(365)),
                sight(random));
    }

    /** Everything, or the versions that somebody without an account would be shown. */
    private static FicheSight sight(Random random) {
        if (random.nextBoolean()) {
            return new FicheSight(true, true, PublicVersions.NONE);
        }
        var versions = PublicVersions.NONE;
        for (var version = 1L; version <= LONGEST; version++) {
            var status = random.nextInt(12) == 0
                    ? FicheStatus.WITHDRAWN
                    : random.nextInt(6) == 0 || versions.isPublic() ? FicheStatus.PUBLISHED : FicheStatus.DRAFT;
            versions = versions.after(status, version, Instant.EPOCH.plusSeconds(version));
        }
        return new FicheSight(false, false, versions);
    }

    /** No fiche of these tests has more changes. */
    private static final int LONGEST = 300;
}
