package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a gateway serves, but credentials: the operator compiles it from all objects attached to one Router.
 *
 * <p>References inside are resolved: each connection names a provider that is here, no alias or combo is part of a cycle,
 * names and prefixes are unique. A member of a combo or a target of an alias may still name a model that no provider
 * serves; a gateway answers 404 or moves on.
 *
 * @param format {@link #FORMAT} or {@link #SPLIT_FORMAT}; a reader refuses one that it does not know
 * @param router {@code namespace/name}
 * @param settings the Router's own
 * @param providers those that a connection names, and last valid forms of broken ones, in order of id
 * @param connections in order of name
 * @param combos in order of name
 * @param aliases in order of alias
 * @param keys in order of caller
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GatewayConfig(
        int format,
        String router,
        Settings settings,
        List<ProviderConfig> providers,
        List<ConnectionConfig> connections,
        List<ComboConfig> combos,
        List<AliasConfig> aliases,
        List<KeyConfig> keys) {

    /** The format of a document that stands in one Secret. */
    public static final int FORMAT = 1;

    /** The format of one that is split over several, see {@link PartIndex}; the newest that this release reads. */
    public static final int SPLIT_FORMAT = 2;

    public GatewayConfig {
        Checks.text("router", router);
        settings = settings == null ? Settings.DEFAULT : settings;
        providers = Copies.list(providers);
        connections = Copies.list(connections);
        combos = Copies.list(combos);
        aliases = Copies.list(aliases);
        keys = Copies.list(keys);
    }

    /**
     * The Router's settings that a gateway needs. Durations are milliseconds.
     *
     * @param requireApiKey false = callers without a key are served as {@code anonymous}
     * @param accounts how requests are spread over connections
     * @param timeouts of one upstream call
     * @param keepAliveMillis silence on a stream after which a comment or ping is sent; 0 = never
     * @param limits what one replica accepts
     * @param requestLog what the request log says
     * @param prices over those that models have themselves; the first match wins
     * @param tokens whose tokens callers may show in place of a key; null = nobody's
     * @param egress how providers are reached by connections that do not say it themselves; null = nothing is said
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Settings(
            boolean requireApiKey,
            Accounts accounts,
            Timeouts timeouts,
            long keepAliveMillis,
            Limits limits,
            RequestLog requestLog,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PriceRule> prices,
            @Nullable TokenIssuer tokens,
            @Nullable EgressConfig egress) {

        /** What an empty Router spec means. */
        public static final Settings DEFAULT =
                new Settings(true, Accounts.DEFAULT, Timeouts.DEFAULT, 15_000, Limits.DEFAULT, RequestLog.METADATA);

        public Settings {
            accounts = accounts == null ? Accounts.DEFAULT : accounts;
            timeouts = timeouts == null ? Timeouts.DEFAULT : timeouts;
            limits = limits == null ? Limits.DEFAULT : limits;
            requestLog = requestLog == null ? RequestLog.METADATA : requestLog;
            Checks.atLeast("keepAliveMillis", keepAliveMillis, 0);
            prices = Copies.list(prices);
        }

        /** The same, with providers reached in another way. */
        public Settings with(@Nullable EgressConfig other) {
            return new Settings(
                    requireApiKey, accounts, timeouts, keepAliveMillis, limits, requestLog, prices, tokens, other);
        }

        /** Settings that say nothing of egress. */
        public Settings(
                boolean requireApiKey,
                Accounts accounts,
                Timeouts timeouts,
                long keepAliveMillis,
                Limits limits,
                RequestLog requestLog,
                List<PriceRule> prices,
                @Nullable TokenIssuer tokens) {
            this(requireApiKey, accounts, timeouts, keepAliveMillis, limits, requestLog, prices, tokens, null);
        }

        /** Settings that take keys alone. */
        public Settings(
                boolean requireApiKey,
                Accounts accounts,
                Timeouts timeouts,
                long keepAliveMillis,
                Limits limits,
                RequestLog requestLog,
                List<PriceRule> prices) {
            this(requireApiKey, accounts, timeouts, keepAliveMillis, limits, requestLog, prices, null);
        }

        /** Settings without prices that take keys alone. */
        public Settings(
                boolean requireApiKey,
                Accounts accounts,
                Timeouts timeouts,
                long keepAliveMillis,
                Limits limits,
                RequestLog requestLog) {
            this(requireApiKey, accounts, timeouts, keepAliveMillis, limits, requestLog, List.of(), null);
        }
    }

    /**
     * How requests are spread over the connections of one provider.
     *
     * @param stickyLimit RoundRobin: requests in a row on one connection; at least 1
     * @param sessionAffinity whether a session stays on one connection
     */
    public record Accounts(AccountStrategy strategy, int stickyLimit, boolean sessionAffinity) {
        /** FillFirst with affinity. */
        public static final Accounts DEFAULT = new Accounts(AccountStrategy.FILL_FIRST, 3, true);

        public Accounts {
            strategy = strategy == null ? AccountStrategy.FILL_FIRST : strategy;
            Checks.atLeast("stickyLimit", stickyLimit, 1);
        }
    }

    /** Bounds of one upstream call, milliseconds: to connect, to the first byte of the answer, between two bytes. */
    public record Timeouts(long connectMillis, long firstByteMillis, long idleMillis) {
        /** 5 s, 120 s, 60 s. */
        public static final Timeouts DEFAULT = new Timeouts(5_000, 120_000, 60_000);

        public Timeouts {
            Checks.atLeast("connectMillis", connectMillis, 1);
            Checks.atLeast("firstByteMillis", firstByteMillis, 1);
            Checks.atLeast("idleMillis", idleMillis, 1);
        }
    }

    /** What one replica accepts: bytes of a request body (413 above), requests in flight (429 above). */
    public record Limits(long maxRequestBytes, int maxInFlightRequests) {
        /** 32 MiB, 2,000. */
        public static final Limits DEFAULT = new Limits(32L << 20, 2_000);

        public Limits {
            Checks.atLeast("maxRequestBytes", maxRequestBytes, 1);
            Checks.atLeast("maxInFlightRequests", maxInFlightRequests, 1);
        }
    }

    /** What the request log says of a request. */
    public enum RequestLog {
        /** Nothing. */
        @JsonProperty("None")
        NONE,
        /** One line without content. */
        @JsonProperty("Metadata")
        METADATA,
        /** With redacted bodies, for debugging. */
        @JsonProperty("Bodies")
        BODIES
    }
}
