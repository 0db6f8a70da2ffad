package fr.rtes.fiches.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Amount.Kind;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.query.directory.Directory.Member;
import fr.rtes.fiches.query.directory.Spending;
import fr.rtes.fiches.query.directory.Spending.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SumsTest {

    private static Share line(Section section, Kind kind, @Nullable Long min, @Nullable Long max) {
        return new Share(
                section,
                kind,
                min == null ? null : BigDecimal.valueOf(min),
                max == null ? null : BigDecimal.valueOf(max));
    }

    private static Spending budget(@Nullable Integer year, Share... lines) {
        return new Spending("b", year, Nature.PLANNED, List.of(lines));
    }

    private static Member member(String id, Spending... budgets) {
        return new Member(id, CollectiviteType.COMMUNE, null, List.of(budgets));
    }

    private static List<Sums.Sum> sums(Member... members) {
        var sums = new Sums();
        Arrays.stream(members).forEach(sums::add);
        return sums.sums();
    }

    @Test
    void what_is_alike_is_added_and_nothing_else() {
        var sums = sums(
                member(
                        "region",
                        budget(
                                2019,
                                line(Section.OPERATING, Kind.ROUNDED, 6_700_000L, 6_700_000L),
                                line(Section.INVESTMENT, Kind.ROUNDED, 2_000_000L, 2_000_000L))),
                member("ville", budget(2019, line(Section.OPERATING, Kind.BETWEEN, 1_000L, 2_000L))),
                member("autre", budget(2020, line(Section.OPERATING, Kind.EXACT, 5L, 5L))),
                member("sans-annee", budget(null, line(Section.OPERATING, Kind.EXACT, 7L, 7L))));

        assertThat(sums)
                .extracting(s -> s.year() + " " + s.section() + " " + s.min() + "–" + s.max() + " " + s.complete())
                .containsExactly(
                        "2019 OPERATING 6701000–6702000 true",
                        "2019 INVESTMENT 2000000–2000000 true",
                        "2020 OPERATING 5–5 true",
                        "null OPERATING 7–7 true");
        assertThat(sums.getFirst().fiches()).isEqualTo(2);
    }

    @Test
    void what_has_no_figure_leaves_the_sum_open_and_is_listed() {
        var sum = sums(member(
                        "ville-d-audincourt",
                        budget(
                                null,
                                line(Section.UNSPECIFIED, Kind.EXACT, 15_000L, 15_000L),
                                line(Section.UNSPECIFIED, Kind.UNQUANTIFIED, null, null),
                                line(Section.UNSPECIFIED, Kind.IN_KIND, null, null))))
                .getFirst();

        assertThat(sum.min()).isEqualTo(new BigDecimal("15000"));
        assertThat(sum.max()).isNull();
        assertThat(sum.complete()).isFalse();
        assertThat(sum.quantified())
                .isEqualTo(new Sums.Quantified(1, new BigDecimal("15000"), new BigDecimal("15000")));
        assertThat(sum.leftOut())
                .containsExactly(
                        new Sums.LeftOut(Missing.IN_KIND, 1, 1, List.of("ville-d-audincourt")),
                        new Sums.LeftOut(Missing.UNQUANTIFIED, 1, 1, List.of("ville-d-audincourt")));
    }

    @Test
    void an_open_bound_opens_the_sum_on_that_side_alone() {
        var sum = sums(member(
                        "a",
                        budget(
                                2020,
                                line(Section.OPERATING, Kind.AT_LEAST, 10L, null),
                                line(Section.OPERATING, Kind.AT_MOST, null, 4L),
                                line(Section.OPERATING, Kind.EXACT, 1L, 1L))))
                .getFirst();

        assertThat(sum.min()).isEqualTo(new BigDecimal("11"));
        assertThat(sum.max()).isNull();
        assertThat(sum.leftOut()).containsExactly(new Sums.LeftOut(Missing.OPEN_BOUND, 2, 1, List.of("a")));
    }

    @Test
    void a_budget_without_a_line_is_in_no_row() {
        var sums = new Sums();
        sums.add(member("a", budget(2020)));

        assertThat(sums.sums()).isEmpty();
        assertThat(sums.leftOut()).containsExactly(new Sums.LeftOut(Missing.NO_LINES, 1, 1, List.of("a")));
        assertThat(sums.budgets()).isEqualTo(1);
    }

    @Test
    void twenty_fiches_are_named_and_all_are_counted() {
        var members = IntStream.range(0, 100)
                .mapToObj(i -> member(
                        "f%02d".formatted(99 - i), budget(2020, line(Section.OPERATING, Kind.IN_KIND, null, null))))
                .toArray(Member[]::new);
        var left = sums(members).getFirst().leftOut().getFirst();

        assertThat(left.fiches()).isEqualTo(100);
        assertThat(left.ficheIds()).hasSize(20).startsWith("f00", "f01").endsWith("f19");
    }

    /** Every row again, by looking through everything for it alone. */
    @Test
    void random_budgets_agree_with_looking_at_each_row_by_itself() {
        for (var seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var members = new ArrayList<Member>();
            for (var i = 0; i < 1 + random.nextInt(12); i++) {
                members.add(member(
                        "f" + i,
                        IntStream.range(0, random.nextInt(4))
                                .mapToObj(b -> budget(random))
                                .toArray(Spending[]::new)));
            }
            var sums = sums(members.toArray(Member[]::new));
            var keys = new TreeSet<String>();
            for (var member : members) {
                for (var budget : member.budgets()) {
                    budget.lines().forEach(line -> keys.add(key(budget, line)));
                }
            }
            assertThat(sums.stream().map(s -> s.year() + "/" + s.nature() + "/" + s.section()))
                    .containsExactlyInAnyOrderElementsOf(keys);
            sums.forEach(sum -> check(sum, members));
        }
    }

    private static String key(Spending budget, Share line) {
        return budget.year() + "/" + budget.nature() + "/" + line.section();
    }

    private static void check(Sums.Sum sum, List<Member> members) {
        var key = sum.year() + "/" + sum.nature() + "/" + sum.section();
        var lines = members.stream()
                .flatMap(m -> m.budgets().stream())
                .flatMap(b -> b.lines().stream().filter(line -> key(b, line).equals(key)))
                .toList();
        var money = lines.stream()
                .filter(l -> l.kind() != Kind.IN_KIND && l.kind() != Kind.UNQUANTIFIED)
                .toList();
        var mins = money.stream().map(Share::min).filter(Objects::nonNull).toList();
        assertThat(sum.lines()).isEqualTo(lines.size());
        if (mins.isEmpty()) {
            assertThat(sum.min()).isNull();
        } else {
            assertThat(sum.min()).isEqualByComparingTo(mins.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        if (money.size() == lines.size() && money.stream().allMatch(l -> l.max() != null)) {
            assertThat(sum.max())
                    .isEqualByComparingTo(money.stream()
                            .map(l -> Objects.requireNonNull(l.max()))
                            .reduce(BigDecimal.ZERO, BigDecimal::add));
        } else {
            assertThat(sum.max()).isNull();
        }
        var whole =
                money.stream().filter(l -> l.min() != null && l.max() != null).count();
        assertThat(sum.complete()).isEqualTo(whole == lines.size());
        assertThat(sum.quantified().lines()).isEqualTo(whole);
        assertThat(sum.leftOut().stream().mapToLong(Sums.LeftOut::count).sum()).isEqualTo(lines.size() - whole);
        assertThat(sum.fiches())
                .isEqualTo(members.stream()
                        .filter(m -> m.budgets().stream()
                                .anyMatch(b -> b.lines().stream()
                                        .anyMatch(l -> key(b, l).equals(key))))
                        .count());
    }

    private static Spending budget(Random random) {
        return new Spending(
                "b",
                random.nextInt(3) == 0 ? null : 2019 + random.nextInt(2),
                random.nextBoolean() ? Nature.PLANNED : Nature.VOTED,
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(l -> line(
                                any(random, Section.values()),
                                any(random, Kind.values()),
                                random.nextInt(4) == 0 ? null : (long) random.nextInt(1000),
                                random.nextInt(4) == 0 ? null : 1000L + random.nextInt(1000)))
                        .toList());
    }

    @SafeVarargs
    private static <T> T any(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
