package fr.rtes.fiches.query.profile;

import static fr.rtes.fiches.query.Fiches.contact;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Amount.Kind;
import fr.rtes.fiches.events.Budget.Line;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.Stored;
import fr.rtes.fiches.query.profile.Profile.ActionEntry;
import fr.rtes.fiches.query.profile.Profile.Membership;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ProfileTest {

    private static final String ID = "dijon-metropole";
    private final Fiches fiches = new Fiches();
    private final JsonMapper json = EventJson.values().build();

    static Profile folded(List<Recorded> log) {
        @Nullable Profile profile = null;
        for (var recorded : log) {
            profile = Profile.fold(profile, recorded);
        }
        if (profile == null) {
            throw new IllegalArgumentException("an empty log is no fiche");
        }
        return profile;
    }

    @Test
    void a_folded_fiche_answers_the_json_of_the_contract() {
        var profile = folded(fiches.dijonMetropole()).opened(fiches.cipher());

        assertThat(json.valueToTree(profile).toPrettyString())
                .isEqualTo(json.readTree("""
                {"ficheId": "dijon-metropole", "name": "Dijon Métropole", "aliases": ["le Grand Dijon"],
                 "type": "METROPOLE", "status": "PUBLISHED",
                 "membership": {"since": 2001, "until": null}, "identifiers": {"siren": "242100410", "cog": null},
                 "population": {"value": 251179, "precision": "EXACT", "year": null, "text": "251 179 habitants"},
                 "communeCount": null,
                 "address": {"street": "40 avenue du Drapeau", "delivery": "BP 17510", "postalCode": "21075",
                             "locality": "Dijon", "cedex": true, "country": "FR"},
                 "budgets": [{"budgetId": "b1", "year": null, "nature": "ANNUAL", "lines": [
                     {"section": "UNSPECIFIED", "purpose": null,
                      "amount": {"kind": "EXACT", "min": 40000, "max": 40000, "text": "40 000 euros"}}],
                     "text": null, "total": {"min": 40000, "max": 40000, "complete": true}}],
                 "programme": [{"kind": "ITEM", "depth": 1,
                                "text": "Développement de la Commande Publique Responsable"}],
                 "schemes": [],
                 "actions": [
                     {"actionId": "a1", "title": "Financement participatif", "text": null, "when": null, "indicators": []},
                     {"actionId": "a2", "title": "Commerce équitable", "text": null, "when": null, "indicators": []}],
                 "contacts": [{"contactId": "c1", "capacity": "STAFF", "label": null, "name": "Noé Petit",
                               "title": "directeur adjoint", "service": null, "email": null, "phone": null}],
                 "documents": [], "version": 11, "recordedAt": "2026-03-02T08:10:00Z", "confirmedOn": null}
                """).toPrettyString());
    }

    @Test
    void what_is_stored_names_no_person_and_comes_back_the_same() {
        for (int seed = 0; seed < 50; seed++) {
            var profile = folded(fiches.recorded(new RandomFiche(seed).events(60)));
            var stored = Stored.profile(profile);

            assertThat(StoredProfile.load(stored)).isEqualTo(profile);
            assertThat(Stored.profile(StoredProfile.load(stored)).toJson()).isEqualTo(stored.toJson());
        }
        assertThat(Stored.profile(folded(fiches.dijonMetropole())).toJson())
                .doesNotContain("Petit")
                .contains("cipher");
    }

    @Test
    void a_profile_is_not_answered_before_its_persons_are_opened_nor_stored_after() {
        var enciphered = folded(fiches.dijonMetropole());

        assertThatThrownBy(() -> json.writeValueAsString(enciphered)).hasMessageContaining("before it was opened");
        assertThatThrownBy(() -> Stored.profile(enciphered.opened(fiches.cipher())))
                .hasMessageContaining("never stored");
    }

    @Test
    void an_erased_person_has_no_name_and_says_so() {
        var log = fiches.dijonMetropole();
        fiches.erase("p-dijon");

        var key = json.valueToTree(folded(log).opened(fiches.cipher())).at("/contacts/0");
        var event = json.valueToTree(folded(fiches.after(log, new PersonErased(ID, "c1", "p-dijon")))
                        .opened(fiches.cipher()))
                .at("/contacts/0");

        assertThat(key.toString())
                .isEqualTo(event.toString())
                .contains("\"name\":null", "\"erased\":true")
                .doesNotContain("p-dijon");
    }

    @Test
    void a_total_is_an_interval_and_says_what_it_leaves_out() {
        assertThat(total(folded(fiches.conseilRegional())))
                .isEqualTo(new BudgetTotal(euros(8_700_000), euros(8_700_000), true));
        assertThat(total(folded(fiches.audincourt()))).isEqualTo(new BudgetTotal(euros(15_000), null, false));
        assertThat(total(folded(fiches.creusotMontceau()))).isEqualTo(new BudgetTotal(null, null, false));
        assertThat(BudgetTotal.of(List.of())).isEqualTo(new BudgetTotal(null, null, false));
        assertThat(BudgetTotal.of(List.of(
                        lineOf(new Amount(Kind.BETWEEN, euros(5_000), euros(10_000), null)),
                        lineOf(exact(100, "100 €")))))
                .isEqualTo(new BudgetTotal(euros(5_100), euros(10_100), true));
        assertThat(BudgetTotal.of(List.of(
                        lineOf(new Amount(Kind.MORE_THAN, euros(1_000), null, null)), lineOf(exact(100, "100 €")))))
                .isEqualTo(new BudgetTotal(euros(1_100), null, false));
        assertThat(BudgetTotal.of(List.of(
                        lineOf(new Amount(Kind.AT_MOST, null, euros(1_000), null)), lineOf(exact(100, "100 €")))))
                .isEqualTo(new BudgetTotal(euros(100), euros(1_100), false));
    }

    @Test
    void membership_and_the_life_of_the_fiche() {
        var log = fiches.recorded(new MemberRegistered(ID, "Dijon", CollectiviteType.METROPOLE, 2001));
        assertThat(folded(log).status()).isEqualTo(FicheStatus.DRAFT);

        var left = fiches.after(log, new WritingAnnounced(ID), new MembershipEnded(ID, 2020));
        assertThat(folded(left).status()).isEqualTo(FicheStatus.BEING_WRITTEN);
        assertThat(folded(left).membership()).isEqualTo(new Membership(2001, 2020));

        var back = fiches.after(
                left,
                new MembershipResumed(ID, 2022),
                new FicheWithdrawn(ID),
                new FicheConfirmed(ID, LocalDate.of(2026, 1, 31)));
        assertThat(folded(back).membership()).isEqualTo(new Membership(2001, null));
        assertThat(folded(back).status()).isEqualTo(FicheStatus.WITHDRAWN);
        assertThat(folded(back).confirmedOn()).isEqualTo("2026-01-31");
    }

    @Test
    void a_revised_action_keeps_its_place_and_a_removed_one_is_gone() {
        var log = fiches.after(
                fiches.dijonMetropole(),
                new SupportedActionRevised(ID, "a1", new SupportedAction("Revu", null, null, List.of())),
                new SupportedActionRemoved(ID, "a2"));

        assertThat(folded(log).actions()).containsExactly(new ActionEntry("a1", "Revu", null, null, List.of()));
    }

    @Test
    void a_log_that_cannot_be_right_is_refused() {
        var unregistered = fiches.recorded(new FichePublished(ID));
        var twice = fiches.after(
                fiches.dijonMetropole(), new MemberRegistered(ID, "Dijon", CollectiviteType.METROPOLE, null));

        assertThatThrownBy(() -> folded(unregistered)).hasMessageContaining("begins with FichePublished");
        assertThatThrownBy(() -> folded(twice)).hasMessageContaining("a second time");
    }

    @Test
    void a_contact_changed_is_another_person_in_the_same_place() {
        var log = fiches.after(
                fiches.dijonMetropole(), new ContactChanged(ID, "c1", contact("p-2", "Zoé Roy", null), null));

        assertThat(folded(log).opened(fiches.cipher()).contacts())
                .singleElement()
                .satisfies(c -> assertThat(c.name()).isEqualTo("Zoé Roy"));
    }

    private static BudgetTotal total(Profile profile) {
        return profile.budgets().getFirst().total();
    }

    private static Line lineOf(Amount amount) {
        return line(Section.UNSPECIFIED, null, amount);
    }

    private static BigDecimal euros(long euros) {
        return BigDecimal.valueOf(euros);
    }
}
