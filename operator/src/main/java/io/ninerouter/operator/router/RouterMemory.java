package io.ninerouter.operator.router;

import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.ConfigCompiler;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.status.FragmentTracker;
import io.ninerouter.operator.status.RevisionHistory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one Router. Immutable.
 *
 * @param inputs of the last compile; null before the first
 * @param compilation of these inputs
 * @param configs published configurations
 * @param credentials published credentials
 * @param tracker since when each object's part has been what it is
 */
record RouterMemory(
        @Nullable Inputs inputs,
        @Nullable Compilation compilation,
        RevisionHistory configs,
        RevisionHistory credentials,
        FragmentTracker tracker) {

    static final RouterMemory EMPTY =
            new RouterMemory(null, null, RevisionHistory.EMPTY, RevisionHistory.EMPTY, FragmentTracker.EMPTY);

    /** Whether nothing was published yet by this operator. */
    boolean isEmpty() {
        return configs.entries().isEmpty();
    }

    /** Compiles, unless the inputs are those of the last time: a replica's report changes nothing in them. */
    Compilation compile(Inputs next) {
        return compilation != null && next.equals(inputs) ? compilation : ConfigCompiler.compile(next);
    }

    /**
     * After a publication.
     *
     * @param credentialRevisions those that were written, in order; usually one
     */
    RouterMemory published(
            Inputs from, Compilation what, String configRevision, Iterable<String> credentialRevisions, Instant now) {
        RevisionHistory nextConfigs = configs.publish(configRevision);
        RevisionHistory nextCredentials = credentials;
        for (String revision : credentialRevisions) {
            nextCredentials = nextCredentials.publish(revision);
        }
        FragmentTracker next =
                tracker.advance(what.verdicts(), nextConfigs.sequence(), nextCredentials.sequence(), now);
        return new RouterMemory(from, what, nextConfigs, nextCredentials, next);
    }
}
