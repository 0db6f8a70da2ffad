package fr.rtes.fiches.acceptance;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;

/**
 * Gives every browser test the same browser, on one register of their own that holds the five fiches of the real page. Tests only
 * add to it: whoever changes a fiche registers one.
 */
final class SharedBrowser implements ParameterResolver, ExecutionCondition {

    /** Closed in this order: the browser first. */
    record Place(Register register, Browser browser) implements AutoCloseable {

        static Place open() {
            byte[] page = Seeds.find().page();
            Register register = Register.start("browser");
            try {
                JsonNode proposal = register.propose(page).orFail().body();
                register.command(
                                "POST",
                                "/api/v1/imports/" + proposal.path("importId").asString() + "/acceptance",
                                "{}")
                        .orFail();
                register.awaitViews();
                return new Place(register, Browser.on(register));
            } catch (RuntimeException | Error e) {
                register.close();
                throw e;
            }
        }

        @Override
        public void close() {
            browser.close();
            register.close();
        }
    }

    /** Leaves the tests out where there is no Chromium or no real page; in CI both have to be there. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            Browser.executable();
            Seeds.find();
            return ConditionEvaluationResult.enabled("there is a browser, and a page to fill the register from");
        } catch (TestAbortedException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Browser.class || type == Register.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // JUnit closes it after the last test.
        Place place = context.getRoot()
                .getStore(Namespace.create(SharedBrowser.class))
                .computeIfAbsent(Place.class, key -> Place.open(), Place.class);
        return parameter.getParameter().getType() == Browser.class ? place.browser() : place.register();
    }
}
