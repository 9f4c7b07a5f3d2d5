package io.ninerouter.operator.credential;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.credential.Login.Stage;
import io.ninerouter.operator.credential.Stored.Begun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is to be done next for one account, from what its Secret says. Decides, and remembers nothing itself. */
final class Agenda {
    /**
     * For so long whoever has left a mark may still be at it: longer than a question may take, and its answer's first write.
     */
    static final Duration FENCE = Duration.ofSeconds(45);

    /** Codes that nobody enters are asked for again so often; then a person has to ask. */
    static final int ROUNDS = 3;

    private final Wanted wanted;
    private final Memory memory;
    private final RandomGenerator random;
    private final Instant now;
    private @Nullable Instant wake;

    private Agenda(Wanted wanted, Memory memory, RandomGenerator random, Instant now) {
        this.wanted = wanted;
        this.memory = memory;
        this.random = random;
        this.now = now;
    }

    /** Something to do. */
    sealed interface Todo {
        /** A write that needs no vendor. */
        record Note(Change change) implements Todo {}

        /** A question; with a mark that is written before it is asked. */
        record Do(Exchange exchange, @Nullable Change mark) implements Todo {}

        /** Nothing until then; null = until something changes. */
        record Wait(@Nullable Instant until) implements Todo {}
    }

    static Todo next(Wanted wanted, @Nullable Stored stored, Memory memory, RandomGenerator random, Instant now) {
        Agenda agenda = new Agenda(wanted, memory, random, now);
        Todo todo = agenda.ofPaste(stored);
        todo = todo == null ? agenda.ofTokens(stored) : todo;
        todo = todo == null ? agenda.ofLogin(stored) : todo;
        return todo == null ? new Todo.Wait(agenda.wake) : todo;
    }

    private @Nullable Todo ofPaste(@Nullable Stored stored) {
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

    private @Nullable Todo ofTokens(@Nullable Stored stored) {
        TokenSet tokens = wanted.tokens(stored);
        if (tokens.isEmpty()) {
            return null;
        }
        TokenSet completed = wanted.vendor().completed(tokens);
        if (!completed.equals(tokens)) {
            return new Todo.Note(Change.tokens(completed, wanted.source() == null));
        }
        Todo todo = refresh(stored, tokens);
        return todo == null ? followUp(tokens) : todo;
    }

    private @Nullable Todo refresh(@Nullable Stored stored, TokenSet tokens) {
        OAuthLogin.Refresh rule = wanted.account().refresh();
        SecretText source = tokens.refresh();
        if (rule == null || source == null || (stored != null && stored.refused(source) != null)) {
            return null;
        }
        Instant due = dueAt(tokens, rule);
        if (due == null) {
            return null;
        }
        Begun begun = stored == null ? null : stored.begun(source);
        Begun mark = new Begun(Stored.digest(source), now, now, 1);
        if (begun == null && UNCERTAIN.equals(memory.trouble)) {
            memory.trouble = null;
        }
        if (begun != null && !memory.isSettled(begun)) {
            Instant free = free(begun, rule, tokens);
            if (free == null) {
                return null;
            }
            due = due.isAfter(free) ? due : free;
            mark = new Begun(begun.digest(), begun.first(), now, begun.times() + 1);
        }
        if (isLater(due) || isLater(memory.retryAt)) {
            return null;
        }
        SecretText access = tokens.access();
        boolean refused = access != null && wanted.refused().contains(Stored.digest(access));
        return new Todo.Do(
                new Exchange.Refresh(tokens, mark.toString(), refused), Change.mark(Keys.BEGUN, mark.toString()));
    }

    /** When a token may be shown again of which nobody knows whether it was shown; null = never. */
    private @Nullable Instant free(Begun begun, OAuthLogin.Refresh rule, TokenSet tokens) {
        Instant fenced = begun.last().plus(FENCE);
        if (!rule.rotates()) {
            return fenced;
        }
        Duration grace = rule.grace();
        if (grace != null
                && now.isBefore(begun.first().plus(grace))
                && fenced.isBefore(begun.first().plus(grace))) {
            return fenced;
        }
        if (begun.times() > 1) {
            return null;
        }
        // As long as requests are served nothing is risked; then there is nothing to lose.
        memory.trouble = UNCERTAIN;
        Instant end = tokens.isLive(now) ? tokens.expiresAt() : null;
        return end != null && end.isAfter(fenced) ? end : tokens.isLive(now) ? null : fenced;
    }

    /** What is said of a refresh token that may be spent. */
    static final String UNCERTAIN =
            "the refresh token may be spent: its renewal was begun and no answer to it is known. It is"
                    + " tried once more when the access token has expired; log in before that";

    private @Nullable Instant dueAt(TokenSet tokens, OAuthLogin.Refresh rule) {
        SecretText access = tokens.access();
        String digest = access == null ? "" : Stored.digest(access);
        double chance = digest.isEmpty() ? 0 : Integer.parseInt(digest.substring(0, 6), 16) / (double) (1 << 24);
        Instant due = RefreshSchedule.dueAt(tokens, rule, chance);
        if (!wanted.refused().contains(digest)) {
            return due;
        }
        Instant obtained = tokens.obtainedAt();
        Instant doubted = obtained == null ? Instant.MIN : obtained.plus(RefreshSchedule.doubt(memory.refusals));
        return due == null || doubted.isBefore(due) ? doubted : due;
    }

    private @Nullable Todo followUp(TokenSet tokens) {
        memory.follow(tokens);
        if (!tokens.isLive(now) && tokens.access() != null) {
            return null;
        }
        Vendor.FollowUp question = wanted.vendor().followUp(wanted.account(), tokens, memory.followed);
        if (question == null || isLater(memory.followAt) || isLater(memory.retryAt)) {
            return null;
        }
        return new Todo.Do(new Exchange.Follow(question, tokens), null);
    }

    private @Nullable Todo ofLogin(@Nullable Stored stored) {
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
        boolean asked = !request.isEmpty() && (stored == null || !request.equals(stored.seenRequest()));
        if (asked && !tokens.isEmpty()) {
            return true;
        }
        return isLost(stored, tokens);
    }

    /** Whether a failed login came after the tokens that are there: of others it says nothing. */
    private static boolean isNewest(Login failed, TokenSet tokens) {
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
                wakeAt(tokens.expiresAt());
            }
            return !tokens.isLive(now);
        }
        if (stored != null && stored.refused(source) != null) {
            return true;
        }
        OAuthLogin.Refresh rule = Objects.requireNonNull(wanted.account().refresh());
        Begun begun = stored == null ? null : stored.begun(source);
        return begun != null
                && !memory.isSettled(begun)
                && rule.rotates()
                && begun.times() > 1
                && !tokens.isLive(now)
                && !now.isBefore(begun.last().plus(FENCE));
    }

    private @Nullable Todo begin(@Nullable Login instead, int round) {
        if (isLater(memory.retryAt)) {
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
        Instant free = memory.codeTries > 0 ? memory.retryAt : login.at().plus(FENCE);
        if (isLater(free)) {
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
        if (isLater(at)) {
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

    private boolean isLater(@Nullable Instant at) {
        if (at == null || !at.isAfter(now)) {
            return false;
        }
        wakeAt(at);
        return true;
    }

    private void wakeAt(@Nullable Instant at) {
        if (at != null && (wake == null || at.isBefore(wake))) {
            wake = at;
        }
    }
}
