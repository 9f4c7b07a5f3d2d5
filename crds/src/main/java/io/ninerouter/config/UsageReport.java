package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway pod has used since its count began. All figures are cumulative: they only grow, a report replaces the one
 * before it, and one that is lost costs nothing. Counted when an attempt or a request has ended and its tokens are known.
 *
 * <p>What is told is at most {@value #PERIOD_SECONDS} s old: that is what is lost when a pod is killed without warning. Usage
 * alone never makes a report come sooner.
 *
 * <p>A row that was told once is told as long as the count goes on, and its figures never fall. Where the rows would be larger
 * than {@link #CALLER_BYTES} or {@link #TARGET_BYTES}, some of them are told as they were told before, new ones not at all, and
 * what is not told in a row of its own is told in {@link #OTHER}: so that row may fall, and the rows together are always the
 * total.
 *
 * @param ledger names this count; a container that is restarted in its pod goes on with the count of the one before it
 * @param since when the count began, RFC 3339
 * @param closed the pod has ended all its requests: no figure will change any more
 * @param total everything
 * @param callers by caller, in order of name; of more than {@link #MAX_CALLERS} the rest is one row, {@link #OTHER}. Requests
 *     and attempts are both counted
 * @param targets by connection and model, in this order; of more than {@link #MAX_TARGETS} the rest is one row with
 *     {@link #OTHER} as connection and model. Attempts are counted, requests are not: one may try several
 */
public record UsageReport(
        @Required @Size(max = 64) String ledger,
        @Size(max = 40) String since,
        boolean closed,
        UsageFigures total,
        @Size(max = UsageReport.MAX_CALLERS + 1) List<CallerUsage> callers,
        @Size(max = UsageReport.MAX_TARGETS + 1) List<TargetUsage> targets) {
    /** What is told is at most so old, in seconds. */
    public static final int PERIOD_SECONDS = 10;

    /** Most callers that are told apart. */
    public static final int MAX_CALLERS = 5_000;

    /** Most pairs of connection and model that are told apart. */
    public static final int MAX_TARGETS = 1_000;

    /** Most bytes of rows of callers, {@link #OTHER} aside, as {@link StoredSize} counts: about 4,000 of the usual size. */
    public static final int CALLER_BYTES = 850_000;

    /** The same of rows of connection and model: about 900. */
    public static final int TARGET_BYTES = 250_000;

    /** Stands for all that are not told apart, and for a model that the configuration does not name. */
    public static final String OTHER = "other";

    public UsageReport {
        Checks.text("ledger", ledger);
        total = total == null ? UsageFigures.NONE : total;
        callers = Copies.list(callers);
        targets = Copies.list(targets);
    }

    /**
     * What one caller has used.
     *
     * @param caller {@code namespace/name} of its ApiKey, {@code anonymous}, or {@link #OTHER}
     * @param lastUsedAt when a request of it ended last, RFC 3339
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CallerUsage(
            @Required @Size(max = 512) String caller,
            @Nullable @Size(max = 40) String lastUsedAt,
            UsageFigures used) {
        public CallerUsage {
            Checks.text("caller", caller);
            used = used == null ? UsageFigures.NONE : used;
        }
    }

    /**
     * What was used at one connection.
     *
     * @param connection the ProviderConnection, or {@link #OTHER}
     * @param provider whose account it is
     * @param model the provider's model id, where the configuration names it; else {@link #OTHER}
     * @param lastUsedAt when an attempt ended last, RFC 3339
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TargetUsage(
            @Required @Size(max = 253) String connection,
            @Nullable @Size(max = 253) String provider,
            @Required @Size(max = 256) String model,
            @Nullable @Size(max = 40) String lastUsedAt,
            UsageFigures used) {
        public TargetUsage {
            Checks.text("connection", connection);
            Checks.text("model", model);
            used = used == null ? UsageFigures.NONE : used;
        }
    }
}
