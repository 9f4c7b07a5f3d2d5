package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterAccess;
import io.ninerouter.api.v1alpha1.RouterRouting;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.GatewayConfig.Accounts;
import io.ninerouter.config.GatewayConfig.Limits;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.config.PriceRule;
import io.ninerouter.config.TokenIssuer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The Router's own settings. */
final class SettingsStage {
    private SettingsStage() {}

    /**
     * Settings and the Router's verdict. Settings that cannot be read do not stop the Router: it serves with the last valid
     * ones, else with the defaults, and the verdict says so. Of who may call and what is logged the stricter counts.
     */
    record Result(Settings settings, ComboStrategy comboStrategy, Verdict verdict) {}

    static Result compile(Inputs inputs, LastValid before) {
        Declared<Router.Spec> router = inputs.router();
        Identities identities = inputs.identities();
        Router.Spec spec = router.spec();
        ComboStrategy strategy = comboStrategy(spec);
        try {
            Settings settings = settings(spec, tokens(spec, identities.issuer()));
            Decision accepted =
                    KeyReach.decide(spec, inputs.reach().scope(), NotInEffect.router(spec, Decision.ACCEPTED));
            Verdict verdict = new Verdict(
                    router.ref(),
                    router.generation(),
                    accepted,
                    resolved(spec, identities.issuer()),
                    Fragment.of(settings),
                    Verdict.Detail.NONE);
            return new Result(settings, strategy, verdict);
        } catch (IllegalArgumentException e) {
            Served last = before.instead(router);
            if (last != null && last.form() instanceof Settings valid) {
                Decision refused = Decision.no(Reason.INVALID, String.valueOf(e.getMessage()));
                return new Result(
                        stricter(spec, valid, tokens(spec, identities.issuer())),
                        strategy,
                        Verdict.refused(router, refused, Verdict.Detail.NONE, last));
            }
            Decision refused =
                    Decision.no(Reason.INVALID, e.getMessage() + "; until then the defaults of all settings serve");
            return new Result(Settings.DEFAULT, strategy, Verdict.refused(router, refused, Verdict.Detail.NONE));
        }
    }

    /** The audience that tokens of ServiceAccounts must name; null = none are taken. */
    static @Nullable String audience(Router.Spec spec) {
        RouterAccess access = spec.access();
        RouterAccess.ServiceAccounts accounts = access == null ? null : access.serviceAccounts();
        String audience = accounts == null ? null : accounts.audience();
        return audience == null || audience.isBlank() ? null : audience;
    }

    /** Keys serve on while the issuer is not known; the Router says what is missing. */
    private static Decision resolved(Router.Spec spec, Identities.Issuer issuer) {
        return issuer instanceof Identities.Issuer.Unknown unknown && audience(spec) != null
                ? Decision.no(Reason.ISSUER_UNAVAILABLE, "access.serviceAccounts: " + unknown.why())
                : Decision.RESOLVED;
    }

    private static @Nullable TokenIssuer tokens(Router.Spec spec, Identities.Issuer issuer) {
        String audience = audience(spec);
        return audience != null && issuer instanceof Identities.Issuer.Known known
                ? new TokenIssuer(known.issuer(), audience, known.jwks())
                : null;
    }

    /** A door that was closed must not stay open, nor a log that was switched off go on, because of an error elsewhere. */
    private static Settings stricter(Router.Spec spec, Settings valid, @Nullable TokenIssuer tokens) {
        TokenIssuer before = valid.tokens();
        return new Settings(
                requireApiKey(spec) || valid.requireApiKey(),
                valid.accounts(),
                valid.timeouts(),
                valid.keepAliveMillis(),
                valid.limits(),
                requestLog(spec).compareTo(valid.requestLog()) < 0 ? requestLog(spec) : valid.requestLog(),
                valid.prices(),
                tokens != null && before != null && tokens.audience().equals(before.audience()) ? tokens : null);
    }

    private static boolean requireApiKey(Router.Spec spec) {
        RouterAccess access = spec.access();
        return access == null || !Boolean.FALSE.equals(access.requireApiKey());
    }

    private static RequestLog requestLog(Router.Spec spec) {
        return Objects.requireNonNullElse(spec.requestLog(), RequestLog.METADATA);
    }

    private static Settings settings(Router.Spec spec, @Nullable TokenIssuer tokens) {
        return new Settings(
                requireApiKey(spec),
                accounts(spec.routing()),
                timeouts(spec.timeouts()),
                millis("keepAlive", spec.keepAlive(), Settings.DEFAULT.keepAliveMillis()),
                limits(spec.limits()),
                requestLog(spec),
                spec.pricing().stream().map(SettingsStage::price).toList(),
                tokens);
    }

    private static PriceRule price(Router.PricingRule rule) {
        return new PriceRule(rule.provider(), rule.model(), PriceForm.of(rule));
    }

    private static Accounts accounts(@Nullable RouterRouting routing) {
        RouterRouting.Accounts accounts = routing == null ? null : routing.accounts();
        if (accounts == null) {
            return Accounts.DEFAULT;
        }
        return new Accounts(
                Objects.requireNonNullElse(accounts.strategy(), Accounts.DEFAULT.strategy()),
                Objects.requireNonNullElse(accounts.stickyLimit(), Accounts.DEFAULT.stickyLimit()),
                Objects.requireNonNullElse(accounts.sessionAffinity(), Accounts.DEFAULT.sessionAffinity()));
    }

    private static Timeouts timeouts(Router.@Nullable Timeouts timeouts) {
        Timeouts unset = Timeouts.DEFAULT;
        if (timeouts == null) {
            return unset;
        }
        return new Timeouts(
                millis("timeouts.connect", timeouts.connect(), unset.connectMillis()),
                millis("timeouts.firstByte", timeouts.firstByte(), unset.firstByteMillis()),
                millis("timeouts.idle", timeouts.idle(), unset.idleMillis()));
    }

    private static Limits limits(Router.@Nullable Limits limits) {
        Limits unset = Limits.DEFAULT;
        if (limits == null) {
            return unset;
        }
        String bytes = limits.maxRequestBytes();
        return new Limits(
                bytes == null ? unset.maxRequestBytes() : Quantities.bytes("limits.maxRequestBytes", bytes),
                Objects.requireNonNullElse(limits.maxInFlightRequests(), unset.maxInFlightRequests()));
    }

    private static ComboStrategy comboStrategy(Router.Spec spec) {
        RouterRouting routing = spec.routing();
        RouterRouting.Combos combos = routing == null ? null : routing.combos();
        ComboStrategy strategy = combos == null ? null : combos.strategy();
        return strategy == null ? ComboStrategy.FALLBACK : strategy;
    }

    private static long millis(String field, @Nullable String text, long unset) {
        return text == null ? unset : Quantities.millis(field, text);
    }
}
