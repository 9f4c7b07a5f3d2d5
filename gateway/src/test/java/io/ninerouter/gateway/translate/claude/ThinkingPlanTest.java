package io.ninerouter.gateway.translate.claude;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.ReasoningWish.Mode;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkingPlanTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", textBlock = """
            # case,                          model,             own,   mode,     effort,  budget, limit, forced, type,     tokens, word,   display,    lost
            nothing said,                    claude-opus-5-5,   false, -,        -,       -,      9000,  false,  -,        -,      -,      -,          -
            word for a new model,            claude-opus-5-5,   false, -,        high,    -,      9000,  false,  adaptive, -,      high,   summarized, -
            word for an old model,           claude-sonnet-4-5, false, -,        low,     -,      9000,  false,  enabled,  4096,   -,      -,          REASONING_EFFORT
            word for a stranger,             glm-5,             false, -,        low,     -,      9000,  false,  enabled,  4096,   -,      -,          REASONING_EFFORT
            word for one that cannot think,  claude-3-5-haiku,  false, -,        low,     -,      9000,  false,  -,        -,      -,      -,          REASONING_EFFORT
            word of this dialect alone,      claude-opus-5-5,   true,  -,        low,     -,      9000,  false,  -,        -,      low,    -,          -
            minimal,                         claude-opus-5-5,   false, -,        minimal, -,      9000,  false,  adaptive, -,      low,    summarized, REASONING_EFFORT
            xhigh on 4.6,                    claude-opus-4-6,   false, -,        xhigh,   -,      9000,  false,  adaptive, -,      high,   summarized, REASONING_EFFORT
            xhigh on 4.7,                    claude-opus-4-7,   false, -,        xhigh,   -,      9000,  false,  adaptive, -,      xhigh,  summarized, -
            off,                             claude-opus-5-5,   false, OFF,      -,       -,      9000,  false,  disabled, -,      -,      -,          -
            off where it cannot be,          claude-fable-5,    false, OFF,      -,       -,      9000,  false,  -,        -,      low,    -,          REASONING_EFFORT
            budget,                          claude-sonnet-4-5, false, BUDGET,   -,       2000,   9000,  false,  enabled,  2000,   -,      -,          -
            budget below the least,          claude-sonnet-4-5, false, BUDGET,   -,       128,    9000,  false,  enabled,  1024,   -,      -,          -
            budget above the limit,          claude-sonnet-4-5, false, BUDGET,   -,       20000,  8000,  false,  enabled,  6000,   -,      -,          REASONING_BUDGET
            no room for a budget,            claude-sonnet-4-5, false, BUDGET,   -,       20000,  1000,  false,  disabled, -,      -,      -,          REASONING_BUDGET
            interleaved budget of its own,   claude-sonnet-4-5, true,  BUDGET,   -,       32000,  8000,  false,  enabled,  32000,  -,      -,          -
            budget on a new model,           claude-opus-5-5,   true,  BUDGET,   -,       9000,   64000, false,  adaptive, -,      high,   -,          REASONING_BUDGET
            adaptive,                        claude-opus-5-5,   true,  ADAPTIVE, medium,  -,      64000, false,  adaptive, -,      medium, -,          -
            adaptive on an old model,        claude-sonnet-4-5, true,  ADAPTIVE, -,       -,      64000, false,  enabled,  16384,  -,      -,          REASONING_EFFORT
            adaptive to a stranger,          some-model,        true,  ADAPTIVE, high,    -,      64000, false,  adaptive, -,      high,   -,          -
            forced tool,                     claude-opus-5-5,   false, -,        high,    -,      9000,  true,   disabled, -,      -,      -,          REASONING_EFFORT
            forced tool of its own,          claude-opus-5-5,   true,  ADAPTIVE, high,    -,      9000,  true,   adaptive, -,      high,   -,          -
            """)
    void asksAsTheModelUnderstands(
            String name,
            String model,
            boolean own,
            Mode mode,
            String effort,
            Long budget,
            long limit,
            boolean forced,
            String type,
            Long tokens,
            String word,
            String display,
            Feature lost) {
        Losses losses = new Losses();
        ReasoningWish wish = new ReasoningWish(mode, effort, budget, null);

        ThinkingPlan plan = ThinkingPlan.of(wish, ClaudeModel.of(model, own), own, limit, forced, losses);

        assertThat(plan).as(name).isEqualTo(new ThinkingPlan(type, tokens, word, display));
        assertThat(losses.all().stream().map(loss -> loss.feature()))
                .containsExactlyElementsOf(lost == null ? List.of() : List.of(lost));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            # model,                               version, always
            claude-3-5-sonnet-20241022,            305,     false
            claude-3-opus-20240229,                300,     false
            claude-sonnet-4-20250514,              400,     false
            claude-opus-4@20250514,                400,     false
            us.anthropic.claude-opus-4-6-v1,       406,     false
            anthropic/claude-4.7-opus,             407,     false
            claude-opus-5-5,                       505,     false
            claude-fable-5-1,                      501,     true
            claude-mythos-preview,                 9999,    true
            """)
    void knowsAVersionByItsName(String model, int version, boolean always) {
        assertThat(ClaudeModel.of(model, true)).isEqualTo(new ClaudeModel(true, version, always, false));
    }
}
