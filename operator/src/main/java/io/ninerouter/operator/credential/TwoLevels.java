package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.credential.Renewal.Step;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Logins whose token makes the tokens that requests show, as often as it is asked to. The login's token stands where others have
 * a refresh token. One that ends by itself has a refresh token of its own, which may be good for one use: that question alone is
 * judged so. Tokens that were made already go on serving meanwhile.
 */
abstract class TwoLevels extends Standard {
    private static final String ACCOUNT = "account";

    /** Where the answer has a token that was made. */
    private static final Members MADE = new Members("", "/token", "/none", "/none", "/none", "/expires_at");

    /** Asks for a token that requests show. */
    abstract Ask make(Account account, TokenSet tokens);

    /** What the answer with such a token tells beside it. */
    abstract TokenSet made(TokenSet tokens, Answer.Came answer);

    /** How the login's token is shown: the value of {@code Authorization}. */
    abstract String authorization(TokenSet tokens);

    @Override
    public final Got exchanged(Account account, Login login, Answer answer, Instant now) {
        return source(TokenSet.NONE, answer, now);
    }

    @Override
    public final Got polled(Account account, Login login, Answer answer, Instant now) {
        return source(TokenSet.NONE, answer, now);
    }

    private static Got source(TokenSet before, Answer answer, Instant now) {
        String token = answer instanceof Answer.Came came && came.good() ? came.text("/access_token") : null;
        if (token == null || !(answer instanceof Answer.Came came)) {
            return Got.nothing(answer);
        }
        TokenSet next = before.refresh(token).keep(Keys.SOURCE_REFRESH, came.text("/refresh_token"));
        Life life = new Life(now, TokenSet.end("", came.text("/expires_in"), now));
        return new Got.Tokens(life.keptIn(next, Keys.SOURCE_OBTAINED_AT, Keys.SOURCE_EXPIRES_AT));
    }

    private static Life life(TokenSet tokens) {
        return Life.of(tokens, Keys.SOURCE_OBTAINED_AT, Keys.SOURCE_EXPIRES_AT);
    }

    @Override
    public final Renewal renewal(Account account, TokenSet tokens, Instant now) {
        SecretText second = tokens.kept().get(Keys.SOURCE_REFRESH);
        return second == null || !life(tokens).isOver(now)
                ? new Renewal(Step.ACCESS, source(tokens), false)
                : new Renewal(Step.SOURCE, second, rule(account).rotates());
    }

    @Override
    public final Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now) {
        if (renewal.step() != Step.SOURCE) {
            return make(account, tokens).with(headers(account)).with("authorization", authorization(tokens));
        }
        OAuthLogin.Refresh rule = rule(account);
        Map<String, String> parameters = new TreeMap<>(account.filled(rule.parameters()));
        parameters.put("grant_type", "refresh_token");
        parameters.put("refresh_token", renewal.shown().reveal());
        return asClient(account, rule.url(), rule.encoding(), parameters);
    }

    @Override
    public final Got refreshed(Account account, TokenSet tokens, Renewal renewal, Answer answer, Instant now) {
        if (renewal.step() == Step.SOURCE) {
            return source(tokens, answer, now);
        }
        TokenSet next = answer instanceof Answer.Came came && came.good() ? MADE.read(tokens, came, now) : null;
        if (next != null && answer instanceof Answer.Came came) {
            SecretText access = Objects.requireNonNull(next.access(), "an answer without one is none");
            return new Got.Tokens(made(next, came).replace(Keys.MADE_DIGEST, Stored.digest(access)));
        }
        Failure failure = Failure.of(answer);
        Life life = life(tokens);
        boolean ended = failure.kind() == Failure.Kind.FINAL || failure.kind() == Failure.Kind.EXPIRED;
        boolean another = ended && tokens.kept().containsKey(Keys.SOURCE_REFRESH) && life.hasServed(tokens);
        return another
                ? new Got.Tokens(life.endedAt(now).keptIn(tokens, Keys.SOURCE_OBTAINED_AT, Keys.SOURCE_EXPIRES_AT))
                : new Got.Nothing(failure);
    }

    private static OAuthLogin.Refresh rule(Account account) {
        return Objects.requireNonNull(account.refresh(), "only asked where tokens are renewed");
    }

    @Override
    public final @Nullable FollowUp followUp(Account account, TokenSet tokens, Set<String> done) {
        boolean wanted = tokens.refresh() != null
                && tokens.fact("accountId") == null
                && !done.contains(ACCOUNT)
                && account.login().urls().containsKey("user");
        return wanted
                ? new FollowUp(
                        ACCOUNT,
                        false,
                        Ask.get(account.url("user"))
                                .with(headers(account))
                                .with("authorization", authorization(tokens)))
                : null;
    }

    @Override
    public final Got followed(Account account, TokenSet tokens, String name, Answer answer) {
        return answer instanceof Answer.Came came && came.good()
                ? new Got.Tokens(told(tokens, came).fact("accountId", came.text("/id")))
                : Got.nothing(answer);
    }

    /**
     * A person who has nothing but the login's token calls it an access token, also where another login was before: nothing of
     * that one counts for it.
     */
    @Override
    public final TokenSet completed(TokenSet tokens) {
        SecretText access = tokens.access();
        SecretText made = tokens.kept().get(Keys.MADE_DIGEST);
        if (access == null) {
            return tokens;
        }
        if (tokens.refresh() == null) {
            return tokens.refresh(access.reveal()).withoutAccess();
        }
        if (made == null || made.reveal().equals(Stored.digest(access))) {
            return tokens;
        }
        return TokenSet.NONE.refresh(access.reveal());
    }

    /** Never the login's token, under whatever name a person has brought it: gateways would show it to others. */
    @Override
    public final @Nullable SecretText shown(TokenSet tokens) {
        return completed(tokens).access();
    }

    @Override
    public final @Nullable SecretText loginToken(TokenSet tokens) {
        return completed(tokens).refresh();
    }
}
