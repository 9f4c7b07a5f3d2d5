package io.ninerouter.operator.discover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.operator.catalog.QuotaSource.Kind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what providers say of an account's windows. Windows have the names that gateways give them when they read of them in
 * headers ({@code 5h}, {@code 7d}). One without an end, or one that nothing counts in, is left out. Stateless.
 */
public final class QuotaAnswers {
    /** Longest until an end that is believed. */
    private static final Duration LONGEST = Duration.ofDays(400);

    /** Accounts are asked at least so often. */
    private static final Duration UNTIL_ASKED_AGAIN = Duration.ofMinutes(75);

    /** What Copilot completes while somebody types: no request of ours counts there. */
    private static final String EDITORS = "completions";

    private static final int MAX_WINDOWS = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Instant now;
    private final List<Window> windows = new ArrayList<>();

    private QuotaAnswers(Instant now) {
        this.now = now;
    }

    /**
     * One window.
     *
     * @param name its length, or what is counted
     * @param usedPercent 0 to 100, rounded down
     * @param wholeAccount whether it counts for all models
     */
    public record Window(String name, int usedPercent, Instant resetsAt, boolean wholeAccount) {}

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException when it is none of this kind; the message does not repeat it
     */
    public static List<Window> read(Kind kind, String body, Instant now) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what it answered is no JSON (expected: its quotas)", e);
        }
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("what it answered is no object (expected: its quotas)");
        }
        QuotaAnswers answers = new QuotaAnswers(now);
        switch (kind) {
            case CLAUDE_USAGE -> answers.claude(root);
            case CODEX_USAGE -> answers.codex(root);
            case COPILOT_USER -> answers.copilot(root);
            case CODE_ASSIST_MODELS -> answers.codeAssist(root);
            case KIRO_USAGE -> answers.kiro(root);
            case OPEN_ROUTER_KEY -> answers.openRouter(root);
            case DEEP_SEEK_BALANCE -> answers.deepSeek(root);
        }
        return List.copyOf(answers.windows);
    }

    private void claude(JsonNode root) {
        root.properties().forEach(member -> {
            String name = member.getKey();
            String length = name.startsWith("five_hour") ? "5h" : name.startsWith("seven_day") ? "7d" : null;
            if (length != null && member.getValue().isObject()) {
                String rest =
                        name.substring(name.startsWith("five_hour") ? "five_hour".length() : "seven_day".length());
                add(
                        rest.isEmpty() ? length : length + rest.replace('_', ' '),
                        number(member.getValue().path("utilization")),
                        moment(member.getValue().path("resets_at")),
                        rest.isEmpty());
            }
        });
    }

    private void codex(JsonNode root) {
        JsonNode limits = root.path("rate_limit");
        codex(limits.path("primary_window"), "5h");
        codex(limits.path("secondary_window"), "7d");
    }

    private void codex(JsonNode window, String usually) {
        double seconds = window.path("limit_window_seconds").asDouble(0);
        Instant reset = moment(window.path("reset_at"));
        JsonNode after = window.path("reset_after_seconds");
        add(
                seconds < 60 ? usually : length(Math.round(seconds / 60)),
                number(window.path("used_percent")),
                reset == null && after.isNumber() ? in(after.asDouble()) : reset,
                true);
    }

    /** As gateways name the lengths that Codex tells in headers. */
    private static String length(long minutes) {
        long hours = minutes / 60;
        if (hours == 0 || minutes % 60 != 0) {
            return minutes + "m";
        }
        return hours % 24 == 0 ? hours / 24 + "d" : hours + "h";
    }

    /**
     * By month: of all chat where a plan limits it, and of the models that cost premium requests. That most models do is why an
     * account without any left goes behind its peers; it still serves the others.
     */
    private void copilot(JsonNode root) {
        Instant reset = moment(root.path("quota_reset_date"));
        root.path("quota_snapshots").properties().forEach(member -> {
            JsonNode snapshot = member.getValue();
            if (!snapshot.path("unlimited").asBoolean(false)) {
                add(
                        member.getKey().replace('_', ' '),
                        used(number(snapshot.path("entitlement")), left(snapshot.path("remaining"))),
                        reset,
                        !EDITORS.equals(member.getKey()));
            }
        });
        Instant free = moment(root.path("limited_user_reset_date"));
        root.path("monthly_quotas")
                .properties()
                .forEach(member -> add(
                        member.getKey(),
                        used(
                                number(member.getValue()),
                                left(root.path("limited_user_quotas").path(member.getKey()))),
                        free,
                        !EDITORS.equals(member.getKey())));
    }

    /** Less than nothing is left where more than the entitlement was paid for. */
    private static @Nullable Double left(JsonNode remaining) {
        return remaining.isNumber() && remaining.asDouble() < 0 ? Double.valueOf(0) : number(remaining);
    }

    /** Known to be wrong at times; by model, so that it never puts the account behind. */
    private void codeAssist(JsonNode root) {
        root.path("models").properties().forEach(member -> {
            JsonNode quota = member.getValue().path("quotaInfo");
            Double left = number(quota.path("remainingFraction"));
            // Zero is left out of what Google sends.
            Double remaining = left == null && quota.has("resetTime") ? Double.valueOf(0) : left;
            add(
                    member.getKey(),
                    remaining == null ? null : Double.valueOf((1 - remaining) * 100),
                    moment(quota.path("resetTime")),
                    false);
        });
    }

    private void kiro(JsonNode root) {
        for (JsonNode each : root.path("usageBreakdownList")) {
            Instant reset = moment(each.path("nextDateReset"));
            Double limit = number(
                    each.has("usageLimitWithPrecision")
                            ? each.path("usageLimitWithPrecision")
                            : each.path("usageLimit"));
            Double used = number(
                    each.has("currentUsageWithPrecision")
                            ? each.path("currentUsageWithPrecision")
                            : each.path("currentUsage"));
            String type = each.path("resourceType").asText("credits");
            add(
                    type.toLowerCase(Locale.ROOT).replace('_', ' '),
                    limit == null || used == null || limit <= 0 ? null : Double.valueOf(used / limit * 100),
                    reset == null ? moment(root.path("nextDateReset")) : reset,
                    true);
        }
    }

    /** The key's own limit; it begins anew at midnight UTC, by day, week or month. */
    private void openRouter(JsonNode root) {
        JsonNode data = root.path("data");
        var today = now.atZone(ZoneOffset.UTC).toLocalDate();
        Instant reset = switch (data.path("limit_reset").asText()) {
            case "daily" -> today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            case "weekly" ->
                today.with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            case "monthly" ->
                YearMonth.from(today)
                        .plusMonths(1)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            default -> null;
        };
        add("credits", used(number(data.path("limit")), number(data.path("limit_remaining"))), reset, true);
    }

    /** Money that is left has no window. An account without any counts as spent until it is asked again. */
    private void deepSeek(JsonNode root) {
        JsonNode available = root.path("is_available");
        if (available.isBoolean() && !available.booleanValue()) {
            add("balance", Double.valueOf(100), round(now.plus(UNTIL_ASKED_AGAIN)), true);
        }
    }

    private void add(String name, @Nullable Double percent, @Nullable Instant resetsAt, boolean wholeAccount) {
        boolean credible = resetsAt != null && resetsAt.isAfter(now) && resetsAt.isBefore(now.plus(LONGEST));
        if (percent != null
                && resetsAt != null
                && credible
                && !name.isBlank()
                && name.length() <= 64
                && windows.size() < MAX_WINDOWS) {
            // What is a whole percent in decimals is a little less in binary.
            int used = (int) Math.clamp(Math.floor(percent + 1e-6), 0, 100);
            windows.add(new Window(name, used, resetsAt, wholeAccount));
        }
    }

    private static @Nullable Double used(@Nullable Double limit, @Nullable Double remaining) {
        return limit == null || remaining == null || limit <= 0 ? null : Double.valueOf((1 - remaining / limit) * 100);
    }

    private static @Nullable Double number(JsonNode node) {
        double value = node.isNumber() ? node.asDouble() : Double.NaN;
        return Double.isFinite(value) && value >= 0 ? Double.valueOf(value) : null;
    }

    /** To the minute: what is told as a time from now differs a little each time. */
    private @Nullable Instant moment(JsonNode node) {
        if (node.isNumber()) {
            double seconds = node.asDouble();
            return seconds > 0 && seconds < 1e11 ? Instant.ofEpochSecond(Math.round(seconds / 60) * 60) : null;
        }
        String text = node.asText("");
        try {
            return text.length() == "2026-01-01".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : text.isEmpty() ? null : round(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private @Nullable Instant in(double seconds) {
        return seconds > 0 && seconds < LONGEST.toSeconds() ? round(now.plusSeconds(Math.round(seconds))) : null;
    }

    private static Instant round(Instant moment) {
        return moment.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
    }
}
