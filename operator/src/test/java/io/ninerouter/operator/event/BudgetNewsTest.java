package io.ninerouter.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ApiKey.BudgetStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Events of a budget: once at 80 %, once when it is spent, once when it begins anew. */
class BudgetNewsTest {
    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("little", status(10, "a", null), status(79, "a", null), List.of()),
                Arguments.of("most", status(79, "a", null), status(80, "a", null), List.of("BudgetNearlySpent")),
                Arguments.of("more of it", status(80, "a", null), status(95, "a", null), List.of()),
                Arguments.of("all", status(95, "a", null), status(99, "a", true), List.of("BudgetSpent")),
                Arguments.of("beyond", status(95, "a", null), status(100, "a", null), List.of("BudgetSpent")),
                Arguments.of("still", status(99, "a", true), status(100, "a", true), List.of()),
                Arguments.of(
                        "at once",
                        status(0, "a", null),
                        status(100, "a", true),
                        List.of("BudgetNearlySpent", "BudgetSpent")),
                Arguments.of("anew", status(100, "a", true), status(0, "b", null), List.of("BudgetRenewed")),
                Arguments.of(
                        "anew, and fast", status(85, "a", null), status(81, "b", null), List.of("BudgetNearlySpent")),
                Arguments.of("the first word", null, status(3, "a", null), List.of()),
                Arguments.of("no budget any more", status(85, "a", null), null, List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isToldOnce(String name, BudgetStatus before, BudgetStatus after, List<String> reasons) {
        assertThat(BudgetNews.between(before, after))
                .extracting(Transitions.Announcement::reason)
                .isEqualTo(reasons);
    }

    private static BudgetStatus status(int percent, String resetsAt, Boolean paused) {
        return new BudgetStatus("1.00", "1.00", percent, resetsAt, paused);
    }
}
