package io.ninerouter.install.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.install.Command;
import io.ninerouter.install.Documents;
import io.ninerouter.install.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What values make of the alerts and of the dashboard, and the pages that tell what to do. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class AlertsTest {
    private static final Path RUNBOOKS = Command.root().resolve("charts/docs/runbooks");

    @Test
    void eachAlertHasAPageAndEachPageAnAlert() throws IOException {
        List<String> alerts = Monitoring.alerts().stream()
                .map(alert -> alert.get("alert") + ".md")
                .toList();
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            assertThat(pages.map(page -> page.getFileName().toString())).containsExactlyInAnyOrderElementsOf(alerts);
        }
        for (String page : alerts) {
            assertThat(Files.readString(RUNBOOKS.resolve(page)))
                    .containsSubsequence(
                            "# " + page.replace(".md", "") + "\n",
                            "\n## Meaning\n",
                            "\n## Impact\n",
                            "\n## What to look at\n",
                            "\n## What to do\n");
        }
    }

    @Test
    void eachAlertSaysHowBadItIsAndWhereToRead() {
        assertThat(Monitoring.alerts()).hasSizeGreaterThan(10).allSatisfy(alert -> {
            assertThat(Documents.<String>at(alert, "labels/severity")).isIn("critical", "warning", "info");
            assertThat(Documents.<String>at(alert, "annotations/summary")).isNotBlank();
            assertThat(Documents.<String>at(alert, "annotations/description")).isNotBlank();
            assertThat(Documents.<String>at(alert, "annotations/runbook_url"))
                    .isEqualTo("charts/docs/runbooks/" + alert.get("alert") + ".md");
            assertThat((String) alert.get("expr"))
                    .as("thresholds are filled in")
                    .doesNotContain("$");
        });
    }

    @Test
    void valuesChangeThresholdsLabelsPagesAndWhatIsLeftOut() {
        List<Map<String, Object>> objects = Documents.of(Chart.template(null)
                .set("prometheusRule.enabled", true)
                .set("prometheusRule.labels.release", "prometheus")
                .set("prometheusRule.alertLabels.team", "ai")
                .set("prometheusRule.runbookUrl", "https://wiki.example/runbooks")
                .set("prometheusRule.disabled[0]", "NineRouterFallbacks")
                .set("prometheusRule.thresholds.firstTokenSeconds", 3)
                .call());
        Map<String, Object> rule = Documents.find(objects, "PrometheusRule ninerouter-system/ninerouter");
        assertThat(Documents.<String>at(rule, "metadata/labels/release")).isEqualTo("prometheus");
        List<Map<String, Object>> alerts = Documents.at(rule, "spec/groups/0/rules");
        assertThat(alerts).noneMatch(alert -> alert.get("alert").equals("NineRouterFallbacks"));
        Map<String, Object> slow = alerts.stream()
                .filter(alert -> alert.get("alert").equals("NineRouterSlowFirstToken"))
                .findFirst()
                .orElseThrow();
        assertThat((String) slow.get("expr")).endsWith("> 3");
        assertThat(Documents.<Object>at(slow, "labels")).isEqualTo(Map.of("severity", "warning", "team", "ai"));
        assertThat(Documents.<String>at(slow, "annotations/runbook_url"))
                .isEqualTo("https://wiki.example/runbooks/NineRouterSlowFirstToken.md");
    }

    @Test
    void anAlertToLeaveOutThatIsNoneIsSaid() {
        assertThatThrownBy(() -> Chart.template(null)
                        .set("prometheusRule.enabled", true)
                        .set("prometheusRule.disabled[0]", "NineRouterNothing")
                        .call())
                .hasMessageContaining("prometheusRule.disabled: NineRouterNothing (expected: one of ");
    }

    @Test
    void theDashboardGoesWhereItsSidecarLooks() {
        List<Map<String, Object>> objects = Documents.of(Chart.template(null)
                .set("dashboard.enabled", true)
                .set("dashboard.namespace", "monitoring")
                .set("dashboard.annotations.grafana_folder", "AI")
                .call());
        Map<String, Object> map = Documents.find(objects, "ConfigMap monitoring/ninerouter-dashboard");
        assertThat(Documents.<String>at(map, "metadata/labels/grafana_dashboard"))
                .isEqualTo("1");
        assertThat(Documents.<String>at(map, "metadata/annotations/grafana_folder"))
                .isEqualTo("AI");
    }

    @Test
    void nothingOfItIsRenderedUnlessAskedFor() {
        assertThat(Documents.ids(Chart.objects("defaults")))
                .noneMatch(id -> id.matches("(ConfigMap|PodMonitor|PrometheusRule) .*"));
    }
}
