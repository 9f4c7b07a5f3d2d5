package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one gateway pod reports: the status of its GatewayReplica. Times are RFC 3339 in UTC. No secret, prompt or answer.
 * At most {@link #MOST_BYTES} as a whole.
 *
 * @param ready whether the pod serves
 * @param configRevision revision of the configuration that it serves; null before the first
 * @param credentialsRevision revision of the credentials that it uses; null before the first
 * @param rejectedRevision a newer configuration that it could not read and does not serve
 * @param rejectedReason why
 * @param reportedAt when this was written
 * @param startedAt when the process started: counters begin there
 * @param inFlightRequests requests being served
 * @param cooldowns what this pod leaves alone and every pod should; what it heard from others is left out
 * @param connections what traffic taught of each connection, in order of name; connections without traffic are left out
 * @param demands what it wants for callers that have limits or a budget, in order of name; those without traffic are left
 *     out
 * @param notUnderstood what of the configuration and the credentials that it names here it does not serve as it was
 *     published, because they are of a later release
 * @param usage what was used; null before the first request, and of releases that do not tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplicaReport(
        boolean ready,
        @Nullable @Size(max = 64) String configRevision,
        @Nullable @Size(max = 64) String credentialsRevision,
        @Nullable @Size(max = 64) String rejectedRevision,
        @Nullable @Size(max = 1024) String rejectedReason,
        @Size(max = 40) String reportedAt,
        @Size(max = 40) String startedAt,
        int inFlightRequests,
        @Size(max = Signals.MAX) List<CooldownReport> cooldowns,
        @Size(max = 5000) List<ConnectionReport> connections,
        @Nullable UsageReport usage,
        @Size(max = CallerDemand.MAX) List<CallerDemand> demands,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Size(max = NotUnderstood.MAX)
        List<NotUnderstood> notUnderstood) {
    /**
     * Most bytes of a report, as {@link StoredSize} counts: etcd takes 1.5 MiB (1,572,864), and metadata with what an API server
     * notes of fields and their managers need some of it. What is too much is left out in a fixed order: messages of errors
     * first, then connections, cooldowns and demands; usage never, which has bounds of its own.
     */
    public static final int MOST_BYTES = 1_400_000;

    /**
     * Annotation of a GatewayReplica: {@link #startedAt} of the process that writes it. Where the status tells another time,
     * that process has not reported yet, and goes on with the usage that stands there.
     */
    public static final String STARTED_AT = "ninerouter.io/started-at";

    /** Annotation of a GatewayReplica: uid of the pod. Where no owner has it any more, the pod is gone. */
    public static final String POD_UID = "ninerouter.io/pod-uid";

    public ReplicaReport {
        cooldowns = Copies.list(cooldowns);
        connections = Copies.list(connections);
        demands = Copies.list(demands);
        notUnderstood = Copies.list(notUnderstood);
    }

    /** A report without usage. */
    public ReplicaReport(
            boolean ready,
            @Nullable String configRevision,
            @Nullable String credentialsRevision,
            @Nullable String rejectedRevision,
            @Nullable String rejectedReason,
            String reportedAt,
            String startedAt,
            int inFlightRequests,
            List<CooldownReport> cooldowns,
            List<ConnectionReport> connections) {
        this(
                ready,
                configRevision,
                credentialsRevision,
                rejectedRevision,
                rejectedReason,
                reportedAt,
                startedAt,
                inFlightRequests,
                cooldowns,
                connections,
                null,
                List.of(),
                List.of());
    }

    /** The same with usage. */
    public ReplicaReport with(@Nullable UsageReport used) {
        return new ReplicaReport(
                ready,
                configRevision,
                credentialsRevision,
                rejectedRevision,
                rejectedReason,
                reportedAt,
                startedAt,
                inFlightRequests,
                cooldowns,
                connections,
                used,
                demands,
                notUnderstood);
    }

    /** The same with what it wants for callers. */
    public ReplicaReport with(List<CallerDemand> wanted) {
        return new ReplicaReport(
                ready,
                configRevision,
                credentialsRevision,
                rejectedRevision,
                rejectedReason,
                reportedAt,
                startedAt,
                inFlightRequests,
                cooldowns,
                connections,
                usage,
                wanted,
                notUnderstood);
    }

    /**
     * Something that is left alone for a time.
     *
     * @param connection the account
     * @param model the provider's model id; null = the whole account
     * @param reason the word of a {@link CooldownReason}
     * @param until when it may be tried again, at most 31 days after it began
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CooldownReport(
            @Size(max = 253) String connection,
            @Nullable @Size(max = 256) String model,
            @Size(max = 64) String reason,
            @Size(max = 40) String until) {

        public CooldownReport {
            Checks.text("connection", connection);
            Checks.text("reason", reason);
            Checks.text("until", until);
        }
    }

    /**
     * What traffic taught of one connection.
     *
     * @param name the connection
     * @param lastSuccessAt when a provider last answered well
     * @param lastErrorAt when it last did not
     * @param lastErrorStatus its status; 0 = no HTTP answer
     * @param lastErrorMessage what happened, without content
     * @param refusedAt when the provider refused the credential (401 or 403) with the credential in use now
     * @param quotas windows of the account, as the provider told of them; those that were reset are left out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConnectionReport(
            @Size(max = 253) String name,
            @Nullable @Size(max = 40) String lastSuccessAt,
            @Nullable @Size(max = 40) String lastErrorAt,
            @Nullable Integer lastErrorStatus,
            @Nullable @Size(max = 1024) String lastErrorMessage,
            @Nullable @Size(max = 40) String refusedAt,
            @Size(max = 8) List<QuotaReport> quotas,
            @Nullable @Size(max = 16) String refusedMark) {

        public ConnectionReport {
            Checks.text("name", name);
            quotas = Copies.list(quotas);
        }

        /** Of a credential that is not renewed. */
        public ConnectionReport(
                String name,
                @Nullable String lastSuccessAt,
                @Nullable String lastErrorAt,
                @Nullable Integer lastErrorStatus,
                @Nullable String lastErrorMessage,
                @Nullable String refusedAt,
                List<QuotaReport> quotas) {
            this(name, lastSuccessAt, lastErrorAt, lastErrorStatus, lastErrorMessage, refusedAt, quotas, null);
        }

        /** Without quotas. */
        public ConnectionReport(
                String name,
                @Nullable String lastSuccessAt,
                @Nullable String lastErrorAt,
                @Nullable Integer lastErrorStatus,
                @Nullable String lastErrorMessage,
                @Nullable String refusedAt) {
            this(name, lastSuccessAt, lastErrorAt, lastErrorStatus, lastErrorMessage, refusedAt, List.of());
        }
    }

    /**
     * How much of a window an account has used.
     *
     * @param window its length ({@code 5h}, {@code 7d}), or what is counted ({@code requests}, {@code tokens})
     * @param usedPercent 0 to 100
     * @param resetsAt when it begins anew
     * @param seenAt when the provider said so
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QuotaReport(
            @Size(max = 64) String window,
            int usedPercent,
            @Size(max = 40) String resetsAt,
            @Size(max = 40) String seenAt) {

        public QuotaReport {
            Checks.text("window", window);
            Checks.text("resetsAt", resetsAt);
            Checks.text("seenAt", seenAt);
        }
    }
}
