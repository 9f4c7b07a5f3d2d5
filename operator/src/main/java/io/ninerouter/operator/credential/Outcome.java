package io.ninerouter.operator.credential;

import io.ninerouter.operator.credential.Failure.Kind;
import io.ninerouter.operator.credential.Login.Stage;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What follows from an answer: what is written, what is asked at once, what is remembered. */
final class Outcome {
    private static final int MOST_FOLLOW_TRIES = 12;
    private static final int MOST_CODE_TRIES = 3;
    private static final long FOLLOW_SECONDS = 5;

    private final Wanted wanted;
    private final Memory memory;
    private final RandomGenerator random;
    private final Instant now;

    Outcome(Wanted wanted, Memory memory, RandomGenerator random, Instant now) {
        this.wanted = wanted;
        this.memory = memory;
        this.random = random;
        this.now = now;
    }

    /** What is done next. */
    sealed interface Next {
        /** A write that must land, unless somebody else was faster. */
        record Save(Change change) implements Next {}

        /** Another question at once. */
        record Ask(Exchange exchange) implements Next {}

        /** Nothing. */
        record Done() implements Next {}
    }

    /** What follows from a pasted code that is the tokens itself; null = it has to be asked. */
    @Nullable
    Next decoded(Exchange.Code code) {
        Got got = wanted.vendor().decoded(wanted.account(), code.login(), now);
        return got == null ? null : ofCode(code, got);
    }

    Next of(Exchange exchange, Answer answer) {
        return switch (exchange) {
            case Exchange.Refresh refresh ->
                ofRefresh(
                        refresh,
                        wanted.vendor().refreshed(wanted.account(), refresh.of(), refresh.renewal(), answer, now));
            case Exchange.Code code ->
                ofCode(code, wanted.vendor().exchanged(wanted.account(), code.login(), answer, now));
            case Exchange.Start start ->
                ofStart(start, wanted.vendor().entering(wanted.account(), start.fresh(), answer, now));
            case Exchange.Poll poll ->
                ofPoll(poll, wanted.vendor().polled(wanted.account(), poll.login(), answer, now));
            case Exchange.Follow follow ->
                ofFollow(
                        follow,
                        wanted.vendor()
                                .followed(
                                        wanted.account(),
                                        follow.of(),
                                        follow.question().name(),
                                        answer));
        };
    }

    private Next ofRefresh(Exchange.Refresh refresh, Got got) {
        return switch (got) {
            case Got.Tokens(TokenSet tokens) -> {
                memory.well();
                // Whether it is another access token or the same once more: a vendor may say the same at once for ever.
                if (refresh.renewal().step() == Renewal.Step.ACCESS) {
                    memory.refusals = refresh.refused() ? memory.refusals + 1 : 0;
                }
                yield new Next.Save(Change.tokens(tokens, wanted.source() == null)
                        .marked(Keys.BEGUN, null)
                        .marked(Keys.REFUSED, null));
            }
            case Got.Nothing(Failure failure) -> failed(refresh, failure);
        };
    }

    private Next failed(Exchange.Refresh refresh, Failure failure) {
        boolean spends = refresh.renewal().spends();
        // That no client was registered says nothing of the refresh token.
        boolean over = isNo(failure.kind())
                && wanted.source() == null
                && refresh.renewal().step() != Renewal.Step.CLIENT;
        if (over) {
            memory.well();
            String digest = Stored.digest(Objects.requireNonNull(refresh.of().refresh()));
            return new Next.Save(
                    Change.mark(Keys.REFUSED, digest + " " + failure.message()).marked(Keys.BEGUN, null));
        }
        memory.failed(
                "the renewal of the access token failed: " + failure.message(), failure.retryAfter(), chance(), now);
        if (failure.kind() == Kind.UNKNOWN) {
            if (!spends) {
                memory.settle(refresh.mark());
            }
            return new Next.Done();
        }
        memory.settle(refresh.mark());
        // Whoever comes after a crash has to know that nothing was spent.
        return spends ? new Next.Save(Change.mark(Keys.BEGUN, null)) : new Next.Done();
    }

    /** Whether a renewal is refused for good. */
    private static boolean isNo(Kind kind) {
        return switch (kind) {
            case FINAL, EXPIRED, DENIED -> true;
            case PENDING, SLOW_DOWN, CLIENT, LATER, UNKNOWN -> false;
        };
    }

    private Next ofCode(Exchange.Code code, Got got) {
        return switch (got) {
            case Got.Tokens(TokenSet tokens) -> new Next.Save(loggedIn(code.login(), tokens));
            case Got.Nothing(Failure failure) -> {
                memory.codeTries++;
                if (failure.mayPass() && memory.codeTries < MOST_CODE_TRIES) {
                    memory.failed(
                            "the code was not exchanged: " + failure.message(), failure.retryAfter(), chance(), now);
                    yield new Next.Done();
                }
                memory.well();
                yield new Next.Save(Change.login(LoginAgenda.anew(
                        wanted, code.login(), "the code was not exchanged: " + failure.message(), random, now)));
            }
        };
    }

    private Change loggedIn(Login login, TokenSet tokens) {
        memory.well();
        memory.begin();
        memory.refusals = 0;
        return Change.tokens(tokens, true)
                .with(Keys.LOGIN, null)
                .marked(Keys.BEGUN, null)
                .marked(Keys.REFUSED, null)
                .marked(Keys.REQUEST, login.request().isEmpty() ? null : login.request());
    }

    private Next ofStart(Exchange.Start start, Vendor.Entering entering) {
        return switch (entering) {
            case Vendor.Entering.Shown(Login login) -> {
                memory.well();
                yield new Next.Save(Change.login(login));
            }
            case Vendor.Entering.More(Login login) -> new Next.Ask(new Exchange.Start(login, start.instead()));
            case Vendor.Entering.Nothing(Failure failure) -> {
                String why = "the vendor gave no code to enter: " + failure.message();
                if (failure.kind() == Kind.FINAL || failure.kind() == Kind.DENIED) {
                    memory.well();
                    yield new Next.Save(Change.login(start.fresh().failed("Start", why, now)));
                }
                memory.failed(why, failure.retryAfter(), chance(), now);
                yield new Next.Done();
            }
        };
    }

    private Next ofPoll(Exchange.Poll poll, Got got) {
        Login login = poll.login();
        return switch (got) {
            case Got.Tokens(TokenSet tokens) -> new Next.Save(loggedIn(login, tokens));
            case Got.Nothing(Failure failure) ->
                switch (failure.kind()) {
                    case SLOW_DOWN -> {
                        memory.slower += FOLLOW_SECONDS;
                        yield pollAgain(login, failure);
                    }
                    case PENDING, CLIENT, LATER, UNKNOWN -> pollAgain(login, failure);
                    case EXPIRED -> {
                        // As when its time is over: the agenda says whether there is another.
                        Login ended =
                                login.at(Stage.ENTERING, login.at(), java.util.Map.of(Login.UNTIL, now.toString()));
                        yield new Next.Save(Change.login(ended));
                    }
                    case DENIED -> new Next.Save(Change.login(login.failed("Denied", "the consent was denied", now)));
                    case FINAL ->
                        new Next.Save(Change.login(login.failed(
                                "Refused", "the vendor takes the login no more: " + failure.message(), now)));
                };
        };
    }

    private Next pollAgain(Login login, Failure failure) {
        long seconds = login.interval() + memory.slower;
        Instant usual = now.plusSeconds(seconds);
        Instant asked = failure.retryAfter() == null ? usual : now.plus(failure.retryAfter());
        memory.pollAt = asked.isAfter(usual) ? asked : usual;
        return new Next.Done();
    }

    private Next ofFollow(Exchange.Follow follow, Got got) {
        String name = follow.question().name();
        return switch (got) {
            case Got.Tokens(TokenSet tokens) -> {
                memory.well();
                memory.followAt = null;
                memory.followTries = 0;
                memory.followed(name);
                yield tokens.equals(follow.of())
                        ? new Next.Done()
                        : new Next.Save(Change.tokens(tokens, wanted.source() == null));
            }
            case Got.Nothing(Failure failure)
            when failure.kind() == Kind.PENDING && memory.followTries < MOST_FOLLOW_TRIES -> {
                memory.followTries++;
                memory.followAt = now.plusSeconds(FOLLOW_SECONDS);
                yield new Next.Done();
            }
            case Got.Nothing(Failure failure) -> {
                if (follow.question().needed()) {
                    memory.followTries = 0;
                    memory.failed(
                            "asking for " + name + " failed: " + failure.message(),
                            failure.retryAfter(),
                            chance(),
                            now);
                } else {
                    memory.followed(name);
                }
                yield new Next.Done();
            }
        };
    }

    private double chance() {
        return random.nextDouble();
    }
}
