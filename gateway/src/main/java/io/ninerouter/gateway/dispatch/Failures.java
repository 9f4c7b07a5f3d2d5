package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.codec.MissingFactException;
import io.ninerouter.gateway.dispatch.Result.Failed;
import io.ninerouter.gateway.dispatch.Result.Next;
import io.ninerouter.gateway.health.Complaint;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.health.Fault;
import io.ninerouter.gateway.health.Faults;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.health.RetryHints;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.UnfilledException;
import io.ninerouter.gateway.upstream.UpstreamException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What follows from each way in which an attempt fails. Stateless. */
final class Failures {
    /** An error is a few hundred bytes; what is longer quotes something. */
    private static final int MAX_READ = 64 << 10;

    /** A message that is longer quotes or explains. */
    private static final int MAX_WORDS = 400;

    private Failures() {}

    /**
     * The provider answered with a status that is no success. Its own words reach the caller when they are JSON of the
     * caller's dialect and do not repeat the credential.
     *
     * @param body all of it; null when it was too long. Passes to this
     */
    static Failed refused(Target target, int status, HttpHeaders headers, @Nullable ByteBuf body, long nowMillis) {
        Complaint said = complaint(headers, body);
        Outcome.Refused outcome = judged(target, status, headers, said, nowMillis);
        Next next = after(target, outcome, said);
        if (body != null && looksLikeJson(body) && status >= 400 && !shows(body, target)) {
            return new Failed(outcome, new Answer.Whole(status, Headers.toCaller(headers), body), next);
        }
        if (body != null) {
            body.release();
        }
        ApiError error = ApiError.ofStatus(status, outcome.message() + " (" + status + ')')
                .retryAfter(outcome.retryAfterMillis());
        return new Failed(outcome, new Answer.Refused(error), next);
    }

    private static Outcome.Refused judged(
            Target target, int status, HttpHeaders headers, Complaint said, long nowMillis) {
        RetryHints hints = RetryHints.of(headers::get, said, nowMillis);
        Fault fault = Faults.of(status, said, hints.wholeAccount());
        return new Outcome.Refused(
                status, fault, hints.delayMillis(), target.provider().id() + ' ' + fault.text());
    }

    private static Complaint complaint(HttpHeaders headers, @Nullable ByteBuf body) {
        Complaint said = body == null
                ? Complaint.NONE
                : Complaint.read(
                        ByteBufUtil.getBytes(body, body.readerIndex(), Math.min(body.readableBytes(), MAX_READ)));
        return said.withAwsType(headers.get("x-amzn-errortype"));
    }

    /** Nothing was sent: since the plan was made the account has filled up or the endpoint was found failing. */
    static Failed notAdmitted(Target target, Health health, long nowMillis) {
        Cooldown shut = health.shut(target.endpoint(), nowMillis);
        String why = shut == null ? "at its limit of concurrent requests" : "the provider fails: circuit breaker open";
        ApiError.Kind kind = shut == null ? ApiError.Kind.RATE_LIMITED : ApiError.Kind.UNAVAILABLE;
        ApiError error = ApiError.of(kind, target.label() + ": " + why)
                .retryAfter(shut == null ? 1_000L : shut.untilMillis() - nowMillis);
        return new Failed(new Outcome.NotSent(why), new Answer.Refused(error), Next.NEXT_TARGET);
    }

    /**
     * The same for a provider that speaks otherwise than the caller: what it said is told in the caller's dialect.
     */
    static Failed refusedInOtherWords(
            Target target, int status, HttpHeaders headers, @Nullable ByteBuf body, long nowMillis) {
        Complaint said = complaint(headers, body);
        Outcome.Refused outcome = judged(target, status, headers, said, nowMillis);
        boolean repeatsKey = body != null && shows(body, target);
        if (body != null) {
            body.release();
        }
        ApiError error = told(status, repeatsKey ? Complaint.NONE : said, outcome.message() + " (" + status + ')');
        return new Failed(
                outcome,
                new Answer.Refused(error.retryAfter(outcome.retryAfterMillis())),
                after(target, outcome, said));
    }

    /**
     * A refusal as the caller is told it.
     *
     * @param otherwise the message when the refusal has none
     */
    static ApiError told(int status, Complaint said, String otherwise) {
        Complaint.Words words = said.words();
        String message = words.message() == null ? otherwise : words.message();
        ApiError error = ApiError.ofStatus(status, message);
        return words.code() == null ? error : ApiError.ofStatus(status, words.code(), message);
    }

    /** Some providers repeat the key that they refuse: their words are kept back then. */
    static ApiError fitForCaller(Target target, ApiError error) {
        String said = error.message() + '\n' + error.code();
        return target.secrets().stream().map(SecretText::reveal).anyMatch(said::contains)
                ? ApiError.ofStatus(error.status(), target.provider().id() + " refused the request")
                        .retryAfter(error.retryAfterMillis())
                : error;
    }

    /** The caller's request cannot be understood, so that it cannot be told to this target; another may take it as it is. */
    static Failed unreadable(BadJsonException cause) {
        ApiError error = ApiError.of(ApiError.Kind.INVALID_REQUEST, String.valueOf(cause.getMessage()));
        Outcome outcome = new Outcome.Refused(error.status(), null, "cannot be told the request");
        return new Failed(outcome, new Answer.Refused(error), Next.NEXT_TARGET);
    }

    /** The provider said in a good answer, before anything was sent, that it failed. */
    static Failed inAnswer(Target target, ApiError error) {
        Outcome outcome = outcome(target, error);
        Next next = after(target, outcome, Complaint.of(error.code(), error.message()));
        return new Failed(outcome, new Answer.Refused(fitForCaller(target, error)), next);
    }

    /** What is learnt from a good answer with or without an error in it; the error's text is content and stays out. */
    static Outcome outcome(Target target, @Nullable ApiError error) {
        if (error == null) {
            return new Outcome.Success();
        }
        Complaint said = Complaint.of(error.code(), error.message());
        Fault fault = Faults.of(error.status(), said, false);
        Long asked = error.retryAfterMillis();
        // Within a stream words are all that some have: "Please try again in 11.054s".
        Long delay = asked == null ? RetryHints.inWords(said) : asked;
        String message = target.provider().id() + ' ' + fault.text() + " (in an answer that began well)";
        return new Outcome.Refused(error.status(), fault, delay, message);
    }

    /**
     * There was no answer, or one that cannot be used.
     *
     * @param again whether this was the second try after a closed connection: another one is no accident
     */
    static Failed of(Target target, Throwable cause, boolean again) {
        if (cause instanceof UpstreamException failure) {
            Answer answer = new Answer.Refused(error(failure));
            boolean unseen = failure.kind() == UpstreamException.Kind.STALE_CONNECTION && !again;
            return unseen
                    ? new Failed(new Outcome.NotSent(failure.reason()), answer, Next.SAME_TARGET)
                    : new Failed(new Outcome.NoAnswer(failure.reason()), answer, Next.NEXT_TARGET);
        }
        if (cause instanceof UnfilledException unfilled) {
            return cannotBeAsked(target, unfilled.reason());
        }
        if (cause instanceof MissingFactException missing) {
            return cannotBeAsked(target, String.valueOf(missing.getMessage()));
        }
        // A fault of ours, which a caller's text may have found: no reason to leave the provider alone for everybody.
        String message = target.provider().id() + " could not be called: "
                + cause.getClass().getSimpleName();
        ApiError error = ApiError.of(ApiError.Kind.INTERNAL, message);
        return new Failed(new Outcome.NotSent(message), new Answer.Refused(error), Next.NEXT_TARGET);
    }

    /** Something of the account is not known: nothing was sent, and it says nothing of the provider. */
    private static Failed cannotBeAsked(Target target, String why) {
        String reason = target.label() + " cannot be asked: " + why;
        ApiError error = ApiError.of(ApiError.Kind.UNAVAILABLE, reason);
        return new Failed(new Outcome.NotSent(reason), new Answer.Refused(error), Next.NEXT_TARGET);
    }

    /**
     * What is wrong with an answer that is all here as far as the transport is concerned.
     *
     * @param empty nothing came, where something had to
     * @return null = nothing
     */
    static @Nullable Failed inWhole(Target target, Reading reading, boolean empty) {
        ApiError error = reading.error();
        if (error != null) {
            return inAnswer(target, error);
        }
        String why = target.provider().id() + " sent only a part of an answer";
        return empty || reading.cut() ? of(target, new UpstreamException(UpstreamException.Kind.CUT, why), true) : null;
    }

    /** A failure within a body, whatever it was. */
    static UpstreamException known(Throwable cause) {
        return cause instanceof UpstreamException failure
                ? failure
                : new UpstreamException(UpstreamException.Kind.CUT, "the answer could not be read");
    }

    /** The error that a failed exchange means for the caller. */
    static ApiError error(UpstreamException failure) {
        ApiError.Kind kind = switch (failure.kind()) {
            case TIMEOUT -> ApiError.Kind.TIMEOUT;
            case CONNECT, STALE_CONNECTION, NO_ANSWER, CUT, MALFORMED -> ApiError.Kind.UPSTREAM;
        };
        return ApiError.of(kind, failure.reason());
    }

    /** The same, but for a history that only another account can open: without it, this one can answer. */
    private static Next after(Target target, Outcome outcome, Complaint said) {
        boolean sealed = switch (target.dialect()) {
            case OPENAI_RESPONSES -> said.says("invalid_encrypted_content");
            // "Invalid `signature` in `thinking` block", "Thought signature is not valid": no code says so.
            case ANTHROPIC, BEDROCK_CONVERSE, GEMINI, CODE_ASSIST ->
                outcome.fault() == Fault.BAD_REQUEST
                        && said.text().length() <= MAX_WORDS
                        && said.text().contains("signature")
                        && (said.text().contains("thinking") || said.text().contains("thought"));
            case OPENAI_CHAT, OLLAMA, KIRO, CURSOR -> false;
        };
        return sealed ? Next.UNSEALED : after(outcome);
    }

    /** What an outcome leaves to try. */
    static Next after(Outcome outcome) {
        Fault fault = outcome.fault();
        return switch (fault == null ? Fault.Next.NOTHING : fault.next()) {
            case NOTHING -> Next.NOTHING;
            case OTHER_TARGET -> Next.NEXT_TARGET;
            case OTHER_MODEL -> Next.OTHER_MODEL;
        };
    }

    /** The content type is no witness: JSON comes as octet-stream or text, and a proxy's page as anything. */
    private static boolean looksLikeJson(ByteBuf body) {
        int first = body.forEachByte(value -> value == ' ' || value == '\n' || value == '\r' || value == '\t');
        return first >= 0 && (body.getByte(first) == '{' || body.getByte(first) == '[');
    }

    /** Some providers repeat the key that they refuse. */
    private static boolean shows(ByteBuf body, Target target) {
        return target.secrets().stream()
                .map(secret -> Unpooled.wrappedBuffer(secret.reveal().getBytes(StandardCharsets.UTF_8)))
                .anyMatch(secret -> ByteBufUtil.indexOf(secret, body) >= 0);
    }
}
