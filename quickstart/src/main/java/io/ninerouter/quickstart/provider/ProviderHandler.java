package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.ninerouter.config.SecretText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** HTTP around the pure rest: reads a request, checks its credential, sends what the script says at the script's pace. */
final class ProviderHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {
    /** A larger body gets 413. */
    static final int MAX_BODY_BYTES = 32 << 20;

    private final ScriptedProviderConfig config;
    private final Counters counters;
    private final InstantSource clock;
    private final Instant begun;

    ProviderHandler(ScriptedProviderConfig config, Counters counters, InstantSource clock) {
        this.config = config;
        this.counters = counters;
        this.clock = clock;
        begun = clock.instant();
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        long number = counters.request();
        String id = "%024x".formatted(number);
        boolean anthropic = request.requestHeaders().contains("anthropic-version");
        Optional<Call> found = Call.of(request.method().name(), request.uri(), anthropic);
        if (found.isEmpty()) {
            String message = "nothing at " + request.method() + " " + request.fullPath();
            return send(response, 404, new ChatScript().error(404, message), id);
        }
        Call call = found.get();
        Script script = call.script();
        script.windows(new Allowance(number, begun, clock.instant())).forEach(response::header);
        return Mono.defer(() -> {
                    check(call, request);
                    return call.operation() == Call.Operation.MODELS
                            ? send(response, 200, script.models(config.models()), id)
                            : body(request).flatMap(bytes -> answer(call, Json.body(bytes), response, id));
                })
                .onErrorResume(
                        Refusal.class,
                        refusal ->
                                send(response, refusal.status(), script.error(refusal.status(), refusal.text()), id));
    }

    private void check(Call call, HttpServerRequest request) {
        Optional<String> shown = call.script()
                .credential(name -> request.requestHeaders().get(name), call)
                .filter(text -> !text.isBlank());
        if (shown.isEmpty()) {
            throw new Refusal(401, "no API key where this API has it");
        }
        SecretText key = config.key();
        if (key != null && !key.equals(SecretText.of(shown.get()))) {
            throw new Refusal(401, "unknown API key");
        }
        if (call.script() instanceof AnthropicScript
                && !request.requestHeaders().contains("anthropic-version")) {
            throw Refusal.badRequest("anthropic-version: header is required");
        }
    }

    private static Mono<byte[]> body(HttpServerRequest request) {
        return request.receive()
                .asByteArray()
                .collect(ByteArrayOutputStream::new, (all, bytes) -> {
                    if (all.size() + bytes.length > MAX_BODY_BYTES) {
                        throw new Refusal(413, "body: over " + MAX_BODY_BYTES + " bytes (expected: at most that)");
                    }
                    all.writeBytes(bytes);
                })
                .map(ByteArrayOutputStream::toByteArray);
    }

    private Mono<Void> answer(Call call, JsonNode body, HttpServerResponse response, String id) {
        Script script = call.script();
        Ask ask = script.read(body, call);
        if (call.operation() == Call.Operation.COUNT) {
            return send(response, 200, script.count(ask.inputTokens()), id);
        }
        Answer answer = Author.answer(ask, id, clock.instant().getEpochSecond());
        if (!script.streams(body, call)) {
            return send(response, 200, script.unary(answer), id);
        }
        Flux<Frame> frames = Flux.fromIterable(script.stream(answer, body, call))
                .concatMap(this::inTime, 1)
                .doOnSubscribe(_ -> counters.streamStarted())
                .doFinally(end -> counters.streamEnded(end != SignalType.ON_COMPLETE));
        return headers(response, 200, script.streamType(call), id)
                .send(frames.map(frame -> Unpooled.wrappedBuffer(bytes(frame.text()))), _ -> true)
                .then();
    }

    private Mono<Frame> inTime(Frame frame) {
        return frame.paced() && !config.pacing().isZero()
                ? Mono.just(frame).delayElement(config.pacing())
                : Mono.just(frame);
    }

    private static Mono<Void> send(HttpServerResponse response, int status, JsonNode body, String id) {
        byte[] bytes = bytes(body.toString());
        return headers(response, status, "application/json", id)
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length))
                .sendByteArray(Mono.just(bytes))
                .then();
    }

    private static HttpServerResponse headers(HttpServerResponse response, int status, String type, String id) {
        return response.status(HttpResponseStatus.valueOf(status))
                .header(HttpHeaderNames.CONTENT_TYPE, type)
                .header("x-request-id", "req_" + id);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
