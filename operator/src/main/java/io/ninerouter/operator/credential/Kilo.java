package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.SecretText;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kilo Code: the code that the person enters is the one that is asked for; statuses say what errors say elsewhere. */
final class Kilo extends Standard {
    private static final String PROFILE = "profile";

    @Override
    public Ask device(Account account, Login fresh) {
        ObjectNode nothing = Json.object();
        return Ask.json(account.filled(device(account).url()), nothing).with(headers(account));
    }

    @Override
    public Entering entering(Account account, Login fresh, Answer answer, Instant now) {
        Answer.Came came = answer instanceof Answer.Came one && one.good() ? one : null;
        String code = came == null ? null : came.text("/code");
        String visit =
                came == null ? null : first(came, "/verificationUrl", "/verificationUri", "/verification_uri", "/url");
        if (came == null || code == null || visit == null) {
            return new Entering.Nothing(Failure.of(answer));
        }
        return shown(
                fresh,
                Map.of(Login.DEVICE_CODE, code, Login.USER_CODE, code, Login.VISIT, visit),
                first(came, "/expiresIn", "/expires_in"),
                first(came, "/interval", "/pollInterval"),
                now);
    }

    @Override
    public Ask poll(Account account, Login login) {
        String url = account.filled(device(account).tokenUrl());
        String code = login.value(Login.DEVICE_CODE);
        String address =
                url.contains("{code}") ? url.replace("{code}", code) : url.replaceFirst("/+$", "") + "/" + code;
        return Ask.get(address).with(headers(account));
    }

    @Override
    public Got polled(Account account, Login login, Answer answer, Instant now) {
        if (!(answer instanceof Answer.Came came)) {
            return Got.nothing(answer);
        }
        String token = came.text("/token");
        return switch (came.status()) {
            case 202 -> nothing(Failure.Kind.PENDING, "not entered yet");
            case 403 -> nothing(Failure.Kind.DENIED, "the vendor answered 403");
            case 410 -> nothing(Failure.Kind.EXPIRED, "the vendor answered 410");
            default ->
                token == null || !came.good()
                        ? Got.nothing(answer)
                        : new Got.Tokens(TokenSet.NONE
                                .access(token, TokenSet.claimedEnd(token), now)
                                .fact("email", came.text("/userEmail")));
        };
    }

    private static Got nothing(Failure.Kind kind, String message) {
        return new Got.Nothing(new Failure(kind, message, null));
    }

    @Override
    public @Nullable FollowUp followUp(Account account, TokenSet tokens, Set<String> done) {
        SecretText access = tokens.access();
        if (access == null
                || tokens.fact("organizationId") != null
                || done.contains(PROFILE)
                || !account.login().urls().containsKey(PROFILE)) {
            return null;
        }
        Ask ask =
                Ask.get(account.url(PROFILE)).with(headers(account)).with("authorization", "Bearer " + access.reveal());
        return new FollowUp(PROFILE, false, ask);
    }

    @Override
    public Got followed(Account account, TokenSet tokens, String name, Answer answer) {
        return answer instanceof Answer.Came came && came.good()
                ? new Got.Tokens(told(tokens, came).fact("organizationId", came.text("/organizations/0/id")))
                : Got.nothing(answer);
    }
}
