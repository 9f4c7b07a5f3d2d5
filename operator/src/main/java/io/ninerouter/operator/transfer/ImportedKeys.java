package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.api.v1alpha1.ApiKey;
import java.util.Map;

/** Keys of callers: they go on with the very key that they have. */
final class ImportedKeys {
    private final Taking taking;
    private final String router;

    ImportedKeys(Taking taking, String router) {
        this.taking = taking;
        this.router = router;
    }

    void take(LegacyDatabase database) {
        int number = 0;
        for (JsonNode key : database.list("apiKeys")) {
            number++;
            String title = LegacyDatabase.text(key, "name", "id");
            String value = LegacyDatabase.text(key, "key");
            String what = "key " + (title == null ? "number " + number : "\"" + title + "\"");
            if (value == null) {
                taking.report().left(what, "its value is not in the database");
                continue;
            }
            String name = taking.names().take("ApiKey", title == null ? "" : title, "caller");
            String secret = taking.addSecret(name + "-key", Map.of("api-key", value));
            ObjectNode spec = Specs.object();
            spec.putObject("routerRef").put("name", router);
            if (LegacyDatabase.isFalse(key, "isActive")) {
                spec.put("active", false);
            }
            spec.set("secretRef", Specs.secretRef(secret, "api-key"));
            taking.report().taken(what, taking.add(Specs.of(ApiKey::new, taking.named(name), ApiKey.Spec.class, spec)));
        }
    }
}
