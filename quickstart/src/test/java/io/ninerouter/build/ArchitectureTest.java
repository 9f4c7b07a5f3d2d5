package io.ninerouter.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules that keep each class in its room. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.ninerouter");

    private static final String GATEWAY = "io.ninerouter.gateway";
    private static final String OPERATOR = "io.ninerouter.operator";

    /** Packages below {@code translate}. */
    private static final Set<String> DIALECTS =
            Set.of("openai", "responses", "anthropic", "gemini", "codeassist", "ollama", "kiro", "bedrock", "cursor");

    /** Packages that decide and nothing else. */
    private static final String[] PURE = {
        OPERATOR + ".backoff",
        OPERATOR + ".compile..",
        OPERATOR + ".credential",
        OPERATOR + ".discover",
        OPERATOR + ".probe",
        OPERATOR + ".schedule",
        OPERATOR + ".status..",
        OPERATOR + ".usage..",
        OPERATOR + ".workload..",
        GATEWAY + ".chat..",
        GATEWAY + ".schema..",
        GATEWAY + ".codec..",
        GATEWAY + ".frame..",
        GATEWAY + ".json..",
        GATEWAY + ".translate..",
        GATEWAY + ".tokens..",
        GATEWAY + ".routing..",
        GATEWAY + ".snapshot..",
        GATEWAY + ".profile..",
        GATEWAY + ".identity..",
        GATEWAY + ".health..",
    };

    @Test
    void theRulesSawTheClasses() {
        assertThat(CLASSES.size()).isGreaterThan(250);
        for (String root : List.of("io.ninerouter.config", "io.ninerouter.api", OPERATOR, GATEWAY)) {
            assertThat(CLASSES.containPackage(root)).as(root).isTrue();
        }
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        return named().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(CLASSES)));
    }

    private static Map<String, ArchRule> named() {
        return Map.ofEntries(
                Map.entry(
                        "crds depends on neither program",
                        noClasses()
                                .that()
                                .resideInAnyPackage(
                                        "io.ninerouter.config..", "io.ninerouter.api..", "io.ninerouter.apiserver..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(OPERATOR + "..", GATEWAY + "..")),
                Map.entry(
                        "the gateway does not know the operator or the custom resources",
                        noClasses()
                                .that()
                                .resideInAPackage(GATEWAY + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(OPERATOR + "..", "io.ninerouter.api..")),
                Map.entry(
                        "the operator does not know the gateway",
                        noClasses()
                                .that()
                                .resideInAPackage(OPERATOR + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(GATEWAY + "..")),
                Map.entry(
                        "pure packages know no framework",
                        noClasses()
                                .that()
                                .resideInAnyPackage(PURE)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "reactor..",
                                        "org.springframework..",
                                        "io.fabric8.kubernetes.client..",
                                        "io.javaoperatorsdk..",
                                        "io.micrometer..",
                                        "io.netty..",
                                        "org.slf4j..")),
                Map.entry(
                        "pure packages have no clock, thread or chance",
                        noClasses().that().resideInAnyPackage(PURE).should(askTheWorld())),
                Map.entry(
                        "dispatch is used by http alone",
                        classes()
                                .that()
                                .resideInAPackage(GATEWAY + ".dispatch..")
                                .should()
                                .onlyBeAccessed()
                                .byAnyPackage(GATEWAY + ".dispatch..", GATEWAY + ".http..", GATEWAY)),
                Map.entry(
                        "upstream is used by dispatch alone",
                        classes()
                                .that()
                                .resideInAPackage(GATEWAY + ".upstream..")
                                .should()
                                .onlyBeAccessed()
                                .byAnyPackage(GATEWAY + ".upstream..", GATEWAY + ".dispatch..", GATEWAY)),
                Map.entry(
                        "Reactor stays at the edge",
                        noClasses()
                                .that()
                                .resideInAPackage(GATEWAY + "..")
                                .and()
                                .resideOutsideOfPackages(
                                        GATEWAY,
                                        GATEWAY + ".http..",
                                        GATEWAY + ".security..",
                                        GATEWAY + ".dispatch..",
                                        GATEWAY + ".upstream..",
                                        GATEWAY + ".config..",
                                        GATEWAY + ".limits..",
                                        GATEWAY + ".loop..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("reactor..")),
                Map.entry(
                        "only config uses the Kubernetes client in the gateway",
                        noClasses()
                                .that()
                                .resideInAPackage(GATEWAY + "..")
                                .and()
                                .resideOutsideOfPackages(GATEWAY, GATEWAY + ".config..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("io.fabric8.kubernetes.client..")),
                Map.entry(
                        "Spring annotations only at the edge",
                        noClasses()
                                .that()
                                .resideInAPackage(GATEWAY + "..")
                                .and()
                                .resideOutsideOfPackages(GATEWAY, GATEWAY + ".http..", GATEWAY + ".security..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.springframework.stereotype..",
                                        "org.springframework.context.annotation..")),
                Map.entry(
                        "nothing blocks",
                        noClasses()
                                .that()
                                .resideInAPackage(GATEWAY + "..")
                                .should()
                                .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                                "a blocking operator of Reactor",
                                                target -> target.getOwner()
                                                                .getPackageName()
                                                                .startsWith("reactor.core")
                                                        && target.getName().startsWith("block"))))),
                Map.entry(
                        "no field injection",
                        noFields().should().beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")),
                Map.entry(
                        "names say what a class is",
                        noClasses()
                                .should()
                                .haveNameMatching(".*(Utils|Helper|Manager|Impl)$")
                                .orShould()
                                .haveNameMatching(".*\\.Abstract[A-Z][^.]*$")
                                .orShould()
                                .resideInAnyPackage("..util..", "..common..")),
                Map.entry(
                        "only what talks to a person prints",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(
                                        "io.ninerouter.quickstart",
                                        "io.ninerouter.bench..",
                                        "io.ninerouter.operator.transfer")
                                .should()
                                .accessField(System.class, "out")
                                .orShould()
                                .accessField(System.class, "err")),
                Map.entry(
                        "packages have no cycles",
                        slices().matching("io.ninerouter.(**)").should().beFreeOfCycles()));
    }

    @TestFactory
    Stream<DynamicTest> dialectsDoNotKnowEachOther() {
        return DIALECTS.stream()
                .map(dialect -> DynamicTest.dynamicTest(
                        dialect,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(GATEWAY + ".translate." + dialect + "..")
                                .should()
                                .dependOnClassesThat(
                                        new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("another dialect") {
                                            @Override
                                            public boolean test(JavaClass other) {
                                                String prefix = GATEWAY + ".translate.";
                                                return other.getPackageName().startsWith(prefix)
                                                        && !other.getPackageName()
                                                                .startsWith(prefix + dialect)
                                                        && DIALECTS.contains(other.getPackageName()
                                                                .substring(prefix.length())
                                                                .split("\\.")[0]);
                                            }
                                        })
                                .check(CLASSES)));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> bare = new TreeSet<>();
        for (JavaPackage each : CLASSES.getDefaultPackage().getSubpackagesInTree()) {
            if (!each.getClasses().isEmpty()
                    && each.getName().startsWith("io.ninerouter")
                    && !each.isAnnotatedWith(NullMarked.class)) {
                bare.add(each.getName());
            }
        }
        assertThat(bare).isEmpty();
    }

    private static ArchCondition<JavaClass> askTheWorld() {
        Map<String, Set<String>> doors = Map.of(
                "java.lang.System", Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty"),
                "java.time.Instant", Set.of("now"),
                "java.time.Clock", Set.of("systemUTC", "systemDefaultZone"),
                "java.util.UUID", Set.of("randomUUID"),
                "java.lang.Math", Set.of("random"),
                "java.lang.Thread", Set.of("sleep", "start", "ofVirtual", "ofPlatform"),
                "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
                "java.util.concurrent.Executors", Set.of("newFixedThreadPool", "newVirtualThreadPerTaskExecutor"));
        return new ArchCondition<>("ask for the time, a thread or chance") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                List<JavaAccess<?>> calls = new ArrayList<>(item.getMethodCallsFromSelf());
                for (JavaAccess<?> call : calls) {
                    if (doors.getOrDefault(call.getTargetOwner().getName(), Set.of())
                            .contains(call.getTarget().getName())) {
                        events.add(SimpleConditionEvent.satisfied(item, call.getDescription()));
                    }
                }
            }
        };
    }
}
