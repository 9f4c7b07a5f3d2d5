package io.ninerouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.api.v1alpha1.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every definition that is checked in, whatever it is about. */
class DefinitionRulesTest {
    private static final Path CHECKED_IN = Path.of("generated");
    private static final Path GUIDE = Path.of("../charts/docs/install.md");

    /** A length of time as people write it, which a text without a pattern would let be anything. */
    private static final Pattern DURATION = Pattern.compile("([0-9]+(ms|s|m|h))+");

    private static final Pattern SIZE = Pattern.compile("[0-9]+([KMG]i|[kMG])");

    /** Functions of CEL that every API server since 1.31, the oldest that the chart takes, knows. */
    private static final Set<String> FUNCTIONS = Set.of(
            "all",
            "contains",
            "duration",
            "endsWith",
            "exists_one",
            "getHost",
            "getScheme",
            "has",
            "isURL",
            "matches",
            "size",
            "startsWith",
            "url");

    private static final Pattern CALL = Pattern.compile("([A-Za-z]\\w*)\\(");

    static Stream<CustomResourceDefinition> definitions() {
        return Crds.read(CHECKED_IN).values().stream()
                .map(yaml -> Serialization.unmarshal(yaml, CustomResourceDefinition.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void everyListTextAndMapHasAnEnd(CustomResourceDefinition definition) {
        List<String> endless = new ArrayList<>();
        walk(definition, (path, schema) -> {
            boolean open = schema.getEnum() == null || schema.getEnum().isEmpty();
            boolean ends = switch (String.valueOf(schema.getType())) {
                case "array" -> schema.getMaxItems() != null;
                case "string" -> schema.getMaxLength() != null || !open;
                case "object" -> schema.getAdditionalProperties() == null || schema.getMaxProperties() != null;
                default -> true;
            };
            if (!ends) {
                endless.add(path);
            }
        });
        assertThat(endless).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void lengthsOfTimeAndSizesHaveAForm(CustomResourceDefinition definition) {
        List<String> formless = new ArrayList<>();
        walk(definition, (path, schema) -> {
            String preset =
                    schema.getDefault() == null ? "" : schema.getDefault().asText();
            boolean typed =
                    DURATION.matcher(preset).matches() || SIZE.matcher(preset).matches();
            if (typed && schema.getPattern() == null) {
                formless.add(path + ": " + preset);
            }
        });
        assertThat(formless).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Router,             spec.timeouts.connect,    10s,  ten",
        "Router,             spec.timeouts.firstByte,  2m,   120",
        "Router,             spec.timeouts.idle,       1.5m, s",
        "Router,             spec.keepAlive,           15s,  15 s",
        "Router,             spec.limits.maxRequestBytes, 32Mi, 32 MiB",
        "ProviderConnection, spec.probe.interval,      5m,   5 minutes",
        "ApiKey,             spec.rotation.every,      720h, 30d",
        "ApiKey,             spec.rotation.overlap,    24h,  -24h",
        "ApiKey,             spec.budget.amountUsd,    25.00, 25 USD"
    })
    void aFieldThatIsMoreThanATextTakesNoOther(String kind, String path, String right, String wrong) {
        Map<String, JSONSchemaProps> fields = new TreeMap<>();
        walk(of(kind), fields::put);
        assertThat(fields).containsKey(path);
        Pattern form = Pattern.compile(fields.get(path).getPattern());

        assertThat(form.matcher(right).find()).as(right).isTrue();
        assertThat(form.matcher(wrong).find()).as(wrong).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void statusIsASubresourceWhoseConditionsAreKnownByTheirType(CustomResourceDefinition definition) {
        CustomResourceDefinitionVersion version = only(definition);
        assertThat(version.getSubresources().getStatus()).isNotNull();
        JSONSchemaProps status =
                version.getSchema().getOpenAPIV3Schema().getProperties().get("status");
        if (isReport(definition)) {
            return;
        }
        JSONSchemaProps conditions = status.getProperties().get("conditions");
        assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
        assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
        assertThat(conditions.getItems().getSchema().getProperties())
                .containsKeys("type", "status", "observedGeneration", "lastTransitionTime", "reason", "message");
        assertThat(status.getProperties()).containsKey("observedGeneration");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void kubectlExplainTellsWhatConditionsAndReasonsMean(CustomResourceDefinition definition) {
        if (isReport(definition)) {
            return;
        }
        Map<String, JSONSchemaProps> fields = new TreeMap<>();
        walk(definition, fields::put);
        assertThat(fields.get("status.conditions[].reason").getDescription())
                .contains(Stream.of(Reason.values())
                        .map(reason -> reason.word() + " (" + reason.meaning() + ")")
                        .toList());
        assertThat(fields.get("status.conditions[].type").getDescription())
                .contains("Accepted", "Stalled", "ResolvedRefs", "CredentialsValid", "Programmed", "Ready");
        assertThat(fields.get("status.conditions[].status").getDescription()).isNotBlank();
        assertThat(fields.get("status.conditions[].message").getDescription()).isNotBlank();
    }

    /** Names, at which {@code kubectl get} tells how a thing is; what is too much for a line comes with {@code -o wide}. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("definitions")
    void columnsTellHowItIsWhyAndSinceWhen(CustomResourceDefinition definition) {
        List<String> narrow = columns(definition, false);
        List<String> wide = columns(definition, true);
        assertThat(definition.getSpec().getNames().getShortNames()).isNotEmpty();
        assertThat(definition.getSpec().getNames().getCategories()).contains("ninerouter", "ai");
        assertThat(narrow).startsWith("Ready").endsWith("Age").doesNotHaveDuplicates();
        assertThat(wide).doesNotHaveDuplicates().doesNotContainAnyElementsOf(narrow);
        if (!isReport(definition)) {
            assertThat(narrow.get(1)).isEqualTo("Reason");
            assertThat(wide).endsWith("Message");
        }
    }

    @Test
    void columnsHaveTheNumbersThatMatter() {
        assertThat(columns(of("Router"), false)).contains("Endpoint", "Programmed", "Accounts");
        assertThat(columns(of("Router"), true)).contains("Revision");
        assertThat(columns(of("Combo"), false)).contains("Strategy", "Accounts", "Targets");
        assertThat(columns(of("ProviderConnection"), false)).contains("Provider");
        assertThat(columns(of("ProviderConnection"), true)).contains("Models", "Last Error");
        assertThat(columns(of("ApiKey"), false)).contains("Spent", "Left");
        assertThat(columns(of("GatewayReplica"), false)).contains("Revision");
    }

    /** A second version needs what the guide to upgrades says: until then nothing is converted and nothing has to be rewritten. */
    @Test
    void thereIsOneVersionWhichIsServedAndStoredAndTheGuideNamesEveryKindThatWouldHaveToBeRewritten()
            throws IOException {
        Set<String> plurals = new TreeSet<>();
        definitions().forEach(definition -> {
            CustomResourceDefinitionVersion version = only(definition);
            assertThat(version.getName()).isEqualTo("v1alpha1");
            assertThat(version.getServed()).isTrue();
            assertThat(version.getStorage()).isTrue();
            assertThat(definition.getSpec().getConversion()).isNull();
            plurals.add(definition.getSpec().getNames().getPlural());
        });
        String loop = Files.readAllLines(GUIDE).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("for kind in "))
                .findFirst()
                .orElseThrow();
        assertThat(loop.replace("for kind in ", "").replace("; do", "").split(" "))
                .containsExactlyInAnyOrderElementsOf(plurals);
    }

    @Test
    void rulesUseNothingThatTheOldestApiServerDoesNotKnow() {
        Set<String> used = new TreeSet<>();
        definitions()
                .forEach(definition -> walk(definition, (path, schema) -> {
                    for (ValidationRule rule : schema.getXKubernetesValidations()) {
                        // What stands in quotes is text.
                        String code = rule.getRule().replaceAll("'[^']*'", "''");
                        used.addAll(CALL.matcher(code)
                                .results()
                                .map(MatchResult::group)
                                .collect(Collectors.toSet()));
                    }
                }));
        assertThat(used).hasSizeGreaterThan(5);
        assertThat(used.stream().map(call -> call.substring(0, call.length() - 1)))
                .isSubsetOf(FUNCTIONS);
    }

    private static List<String> columns(CustomResourceDefinition definition, boolean wide) {
        return only(definition).getAdditionalPrinterColumns().stream()
                .filter(column -> wide == (column.getPriority() != null && column.getPriority() > 0))
                .map(CustomResourceColumnDefinition::getName)
                .toList();
    }

    /** What a gateway tells of itself: it has no conditions. */
    private static boolean isReport(CustomResourceDefinition definition) {
        return definition.getSpec().getNames().getKind().equals("GatewayReplica");
    }

    private static CustomResourceDefinition of(String kind) {
        return definitions()
                .filter(definition -> definition.getSpec().getNames().getKind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static CustomResourceDefinitionVersion only(CustomResourceDefinition definition) {
        assertThat(definition.getSpec().getVersions()).hasSize(1);
        return definition.getSpec().getVersions().getFirst();
    }

    private static void walk(CustomResourceDefinition definition, BiConsumer<String, JSONSchemaProps> visitor) {
        only(definition).getSchema().getOpenAPIV3Schema().getProperties().forEach((name, child) -> {
            if (!name.equals("metadata")) {
                walk(name, child, visitor);
            }
        });
    }

    private static void walk(String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> visitor) {
        visitor.accept(path, schema);
        schema.getProperties().forEach((name, child) -> walk(path + "." + name, child, visitor));
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            walk(path + "[]", schema.getItems().getSchema(), visitor);
        }
        if (schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null) {
            walk(path + "{}", schema.getAdditionalProperties().getSchema(), visitor);
        }
    }
}
