package io.ninerouter.operator.transfer;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;

/**
 * What a database has become.
 *
 * @param objects of our kinds, without anything secret
 * @param secrets what they name
 * @param report what became of each part, and what has no counterpart
 */
record Imported(List<HasMetadata> objects, List<Secret> secrets, Report report) {
    Imported {
        objects = List.copyOf(objects);
        secrets = List.copyOf(secrets);
    }

    /** Says how much, never what. */
    @Override
    public String toString() {
        return "Imported[" + objects.size() + " objects, " + secrets.size() + " secrets]";
    }
}
