package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.settings.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Router that lets in keys of namespaces which nobody watches says so, and names the value that changes it. */
class KeyReachTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            its own namespace alone        | {from: Same}
            the default                    | {}
            watched ones by their names    | {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: agents}}}
            several of them                | {from: Selector, selector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [ai, agents]}]}}
            """)
    void whatIsWatchedIsNothingToTell(String what, String rule) {
        assertThat(accepted(rule, new World().watched("ai", "agents"))).as(what).isEqualTo(Decision.ACCEPTED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            all                 | {from: All}                                                     | keyNamespaces: All is only agents, ai,
            another by its name | {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: team-c}}}  | Selector names team-c, which the operator does not watch
            some of several     | {from: Selector, selector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [ai, team-d, team-c]}]}} | names team-c, team-d, which
            a label of others   | {from: Selector, selector: {matchLabels: {team: blue}}}         | Selector asks for labels of namespaces
            any but one         | {from: Selector, selector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [ai]}]}} | asks for labels of namespaces
            everything          | {from: Selector, selector: {}}                                  | asks for labels of namespaces
            """)
    void whatIsNotWatchedIsTold(String what, String rule, String message) {
        Decision accepted = accepted(rule, new World().watched("ai", "agents"));

        assertThat(accepted.holds()).as(what).isTrue();
        assertThat(accepted.reason()).isEqualTo(Reason.NOT_WATCHED);
        assertThat(accepted.message())
                .contains(message)
                .containsAnyOf("the chart's value watchNamespaces", "the chart's value clusterWide: true");
        assertThat(accepted(rule, new World()).reason())
                .as("an operator of all namespaces")
                .isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void whatElseIsTrueIsToldWithIt() {
        Verdict verdict = new World()
                .watched("ai")
                .router("{tokenSaver: ToolResults, access: {keyNamespaces: {from: All}}}")
                .verdict(Kind.ROUTER, "main");

        assertThat(verdict.accepted().message())
                .contains("spec.tokenSaver: ToolResults")
                .contains("All is only ai");
        assertThat(verdict.fragment()).as("it serves all the same").isNotNull();
    }

    @Test
    void aRouterOfANamespaceThatNobodyWatchesIsNotSaidToBeMissing() {
        assertThat(Attachment.outOfSight("ai", Scope.of("team-b", "team-a")))
                .isEqualTo(new Attachment.Nowhere(
                        Reason.NO_ROUTER,
                        "routerRef: namespace ai is not watched; the operator watches team-a, team-b (expected: the chart's"
                                + " value watchNamespaces with it, or clusterWide: true)"));
    }

    private static Decision accepted(String rule, World world) {
        return world.router("{access: {keyNamespaces: " + rule + "}}")
                .verdict(Kind.ROUTER, "main")
                .accepted();
    }
}
