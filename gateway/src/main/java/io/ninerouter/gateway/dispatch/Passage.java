package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.tokens.TokenCounts;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.Story;
import io.ninerouter.gateway.translate.Translation;
import io.ninerouter.gateway.translate.gemini.CallIdScan;
import io.ninerouter.gateway.upstream.UpstreamRequest;
import io.ninerouter.gateway.upstream.UpstreamResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one attempt speaks to its target and hears its answer. Used on the call's event loop alone. */
sealed interface Passage permits Passage.Verbatim, Passage.Translated, Enveloped {

    /**
     * The request: shaped, then signed. Its body is to be released by the caller of this method.
     *
     * @param nowMillis since the epoch
     */
    UpstreamRequest request(long nowMillis);

    /**
     * What the answer runs through.
     *
     * @param provided how it comes
     */
    Reading reading(Framing provided);

    /**
     * What a status that is no success means.
     *
     * @param body all of it, which passes to this; null when it was too long
     */
    Result.Failed refused(UpstreamResponse answer, @Nullable ByteBuf body, long nowMillis);

    /** What could not be carried, so far. */
    List<Loss> losses();

    /** Caller and target speak one dialect: bytes in, bytes out. */
    final class Verbatim implements Passage {
        private final Call call;
        private final Target target;
        private final Interpreter interpreter;
        private final Losses losses = new Losses();

        Verbatim(Call call, Target target, Interpreter interpreter) {
            this.call = call;
            this.target = target;
            this.interpreter = interpreter;
        }

        @Override
        public UpstreamRequest request(long nowMillis) {
            HttpHeaders headers =
                    Headers.toProvider(call.origin().headers(), target.dialect(), Fitting.headers(call, target));
            ByteBuf body = Fitting.own(call, target, bodyModel(), interpreter.hidden(target), headers, losses);
            boolean vertex = target.dialect() == Dialect.GEMINI
                    && target.provider().config().profile() == Profile.VERTEX;
            return Outgoing.request(call, target, headers, vertex ? withoutCallIds(body) : body, nowMillis);
        }

        /** The body passes to this. One that is too strange to be looked through goes as it is: its provider may judge it. */
        private static ByteBuf withoutCallIds(ByteBuf body) {
            List<RequestFacts.Range> ids;
            try {
                CallIdScan scan = new CallIdScan();
                for (ByteBuffer part : body.nioBuffers()) {
                    scan.feed(part);
                }
                ids = scan.ranges();
            } catch (MalformedFrameException e) {
                return body;
            }
            if (ids.isEmpty()) {
                return body;
            }
            BodySplice whole = new BodySplice(List.of(new BodySplice.Kept(0, body.readableBytes())));
            ByteBuf cut = SplicedBody.of(body, whole.without(ids), body.alloc());
            body.release();
            return cut;
        }

        /** Gemini has the model in the path; only an embedding repeats it in the body, as a resource name. */
        private @Nullable String bodyModel() {
            if (target.dialect() != Dialect.GEMINI) {
                return target.model();
            }
            boolean named = call.question().action() == Action.EMBED
                    && call.body().facts().model() != null;
            return named ? "models/" + target.model() : null;
        }

        /** Providers that only stream, or cannot, answer in another framing than the caller's: told again in that one. */
        @Override
        public Reading reading(Framing provided) {
            Framing wanted = call.question().framing();
            boolean asWanted = provided == wanted || call.question().action() != Action.GENERATE;
            Reading retold = asWanted ? null : interpreter.retelling(target, provided, losses);
            return retold == null
                    ? Passing.of(call, target, provided, StreamUsage.askedByUsAlone(call, target))
                            .losing(losses)
                    : retold;
        }

        @Override
        public Result.Failed refused(UpstreamResponse answer, @Nullable ByteBuf body, long nowMillis) {
            return Failures.refused(target, answer.status(), answer.headers(), body, nowMillis);
        }

        @Override
        public List<Loss> losses() {
            return losses.all();
        }
    }

    /**
     * They do not: the request is told again in the target's dialect, and the answer in the caller's. Where tokens are to be
     * counted, the target is asked to count what it would be asked to answer.
     */
    final class Translated implements Passage {
        private final Call call;
        private final Target target;
        private final Translation translation;
        private final Exchange exchange;
        private final Telling telling;
        private final HiddenSeals hidden;

        /** @param hidden seals of the history that the target is not shown */
        Translated(
                Call call,
                Target target,
                Translation translation,
                Exchange exchange,
                Telling telling,
                HiddenSeals hidden) {
            this.hidden = hidden;
            this.telling = telling;
            this.call = call;
            this.target = target;
            this.translation = translation;
            this.exchange = exchange;
        }

        @Override
        public UpstreamRequest request(long nowMillis) {
            byte[] whole = translation.encode(exchange, call.body().facts().length());
            byte[] body = counts() ? TokenCounts.question(exchange.target(), whole) : whole;
            Map<String, String> fixed = Fitting.headers(call, target);
            HttpHeaders headers = isOwn()
                    ? Headers.toProvider(call.origin().headers(), target.dialect(), fixed)
                    : Headers.translated(target.dialect(), fixed);
            DialectCodec codec = translation.codec(target.dialect());
            codec.headers(exchange, headers::set);
            ByteBuf fitted = codec.isJson()
                    ? Fitting.made(call, target, body, hidden, headers, exchange.losses())
                    : Unpooled.wrappedBuffer(body);
            return Outgoing.request(call, target, headers, fitted, nowMillis);
        }

        @Override
        public Reading reading(Framing head) {
            if (counts()) {
                return new CountReading(target.dialect(), call.question().dialect());
            }
            Framing provided = spoken(head);
            Framing wanted = call.question().framing();
            Translating reading = switch (telling) {
                case Telling.Alone _ -> Translating.of(translation, exchange, provided, wanted);
                case Telling.Begins _ -> {
                    Story story = translation.story(exchange, wanted);
                    yield new Translating(
                            translation.beginning(story, exchange, provided), wanted, exchange.losses(), story);
                }
                case Telling.GoesOn(Story story) ->
                    new Translating(
                            translation.continuation(story, exchange, provided), wanted, exchange.losses(), story);
            };
            return reading.noting(Metering.notes(call, target, target.dialect()));
        }

        /** What the head cannot know: lines may be called plain text or nothing, and only Gemini's own come in an array. */
        private Framing spoken(Framing head) {
            return switch (head) {
                case SSE -> target.dialect() == Dialect.OLLAMA ? Framing.LINES : head;
                case JSON_ARRAY -> isOwn() ? head : Framing.UNARY;
                case UNARY, EVENT_STREAM, CONNECT, LINES -> head;
            };
        }

        private boolean isOwn() {
            return target.dialect() == call.question().dialect();
        }

        private boolean counts() {
            return call.question().action() == Action.COUNT_TOKENS;
        }

        @Override
        public Result.Failed refused(UpstreamResponse answer, @Nullable ByteBuf body, long nowMillis) {
            return isOwn()
                    ? Failures.refused(target, answer.status(), answer.headers(), body, nowMillis)
                    : Failures.refusedInOtherWords(target, answer.status(), answer.headers(), body, nowMillis);
        }

        @Override
        public List<Loss> losses() {
            return exchange.losses().all();
        }
    }
}
