package io.ninerouter.operator.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.operator.catalog.QuotaSource.Kind;
import io.ninerouter.operator.discover.QuotaAnswers.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    static List<Arguments> answers() {
        return List.of(
                Arguments.of(
                        "Claude: percents used, of the account and of single models",
                        Kind.CLAUDE_USAGE,
                        "{'five_hour':{'utilization':96.5,'resets_at':'2026-11-30T14:00:00.412Z'},"
                                + "'seven_day':{'utilization':31,'resets_at':'2026-12-03T00:00:00+00:00'},"
                                + "'seven_day_opus':{'utilization':0,'resets_at':'2026-12-03T00:00:00+00:00'},"
                                + "'seven_day_oauth_apps':null,'extra_usage':{'is_enabled':false}}",
                        List.of(
                                whole("5h", 96, "2026-11-30T14:00:00Z"),
                                whole("7d", 31, "2026-12-03T00:00:00Z"),
                                part("7d opus", 0, "2026-12-03T00:00:00Z"))),
                Arguments.of(
                        "Codex: windows have the names of their lengths",
                        Kind.CODEX_USAGE,
                        "{'plan_type':'plus','rate_limit':{'limit_reached':false,'primary_window':{'used_percent':12,"
                                + "'limit_window_seconds':18000,'reset_at':1796047200},'secondary_window':"
                                + "{'used_percent':99.9,'reset_after_seconds':86400}}}",
                        List.of(whole("5h", 12, "2026-11-30T14:00:00Z"), whole("7d", 99, "2026-12-01T12:00:00Z"))),
                Arguments.of(
                        "Copilot: what has no limit is no window",
                        Kind.COPILOT_USER,
                        "{'quota_reset_date':'2026-12-01','quota_snapshots':{'chat':{'unlimited':true},"
                                + "'premium_interactions':{'entitlement':300,'remaining':75,'unlimited':false}}}",
                        List.of(whole("premium interactions", 75, "2026-12-01T00:00:00Z"))),
                Arguments.of(
                        "Copilot: more than the entitlement was used, and paid for",
                        Kind.COPILOT_USER,
                        "{'quota_reset_date':'2026-12-01','quota_snapshots':{'premium_interactions':{'entitlement':300,"
                                + "'remaining':-12,'overage_count':12,'overage_permitted':true,'unlimited':false},"
                                + "'chat':{'entitlement':0,'remaining':0,'unlimited':false,'has_quota':false}}}",
                        List.of(whole("premium interactions", 100, "2026-12-01T00:00:00Z"))),
                Arguments.of(
                        "Copilot without a plan",
                        Kind.COPILOT_USER,
                        "{'monthly_quotas':{'chat':50,'completions':2000},"
                                + "'limited_user_quotas':{'chat':10,'completions':0},"
                                + "'limited_user_reset_date':'2026-12-05'}",
                        List.of(
                                whole("chat", 80, "2026-12-05T00:00:00Z"),
                                part("completions", 100, "2026-12-05T00:00:00Z"))),
                Arguments.of(
                        "Code Assist: by model; zero is left out of what Google sends",
                        Kind.CODE_ASSIST_MODELS,
                        "{'models':{'a':{'quotaInfo':{'remainingFraction':0.25,'resetTime':'2026-11-30T17:00:00Z'}},"
                                + "'b':{'quotaInfo':{'resetTime':'2026-11-30T17:00:00Z'}},'c':{}}}",
                        List.of(part("a", 75, "2026-11-30T17:00:00Z"), part("b", 100, "2026-11-30T17:00:00Z"))),
                Arguments.of(
                        "Kiro",
                        Kind.KIRO_USAGE,
                        "{'nextDateReset':1796083200,'usageBreakdownList':[{'resourceType':'AGENTIC_REQUEST',"
                                + "'usageLimit':50,'currentUsage':49,'usageLimitWithPrecision':50.0,"
                                + "'currentUsageWithPrecision':49.5}]}",
                        List.of(whole("agentic request", 99, "2026-12-01T00:00:00Z"))),
                Arguments.of(
                        "OpenRouter: a limit that begins anew",
                        Kind.OPEN_ROUTER_KEY,
                        "{'data':{'limit':100,'limit_remaining':40,'limit_reset':'monthly'}}",
                        List.of(whole("credits", 60, "2026-12-01T00:00:00Z"))),
                Arguments.of(
                        "OpenRouter: one that does not has no window",
                        Kind.OPEN_ROUTER_KEY,
                        "{'data':{'limit':100,'limit_remaining':40,'limit_reset':null}}",
                        List.of()),
                Arguments.of(
                        "what was reset already, or is too far off, is left out",
                        Kind.CLAUDE_USAGE,
                        "{'five_hour':{'utilization':50,'resets_at':'2026-11-30T11:00:00Z'},"
                                + "'seven_day':{'utilization':50,'resets_at':'2036-11-30T11:00:00Z'}}",
                        List.of()),
                Arguments.of(
                        "figures that cannot be are left out",
                        Kind.CLAUDE_USAGE,
                        "{'five_hour':{'utilization':'much','resets_at':'2026-11-30T14:00:00Z'},"
                                + "'seven_day':{'utilization':-1,'resets_at':'later'}}",
                        List.of()),
                Arguments.of(
                        "DeepSeek: money that is left has no window",
                        Kind.DEEP_SEEK_BALANCE,
                        "{'is_available':true,'balance_infos':[{}]}",
                        List.of()),
                Arguments.of(
                        "DeepSeek: none is left",
                        Kind.DEEP_SEEK_BALANCE,
                        "{'is_available':false,'balance_infos':[{'currency':'USD','total_balance':'0.00'}]}",
                        List.of(new Window("balance", 100, Instant.parse("2026-11-30T13:15:00Z"), true))),
                Arguments.of("DeepSeek: nothing is said", Kind.DEEP_SEEK_BALANCE, "{'balance_infos':[{}]}", List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void readsEachForm(String name, Kind kind, String body, List<Window> expected) {
        assertThat(QuotaAnswers.read(kind, body.replace('\'', '"'), NOW)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "<html>canary", "{\"a\":"})
    void whatIsNoAnswerIsRefusedWithoutRepeatingIt(String body) {
        for (Kind kind : Kind.values()) {
            assertThatThrownBy(() -> QuotaAnswers.read(kind, body, NOW))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"models\":7,\"rate_limit\":[],\"data\":\"x\",\"usageBreakdownList\":{}}"})
    void anAnswerWithoutWindowsHasNone(String body) {
        for (Kind kind : Kind.values()) {
            assertThat(QuotaAnswers.read(kind, body, NOW)).isEmpty();
        }
    }

    @Test
    void onlyWindowsOfTheWholeAccountThatAreNearlyUsedUpAreTold() {
        var asked = new Known.Asked(
                List.of(
                        whole("5h", 95, "2026-11-30T14:00:00Z"),
                        whole("7d", 94, "2026-12-03T00:00:00Z"),
                        part("opus", 100, "2026-12-03T00:00:00Z")),
                NOW);
        assertThat(SpentFold.of(Map.of("acct", asked), NOW))
                .singleElement()
                .satisfies(spent -> assertThat(spent.window()).isEqualTo("5h"));
        assertThat(SpentFold.of(Map.of("acct", asked), NOW.plusSeconds(7_200))).isEmpty();
        assertThat(asked.reports(NOW.plusSeconds(7_200))).hasSize(2);
    }

    private static Window whole(String name, int used, String reset) {
        return new Window(name, used, Instant.parse(reset), true);
    }

    private static Window part(String name, int used, String reset) {
        return new Window(name, used, Instant.parse(reset), false);
    }
}
