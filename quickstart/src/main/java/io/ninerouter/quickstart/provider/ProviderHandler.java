package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.ninerouter.config.SecretText;
import io.ninerouter.quickstart.vendor.Reply;
import io.ninerouter.quickstart.vendor.ScriptedVendor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
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
    private final ScriptedVendor vendor;

    /** @param vendor whose access tokens open the provider as its key does */
    ProviderHandler(ScriptedProviderConfig config, Counters counters, InstantSource clock, ScriptedVendor vendor) {
        this.config = config;
        this.counters = counters;
        this.clock = clock;
        begun = clock.instant();
        this.vendor = vendor;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        long number = counters.request();
        String id = "%024x".formatted(number);
        if (vendor.isAt(request.method().name(), path(request))) {
            return login(request, response, id);
        }
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
        if (key != null && !key.equals(SecretText.of(shown.get())) && !vendor.takes(shown.get(), clock.instant())) {
            throw new Refusal(401, "unknown API key");
        }
        if (call.script() instanceof AnthropicScript
                && !request.requestHeaders().contains("anthropic-version")) {
            throw Refusal.badRequest("anthropic-version: header is required");
        }
    }

    /** Another scheme, host or port than the one that it was asked at is of no use to a person's browser. */
    private Mono<Void> login(HttpServerRequest request, HttpServerResponse response, String id) {
        String origin = "http://" + request.requestHeaders().get(HttpHeaderNames.HOST, "127.0.0.1");
        return body(request).defaultIfEmpty(new byte[0]).flatMap(bytes -> {
            Map<String, String> parameters = new HashMap<>(parameters(request.uri(), true));
            parameters.putAll(parameters(new String(bytes, StandardCharsets.UTF_8), false));
            Reply reply = vendor.answer(request.method().name(), path(request), origin, parameters, clock.instant())
                    .orElseThrow();
            reply.headers().forEach(response::header);
            byte[] text = bytes(reply.body());
            return response.status(reply.status())
                    .header("x-request-id", "req_" + id)
                    .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(text.length))
                    .sendByteArray(Mono.just(text))
                    .then();
        });
    }

    private static String path(HttpServerRequest request) {
        return new QueryStringDecoder(request.uri()).rawPath();
    }

    /** The first of each name. */
    private static Map<String, String> parameters(String text, boolean hasPath) {
        Map<String, String> all = new HashMap<>();
        new QueryStringDecoder(text, StandardCharsets.UTF_8, hasPath)
                .parameters()
                .forEach((name, values) -> all.put(name, values.getFirst()));
        return all;
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
