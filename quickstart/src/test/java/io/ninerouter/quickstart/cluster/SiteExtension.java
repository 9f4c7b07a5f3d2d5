package io.ninerouter.quickstart.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one {@link Site} of a run to every class that asks for it, and closes it after the last. */
final class SiteExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Site.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Site.class))
                .computeIfAbsent(Site.class, key -> open(), Site.class);
    }

    private static Site open() {
        try {
            return Site.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
