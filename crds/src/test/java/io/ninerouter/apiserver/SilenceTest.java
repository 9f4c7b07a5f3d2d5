package io.ninerouter.apiserver;

import static io.ninerouter.apiserver.Silence.Verdict.ASK;
import static io.ninerouter.apiserver.Silence.Verdict.FINE;
import static io.ninerouter.apiserver.Silence.Verdict.GONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SilenceTest {
    /** What happens: {@code w} = a word comes, {@code .} = a look, {@code -} = a look while nobody listens. */
    static Stream<Arguments> stories() {
        return Stream.of(
                Arguments.of("a peer that says nothing is asked, then given up", "...", List.of(FINE, ASK, GONE)),
                Arguments.of("a word between looks is enough", ".w.w.w.", List.of(FINE, FINE, FINE, FINE)),
                Arguments.of("an answer counts", "..w...", List.of(FINE, ASK, FINE, ASK, GONE)),
                Arguments.of("an answer that is late counts until the look", "..w.", List.of(FINE, ASK, FINE)),
                Arguments.of("our own silence is not the peer's", ".----", List.of(FINE, FINE, FINE, FINE, FINE)),
                Arguments.of("who begins to listen has a whole interval", ".-..", List.of(FINE, FINE, ASK, GONE)),
                Arguments.of(
                        "a question that nobody listened to is asked again",
                        "..-..",
                        List.of(FINE, ASK, FINE, ASK, GONE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void silenceIsJudgedByLooks(String name, String story, List<Silence.Verdict> expected) {
        Silence silence = new Silence();
        List<Silence.Verdict> verdicts = new ArrayList<>();
        for (char step : story.toCharArray()) {
            if (step == 'w') {
                silence.heard();
            } else {
                verdicts.add(silence.look(step == '.'));
            }
        }
        assertThat(verdicts).isEqualTo(expected);
    }
}
