package io.ninerouter.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rows as one Markdown table that reads well as plain text too. Pure. */
final class Table {
    private static final List<String> HEAD = List.of(
            "process",
            "what",
            "CPU µs/request (min–max)",
            "CPU µs/event",
            "CPU µs/KB",
            "allocated B/request",
            "compiling",
            "RSS MiB",
            "requests/s",
            "ms p50 / p99",
            "errors");

    private Table() {}

    /**
     * Writes the table.
     *
     * @param rows in the order in which they stand
     * @param absent processes that were not measured, with the reason
     */
    static String of(List<Row> rows, Map<String, String> absent) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEAD);
        for (Scenario scenario : Scenario.values()) {
            List<Row> measured =
                    rows.stream().filter(row -> row.scenario() == scenario).toList();
            measured.forEach(row -> cells.add(cells(row)));
            ratio(measured).ifPresent(cells::add);
            delay(measured).ifPresent(cells::add);
            addition(scenario, rows).ifPresent(cells::add);
        }
        absent.forEach((process, reason) ->
                cells.add(List.of(process, "absent: " + reason, "", "", "", "", "", "", "", "", "")));
        return written(cells);
    }

    private static List<String> cells(Row row) {
        Summary cpu = row.cpuPerRequest();
        return List.of(
                row.process(),
                row.scenario().title(),
                number(cpu.median(), 1) + " (" + number(cpu.min(), 1) + "–" + number(cpu.max(), 1) + ")",
                number(row.cpuPerEvent(), 2),
                number(row.cpuPerKilobyte(), 2),
                number(row.bytesPerRequest(), 0),
                Double.isNaN(row.compileShare()) ? "" : number(row.compileShare() * 100, 0) + " %",
                number(row.residentBytes() / (double) (1 << 20), 0),
                number(row.requestsPerSecond(), 0),
                millis(row.latency().median()) + " / " + millis(row.latency().p99()),
                row.errors() == 0 ? "0" : row.errors() + ": " + row.firstError());
    }

    /** The gateway's processor time as a multiple of nginx's in the same scenario of the same run. */
    private static Optional<List<String>> ratio(List<Row> rows) {
        Optional<Row> gateway = named(rows, Target.GATEWAY);
        Optional<Row> nginx = named(rows, Target.NGINX);
        if (gateway.isEmpty() || nginx.isEmpty()) {
            return Optional.empty();
        }
        Row over = gateway.get();
        Row under = nginx.get();
        String requests =
                times(over.cpuPerRequest().median(), under.cpuPerRequest().median());
        return Optional.of(List.of(
                "gateway ÷ nginx",
                over.scenario().title(),
                requests,
                times(over.cpuPerEvent(), under.cpuPerEvent()),
                "",
                "",
                "",
                times((double) over.residentBytes(), (double) under.residentBytes()),
                "",
                "",
                ""));
    }

    /** What the gateway takes for that by which the scenario exceeds another one of the same run. */
    private static Optional<List<String>> addition(Scenario scenario, List<Row> rows) {
        Scenario plain = scenario.plain();
        List<Row> own = rows.stream()
                .filter(row -> row.process().equals(Target.GATEWAY))
                .toList();
        Optional<Row> more =
                own.stream().filter(row -> row.scenario() == scenario).findFirst();
        Optional<Row> less = own.stream().filter(row -> row.scenario() == plain).findFirst();
        if (more.isEmpty() || less.isEmpty()) {
            return Optional.empty();
        }
        Row over = more.get();
        Row under = less.get();
        double cpu = over.cpuPerRequest().median() - under.cpuPerRequest().median();
        return Optional.of(List.of(
                "added",
                "to " + under.scenario().title(),
                signed(cpu, 1) + " "
                        + times(
                                over.cpuPerRequest().median(),
                                under.cpuPerRequest().median()),
                times(over.cpuPerEvent(), under.cpuPerEvent()),
                "",
                signed(over.bytesPerRequest() - under.bytesPerRequest(), 0),
                "",
                "",
                "",
                later(over, under),
                ""));
    }

    /** How much later an answer comes through the gateway than from the upstream itself, where both do the same at the same pace. */
    private static Optional<List<String>> delay(List<Row> rows) {
        Optional<Row> gateway = named(rows, Target.GATEWAY);
        Optional<Row> direct = named(rows, Target.DIRECT);
        if (gateway.isEmpty() || direct.isEmpty() || !gateway.get().scenario().paced()) {
            return Optional.empty();
        }
        String title = gateway.get().scenario().title();
        return Optional.of(
                List.of("gateway − direct", title, "", "", "", "", "", "", "", later(gateway.get(), direct.get()), ""));
    }

    private static String later(Row over, Row under) {
        return signed((over.latency().median() - under.latency().median()) / 1e6, 3) + " / "
                + signed((over.latency().p99() - under.latency().p99()) / 1e6, 3);
    }

    private static Optional<Row> named(List<Row> rows, String process) {
        return rows.stream().filter(row -> row.process().equals(process)).findFirst();
    }

    private static String times(double over, double under) {
        return Double.isNaN(over / under) ? "" : "× " + number(over / under, 2);
    }

    private static String millis(long nanos) {
        return number(nanos / 1e6, 3);
    }

    private static String signed(double value, int digits) {
        return (value >= 0 ? "+" : "") + number(value, digits);
    }

    private static String number(double value, int digits) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String written(List<List<String>> cells) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < cells.size(); line++) {
            for (int column = 0; column < HEAD.size(); column++) {
                text.append(column == 0 ? "| " : " | ")
                        .append(padded(cells.get(line).get(column), width(cells, column), column < 2));
            }
            text.append(" |\n");
            if (line == 0) {
                text.append(rule(cells));
            }
        }
        return text.toString();
    }

    private static String rule(List<List<String>> cells) {
        StringBuilder rule = new StringBuilder("|");
        for (int column = 0; column < HEAD.size(); column++) {
            rule.append("-".repeat(width(cells, column) + 1))
                    .append(column < 2 ? "-" : ":")
                    .append('|');
        }
        return rule.append('\n').toString();
    }

    private static int width(List<List<String>> cells, int column) {
        return cells.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width, boolean left) {
        String blanks = " ".repeat(width - text.length());
        return left ? text + blanks : blanks + text;
    }
}
