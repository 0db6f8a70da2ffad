package fr.rtes.fiches.query.findings;

import static fr.rtes.fiches.query.findings.Schemes.exactly;
import static fr.rtes.fiches.query.findings.Schemes.guarantees;
import static fr.rtes.fiches.query.findings.Schemes.moreThan;
import static fr.rtes.fiches.query.findings.Schemes.scheme;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.findings.Finding.State;
import fr.rtes.fiches.query.findings.Finding.Turn;
import fr.rtes.fiches.query.profile.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a claim that does not hold. */
class FindingsTest {

    private static final String ID = "conseil-regional";
    private static final SchemeRecorded FUND =
            new SchemeRecorded(ID, "fonds", guarantees().said());

    private final Fiches fiches = new Fiches();

    private List<Recorded> log(FicheEvent... events) {
        var all = new ArrayList<FicheEvent>();
        all.add(new MemberRegistered(ID, "Conseil régional", CollectiviteType.CONSEIL_REGIONAL, 2016));
        all.addAll(Arrays.asList(events));
        return fiches.recorded(all.toArray(FicheEvent[]::new));
    }

    private Finding only(FicheEvent... events) {
        var all = SamplePage.folded(log(events)).all();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static List<State> states(Finding finding) {
        return finding.life().stream().map(Turn::state).toList();
    }

    private static SchemeCorrected corrected(String leverage) {
        return new SchemeCorrected(
                ID,
                "fonds",
                scheme("Fonds de garantie")
                        .money(moreThan(1_403_000), "dotations")
                        .money(moreThan(4_138_370), "financements de garanties")
                        .leverage(Precision.MORE_THAN, leverage)
                        .said());
    }

    private static FindingExplained explained(Finding finding) {
        return new FindingExplained(ID, finding.findingId(), "Montants arrondis dans le rapport");
    }

    @Test
    void it_opens_with_the_version_that_made_the_claim() {
        var finding = only(FUND);

        assertThat(finding.findingId()).matches("leverage-[0-9a-f]{12}");
        assertThat(finding.state()).isEqualTo(State.OPEN);
        assertThat(finding.life()).containsExactly(new Turn(State.OPEN, 2, Fiches.FIRST.plusSeconds(60), null, null));
    }

    @Test
    void its_id_is_made_of_what_it_is_about_and_not_of_its_figures_or_its_place() {
        var shifted = new SchemeCorrected(
                ID,
                "fonds",
                scheme("Fonds de garantie, autre nom")
                        .counts(5, "agences")
                        .money(moreThan(4_000_000), "financements de garanties")
                        .money(exactly(1_000_000), "dotations")
                        .leverage(Precision.EXACT, "7")
                        .said());

        assertThat(only(FUND, shifted).findingId()).isEqualTo(only(FUND).findingId());
        assertThat(states(only(FUND, shifted))).containsExactly(State.OPEN);
        assertThat(only(FUND, shifted).paths()).contains("/schemes/fonds/indicators/3/quantity");
        assertThat(only(new SchemeRecorded(ID, "autre", guarantees().said())).findingId())
                .isNotEqualTo(only(FUND).findingId());
    }

    @Test
    void it_is_resolved_when_the_figures_agree_and_reopened_when_they_do_not_again() {
        assertThat(states(only(FUND, corrected("2.94")))).containsExactly(State.OPEN, State.RESOLVED);
        assertThat(states(only(FUND, corrected("2.94"), corrected("2.98"))))
                .containsExactly(State.OPEN, State.RESOLVED, State.REOPENED);
        assertThat(states(only(FUND, corrected("2.94"), corrected("2.9")))).containsExactly(State.OPEN, State.RESOLVED);
        assertThat(states(only(FUND, new SchemeWithdrawn(ID, "fonds")))).containsExactly(State.OPEN, State.RESOLVED);
    }

    @Test
    void resolved_it_keeps_the_computation_of_the_last_time_it_did_not_hold() {
        assertThat(only(FUND, corrected("2.94")).computation())
                .isEqualTo(only(FUND).computation());
    }

    @Test
    void other_figures_that_do_not_agree_either_leave_it_open() {
        var finding = only(FUND, corrected("3.5"));

        assertThat(states(finding)).containsExactly(State.OPEN);
        assertThat(finding.computation().claimed().number()).isEqualByComparingTo("3.5");
    }

    @Test
    void explained_it_stays_so_while_its_figures_stay() {
        var explained = explained(only(FUND));
        var finding = only(
                FUND,
                explained,
                new MemberRenamed(ID, "Région", null),
                new SchemeRecorded(ID, "s2", scheme("Aide").total(5).said()),
                new SchemeCorrected(ID, "fonds", guarantees().text("Un texte").said()));

        assertThat(finding.state()).isEqualTo(State.EXPLAINED);
        assertThat(finding.life().getLast())
                .isEqualTo(new Turn(State.EXPLAINED, 3, Fiches.FIRST.plusSeconds(120), "local", explained.text()));
    }

    @Test
    void explained_it_is_reopened_by_other_figures_and_resolved_by_those_that_agree() {
        var explained = explained(only(FUND));

        assertThat(states(only(FUND, explained, corrected("2.99"))))
                .containsExactly(State.OPEN, State.EXPLAINED, State.REOPENED);
        assertThat(states(only(FUND, explained, corrected("2.94"))))
                .containsExactly(State.OPEN, State.EXPLAINED, State.RESOLVED);
        assertThat(states(only(FUND, explained, corrected("2.99"), explained)))
                .containsExactly(State.OPEN, State.EXPLAINED, State.REOPENED, State.EXPLAINED);
    }

    @Test
    void an_explanation_taken_back_reopens_it() {
        var finding = only(FUND);
        var withdrawn = new FindingExplanationWithdrawn(ID, finding.findingId());

        assertThat(states(only(FUND, explained(finding), withdrawn)))
                .containsExactly(State.OPEN, State.EXPLAINED, State.REOPENED);
        assertThat(states(only(FUND, withdrawn))).containsExactly(State.OPEN);
    }

    @Test
    void an_explanation_of_what_is_no_finding_or_no_longer_one_changes_nothing() {
        var finding = only(FUND);

        assertThat(states(only(FUND, new FindingExplained(ID, "leverage-000000000000", "Pourquoi"))))
                .containsExactly(State.OPEN);
        assertThat(states(only(FUND, corrected("2.94"), explained(finding))))
                .containsExactly(State.OPEN, State.RESOLVED);
    }

    @Test
    void two_claims_of_the_same_words_are_two_findings() {
        var twice = scheme("Fonds")
                .counts(16, "projets", 7, 8)
                .counts(10, "projets", 1, 2)
                .said();

        assertThat(SamplePage.folded(log(new SchemeRecorded(ID, "s1", twice))).all())
                .extracting(Finding::findingId)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    /** Whatever is recorded: what is not resolved is what does not hold, and a state that was stored continues as if it had not been. */
    @Test
    void on_any_fiche_what_is_open_is_what_fails_when_all_is_checked_from_scratch() {
        var view = new FindingsView();
        for (int seed = 0; seed < 40; seed++) {
            @Nullable Findings findings = null;
            @Nullable Findings stored = null;
            @Nullable Profile profile = null;
            for (var recorded : fiches.recorded(new RandomFiche(seed).events(60))) {
                profile = Profile.fold(profile, recorded);
                findings = view.fold(findings, recorded);
                stored = view.load(view.documents(view.fold(stored, recorded)).getFirst());
                assertThat(notResolved(findings)).as("seed %d", seed).isEqualTo(failing(profile));
            }
            if (findings != null && stored != null) {
                assertThat(stored).isEqualTo(findings);
                assertThat(view.documents(stored)).isEqualTo(view.documents(findings));
                assertThat(view.shelved(stored)).isEqualTo(view.shelved(findings));
            }
        }
    }

    private static List<String> notResolved(Findings findings) {
        return findings.all().stream()
                .filter(finding -> finding.state() != State.RESOLVED)
                .map(Finding::findingId)
                .sorted()
                .toList();
    }

    private static List<String> failing(Profile profile) {
        return Arrays.stream(Equation.values())
                .flatMap(equation -> Findings.failing(equation, profile).keySet().stream())
                .sorted()
                .collect(Collectors.toList());
    }

    @Test
    void no_person_is_in_a_finding() {
        var log = fiches.after(
                fiches.dijonMetropole(),
                new MembershipYearStated("dijon-metropole", 1999),
                new ContactChanged("dijon-metropole", "c1", Fiches.contact("p-1", "Zoé Roy", "maire"), null));

        assertThat(SamplePage.folded(log).entry().toJson())
                .contains("older-than-network")
                .doesNotContain("Zoé", "Petit", "p-1", "p-dijon");
    }
}
