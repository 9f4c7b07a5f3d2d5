package io.ninerouter.install.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.install.Documents;
import io.ninerouter.install.chart.Chart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

/** The dashboard and the alerts, as the chart renders them, and what their expressions ask for. */
final class Monitoring {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\{[^}]*})?");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    /** What is written as a word in an expression and names no series. */
    private static final Set<String> LANGUAGE =
            Set.of("or", "and", "unless", "bool", "offset", "sum", "max", "min", "count", "topk", "s", "m", "h");

    private Monitoring() {}

    /** An expression and where it stands. */
    record Query(String where, String expression, List<String> labels) {
        @Override
        public String toString() {
            return where;
        }
    }

    /** Groups of rules as Prometheus reads them. */
    static String rules() {
        Map<String, Object> rule = Documents.find(objects(), "PrometheusRule ninerouter-system/ninerouter");
        return new Dump(DumpSettings.builder().build()).dumpToString(rule.get("spec"));
    }

    /** Every alert, by itself. */
    static List<Map<String, Object>> alerts() {
        Map<String, Object> rule = Documents.find(objects(), "PrometheusRule ninerouter-system/ninerouter");
        return Documents.maps(Documents.map(rule, "spec"), "groups").stream()
                .flatMap(group -> Documents.maps(group, "rules").stream())
                .toList();
    }

    /** The dashboard, as Grafana reads it. */
    static JsonNode dashboard() throws IOException {
        Map<String, Object> map = Documents.find(objects(), "ConfigMap ninerouter-system/ninerouter-dashboard");
        return new ObjectMapper().readTree(Documents.<String>at(map, "data/ninerouter.json"));
    }

    /** Every expression of the dashboard, with short windows in place of Grafana's variables. */
    static List<Query> panels() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : dashboard().path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.path("expr")
                        .asText()
                        .replace("$__rate_interval", "10s")
                        .replace("$__range", "1m")
                        .replace("$namespace", ".*")
                        .replace("$router", ".*");
                List<String> labels = Pattern.compile("\\{\\{(\\w+)}}")
                        .matcher(target.path("legendFormat").asText())
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                queries.add(new Query(panel.path("title").asText(), expression, labels));
            }
        }
        return queries;
    }

    /** Every selector of every alert: what its condition looks at. */
    static List<Query> selectors() {
        return alerts().stream()
                .flatMap(alert -> selectors((String) alert.get("expr")).stream()
                        .map(selector -> new Query((String) alert.get("alert"), selector, List.of())))
                .toList();
    }

    /** Such as {@code up{job="x"}}, without windows and functions. */
    static List<String> selectors(String expression) {
        String bare = GROUPING.matcher(expression).replaceAll("").replaceAll("\\[[^]]*]", "");
        Set<String> names = names(expression);
        return SELECTOR.matcher(bare)
                .results()
                .filter(found -> names.contains(found.group(1)))
                .map(MatchResult::group)
                .map(String::strip)
                .toList();
    }

    /** Names of the series that an expression asks for. */
    static Set<String> names(String expression) {
        String bare = GROUPING.matcher(TEXT.matcher(expression).replaceAll(""))
                .replaceAll("")
                .replaceAll("\\{[^}]*}", "")
                .replaceAll("\\[[^]]*]", "");
        return WORD.matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(word -> !LANGUAGE.contains(word) && !isFunction(word, bare))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isFunction(String word, String expression) {
        return Pattern.compile("\\b" + word + "\\s*\\(").matcher(expression).find();
    }

    private static List<Map<String, Object>> objects() {
        return Documents.of(Chart.template(null)
                .set("prometheusRule.enabled", true)
                .set("dashboard.enabled", true)
                .call());
    }
}
