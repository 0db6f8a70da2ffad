package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.BudgetRecorded;
import fr.rtes.fiches.events.FicheEvent.MemberRegistered;
import fr.rtes.fiches.events.Person;
import java.math.BigDecimal;
import java.util.List;

/** Situations that tests begin with. */
final class Situations {

    static final String DIJON = "dijon-metropole";

    private Situations() {}

    static MemberRegistered registered() {
        return new MemberRegistered(DIJON, "Dijon Métropole", CollectiviteType.METROPOLE, 2001);
    }

    static FicheEvent withBudget(String id, int year, long euros) {
        return new BudgetRecorded(DIJON, id, budget(year, euros));
    }

    static Budget budget(int year, long euros) {
        var amount = new Amount(Amount.Kind.EXACT, BigDecimal.valueOf(euros), BigDecimal.valueOf(euros), null);
        return new Budget(
                year, Budget.Nature.VOTED, List.of(new Budget.Line(Budget.Section.OPERATING, null, amount)), null);
    }

    static Contact contact(String personId, String name) {
        return new Contact(
                Contact.Capacity.STAFF,
                null,
                new Person.Legible(personId, name, "chargée de mission", null, null, null));
    }
}
