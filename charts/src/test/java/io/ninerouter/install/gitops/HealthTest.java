package io.ninerouter.install.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntimeFactory;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.install.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** What Argo CD and Flux make of our objects with the checks of {@code manifests/gitops}: run as they run them. */
class HealthTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("ninerouter.root", "..")).resolve("manifests/gitops");
    private static final List<String> KINDS =
            List.of("Router", "ProviderConnection", "ProviderNode", "Combo", "ModelAlias", "ApiKey");

    /** What an object that is not ready is to be taken for. */
    private enum Rest {
        /** It may become ready without anybody's doing. */
        COMING("Progressing", "InProgress"),
        /** Somebody has to change something. */
        BROKEN("Degraded", "Failed"),
        /** A person has to log in. */
        WAITING("Suspended", "InProgress"),
        /** It is as it is meant to be. */
        MEANT("Suspended", "Current");

        private final String argo;
        private final String flux;

        Rest(String argo, String flux) {
            this.argo = argo;
            this.flux = flux;
        }
    }

    /** A reason that is new does not compile here until somebody has thought about it. */
    private static Rest rest(String kind, Reason reason) {
        return switch (reason) {
            case AMBIGUOUS_ROUTER, NOT_ALLOWED, CONFLICT, CYCLE, NEWER_RELEASE, INVALID, UNSUPPORTED -> Rest.BROKEN;
            case REFUSED, LOGIN_FAILED, REJECTED_BY_REPLICA, ROLLOUT_FAILED -> Rest.BROKEN;
            case LOGIN_REQUIRED, AWAITING_LOGIN -> Rest.WAITING;
            case INACTIVE, BUDGET_SPENT -> Rest.MEANT;
            case EXPIRED -> kind.equals("ApiKey") ? Rest.MEANT : Rest.COMING;
            case NO_ROUTER, SECRET_NOT_FOUND, SECRET_KEY_MISSING, SERVICE_ACCOUNT_NOT_FOUND, ISSUER_UNAVAILABLE ->
                Rest.COMING;
            case PROVIDER_NOT_FOUND, MODEL_NOT_FOUND, LOGIN_INCOMPLETE, REFRESH_FAILED -> Rest.COMING;
            case PENDING, NO_REPLICAS, ROLLING_OUT, NOT_TRIED, INCONCLUSIVE, NOT_CHECKABLE -> Rest.COMING;
            // Not of a condition Ready that is False.
            case ACCEPTED, FIELDS_NOT_IN_EFFECT, NOT_WATCHED, HIDES_BUILT_IN, RESOLVED, MODEL_ENDS_SOON -> Rest.COMING;
            case VALID, NOT_NEEDED, PROGRAMMED, READY -> Rest.COMING;
        };
    }

    private record Case(String name, Map<String, Object> object, String argo, String flux) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return KINDS.stream()
                .flatMap(kind -> Stream.concat(
                        Stream.of(
                                new Case(kind + " without a status", object(kind, null), "Progressing", "InProgress"),
                                new Case(
                                        kind + " that nobody has looked at",
                                        object(kind, Map.of("observedGeneration", -1)),
                                        "Progressing",
                                        "InProgress"),
                                new Case(kind + " that is ready", told(kind, 2, "True", "Ready"), "Healthy", "Current"),
                                new Case(
                                        kind + " that has been edited",
                                        told(kind, 1, "True", "Ready"),
                                        "Progressing",
                                        "InProgress")),
                        Arrays.stream(Reason.values())
                                .map(reason -> new Case(
                                        kind + " " + reason.word(),
                                        told(kind, 2, "False", reason.word()),
                                        rest(kind, reason).argo,
                                        rest(kind, reason).flux))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void argoCdSaysWhatIsTrue(Case given) throws Exception {
        assertThat(lua(given.object()).get("status").tojstring()).isEqualTo(given.argo());
        if (!given.argo().equals("Progressing")) {
            assertThat(lua(given.object()).get("message").tojstring()).contains("why");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void fluxSaysWhatIsTrue(Case given) throws Exception {
        assertThat(flux(given.object())).isEqualTo(given.flux());
    }

    @Test
    void argoCdReadsAReplicaByItsReport() throws Exception {
        assertThat(lua(object("GatewayReplica", Map.of("ready", true)))
                        .get("status")
                        .tojstring())
                .isEqualTo("Healthy");
        assertThat(lua(object("GatewayReplica", Map.of("ready", false)))
                        .get("status")
                        .tojstring())
                .isEqualTo("Progressing");
    }

    @Test
    void fluxWaitsForEveryKind() throws Exception {
        assertThat(expressions().keySet()).containsExactlyInAnyOrderElementsOf(KINDS);
    }

    private static Map<String, Object> told(String kind, int generation, String ready, String reason) {
        return object(
                kind,
                Map.of(
                        "observedGeneration",
                        generation,
                        "conditions",
                        List.of(
                                Map.of("type", "Accepted", "status", "True", "reason", "Accepted", "message", "x"),
                                Map.of("type", "Stalled", "status", "False", "reason", "Accepted", "message", "x"),
                                Map.of("type", "Ready", "status", ready, "reason", reason, "message", "why"))));
    }

    private static Map<String, Object> object(String kind, Map<String, Object> status) {
        Map<String, Object> object = new TreeMap<>(Map.of(
                "apiVersion",
                "ninerouter.io/v1alpha1",
                "kind",
                kind,
                "metadata",
                Map.of("name", "a", "generation", 2)));
        if (status != null) {
            object.put("status", status);
        }
        return object;
    }

    private static LuaValue lua(Map<String, Object> object) throws IOException {
        Map<String, Object> map = documents("argocd/argocd-cm.yaml").getFirst();
        String customizations = (String) ((Map<?, ?>) map.get("data")).get("resource.customizations");
        Map<?, ?> ours = (Map<?, ?>) Documents.of(customizations).getFirst().get("ninerouter.io/*");
        Globals globals = JsePlatform.standardGlobals();
        globals.set("obj", value(object));
        return globals.load((String) ours.get("health.lua")).call();
    }

    private static LuaValue value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                LuaTable table = new LuaTable();
                map.forEach((key, member) -> table.set((String) key, value(member)));
                yield table;
            }
            case List<?> list -> {
                LuaTable table = new LuaTable();
                list.forEach(member -> table.set(table.length() + 1, value(member)));
                yield table;
            }
            case Integer number -> LuaValue.valueOf(number);
            case Boolean truth -> LuaValue.valueOf(truth);
            default -> LuaValue.valueOf(value.toString());
        };
    }

    /** As the controller goes about it: the generation first, then failed, then current. */
    private static String flux(Map<String, Object> object) throws Exception {
        Map<?, ?> status = (Map<?, ?>) object.get("status");
        if (status == null
                || !status.get("observedGeneration").equals(((Map<?, ?>) object.get("metadata")).get("generation"))) {
            return "InProgress";
        }
        Map<?, ?> expressions = expressions().get((String) object.get("kind"));
        if (holds((String) expressions.get("failed"), object)) {
            return "Failed";
        }
        return holds((String) expressions.get("current"), object) ? "Current" : "InProgress";
    }

    private static boolean holds(String expression, Map<String, Object> object) throws Exception {
        var compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("status", SimpleType.DYN)
                .build();
        Object result = CelRuntimeFactory.standardCelRuntimeBuilder()
                .build()
                .createProgram(compiler.compile(expression).getAst())
                .eval(Map.of("status", object.get("status")));
        return Boolean.TRUE.equals(result);
    }

    private static Map<String, Map<?, ?>> expressions() throws IOException {
        Map<String, Map<?, ?>> byKind = new TreeMap<>();
        for (Map<String, Object> document : documents("flux/ninerouter.yaml")) {
            if (document.get("spec") instanceof Map<?, ?> spec
                    && spec.get("healthCheckExprs") instanceof List<?> checks) {
                checks.forEach(check -> byKind.put((String) ((Map<?, ?>) check).get("kind"), (Map<?, ?>) check));
            }
        }
        return byKind;
    }

    private static List<Map<String, Object>> documents(String file) throws IOException {
        return Documents.of(Files.readString(FOLDER.resolve(file)));
    }
}
