package io.ninerouter.quickstart.api.kind;

import io.ninerouter.quickstart.api.resource.KindRule;
import io.ninerouter.quickstart.api.resource.Names;

/** Roles and bindings: any name that fits into a path, colons included. */
public final class PathNamedRule implements KindRule {

    @Override
    public String checkName(String name) {
        return Names.checkPathSegment(name);
    }
}
