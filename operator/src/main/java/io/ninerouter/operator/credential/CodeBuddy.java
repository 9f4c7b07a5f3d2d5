package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CodeBuddy: a state is got with an address to visit, then asked for its tokens. Answers are within {@code data}, beside a
 * {@code code} that is 0 when it went well, whatever the status. A renewal shows the refresh token in a header.
 *
 * <p>The vendor documents none of it. This is what programs that work with it do, looked at on 2026-11-30 (CLIProxyAPI and
 * others): they get the token with the state in the query, where 9Router 0.4.10 posts it, and renew, which that does not. They
 * also name an editor and its version; we say who we are, which by others' reports is taken as well.
 */
final class CodeBuddy extends Standard {
    private static final String WELL = "0";

    /** Nobody has visited the address yet, or whoever did is at it. A state that has ended, or never was, has the second too. */
    private static final Set<String> PENDING = Set.of("10008", "11217");

    @Override
    Members members() {
        return Members.CAMEL.within("/data");
    }

    @Override
    public Ask device(Account account, Login fresh) {
        ObjectNode nothing = Json.object();
        return Ask.json(account.filled(device(account).url()), nothing).with(headers(account));
    }

    @Override
    public Entering entering(Account account, Login fresh, Answer answer, Instant now) {
        Answer.Came came = answer instanceof Answer.Came one && one.good() ? one : null;
        String state = came == null ? null : came.text("/data/state");
        String visit = came == null ? null : came.text("/data/authUrl");
        if (came == null || state == null || visit == null) {
            return new Entering.Nothing(failure(answer));
        }
        // Nothing is entered: the address itself says which login it is.
        return shown(
                fresh, Map.of(Login.DEVICE_CODE, state, Login.USER_CODE, "", Login.VISIT, visit), "600", null, now);
    }

    @Override
    public Ask poll(Account account, Login login) {
        Map<String, String> query = Map.of("state", login.value(Login.DEVICE_CODE));
        return Ask.get(Ask.withQuery(account.filled(device(account).tokenUrl()), query))
                .with(headers(account));
    }

    @Override
    public Got polled(Account account, Login login, Answer answer, Instant now) {
        return read(TokenSet.NONE, answer, now);
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now) {
        OAuthLogin.Refresh refresh = Objects.requireNonNull(account.refresh(), "only asked where tokens are renewed");
        return Ask.json(account.filled(refresh.url()), Json.object())
                .with(headers(account))
                .with("x-refresh-token", source(tokens).reveal())
                .with("x-auth-refresh-source", "plugin");
    }

    @Override
    public Got refreshed(Account account, TokenSet tokens, Renewal renewal, Answer answer, Instant now) {
        return read(tokens, answer, now);
    }

    private Got read(TokenSet before, Answer answer, Instant now) {
        TokenSet tokens = code(answer) == null && answer instanceof Answer.Came came && came.good()
                ? members().read(before, came, now)
                : null;
        return tokens == null ? new Got.Nothing(failure(answer)) : new Got.Tokens(completed(tokens));
    }

    /** What went wrong by the vendor's own count; null = nothing, or the answer does not say. */
    private static @Nullable String code(Answer answer) {
        String code = answer instanceof Answer.Came came ? came.text("/code") : null;
        return WELL.equals(code) ? null : code;
    }

    /** A code says that nothing was done; what those mean that are not known here, the vendor tells nobody. */
    private static Failure failure(Answer answer) {
        String code = code(answer);
        if (code != null && PENDING.contains(code)) {
            // With whatever status it comes.
            return new Failure(Failure.Kind.PENDING, "not finished yet", null);
        }
        return code == null || !(answer instanceof Answer.Came came) || !came.good()
                ? Failure.of(answer)
                : new Failure(Failure.Kind.LATER, "the vendor answered code " + code.replaceAll("[^0-9]", ""), null);
    }
}
