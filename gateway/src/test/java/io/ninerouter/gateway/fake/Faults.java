package io.ninerouter.gateway.fake;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Fault.Locks;
import io.ninerouter.gateway.fake.Fault.Moves;
import io.ninerouter.gateway.fake.Fault.Place;
import io.ninerouter.gateway.fake.Fault.Way;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Everything that a provider can do instead of beginning to answer. */
public final class Faults {
    /** Stands for the status of a provider that has too much to do: each dialect has its own. */
    public static final int OVERLOADED = 0;

    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: ";
    /** What a TLS server says to somebody who does not speak it: alert, unexpected message. */
    private static final byte[] TLS_ALERT = {0x15, 3, 3, 0, 2, 2, 10};

    private Faults() {}

    /** All of them. */
    public static List<Fault> all() {
        return Stream.of(connections(), framings(), silences(), contents(), statuses())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fault> connections() {
        return List.of(
                Fault.of("refused", Way.EITHER, (_, _) -> Reply.refuse(), 502).at(Place.GONE),
                Fault.of("TLS not spoken", Way.EITHER, (_, _) -> Reply.refuse(), 502)
                        .at(Place.NO_TLS),
                Fault.of("reset before the head", Way.EITHER, (_, _) -> Reply.refuse(), 502),
                Fault.of(
                        "closed before the head",
                        Way.EITHER,
                        (_, _) -> Reply.bare().cut(),
                        502),
                Fault.of(
                        "closed in the head",
                        Way.EITHER,
                        (_, _) -> Reply.bare().send("HTTP/1.1 200 OK\r\nconte").cut(),
                        502),
                Fault.of(
                        "a TLS alert",
                        Way.EITHER,
                        (_, _) -> Reply.bare().send(TLS_ALERT).cut(),
                        502),
                Fault.of(
                        "not HTTP",
                        Way.EITHER,
                        (_, _) -> Reply.bare().send("SSH-2.0-OpenSSH_9.6\r\n").cut(),
                        502),
                Fault.of(
                        "reset after the head",
                        Way.EITHER,
                        (_, stream) -> head(stream).reset(),
                        502),
                Fault.of(
                        "closed after the head",
                        Way.EITHER,
                        (_, stream) -> head(stream).cut(),
                        502),
                Fault.of(
                        "reset in a greeting",
                        Way.STREAM,
                        (dialect, _) -> greeting(dialect).reset(),
                        502),
                Fault.of(
                        "closed in a greeting",
                        Way.STREAM,
                        (dialect, _) -> greeting(dialect).cut(),
                        502),
                Fault.of(
                        "closed in an answer",
                        Way.WHOLE,
                        (dialect, _) -> head(false).send(half(dialect)).cut(),
                        502),
                Fault.of(
                        "reset in an answer",
                        Way.WHOLE,
                        (dialect, _) -> head(false).send(half(dialect)).reset(),
                        502));
    }

    private static List<Fault> framings() {
        return List.of(
                Fault.of("length too long", Way.WHOLE, (dialect, _) -> sized(Dialogs.answer(dialect), 100), 502),
                Fault.of("length too short", Way.WHOLE, (dialect, _) -> sized(Dialogs.answer(dialect), -9), 502),
                Fault.of(
                        "length no number",
                        Way.EITHER,
                        (_, _) -> bare("application/json\r\ncontent-length: x").cut(),
                        502),
                Fault.of(
                        "chunk size no number",
                        Way.EITHER,
                        (_, stream) -> chunked(stream).send("zz\r\n{}\r\n").silence(),
                        502),
                Fault.of(
                        "chunk cut",
                        Way.EITHER,
                        (_, stream) -> chunked(stream).send("ff\r\n{\"a\"").cut(),
                        502),
                Fault.of(
                        "chunks without end",
                        Way.WHOLE,
                        (dialect, _) ->
                                chunked(false).send(chunk(half(dialect))).cut(),
                        502));
    }

    private static List<Fault> silences() {
        return List.of(
                Fault.of("no head", Way.EITHER, (_, _) -> Reply.hang(), 504),
                Fault.of(
                        "half a head, then silence",
                        Way.EITHER,
                        (_, _) -> Reply.bare().send("HTTP/1.1 20").silence(),
                        504),
                Fault.of(
                        "a head, then silence",
                        Way.EITHER,
                        (_, stream) -> head(stream).silence(),
                        504),
                Fault.of(
                        "a greeting, then silence",
                        Way.STREAM,
                        (dialect, _) -> greeting(dialect).silence(),
                        504),
                Fault.of(
                        "half an answer, then silence",
                        Way.WHOLE,
                        (dialect, _) -> head(false).send(half(dialect)).silence(),
                        504));
    }

    private static List<Fault> contents() {
        String page = "<html><title>Sign in</title></html>";
        return List.of(
                Fault.of("an empty stream", Way.STREAM, (_, _) -> Reply.stream().send(""), 502),
                Fault.of(
                        "a stream of comments",
                        Way.STREAM,
                        (_, _) -> Reply.stream().send(": a\n\n: b\n\n"),
                        502),
                Fault.of("a greeting alone", Way.STREAM, (dialect, _) -> greeting(dialect), 502),
                Fault.of("an empty answer", Way.WHOLE, (_, _) -> Reply.json(200, ""), 502),
                Fault.of(
                        "half of an answer as if it were all",
                        Way.WHOLE,
                        (dialect, _) -> Reply.json(200, half(dialect)),
                        502),
                Fault.of(
                        "half an event at the end",
                        Way.STREAM,
                        (dialect, _) -> greeting(dialect).send(halfAnEvent(dialect)),
                        502),
                Fault.of(
                        "half an event's JSON as if it were all",
                        Way.STREAM,
                        (dialect, _) -> greeting(dialect).send(halfAnEvent(dialect) + "\n\n"),
                        502),
                Fault.of(
                        "an event's JSON but for its end",
                        Way.STREAM,
                        (dialect, _) -> greeting(dialect).send(withoutItsEnd(dialect) + "\n\n"),
                        502),
                Fault.of("a page in a 200", Way.EITHER, (_, _) -> html(200, page), 502),
                Fault.of("a page in a 502", Way.EITHER, (_, _) -> html(502, page), 502),
                Fault.of("a page in a 403", Way.EITHER, (_, _) -> html(403, page), 403),
                Fault.of(
                        "an error that is packed unasked",
                        Way.EITHER,
                        (dialect, _) -> Reply.of(500)
                                .header("content-type", "application/json")
                                .header("content-encoding", "gzip")
                                .send(Connect.packed(
                                        Dialogs.error(dialect, 500, "odd", "no").getBytes(StandardCharsets.UTF_8))),
                        500),
                Fault.of(
                        "an error of ten megabytes",
                        Way.EITHER,
                        (dialect, _) ->
                                Reply.json(500, Dialogs.error(dialect, 500, "odd", "no!".repeat((10 << 20) / 3))),
                        500),
                Fault.of(
                        "a redirect",
                        Way.EITHER,
                        (_, _) -> Reply.of(302).header("location", "http://127.0.0.1:1/"),
                        502),
                Fault.of(
                        "an error in an answer",
                        Way.WHOLE,
                        (dialect, _) -> Reply.json(200, Dialogs.error(dialect, 503, overloaded(dialect), "overloaded")),
                        OVERLOADED),
                Fault.of(
                        "an error in a stream",
                        Way.STREAM,
                        (dialect, _) -> Reply.stream().send(Dialogs.errorEvent(dialect)),
                        OVERLOADED),
                Fault.of(
                        "an error after a greeting",
                        Way.STREAM,
                        (dialect, _) -> greeting(dialect).send(Dialogs.errorEvent(dialect)),
                        OVERLOADED));
    }

    private static List<Fault> statuses() {
        return List.of(
                Fault.status(400, "odd", "no", Locks.NOTHING, Moves.NOWHERE),
                Fault.status(413, "odd", "no", Locks.NOTHING, Moves.NOWHERE),
                Fault.status(422, "odd", "no", Locks.NOTHING, Moves.NOWHERE),
                Fault.status(418, "odd", "no", Locks.NOTHING, Moves.NOWHERE),
                Fault.status(400, "context_length_exceeded", "no", Locks.NOTHING, Moves.OTHER_MODEL),
                Fault.status(400, "unsupported_parameter", "no", Locks.NOTHING, Moves.OTHER_MODEL),
                Fault.status(400, "odd", "prompt is too long: 9 tokens", Locks.NOTHING, Moves.OTHER_MODEL),
                Fault.status(400, "model_not_supported", "no", Locks.MODEL_LONG, Moves.ANYWHERE),
                Fault.status(404, "model_not_found", "no", Locks.MODEL_LONG, Moves.ANYWHERE),
                Fault.status(403, "model_not_allowed", "no", Locks.MODEL_LONG, Moves.ANYWHERE),
                Fault.status(400, "odd", "Your credit balance is too low", Locks.ACCOUNT_LONG, Moves.ANYWHERE),
                Fault.status(400, "invalid_api_key", "no", Locks.CREDENTIAL, Moves.ANYWHERE),
                Fault.status(401, "odd", "no", Locks.CREDENTIAL, Moves.ANYWHERE),
                Fault.status(402, "odd", "no", Locks.ACCOUNT_LONG, Moves.ANYWHERE),
                Fault.status(403, "odd", "no", Locks.CREDENTIAL, Moves.ANYWHERE),
                Fault.status(403, "account_suspended", "no", Locks.ACCOUNT_LONG, Moves.ANYWHERE),
                Fault.status(403, "content_filter", "no", Locks.NOTHING, Moves.NOWHERE),
                Fault.status(404, "odd", "no", Locks.NOTHING, Moves.ANYWHERE),
                Fault.status(405, "odd", "no", Locks.NOTHING, Moves.ANYWHERE),
                Fault.status(408, "odd", "no", Locks.NOTED, Moves.ANYWHERE),
                Fault.status(409, "odd", "no", Locks.NOTHING, Moves.ANYWHERE),
                Fault.status(410, "odd", "no", Locks.NOTHING, Moves.ANYWHERE),
                Fault.status(425, "odd", "no", Locks.NOTHING, Moves.ANYWHERE),
                Fault.status(429, "odd", "no", Locks.MODEL, Moves.ANYWHERE),
                Fault.status(429, "usage_limit_reached", "no", Locks.ACCOUNT, Moves.ANYWHERE),
                Fault.status(429, "insufficient_quota", "no", Locks.ACCOUNT_LONG, Moves.ANYWHERE),
                Fault.status(500, "odd", "no", Locks.NOTED, Moves.ANYWHERE),
                Fault.status(501, "odd", "no", Locks.NOTHING, Moves.ANYWHERE),
                Fault.status(502, "odd", "no", Locks.NOTED, Moves.ANYWHERE),
                Fault.status(503, "odd", "no", Locks.NOTED, Moves.ANYWHERE),
                Fault.status(504, "odd", "no", Locks.NOTED, Moves.ANYWHERE),
                Fault.status(529, "odd", "no", Locks.NOTED, Moves.ANYWHERE));
    }

    private static Reply head(boolean stream) {
        // A first piece of nothing: a head goes out with what follows it.
        return (stream ? Reply.stream() : Reply.of(200).header("content-type", "application/json")).send("");
    }

    private static Reply greeting(Dialect dialect) {
        List<String> events = Dialogs.events(dialect).subList(0, Dialogs.firstMeaningful(dialect) - 1);
        return Reply.stream().send(": hello\n\n" + String.join("", events));
    }

    private static String half(Dialect dialect) {
        return Dialogs.answer(dialect).substring(0, 60);
    }

    /** Of the first that says something, cut within its JSON. */
    private static String halfAnEvent(Dialect dialect) {
        String event = meaningful(dialect);
        return event.substring(0, event.indexOf('{') + (event.length() - event.indexOf('{')) / 2);
    }

    /** The same, its text included. */
    private static String withoutItsEnd(Dialect dialect) {
        String event = meaningful(dialect);
        return event.substring(0, event.lastIndexOf('}'));
    }

    private static String meaningful(Dialect dialect) {
        return Dialogs.events(dialect).get(Dialogs.firstMeaningful(dialect) - 1);
    }

    private static String overloaded(Dialect dialect) {
        return switch (dialect) {
            case ANTHROPIC -> "overloaded_error";
            case GEMINI -> "UNAVAILABLE";
            default -> "server_error";
        };
    }

    private static Reply bare(String type) {
        return Reply.bare().send(HEAD + type + "\r\n\r\n");
    }

    private static Reply sized(String body, int wrong) {
        int length = body.getBytes(StandardCharsets.UTF_8).length + wrong;
        return bare("application/json\r\ncontent-length: " + length).send(body).cut();
    }

    private static Reply chunked(boolean stream) {
        return bare((stream ? "text/event-stream" : "application/json") + "\r\ntransfer-encoding: chunked");
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static Reply html(int status, String page) {
        return Reply.of(status).header("content-type", "text/html").send(page);
    }
}
