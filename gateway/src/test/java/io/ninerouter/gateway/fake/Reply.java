package io.ninerouter.gateway.fake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What a {@link FakeProvider} answers: a head, then steps. Immutable; each method gives a reply with one thing more.
 *
 * @param status 0 = bare: no head is sent of its own accord, what is sent goes out as it is, and the connection stays open
 *     after the last step
 */
public record Reply(int status, Map<String, String> headers, List<Step> steps) {

    /** A JSON answer. */
    public static Reply json(int status, String body) {
        return of(status).header("content-type", "application/json").send(body);
    }

    /** A head alone. */
    public static Reply of(int status) {
        return new Reply(status, Map.of(), List.of());
    }

    /** The head of an event stream. */
    public static Reply stream() {
        return of(200).header("content-type", "text/event-stream");
    }

    /** Bytes past HTTP: for heads, lengths and chunks that a server cannot be brought to send. */
    public static Reply bare() {
        return new Reply(0, Map.of(), List.of());
    }

    /** No answer at all: the connection stays open. */
    public static Reply hang() {
        return bare().silence();
    }

    /** No answer at all: the connection is reset. */
    public static Reply refuse() {
        return bare().reset();
    }

    /** With one more header. */
    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, steps);
    }

    /** Then bytes, flushed. */
    public Reply send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Then bytes, flushed. */
    public Reply send(byte[] bytes) {
        return then(new Send(bytes));
    }

    /** Then each piece, flushed one by one. */
    public Reply sendAll(List<byte[]> pieces) {
        Reply reply = this;
        for (byte[] piece : pieces) {
            reply = reply.send(piece);
        }
        return reply;
    }

    /** Then a byte at a time, so much time before each. */
    public Reply drip(String text, Duration pause) {
        Reply reply = this;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            reply = reply.pause(pause).send(new byte[] {each});
        }
        return reply;
    }

    /** Then nothing for so long. */
    public Reply pause(Duration length) {
        return then(new Await(Mono.delay(length).then()));
    }

    /** Then the same bytes without end, as fast as they are taken; {@code sent} counts those that left. */
    public Reply flood(String text, AtomicLong sent) {
        return then(new Flood(text.getBytes(StandardCharsets.UTF_8), sent));
    }

    /** Then nothing until a trigger fires. */
    public Reply await(Trigger trigger) {
        return then(new Await(trigger.fired()));
    }

    /** Then closed without the end that HTTP wants. */
    public Reply cut() {
        return then(new Cut());
    }

    /** Then reset. */
    public Reply reset() {
        return then(new Reset());
    }

    /** Then silence for ever. */
    public Reply silence() {
        return then(new Hang());
    }

    /** Whether it comes to {@link #silence()}. */
    public boolean fallsSilent() {
        return steps.stream().anyMatch(Hang.class::isInstance);
    }

    private Reply then(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Reply(status, headers, List.copyOf(more));
    }

    /** One thing that the provider does. */
    public sealed interface Step {}

    /** Bytes, flushed. */
    public record Send(byte[] bytes) implements Step {}

    /** Nothing until told. */
    public record Await(Mono<Void> trigger) implements Step {}

    /** Bytes without end. */
    public record Flood(byte[] bytes, AtomicLong sent) implements Step {}

    /** FIN in the middle. */
    public record Cut() implements Step {}

    /** RST. */
    public record Reset() implements Step {}

    /** Nothing, ever. */
    public record Hang() implements Step {}

    /** A signal from the test to the provider. */
    public static final class Trigger {
        private final Sinks.Empty<Void> sink = Sinks.empty();

        /** Lets every waiting reply go on. */
        public void fire() {
            sink.tryEmitEmpty();
        }

        Mono<Void> fired() {
            return sink.asMono();
        }
    }
}
