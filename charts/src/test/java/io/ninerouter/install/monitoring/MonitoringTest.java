package io.ninerouter.install.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.install.Command;
import io.ninerouter.install.chart.Chart;
import io.ninerouter.install.monitoring.Monitoring.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alerts ask for what gateways and operators really export. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class MonitoringTest {
    private static final String NO_PROMETHEUS =
            "prometheus and promtool are not on the PATH (Debian: apt-get install" + " prometheus)";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    static Path scratch;

    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        stage = Stage.open(Files.createDirectory(scratch.resolve("quickstart")));
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void everyNameThatIsAskedForIsExported() throws Exception {
        Set<String> asked = new TreeSet<>();
        for (Query query : Monitoring.panels()) {
            asked.addAll(Monitoring.names(query.expression()));
        }
        Monitoring.alerts().forEach(alert -> asked.addAll(Monitoring.names((String) alert.get("expr"))));
        assertThat(asked).hasSizeGreaterThan(30);

        await().atMost(PATIENCE).untilAsserted(() -> {
            stage.traffic();
            assertThat(exported()).containsAll(asked);
        });
        String page = Files.readString(Command.root().resolve("gateway/docs/telemetry.md"));
        assertThat(families(stage.scrape(stage.gatewayTarget())))
                .as("families that the page of the gateway's metrics names")
                .allMatch(family -> page.contains("`" + family + "`"));
    }

    @Test
    void everyQueryYieldsSeriesAndTroubleRaisesItsAlerts() throws Exception {
        assumeTrue(Prometheus.installed(), NO_PROMETHEUS);
        Path folder = Files.createDirectory(scratch.resolve("prometheus"));
        Path rules = Files.writeString(folder.resolve("rules.yaml"), Monitoring.rules());
        try (Prometheus prometheus = Prometheus.start(folder, configuration(rules))) {
            await().atMost(PATIENCE).until(prometheus::isReady);
            List<Query> left = new ArrayList<>(Monitoring.panels());
            left.addAll(Monitoring.selectors());
            assertThat(left).hasSizeGreaterThan(60);
            // Rates need traffic between scrapes.
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                stage.traffic();
                List<Query> still = new ArrayList<>();
                for (Query query : left) {
                    if (!yields(prometheus, query)) {
                        still.add(query);
                    }
                }
                left.retainAll(still);
                assertThat(left).as("queries without series").isEmpty();
            });
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                stage.traffic();
                assertThat(prometheus.rules())
                        .as("rules that Prometheus evaluates")
                        .hasSameSizeAs(Monitoring.alerts())
                        .allSatisfy(
                                rule -> assertThat(rule.path("health").asText()).isEqualTo("ok"));
                assertThat(raised(prometheus))
                        .contains("NineRouterErrors", "NineRouterAccountRefused", "NineRouterProviderExhausted")
                        .doesNotContain(
                                "NineRouterNoReadyGateway",
                                "NineRouterConfigRejected",
                                "NineRouterInFlightNearBound",
                                "NineRouterOperatorNotLeading");
            });
        }
    }

    @Test
    void promtoolFindsNothingWrongAndEachAlertFiresWhenItShould() throws IOException {
        assumeTrue(Prometheus.installed(), NO_PROMETHEUS);
        Path folder = Files.createDirectory(scratch.resolve("promtool"));
        Path rules = Files.writeString(folder.resolve("rules.yaml"), Monitoring.rules());
        assertThat(Command.run(Map.of(), "promtool", "check", "rules", "--lint-fatal", rules.toString()))
                .contains(Monitoring.alerts().size() + " rules found");

        String cases = Files.readString(Path.of("src/test/resources/alerts.yaml"));
        assertThat(Monitoring.alerts())
                .as("each has a case in which it fires and one in which it does not")
                .allSatisfy(alert -> {
                    assertThat(cases).containsPattern("alertname: " + alert.get("alert") + "\\s+exp_alerts:\\s+-");
                    assertThat(cases).containsPattern("alertname: " + alert.get("alert") + ",?\\s+exp_alerts: \\[]");
                });
        Path tests = Files.writeString(folder.resolve("alerts.yaml"), cases);
        assertThat(Command.run(Map.of(), "promtool", "test", "rules", tests.toString()))
                .contains("SUCCESS");
    }

    private static boolean yields(Prometheus prometheus, Query query) throws IOException, InterruptedException {
        List<JsonNode> series = prometheus.query(query.expression());
        return !series.isEmpty()
                && query.labels().stream()
                        .allMatch(label -> series.stream()
                                .anyMatch(one ->
                                        !one.path("metric").path(label).asText().isEmpty()));
    }

    private static Set<String> raised(Prometheus prometheus) throws IOException, InterruptedException {
        return prometheus.rules().stream()
                .filter(rule -> !rule.path("state").asText().equals("inactive"))
                .map(rule -> rule.path("name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of all series, as Prometheus stores them. */
    private static Set<String> exported() throws IOException, InterruptedException {
        String all = stage.scrape(stage.gatewayTarget()) + stage.scrape(stage.operatorTarget());
        return Pattern.compile("(?m)^([a-z][a-zA-Z0-9_:]*)[ {]")
                .matcher(all)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Our own families, without those that stand beside a histogram. */
    private static Set<String> families(String scrape) {
        return Pattern.compile("(?m)^# TYPE ((?:ninerouter|gen_ai)_\\S+)")
                .matcher(scrape)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(family -> !family.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** With the labels that the PodMonitors give. */
    private static String configuration(Path rules) {
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: gateways
                    static_configs:
                      - {targets: ["%s"], labels: {namespace: default, router: main, pod: quickstart}}
                  - job_name: operator
                    honor_labels: true
                    static_configs:
                      - {targets: ["%s"], labels: {namespace: ninerouter-system, pod: operator}}
                """.formatted(rules, stage.gatewayTarget(), stage.operatorTarget());
    }
}
