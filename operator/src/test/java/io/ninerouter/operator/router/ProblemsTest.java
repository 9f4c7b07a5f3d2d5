package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.router.Problems.Change;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final ResourceID MAIN = new ResourceID("main", "default");
    private static final ResourceID OTHER = new ResourceID("other", "default");

    private final Problems problems = new Problems();

    @Test
    void aProblemIsWorthAWordWhenItBeginsWhenItIsAnotherAndWhenItIsOver() {
        assertThat(problems.change(MAIN, null)).isEqualTo(Change.NONE);
        assertThat(problems.change(MAIN, newer(3))).isEqualTo(Change.BEGAN);
        assertThat(problems.change(MAIN, newer(3))).isEqualTo(Change.NONE);
        assertThat(problems.change(OTHER, newer(3)))
                .as("each Router has its own")
                .isEqualTo(Change.BEGAN);
        assertThat(problems.change(MAIN, newer(4))).isEqualTo(Change.BEGAN);
        assertThat(problems.change(MAIN, null)).isEqualTo(Change.ENDED);
        assertThat(problems.change(MAIN, null)).isEqualTo(Change.NONE);
    }

    @Test
    void aRouterThatIsGoneIsForgotten() {
        problems.change(MAIN, newer(3));
        problems.retain(Set.of());

        assertThat(problems.change(MAIN, newer(3))).isEqualTo(Change.BEGAN);
    }

    private static Decision newer(int format) {
        return Decision.no(Reason.NEWER_RELEASE, "format: " + format);
    }
}
