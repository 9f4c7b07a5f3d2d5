package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.ObjectRef.Kind;

/**
 * One wrong or remarkable object in a world, and what its verdict says.
 *
 * @param messageParts each stands in the message of one of the decisions
 */
record VerdictCase(
        String what, World world, Kind kind, String name, Reason accepted, Reason resolved, String... messageParts) {

    void check() {
        Verdict verdict = world.verdict(kind, name);

        assertThat(verdict.accepted().reason()).as(verdict.toString()).isEqualTo(accepted);
        assertThat(verdict.resolved().reason()).as(verdict.toString()).isEqualTo(resolved);
        String messages =
                verdict.accepted().message() + " " + verdict.resolved().message();
        for (String part : messageParts) {
            assertThat(messages).contains(part);
        }
        if (!verdict.accepted().holds()) {
            assertThat(verdict.fragment()).isNull();
        } else if (verdict.resolved().holds()) {
            assertThat(verdict.fragment()).isNotNull();
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
