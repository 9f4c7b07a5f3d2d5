package io.ninerouter.operator.router;

import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Compiled;
import io.ninerouter.operator.compile.ConfigCompiler;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.LastValid;
import io.ninerouter.operator.status.FragmentTracker;
import io.ninerouter.operator.status.RevisionHistory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one Router. Immutable.
 *
 * @param inputs of the last compile; null before the first
 * @param prepared the compilation of these inputs, as it was published
 * @param lastValid what serves on when something breaks
 * @param configs published configurations
 * @param credentials published credentials
 * @param tracker since when each object's part has been what it is
 */
record RouterMemory(
        @Nullable Inputs inputs,
        @Nullable Prepared prepared,
        LastValid lastValid,
        RevisionHistory configs,
        RevisionHistory credentials,
        FragmentTracker tracker) {

    static final RouterMemory EMPTY = new RouterMemory(
            null, null, LastValid.NONE, RevisionHistory.EMPTY, RevisionHistory.EMPTY, FragmentTracker.EMPTY);

    /** Whether nothing was published yet by this operator. */
    boolean isEmpty() {
        return configs.entries().isEmpty();
    }

    /** Compiles and encodes, unless the inputs are those of the last time: a replica's report changes nothing in them. */
    Prepared prepare(Inputs next) {
        return prepared != null && next.equals(inputs)
                ? prepared
                : Prepared.of(
                        ConfigCompiler.compile(next, lastValid, prepared == null ? null : prepared.compiled()),
                        prepared);
    }

    /** A compilation with how it differs from those before it; null = it is not what was published. */
    @Nullable
    Compiled compiled(Compilation compilation) {
        return prepared != null && prepared.compilation().equals(compilation) ? prepared.compiled() : null;
    }

    /**
     * After a publication.
     *
     * @param credentialRevisions those that were written, in order; usually one
     */
    RouterMemory published(Inputs from, Prepared what, Iterable<String> credentialRevisions, Instant now) {
        RevisionHistory nextConfigs = configs.publish(what.config().revision());
        RevisionHistory nextCredentials = credentials;
        for (String revision : credentialRevisions) {
            nextCredentials = nextCredentials.publish(revision);
        }
        Compilation compilation = what.compilation();
        if (what.equals(prepared)) {
            // A report of a replica: nothing was published, and each object's part is what it was.
            return new RouterMemory(from, what, lastValid, nextConfigs, nextCredentials, tracker);
        }
        FragmentTracker next = tracker.advance(
                compilation.verdicts(),
                what.compiled().changedSince(prepared == null ? null : prepared.compiled()),
                nextConfigs.sequence(),
                nextCredentials.sequence(),
                now);
        return new RouterMemory(from, what, what.compiled().lastValid(), nextConfigs, nextCredentials, next);
    }
}
