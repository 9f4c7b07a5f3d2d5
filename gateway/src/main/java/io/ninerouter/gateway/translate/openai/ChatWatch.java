package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.Both;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonHandler;
import io.ninerouter.gateway.frame.JsonScan;
import io.ninerouter.gateway.frame.JsonText;
import io.ninerouter.gateway.frame.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads along a chat completion. Its end is a {@code finish_reason} or {@code [DONE]}: several providers send only one of
 * them. Usage may stand in the answer, in the first choice (Moonshot) or in {@code x_groq}.
 */
public final class ChatWatch implements AnswerWatch {
    private static final byte[] PING = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int MAX_CAPTURE = 8 << 10;

    private final Reader reader = new Reader();
    private @Nullable JsonScan scan;
    private @Nullable JsonScan joint;
    private boolean unary;
    private boolean meaningful;
    private boolean finished;
    private boolean done;
    private boolean usageTold;
    private boolean choiceTold;
    private @Nullable Usage usage;
    private @Nullable String tier;
    private @Nullable ApiError error;

    /** A watch for one answer. */
    public ChatWatch() {}

    @Override
    public void event(String name, byte[] data, int from, int to) {
        usageTold = false;
        choiceTold = false;
        if (JsonText.same("[DONE]", data, from, to)) {
            finished = true;
            done = true;
        } else if (from < to) {
            chunk(scan(), data, from, to);
        }
    }

    /** {@inheritDoc} Only once something was said: until then calls are looked at in another way than by those who read them. */
    @Override
    public boolean event(String name, byte[] data, int from, int to, JsonHandler along) {
        if (!meaningful || from == to || data[from] != '{') {
            return false;
        }
        usageTold = false;
        choiceTold = false;
        chunk(joint(along), data, from, to);
        return true;
    }

    private JsonScan scan() {
        JsonScan alone = scan;
        if (alone == null) {
            alone = new JsonScan(reader, MAX_CAPTURE);
            scan = alone;
        }
        return alone;
    }

    private JsonScan joint(JsonHandler along) {
        JsonScan both = joint;
        if (both == null) {
            both = new JsonScan(new Both(reader, along), MAX_CAPTURE);
            joint = both;
        }
        return both;
    }

    private void chunk(JsonScan scan, byte[] data, int from, int to) {
        boolean before = finished;
        try {
            scan.whole(data, from, to);
        } catch (MalformedFrameException e) {
            // Half a chunk may have said that it is the last one.
            finished = before;
            usageTold = false;
            throw e;
        }
    }

    @Override
    public void body(byte[] data, int from, int to) {
        body(scan(), data, from, to);
    }

    @Override
    public boolean body(byte[] data, int from, int to, JsonHandler along) {
        body(joint(along), data, from, to);
        return true;
    }

    private void body(JsonScan scan, byte[] data, int from, int to) {
        unary = true;
        scan.feed(data, from, to);
        if (scan.ended()) {
            finished = true;
            meaningful |= error == null;
        }
    }

    @Override
    public @Nullable Usage usage() {
        Usage told = usage;
        return told == null ? null : told.with(told.billing().served(tier));
    }

    @Override
    public boolean meaningful() {
        return meaningful;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    /** Usage comes in a chunk after the {@code finish_reason}, and {@code [DONE]} after that. */
    @Override
    public boolean concluded() {
        return done || error != null;
    }

    @Override
    public boolean toldUsageAlone() {
        return usageTold && !choiceTold && error == null;
    }

    @Override
    public @Nullable ApiError error() {
        return error;
    }

    @Override
    public byte[] failure(ApiError failure, @Nullable String requestId) {
        return unary ? NOTHING : ChatErrors.event(failure);
    }

    @Override
    public byte[] ping() {
        return unary ? NOTHING : PING;
    }

    /** What the scan is told to look at. */
    private enum Place {
        NOWHERE,
        USAGE,
        CHOICES,
        X_GROQ,
        TIER,
        ERROR,
        DELTA,
        FINISH,
        CHOICE_USAGE,
        CONTENT
    }

    /** Walks through a chunk or a completion. */
    private final class Reader implements JsonHandler {
        private Place outer = Place.NOWHERE;
        private Place place = Place.NOWHERE;

        @Override
        public JsonHandler.Want member(int depth, long position, byte[] data, int from, int to) {
            place = switch (depth) {
                case 1 -> outer(data, from, to);
                case 2 -> inner(data, from, to);
                default -> JsonText.same("role", data, from, to) ? Place.NOWHERE : Place.CONTENT;
            };
            if (depth == 1) {
                outer = place;
            }
            return switch (place) {
                case NOWHERE -> JsonHandler.Want.SKIP;
                case CHOICES -> JsonHandler.Want.ENTER_ELEMENTS;
                case X_GROQ, DELTA -> JsonHandler.Want.ENTER;
                case USAGE, TIER, ERROR, FINISH, CHOICE_USAGE, CONTENT -> JsonHandler.Want.CAPTURE;
            };
        }

        private Place outer(byte[] data, int from, int to) {
            if (JsonText.same("usage", data, from, to)) {
                return Place.USAGE;
            }
            if (JsonText.same("choices", data, from, to)) {
                return Place.CHOICES;
            }
            if (JsonText.same("error", data, from, to)) {
                return Place.ERROR;
            }
            // Each chunk says it; what was asked for may stand before what was got.
            if ((tier == null || tier.equals("auto")) && JsonText.same("service_tier", data, from, to)) {
                return Place.TIER;
            }
            return JsonText.same("x_groq", data, from, to) ? Place.X_GROQ : Place.NOWHERE;
        }

        private Place inner(byte[] data, int from, int to) {
            boolean isUsage = JsonText.same("usage", data, from, to);
            if (outer == Place.X_GROQ) {
                return isUsage ? Place.USAGE : Place.NOWHERE;
            }
            choiceTold = true;
            meaningful |= unary;
            if (JsonText.same("finish_reason", data, from, to)) {
                return Place.FINISH;
            }
            if (JsonText.same("error", data, from, to)) {
                return Place.ERROR;
            }
            if (isUsage) {
                return Place.CHOICE_USAGE;
            }
            if (meaningful) {
                return Place.NOWHERE;
            }
            return JsonText.same("delta", data, from, to)
                    ? Place.DELTA
                    : JsonText.same("text", data, from, to) ? Place.CONTENT : Place.NOWHERE;
        }

        @Override
        public void value(int depth, byte[] data, int from, int to) {
            boolean filled = data[from] != 'n' && to - from > 2;
            if (!filled) {
                return;
            }
            switch (place) {
                case USAGE -> {
                    usageTold |= depth == 1;
                    usage = orElse(ChatUsage.read(JsonFields.of(data, from, to)), usage);
                }
                case CHOICE_USAGE -> usage = orElse(usage, ChatUsage.read(JsonFields.of(data, from, to)));
                case TIER -> tier = JsonText.string(data, from, to);
                case ERROR -> error = ChatErrors.read(data, from, to);
                case CONTENT -> meaningful = true;
                case FINISH -> finish(JsonText.string(data, from, to));
                case NOWHERE, CHOICES, X_GROQ, DELTA -> {}
            }
        }

        @Override
        public void end(int depth, long from, long to) {
            meaningful |= place == Place.CONTENT && to - from > MAX_CAPTURE;
            place = Place.NOWHERE;
        }

        private void finish(@Nullable String reason) {
            if ("error".equals(reason)) {
                error = orElse(error, ApiError.of(ApiError.Kind.UPSTREAM, "the provider stopped with an error"));
                return;
            }
            meaningful = true;
            finished |= !unary;
        }

        private static <T> @Nullable T orElse(@Nullable T one, @Nullable T other) {
            return one != null ? one : other;
        }
    }
}
