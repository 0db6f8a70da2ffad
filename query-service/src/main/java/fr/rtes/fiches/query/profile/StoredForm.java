package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.Timeline;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.query.profile.Profile.ActionEntry;
import fr.rtes.fiches.query.profile.Profile.BudgetEntry;
import fr.rtes.fiches.query.profile.Profile.ContactEntry;
import fr.rtes.fiches.query.profile.Profile.DocumentEntry;
import fr.rtes.fiches.query.profile.Profile.Identifiers;
import fr.rtes.fiches.query.profile.Profile.Membership;
import fr.rtes.fiches.query.profile.Profile.SchemeEntry;
import fr.rtes.fiches.query.reading.Moment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * A profile and its parts as they are stored, field by field. But for persons it is what a mapper writes of these records by itself;
 * yet a rebuild writes millions of them, and the mapper would ask each anew for its fields.
 */
final class StoredForm {

    private StoredForm() {}

    static SimpleModule module() {
        return new SimpleModule("stored-form")
                .addSerializer(Profile.class, form(Profile.class, StoredForm::write))
                .addSerializer(Dated.class, form(Dated.class, StoredForm::write))
                .addSerializer(Membership.class, form(Membership.class, StoredForm::write))
                .addSerializer(Identifiers.class, form(Identifiers.class, StoredForm::write))
                .addSerializer(Population.class, form(Population.class, StoredForm::write))
                .addSerializer(Address.class, form(Address.class, StoredForm::write))
                .addSerializer(BudgetEntry.class, form(BudgetEntry.class, StoredForm::write))
                .addSerializer(Budget.Line.class, form(Budget.Line.class, StoredForm::write))
                .addSerializer(Block.class, form(Block.class, StoredForm::write))
                .addSerializer(SchemeEntry.class, form(SchemeEntry.class, StoredForm::write))
                .addSerializer(Indicator.class, form(Indicator.class, StoredForm::write))
                .addSerializer(Scheme.Grant.class, form(Scheme.Grant.class, StoredForm::write))
                .addSerializer(Scheme.Term.class, form(Scheme.Term.class, StoredForm::write))
                .addSerializer(Amount.class, form(Amount.class, StoredForm::write))
                .addSerializer(When.class, form(When.class, StoredForm::write))
                .addSerializer(ActionEntry.class, form(ActionEntry.class, StoredForm::write))
                .addSerializer(ContactEntry.class, form(ContactEntry.class, StoredForm::write))
                .addSerializer(DocumentEntry.class, form(DocumentEntry.class, StoredForm::write))
                .addSerializer(Person.class, form(Person.class, StoredForm::write));
    }

    private static <T> StdSerializer<T> form(Class<T> type, BiConsumer<T, JsonGenerator> form) {
        return new Form<>(type, form);
    }

    private static final class Form<T> extends StdSerializer<T> {
        private final BiConsumer<T, JsonGenerator> form;

        Form(Class<T> type, BiConsumer<T, JsonGenerator> form) {
            super(type);
            this.form = form;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            form.accept(value, out);
        }

        /** A block's form says itself which kind of block it is. */
        @Override
        public void serializeWithType(T value, JsonGenerator out, SerializationContext context, TypeSerializer type) {
            form.accept(value, out);
        }
    }

    private static void write(Profile profile, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("ficheId", profile.ficheId());
        out.writeStringProperty("name", profile.name());
        texts("aliases", profile.aliases(), out);
        constant("type", profile.type(), out);
        constant("status", profile.status(), out);
        one("membership", profile.membership(), StoredForm::write, out);
        one("identifiers", profile.identifiers(), StoredForm::write, out);
        one("population", profile.population(), StoredForm::write, out);
        number("communeCount", profile.communeCount(), out);
        one("address", profile.address(), StoredForm::write, out);
        each("budgets", profile.budgets(), StoredForm::write, out);
        each("programme", profile.programme(), StoredForm::write, out);
        each("schemes", profile.schemes(), StoredForm::write, out);
        each("actions", profile.actions(), StoredForm::write, out);
        each("contacts", profile.contacts(), StoredForm::write, out);
        each("documents", profile.documents(), StoredForm::write, out);
        out.writeNumberProperty("version", profile.version());
        out.writeStringProperty("recordedAt", Moment.text(profile.recordedAt()));
        day("confirmedOn", profile.confirmedOn(), out);
        out.writeEndObject();
    }

    private static void write(Membership membership, JsonGenerator out) {
        out.writeStartObject();
        number("since", membership.since(), out);
        number("until", membership.until(), out);
        out.writeEndObject();
    }

    private static void write(Identifiers identifiers, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("siren", identifiers.siren());
        out.writeStringProperty("cog", identifiers.cog());
        out.writeEndObject();
    }

    private static void write(Population population, JsonGenerator out) {
        out.writeStartObject();
        out.writeNumberProperty("value", population.value());
        constant("precision", population.precision(), out);
        number("year", population.year(), out);
        out.writeStringProperty("text", population.text());
        out.writeEndObject();
    }

    private static void write(Address address, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("street", address.street());
        out.writeStringProperty("delivery", address.delivery());
        out.writeStringProperty("postalCode", address.postalCode());
        out.writeStringProperty("locality", address.locality());
        out.writeBooleanProperty("cedex", address.cedex());
        out.writeStringProperty("country", address.country());
        out.writeEndObject();
    }

    private static void write(BudgetEntry budget, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("budgetId", budget.budgetId());
        number("year", budget.year(), out);
        constant("nature", budget.nature(), out);
        each("lines", budget.lines(), StoredForm::write, out);
        out.writeStringProperty("text", budget.text());
        one("total", budget.total(), StoredForm::write, out);
        out.writeEndObject();
    }

    private static void write(Budget.Line line, JsonGenerator out) {
        out.writeStartObject();
        constant("section", line.section(), out);
        out.writeStringProperty("purpose", line.purpose());
        one("amount", line.amount(), StoredForm::write, out);
        out.writeEndObject();
    }

    private static void write(BudgetTotal total, JsonGenerator out) {
        out.writeStartObject();
        number("min", total.min(), out);
        number("max", total.max(), out);
        out.writeBooleanProperty("complete", total.complete());
        out.writeEndObject();
    }

    private static void write(Amount amount, JsonGenerator out) {
        out.writeStartObject();
        constant("kind", amount.kind(), out);
        number("min", amount.min(), out);
        number("max", amount.max(), out);
        out.writeStringProperty("text", amount.text());
        out.writeEndObject();
    }

    private static void write(Block block, JsonGenerator out) {
        out.writeStartObject();
        switch (block) {
            case Block.Paragraph paragraph -> {
                out.writeStringProperty("kind", "PARAGRAPH");
                out.writeStringProperty("text", paragraph.text());
            }
            case Block.Item item -> {
                out.writeStringProperty("kind", "ITEM");
                out.writeNumberProperty("depth", item.depth());
                out.writeStringProperty("text", item.text());
            }
            case Block.Phase phase -> {
                out.writeStringProperty("kind", "PHASE");
                out.writeStringProperty("title", phase.title());
                out.writeStringProperty("subtitle", phase.subtitle());
                out.writeStringProperty("text", phase.text());
            }
        }
        out.writeEndObject();
    }

    private static void write(SchemeEntry scheme, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("schemeId", scheme.schemeId());
        out.writeStringProperty("name", scheme.name());
        texts("aliases", scheme.aliases(), out);
        out.writeStringProperty("within", scheme.within());
        out.writeStringProperty("text", scheme.text());
        one("when", scheme.when(), StoredForm::write, out);
        one("since", scheme.since(), StoredForm::write, out);
        each("indicators", scheme.indicators(), StoredForm::write, out);
        each("grants", scheme.grants(), StoredForm::write, out);
        one("ticket", scheme.ticket(), StoredForm::write, out);
        one("term", scheme.term(), StoredForm::write, out);
        texts("partners", scheme.partners(), out);
        out.writeEndObject();
    }

    private static void write(Indicator indicator, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("label", indicator.label());
        one("quantity", indicator.quantity(), StoredForm::write, out);
        one("amount", indicator.amount(), StoredForm::write, out);
        one("when", indicator.when(), StoredForm::write, out);
        each("shares", indicator.shares(), StoredForm::write, out);
        out.writeEndObject();
    }

    private static void write(Quantity quantity, JsonGenerator out) {
        out.writeStartObject();
        constant("precision", quantity.precision(), out);
        number("min", quantity.min(), out);
        number("max", quantity.max(), out);
        out.writeStringProperty("unit", quantity.unit());
        out.writeStringProperty("text", quantity.text());
        out.writeEndObject();
    }

    private static void write(Indicator.Share share, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("label", share.label());
        number("value", share.value(), out);
        out.writeEndObject();
    }

    private static void write(Scheme.Grant grant, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("beneficiary", grant.beneficiary());
        out.writeStringProperty("place", grant.place());
        one("amount", grant.amount(), StoredForm::write, out);
        one("when", grant.when(), StoredForm::write, out);
        number("jobs", grant.jobs(), out);
        out.writeBooleanProperty("planned", grant.planned());
        texts("partners", grant.partners(), out);
        out.writeEndObject();
    }

    private static void write(Scheme.Term term, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("min", term.min());
        out.writeStringProperty("max", term.max());
        out.writeStringProperty("extensibleTo", term.extensibleTo());
        out.writeBooleanProperty("repayable", term.repayable());
        out.writeStringProperty("text", term.text());
        out.writeEndObject();
    }

    private static void write(When when, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("from", when.from());
        out.writeStringProperty("to", when.to());
        out.writeBooleanProperty("inferred", when.inferred());
        out.writeStringProperty("text", when.text());
        out.writeEndObject();
    }

    private static void write(ActionEntry action, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("actionId", action.actionId());
        out.writeStringProperty("title", action.title());
        out.writeStringProperty("text", action.text());
        one("when", action.when(), StoredForm::write, out);
        each("indicators", action.indicators(), StoredForm::write, out);
        out.writeEndObject();
    }

    private static void write(ContactEntry contact, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("contactId", contact.contactId());
        constant("capacity", contact.capacity(), out);
        out.writeStringProperty("label", contact.label());
        one("person", contact.person(), StoredForm::write, out);
        out.writeEndObject();
    }

    private static void write(Contact contact, JsonGenerator out) {
        out.writeStartObject();
        constant("capacity", contact.capacity(), out);
        out.writeStringProperty("label", contact.label());
        one("person", contact.person(), StoredForm::write, out);
        out.writeEndObject();
    }

    private static void write(Person person, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("personId", person.personId());
        switch (person) {
            case Person.Enciphered p -> out.writeStringProperty("cipher", p.cipher());
            case Person.Erased p -> {
                // its id is all that is left
            }
            case Person.Legible p -> throw new IllegalStateException("A legible person is never stored");
        }
        out.writeEndObject();
    }

    private static void write(DocumentEntry document, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("documentId", document.documentId());
        out.writeStringProperty("title", document.title());
        out.writeStringProperty("author", document.author());
        one("published", document.published(), StoredForm::write, out);
        out.writeStringProperty("url", document.url());
        out.writeEndObject();
    }

    private static void write(Dated dated, JsonGenerator out) {
        out.writeStartObject();
        day("day", dated.day(), out);
        timeline("name", dated.name(), (name, to) -> to.writeString(name), out);
        timeline("type", dated.type(), (type, to) -> to.writeString(type.name()), out);
        timeline("population", dated.population(), StoredForm::write, out);
        timeline("communeCount", dated.communeCount(), (count, to) -> to.writeNumber(count.intValue()), out);
        timeline("address", dated.address(), StoredForm::write, out);
        each("contacts", dated.contacts(), StoredForm::write, out);
        out.writeEndObject();
    }

    private static void write(Dated.Terms terms, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("contactId", terms.contactId());
        timeline("said", terms.said(), StoredForm::write, out);
        out.writeEndObject();
    }

    private static <V> void timeline(
            String name, Timeline<V> timeline, BiConsumer<V, JsonGenerator> form, JsonGenerator out) {
        out.writeName(name);
        out.writeStartObject();
        each("statements", timeline.statements(), (statement, to) -> write(statement, form, to), out);
        out.writeEndObject();
    }

    private static <V> void write(
            Timeline.Statement<V> statement, BiConsumer<V, JsonGenerator> form, JsonGenerator out) {
        out.writeStartObject();
        day("from", statement.from(), out);
        one("value", statement.value(), form, out);
        day("recordedOn", statement.recordedOn(), out);
        out.writeNumberProperty("version", statement.version());
        out.writeEndObject();
    }

    private static <T> void one(String name, @Nullable T value, BiConsumer<T, JsonGenerator> form, JsonGenerator out) {
        out.writeName(name);
        if (value == null) {
            out.writeNull();
        } else {
            form.accept(value, out);
        }
    }

    private static <T> void each(String name, List<T> values, BiConsumer<T, JsonGenerator> form, JsonGenerator out) {
        out.writeName(name);
        out.writeStartArray();
        for (var value : values) {
            form.accept(value, out);
        }
        out.writeEndArray();
    }

    private static void texts(String name, List<String> texts, JsonGenerator out) {
        out.writeName(name);
        out.writeStartArray();
        for (var text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private static void constant(String name, Enum<?> constant, JsonGenerator out) {
        out.writeStringProperty(name, constant.name());
    }

    private static void day(String name, @Nullable LocalDate day, JsonGenerator out) {
        out.writeStringProperty(name, day == null ? null : day.toString());
    }

    private static void number(String name, @Nullable Integer number, JsonGenerator out) {
        out.writeName(name);
        if (number == null) {
            out.writeNull();
        } else {
            out.writeNumber(number.intValue());
        }
    }

    private static void number(String name, @Nullable BigDecimal number, JsonGenerator out) {
        out.writeName(name);
        out.writeNumber(number);
    }
}
