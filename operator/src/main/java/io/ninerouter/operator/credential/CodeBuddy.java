package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** CodeBuddy: a state is got with an address to visit, then asked for its tokens. Answers are within {@code data}. */
final class CodeBuddy extends Standard {
    private static final String PENDING = "11217";

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
            return new Entering.Nothing(Failure.of(answer));
        }
        // Nothing is entered: the address itself says which login it is.
        return shown(
                fresh, Map.of(Login.DEVICE_CODE, state, Login.USER_CODE, "", Login.VISIT, visit), "600", null, now);
    }

    @Override
    public Ask poll(Account account, Login login) {
        return Ask.json(account.filled(device(account).tokenUrl()), Map.of("state", login.value(Login.DEVICE_CODE)))
                .with(headers(account));
    }

    @Override
    public Got polled(Account account, Login login, Answer answer, Instant now) {
        boolean pending = answer instanceof Answer.Came came && PENDING.equals(came.text("/code"));
        return pending
                ? new Got.Nothing(new Failure(Failure.Kind.PENDING, "not finished yet", null))
                : read(account, TokenSet.NONE, answer, now);
    }
}
