package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Combos and aliases. */
final class ImportedNames {
    private static final int MOST_MEMBERS = 32;

    private final Taking taking;

    ImportedNames(Taking taking) {
        this.taking = taking;
    }

    void take(LegacyDatabase database) {
        JsonNode settings = database.object("settings");
        database.list("combos").forEach(combo -> combo(combo, settings));
        database.object("modelAliases").properties().forEach(alias -> alias(alias.getKey(), alias.getValue()));
        database.list("customModels").forEach(model -> {
            String id = Objects.requireNonNullElse(LegacyDatabase.text(model, "id", "model", "name"), "without a name");
            taking.report()
                    .left(
                            "custom model " + id,
                            "not needed: names that are not declared are passed on; what it costs or can do goes into a"
                                    + " ProviderNode's models");
        });
        database.object("mitmAlias")
                .properties()
                .forEach(alias -> taking.report()
                        .left("mapping of intercepted model " + alias.getKey(), "nothing is intercepted"));
    }

    private void combo(JsonNode combo, JsonNode settings) {
        String name = LegacyDatabase.text(combo, "name");
        String what = "combo " + (name == null ? "without a name" : name);
        String kind = LegacyDatabase.text(combo, "kind");
        List<String> models = members(combo).stream()
                .flatMap(model -> taking.models(model).stream())
                .toList();
        if (name == null || models.isEmpty()) {
            taking.report().left(what, name == null ? "has no name" : "has no models");
            return;
        }
        if (kind != null && !kind.equals("llm")) {
            taking.report().left(what, "is of kind " + kind + ", which has no counterpart");
            return;
        }
        List<String> remarks = new ArrayList<>();
        if (models.size() > MOST_MEMBERS) {
            remarks.add("has " + models.size() + " models; the first " + MOST_MEMBERS + " were taken");
        }
        ObjectNode spec = Specs.object().put("name", name);
        String strategy = strategy(settings, name, remarks);
        if (strategy != null) {
            spec.put("strategy", strategy);
        }
        ArrayNode members = spec.putArray("models");
        models.stream().limit(MOST_MEMBERS).forEach(now -> {
            if (taking.unknownPrefix(now) != null) {
                remarks.add(now + " leads nowhere: no provider " + taking.unknownPrefix(now));
            }
            members.addObject().put("model", now);
        });
        String now = taking.add(Specs.of(
                Combo::new, taking.named(taking.names().take("Combo", name, "combo")), Combo.Spec.class, spec));
        taking.report().taken(what, now, remarks);
    }

    private static List<String> members(JsonNode combo) {
        List<String> texts = LegacyDatabase.texts(combo, "models");
        if (!texts.isEmpty()) {
            return texts;
        }
        List<String> models = new ArrayList<>();
        combo.path("models").forEach(member -> {
            String model = model(member);
            if (model != null) {
                models.add(model);
            }
        });
        return models;
    }

    private static @Nullable String strategy(JsonNode settings, String combo, List<String> remarks) {
        String word = LegacyDatabase.text(settings.path("comboStrategies").path(combo), "fallbackStrategy");
        if (word == null) {
            return null;
        }
        String known = ImportedSettings.comboStrategy(word);
        if (known == null) {
            remarks.add("its strategy " + word + " has no counterpart: the Router's holds");
        }
        return known;
    }

    private void alias(String alias, JsonNode target) {
        String what = "alias " + alias;
        String model = target.isTextual() ? target.asText().strip() : model(target);
        boolean blank = alias.isBlank() || alias.chars().anyMatch(c -> Character.isWhitespace(c) || c < ' ');
        if (model == null || model.isEmpty() || blank) {
            taking.report().left(what, blank ? "its name has blanks" : "leads nowhere");
            return;
        }
        List<String> models = taking.models(model);
        String now = models.getFirst();
        if (now.equals(alias)) {
            taking.report().left(what, "names itself");
            return;
        }
        List<String> remarks = new ArrayList<>();
        if (taking.unknownPrefix(now) != null) {
            remarks.add(now + " leads nowhere: no provider " + taking.unknownPrefix(now));
        }
        if (models.size() > 1) {
            remarks.add("leads to the accounts of one provider alone: the others are "
                    + String.join(", ", models.subList(1, models.size())));
        }
        ObjectNode spec = Specs.object().put("alias", alias).put("target", now);
        String name = taking.names().take("ModelAlias", alias, "alias");
        String object = taking.add(Specs.of(ModelAlias::new, taking.named(name), ModelAlias.Spec.class, spec));
        taking.report().taken(what, object, remarks);
    }

    /** {@code provider/model} of an object that names both; null when it does not. */
    private static @Nullable String model(JsonNode object) {
        String provider = LegacyDatabase.text(object, "provider");
        String model = LegacyDatabase.text(object, "model", "id");
        if (model == null) {
            return null;
        }
        return provider == null ? model : provider + "/" + model;
    }
}
