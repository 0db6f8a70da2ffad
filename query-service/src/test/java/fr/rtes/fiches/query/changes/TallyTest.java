package fr.rtes.fiches.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomLog;
import fr.rtes.fiches.query.directory.Members.Member;
import fr.rtes.fiches.query.history.Columns;
import fr.rtes.fiches.query.history.FoldedHistory;
import fr.rtes.fiches.query.history.WholeHistory.Ref;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {

    private static final int QUESTIONS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_walk_through_columns_finds_what_looking_at_every_change_finds(long seed) {
        var random = new Random(seed);
        var fiches = new Fiches();
        var log = RandomLog.of(fiches, seed, 1, 5, 40, 60, 100, 7, 130, 230, 3, 12);
        var histories = Naive.histories(log, fiches.cipher());
        var members = members(random, log);
        var naive = Naive.of(histories, members);
        for (var i = 0; i < QUESTIONS; i++) {
            var question = naive.question(random);
            var limit = 1 + random.nextInt(60);
            var last = log.get(random.nextInt(log.size())).position();
            var all = new Range(0, Long.MAX_VALUE);
            var shown = random.nextBoolean()
                    ? all
                    : question.oldestFirst() ? new Range(last + 1, Long.MAX_VALUE) : new Range(0, last);
            var tally = new Tally(question, all, shown, limit);
            shuffled(histories, random).forEach(c -> tally.add(c, members.get(c.ficheId())));
            tally.settle(touching(question, tally.doubts(), histories));

            var matching = naive.matching(question);
            assertThat(tally.total()).as("%s", question).isEqualTo(matching.size());
            var expected = matching.stream()
                    .filter(one -> shown.contains(one.item().position()))
                    .map(one -> one.item().position())
                    .toList();
            assertThat(tally.page().stream().map(Ref::position))
                    .as("%s", question)
                    .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
            assertThat(tally.hasMore()).isEqualTo(expected.size() > limit);
            assertThat(tally.authors())
                    .isEqualTo(
                            naive.counts(question, "author", TallyTest::shownAuthor));
            assertThat(tally.kinds())
                    .isEqualTo(naive.counts(question, "kind", one -> one.item().type()));
            assertThat(tally.types())
                    .isEqualTo(naive.counts(
                            question,
                            "type",
                            one -> Objects.requireNonNull(one.member()).type()));
            assertThat(tally.regions())
                    .isEqualTo(naive.counts(
                            question,
                            "region",
                            one -> Objects.requireNonNull(one.member()).region()));
            assertThat(tally.years()).isEqualTo(naive.counts(question, "year", Naive::year));
        }
    }

    private static @Nullable String shownAuthor(Naive.One one) {
        return Objects.requireNonNull(one.member()).sight().authors()
                ? one.item().actor()
                : null;
    }

    /** One of them the directory does not know. */
    private static Map<String, Member> members(Random random, List<Recorded> log) {
        var members = new HashMap<String, Member>();
        RandomLog.byFiche(log).keySet().forEach(id -> members.put(id, Naive.member(random, id)));
        members.remove(log.getFirst().ficheId());
        return members;
    }

    private static List<Columns> shuffled(Map<String, FoldedHistory> histories, Random random) {
        var columns = new ArrayList<Columns>();
        histories.values().forEach(history -> columns.addAll(history.columns()));
        Collections.shuffle(columns, random);
        return columns;
    }

    private static Set<Ref> touching(Question question, List<Ref> doubts, Map<String, FoldedHistory> histories) {
        var touching = new HashSet<Ref>();
        for (var doubt : doubts) {
            var path = Objects.requireNonNull(question.field()).path();
            var item = Objects.requireNonNull(histories.get(doubt.ficheId()))
                    .items()
                    .get((int) doubt.version() - 1);
            if (item.changes().stream().anyMatch(field -> field.path().equals(path))) {
                touching.add(doubt);
            }
        }
        return touching;
    }
}
