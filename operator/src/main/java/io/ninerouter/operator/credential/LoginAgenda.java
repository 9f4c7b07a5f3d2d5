package io.ninerouter.operator.credential;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.credential.Agenda.Todo;
import io.ninerouter.operator.credential.Login.Stage;
import io.ninerouter.operator.credential.Stored.Begun;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The part of the {@link Agenda} that a person has to do with: logins. */
final class LoginAgenda {
    /** Codes that nobody enters are asked for again so often; then a person has to ask. */
    static final int ROUNDS = 3;

    private final Wanted wanted;
    private final Memory memory;
    private final RandomGenerator random;
    private final Alarm alarm;
    private final Instant now;

    LoginAgenda(Wanted wanted, Memory memory, RandomGenerator random, Alarm alarm, Instant now) {
        this.wanted = wanted;
        this.memory = memory;
        this.random = random;
        this.alarm = alarm;
        this.now = now;
    }

    @Nullable
    Todo ofPaste(@Nullable Stored stored) {
        SecretText pasted = stored == null ? null : stored.pasted();
        if (stored == null || pasted == null) {
            return null;
        }
        Login login = stored.login();
        boolean awaited = login != null && (login.stage() == Stage.VISITING || login.stage() == Stage.EXCHANGING);
        if (login == null || !awaited) {
            return new Todo.Note(remove(new Change(Map.of(), Map.of())));
        }
        return switch (wanted.vendor().pasted(login, pasted.reveal())) {
            case Vendor.Pasted.Code code -> {
                Login exchanging = noteless(login).at(Stage.EXCHANGING, now, Map.of(Login.CODE, code.code()));
                memory.begin();
                memory.well();
                yield new Todo.Do(new Exchange.Code(exchanging), remove(Change.login(exchanging)));
            }
            case Vendor.Pasted.Useless useless -> {
                String why = useless.denied() ? "the consent was denied" : "what was pasted is of no use";
                yield new Todo.Note(remove(Change.login(login.at(
                        Stage.VISITING,
                        now,
                        Map.of(
                                Login.REASON,
                                useless.denied() ? "Denied" : "Useless",
                                Login.NOTE,
                                why + ": " + useless.why())))));
            }
        };
    }

    private static Change remove(Change change) {
        return change.with(Keys.REDIRECT_URL, null);
    }

    private static Login noteless(Login login) {
        Map<String, String> values = new HashMap<>(login.values());
        values.remove(Login.NOTE);
        values.remove(Login.REASON);
        return new Login(login.id(), login.stage(), login.at(), login.round(), login.request(), values);
    }

    @Nullable
    Todo ofLogin(@Nullable Stored stored) {
        if (!wanted.logsIn()) {
            return null;
        }
        Login login = stored == null ? null : stored.login();
        boolean open = login != null && login.stage() != Stage.FAILED && isOfFlow(login);
        if (login == null || !open) {
            return mustBegin(stored, login) ? begin(login, 0) : null;
        }
        if (!wanted.request().isEmpty() && !wanted.request().equals(login.request())) {
            return begin(login, 0);
        }
        return switch (login.stage()) {
            case VISITING, NEW, FAILED -> null;
            case EXCHANGING -> exchange(login);
            case ENTERING -> poll(login);
        };
    }

    /** Whether a login is one of the flow that is wanted now. */
    private boolean isOfFlow(Login login) {
        boolean device = login.stage() == Stage.ENTERING;
        return device == (wanted.account().flow() == OAuthFlow.DeviceCode);
    }

    private boolean mustBegin(@Nullable Stored stored, @Nullable Login failed) {
        String request = wanted.request();
        TokenSet tokens = wanted.tokens(stored);
        if (failed != null && isSameWish(failed, request) && isNewest(failed, tokens)) {
            return false;
        }
        // A renewal makes the failed login an older one than the tokens: the wish was seen to nevertheless.
        boolean tried = failed != null && failed.stage() == Stage.FAILED && request.equals(failed.request());
        boolean asked = !request.isEmpty() && !tried && (stored == null || !request.equals(stored.seenRequest()));
        if (asked && !tokens.isEmpty()) {
            return true;
        }
        return isLost(stored, tokens);
    }

    /** Whether a failed login came after the tokens that are there: of others it says nothing. */
    static boolean isNewest(Login failed, TokenSet tokens) {
        Instant obtained = tokens.obtainedAt();
        return failed.stage() == Stage.FAILED
                && (obtained == null || !failed.at().isBefore(obtained));
    }

    private static boolean isSameWish(Login failed, String request) {
        return request.isEmpty() || request.equals(failed.request());
    }

    /** Whether nothing but a login helps. */
    private boolean isLost(@Nullable Stored stored, TokenSet tokens) {
        SecretText source = tokens.refresh();
        if (source == null || wanted.account().refresh() == null) {
            if (tokens.isLive(now)) {
                alarm.set(tokens.expiresAt());
            }
            return !tokens.isLive(now);
        }
        if (stored != null && stored.refused(source) != null) {
            return true;
        }
        Renewal renewal = wanted.vendor().renewal(wanted.account(), tokens, now);
        Begun begun = stored == null ? null : stored.begun(renewal.shown());
        if (begun == null || memory.isSettled(begun) || !renewal.spends() || begun.times() < 2) {
            return false;
        }
        // Nothing else would look again: the Secret stays as it is.
        boolean answering = alarm.isLater(begun.last().plus(Agenda.FENCE));
        boolean live = tokens.isLive(now);
        if (live) {
            alarm.set(tokens.expiresAt());
        }
        return !answering && !live;
    }

    private @Nullable Todo begin(@Nullable Login instead, int round) {
        if (alarm.isLater(memory.retryAt)) {
            return null;
        }
        memory.begin();
        Map<String, String> secrets = Map.of(Login.VERIFIER, Pkce.secret(random), Login.STATE, Pkce.secret(random));
        Login fresh = new Login(Pkce.secret(random).substring(0, 12), Stage.NEW, now, round, wanted.request(), secrets);
        if (wanted.account().flow() == OAuthFlow.DeviceCode) {
            return new Todo.Do(new Exchange.Start(fresh, instead == null ? null : instead.id()), null);
        }
        String url = wanted.vendor().visit(wanted.account(), fresh);
        return new Todo.Note(Change.login(fresh.at(Stage.VISITING, now, Map.of(Login.URL, url))));
    }

    /** A code whose exchange somebody has begun, perhaps an operator before this one: nothing is lost by asking once more. */
    private @Nullable Todo exchange(Login login) {
        Instant free = memory.codeTries > 0 ? memory.retryAt : login.at().plus(Agenda.FENCE);
        if (alarm.isLater(free)) {
            return null;
        }
        if (login.values().containsKey(AGAIN) && memory.codeTries == 0) {
            return new Todo.Note(Change.login(anew(login, "the exchange of the code was interrupted twice")));
        }
        Login again = login.at(Stage.EXCHANGING, now, Map.of(AGAIN, "true"));
        return new Todo.Do(new Exchange.Code(again), Change.login(again));
    }

    static final String AGAIN = "again";

    private Login anew(Login login, String note) {
        return anew(wanted, login, note, random, now);
    }

    /** The same address is shown with another state, for another try. */
    static Login anew(Wanted wanted, Login login, String note, RandomGenerator random, Instant now) {
        Map<String, String> secrets = Map.of(Login.VERIFIER, Pkce.secret(random), Login.STATE, Pkce.secret(random));
        Login fresh = new Login(
                Pkce.secret(random).substring(0, 12), Stage.NEW, now, login.round(), login.request(), secrets);
        String url = wanted.vendor().visit(wanted.account(), fresh);
        return fresh.at(Stage.VISITING, now, Map.of(Login.URL, url, Login.NOTE, note, Login.REASON, "Exchange"));
    }

    private @Nullable Todo poll(Login login) {
        Instant until = login.until();
        if (until != null && !now.isBefore(until)) {
            return expired(login);
        }
        Instant at = memory.pollAt == null ? login.at().plusSeconds(login.interval()) : memory.pollAt;
        if (alarm.isLater(at)) {
            return null;
        }
        return new Todo.Do(new Exchange.Poll(login), null);
    }

    private @Nullable Todo expired(Login login) {
        if (login.round() + 1 < ROUNDS) {
            return begin(login, login.round() + 1);
        }
        return new Todo.Note(
                Change.login(login.failed("Expired", "nobody entered the code in time, " + ROUNDS + " times", now)));
    }
}
