package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.api.v1alpha1.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Settings and prices become the Router. */
final class ImportedSettings {
    private static final int MOST_PRICES = 512;

    /** Settings that have no counterpart, and what to do about it; named in the report where they are set. */
    private static final Map<String, String> LEFT = new TreeMap<>(Map.ofEntries(
            Map.entry("password", "there is no login of its own: access to objects is the cluster's"),
            Map.entry("tunnelEnabled", "use an Ingress or a Gateway"),
            Map.entry("tailscaleEnabled", "use an Ingress or a Gateway"),
            Map.entry("cloudEnabled", "a second cluster takes the same folder out of Git"),
            Map.entry("mitmEnabled", "nothing is intercepted"),
            Map.entry("rtkEnabled", "output of tools is never shortened by default"),
            Map.entry("ccFilterNaming", "no request is answered without a provider"),
            Map.entry("observabilityEnabled", "see spec.requestLog and the metrics")));

    private final Taking taking;

    ImportedSettings(Taking taking) {
        this.taking = taking;
    }

    void take(LegacyDatabase database, String name) {
        JsonNode settings = database.object("settings");
        List<String> remarks = new ArrayList<>();
        ObjectNode spec = Specs.object();
        // Without the setting 9Router lets everybody in; nobody should find that out in a cluster.
        boolean open = !LegacyDatabase.isTrue(settings, "requireApiKey");
        spec.putObject("access").put("requireApiKey", true);
        if (open) {
            remarks.add("callers need a key now (access.requireApiKey: false would let everybody in, as before)");
        }
        ObjectNode routing = routing(settings, remarks);
        if (!routing.isEmpty()) {
            spec.set("routing", routing);
        }
        if (LegacyDatabase.isTrue(settings, "outboundProxyEnabled")) {
            LegacyProxy.of(
                            LegacyDatabase.text(settings, "outboundProxyUrl"),
                            LegacyDatabase.text(settings, "outboundNoProxy"),
                            name + "-proxy",
                            taking,
                            remarks)
                    .ifPresent(egress -> spec.set("egress", egress));
        }
        ArrayNode pricing = pricing(database.object("pricing"), remarks);
        if (!pricing.isEmpty()) {
            spec.set("pricing", pricing);
        }
        String now = taking.add(Specs.of(Router::new, taking.named(name), Router.Spec.class, spec));
        taking.report().taken("settings", now, remarks);
        LEFT.forEach((setting, why) -> {
            JsonNode value = settings.path(setting);
            if (value.isTextual() ? !value.asText().isBlank() : value.asBoolean(false)) {
                taking.report().left("setting " + setting, why);
            }
        });
        settings.path("providerThinking")
                .properties()
                .forEach(entry -> taking.report()
                        .left("setting providerThinking of " + entry.getKey(), "the caller says how much to think"));
        settings.path("providerStrategies")
                .properties()
                .forEach(entry -> taking.report()
                        .left(
                                "setting providerStrategies of " + entry.getKey(),
                                "one strategy holds for all providers of a Router (routing.accounts)"));
    }

    private static ObjectNode routing(JsonNode settings, List<String> remarks) {
        ObjectNode routing = Specs.object();
        ObjectNode accounts = Specs.object();
        String strategy = LegacyDatabase.text(settings, "fallbackStrategy");
        if (strategy != null) {
            String ours =
                    strategy.equals("fill-first") ? "FillFirst" : strategy.equals("round-robin") ? "RoundRobin" : null;
            if (ours == null) {
                remarks.add("fallbackStrategy " + strategy + " has no counterpart");
            } else {
                accounts.put("strategy", ours);
            }
        }
        Integer sticky = LegacyDatabase.whole(settings, "stickyRoundRobinLimit");
        if (sticky != null && sticky >= 1 && sticky <= 1_000) {
            accounts.put("stickyLimit", sticky);
        }
        if (!accounts.isEmpty()) {
            routing.set("accounts", accounts);
        }
        String combos = LegacyDatabase.text(settings, "comboStrategy");
        String ours = combos == null ? null : comboStrategy(combos);
        if (ours != null) {
            routing.putObject("combos").put("strategy", ours);
        } else if (combos != null) {
            remarks.add("comboStrategy " + combos + " has no counterpart");
        }
        return routing;
    }

    /** Our word for a strategy of combos; null when there is none. */
    static @Nullable String comboStrategy(String word) {
        return switch (word) {
            case "fallback" -> "Fallback";
            case "round-robin" -> "RoundRobin";
            default -> null;
        };
    }

    /** Prices by provider and model, USD per million tokens. */
    private ArrayNode pricing(JsonNode pricing, List<String> remarks) {
        ArrayNode rules = Specs.object().putArray("pricing");
        pricing.properties().forEach(of -> {
            String provider = Objects.requireNonNullElse(taking.provider(of.getKey()), "");
            if (provider.isEmpty()) {
                remarks.add("prices of " + of.getKey() + " are left out: no such provider");
                return;
            }
            for (String now : taking.successors(provider)) {
                of.getValue().properties().forEach(price -> rule(rules, now, price.getKey(), price.getValue()));
            }
        });
        if (rules.size() > MOST_PRICES) {
            remarks.add("has " + rules.size() + " prices; the first " + MOST_PRICES + " were taken");
            while (rules.size() > MOST_PRICES) {
                rules.remove(rules.size() - 1);
            }
        }
        return rules;
    }

    private static void rule(ArrayNode rules, String provider, String model, JsonNode price) {
        ObjectNode rule = Specs.object().put("provider", provider).put("model", model);
        put(rule, "input", LegacyDatabase.decimal(price, "input"));
        put(rule, "output", LegacyDatabase.decimal(price, "output"));
        put(rule, "cacheRead", LegacyDatabase.decimal(price, "cached"));
        put(rule, "cacheWrite", LegacyDatabase.decimal(price, "cache_creation"));
        if (rule.size() > 2) {
            rules.add(rule);
        }
    }

    private static void put(ObjectNode rule, String name, @Nullable String value) {
        if (value != null) {
            rule.put(name, value);
        }
    }
}
