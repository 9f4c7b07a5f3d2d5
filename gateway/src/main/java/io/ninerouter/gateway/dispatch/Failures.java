package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Credential;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.dispatch.Result.Failed;
import io.ninerouter.gateway.dispatch.Result.Next;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.health.RetryAfter;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.translate.ProviderErrors;
import io.ninerouter.gateway.upstream.UpstreamException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What follows from each way in which an attempt fails. Stateless. */
final class Failures {
    private Failures() {}

    /**
     * The provider answered with a status that is no success. Its own words reach the caller when they are JSON of the
     * caller's dialect and do not repeat the credential.
     *
     * @param body all of it; null when it was too long. Passes to this
     */
    static Failed refused(Target target, int status, HttpHeaders headers, @Nullable ByteBuf body, long nowMillis) {
        Long delay = RetryAfter.parse(headers.get(HttpHeaderNames.RETRY_AFTER), nowMillis);
        String message = target.provider().id() + " answered " + status;
        Outcome outcome = new Outcome.Refused(status, delay, message);
        if (body != null && looksLikeJson(body) && status >= 400 && !shows(body, target.credential())) {
            return new Failed(outcome, new Answer.Whole(status, Headers.toCaller(headers), body), after(status));
        }
        if (body != null) {
            body.release();
        }
        ApiError error = ApiError.ofStatus(status, message).retryAfter(delay);
        return new Failed(outcome, new Answer.Refused(error), after(status));
    }

    /**
     * The same for a provider that speaks otherwise than the caller: what it said is told in the caller's dialect.
     */
    static Failed refusedInOtherWords(
            Target target, int status, HttpHeaders headers, @Nullable ByteBuf body, long nowMillis) {
        Long delay = RetryAfter.parse(headers.get(HttpHeaderNames.RETRY_AFTER), nowMillis);
        String message = target.provider().id() + " answered " + status;
        boolean told = body != null && !shows(body, target.credential());
        byte[] said = told ? ByteBufUtil.getBytes(body) : new byte[0];
        if (body != null) {
            body.release();
        }
        ApiError error = ProviderErrors.read(status, said, message);
        Long known = delay == null ? error.retryAfterMillis() : delay;
        return new Failed(
                new Outcome.Refused(status, known, message),
                new Answer.Refused(error.retryAfter(known)),
                after(status));
    }

    /** The caller's request cannot be understood, so that it cannot be told to this target; another may take it as it is. */
    static Failed unreadable(BadJsonException cause) {
        ApiError error = ApiError.of(ApiError.Kind.INVALID_REQUEST, String.valueOf(cause.getMessage()));
        return new Failed(new Outcome.Abandoned(), new Answer.Refused(error), Next.NEXT_TARGET);
    }

    /** The provider said in a good answer, before anything was sent, that it failed. */
    static Failed inAnswer(Target target, ApiError error) {
        return new Failed(outcome(target, error), new Answer.Refused(error), after(error.status()));
    }

    /** What is learnt from a good answer with or without an error in it; the error's text is content and stays out. */
    static Outcome outcome(Target target, @Nullable ApiError error) {
        if (error == null) {
            return new Outcome.Success();
        }
        String message = target.provider().id() + " answered with an error in a 200: " + error.status();
        return new Outcome.Refused(error.status(), error.retryAfterMillis(), message);
    }

    /** There was no answer, or one that cannot be used. */
    static Failed of(Target target, Throwable cause) {
        if (cause instanceof UpstreamException failure) {
            ApiError error = error(failure);
            Next next = failure.kind() == UpstreamException.Kind.STALE_CONNECTION ? Next.SAME_TARGET : Next.NEXT_TARGET;
            return new Failed(new Outcome.NoAnswer(failure.reason()), new Answer.Refused(error), next);
        }
        String message = target.provider().id() + " could not be called: "
                + cause.getClass().getSimpleName();
        ApiError error = ApiError.of(ApiError.Kind.INTERNAL, message);
        return new Failed(new Outcome.NoAnswer(message), new Answer.Refused(error), Next.NEXT_TARGET);
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

    /** What a status leaves to try: nothing when the request itself is at fault. */
    static Next after(int status) {
        return switch (status) {
            case 401, 402, 403, 404, 408, 429 -> Next.NEXT_TARGET;
            default -> status >= 500 || status < 400 ? Next.NEXT_TARGET : Next.NOTHING;
        };
    }

    /** The content type is no witness: JSON comes as octet-stream or text, and a proxy's page as anything. */
    private static boolean looksLikeJson(ByteBuf body) {
        int first = body.forEachByte(value -> value == ' ' || value == '\n' || value == '\r' || value == '\t');
        return first >= 0 && (body.getByte(first) == '{' || body.getByte(first) == '[');
    }

    /** Some providers repeat the key that they refuse. */
    private static boolean shows(ByteBuf body, @Nullable Credential credential) {
        if (credential == null) {
            return false;
        }
        ByteBuf secret = Unpooled.wrappedBuffer(credential.secret().reveal().getBytes(StandardCharsets.UTF_8));
        return ByteBufUtil.indexOf(secret, body) >= 0;
    }
}
