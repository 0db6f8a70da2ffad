package fr.rtes.fiches.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test the one register that all of them share: starting it takes longer than most of them. */
final class SharedRegister implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Register.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // JUnit closes it after the last test.
        return context.getRoot()
                .getStore(Namespace.create(SharedRegister.class))
                .computeIfAbsent(Register.class, key -> Register.start("shared"), Register.class);
    }
}
