package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.fake.EventStreams;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Damages bytes of a dialect at random, within its frames: lengths and checksums are made right again, so that the damage
 * comes to who reads what is in them.
 */
public final class Mutation {
    private static final String MARKS = "{}[]\",:0n1t \\";
    private static final int DEEP = 3_000;
    private static final Pattern NUMBER = Pattern.compile("(?<=[:\\[,])-?[0-9][0-9.eE+-]*(?=[,}\\]])");
    private static final List<String> NUMBERS =
            List.of("-1", "1e99", "1e999999999", "99999999999999999999999", "0.5", "\"7\"", "null", "true");
    private static final Pattern PACKED = Pattern.compile("\"bytes\"\\s*:\\s*\"([A-Za-z0-9+/=]+)\"");
    private static final String[] SWAPS = {
        "\"type\":\"", "\"type\":7,\"x\":\"",
        "\":{", "\":[{",
        "\":[", "\":{\"y\":[",
        "\":\"", "\":null,\"z\":\"",
        "\":\"", "\":[\"",
        "\":{", "\":\"",
        "\"id\":\"", "\"id\":{},\"x\":\"",
        "\"index\":", "\"index\":-",
        "},{", "},null,{",
    };

    private final Random random;

    /** What is damaged how follows from the seed. */
    public Mutation(long seed) {
        random = new Random(seed);
    }

    /** A body in one piece. */
    public byte[] of(byte[] body) {
        byte[] damaged = body;
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
            damaged = json(damaged);
        }
        return damaged;
    }

    /** An answer of frames, one way or the other. */
    public byte[] of(byte[] answer, Framing framing) {
        if (framing == Framing.UNARY) {
            return of(answer);
        }
        List<byte[]> frames = new ArrayList<>(split(answer, framing));
        for (int hits = 1 + random.nextInt(3); hits > 0 && !frames.isEmpty(); hits--) {
            int at = random.nextInt(frames.size());
            switch (random.nextInt(8)) {
                case 0 -> frames.remove(at);
                case 1 -> frames.add(random.nextInt(frames.size() + 1), frames.get(at));
                case 2 -> Collections.swap(frames, at, random.nextInt(frames.size()));
                case 3 -> frames.subList(at, frames.size()).clear();
                default -> frames.set(at, frame(frames.get(at), framing));
            }
        }
        byte[] damaged = joined(frames);
        return random.nextInt(20) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)) : damaged;
    }

    private byte[] frame(byte[] frame, Framing framing) {
        return switch (framing) {
            case EVENT_STREAM -> {
                int headers = ByteBuffer.wrap(frame).getInt(4);
                byte[] payload = Arrays.copyOfRange(frame, 12 + headers, frame.length - 4);
                yield EventStreams.message(Arrays.copyOfRange(frame, 12, 12 + headers), payload(payload));
            }
            case CONNECT -> {
                byte[] message = frame.clone().length > 5 ? binary(Arrays.copyOfRange(frame, 5, frame.length)) : frame;
                yield ByteBuffer.allocate(5 + message.length)
                        .put(frame[0])
                        .putInt(message.length)
                        .put(message)
                        .array();
            }
            case SSE, LINES, UNARY, JSON_ARRAY -> json(frame);
        };
    }

    /** Within InvokeModel's events is another in base64. */
    private byte[] payload(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        Matcher packed = PACKED.matcher(text);
        if (!packed.find() || random.nextInt(4) == 0) {
            return json(payload);
        }
        String inner =
                Base64.getEncoder().encodeToString(json(Base64.getDecoder().decode(packed.group(1))));
        return (text.substring(0, packed.start(1)) + inner + text.substring(packed.end(1)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] binary(byte[] message) {
        if (message[0] == '{') {
            return json(message);
        }
        byte[] damaged = message.clone();
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)) : damaged;
    }

    /** Structure is what damages most: brackets, quotes, colons and digits trade places; values lose their type or measure. */
    private byte[] json(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] damaged = bytes.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                yield damaged;
            }
            case 1 -> {
                byte[] damaged = bytes.clone();
                damaged[random.nextInt(damaged.length)] = (byte) MARKS.charAt(random.nextInt(MARKS.length()));
                yield damaged;
            }
            case 2 -> number(text);
            case 3 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 4 -> random.nextInt(50) == 0 ? deep(text) : swapped(text);
            default -> swapped(text);
        };
    }

    private byte[] swapped(String text) {
        int pair = 2 * random.nextInt(SWAPS.length / 2);
        int at = text.indexOf(SWAPS[pair], random.nextInt(text.length()));
        return (at < 0 ? text : text.substring(0, at) + SWAPS[pair + 1] + text.substring(at + SWAPS[pair].length()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] number(String text) {
        Matcher numbers = NUMBER.matcher(text);
        return (numbers.find(random.nextInt(text.length()))
                        ? text.substring(0, numbers.start())
                                + NUMBERS.get(random.nextInt(NUMBERS.size()))
                                + text.substring(numbers.end())
                        : text)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] deep(String text) {
        int at = text.indexOf("\":", random.nextInt(text.length()));
        return (at < 0
                        ? text
                        : text.substring(0, at + 2) + "[".repeat(DEEP) + "]".repeat(DEEP) + ",\"x\":"
                                + text.substring(at + 2))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The frames of a well-formed answer: messages of an event stream or of Connect, else lines with their ends. */
    static List<byte[]> split(byte[] answer, Framing framing) {
        List<byte[]> frames = new ArrayList<>();
        int from = 0;
        while (from < answer.length) {
            int to = switch (framing) {
                case EVENT_STREAM -> from + ByteBuffer.wrap(answer).getInt(from);
                case CONNECT -> from + 5 + ByteBuffer.wrap(answer).getInt(from + 1);
                case SSE, LINES, UNARY, JSON_ARRAY -> lineEnd(answer, from);
            };
            frames.add(Arrays.copyOfRange(answer, from, to));
            from = to;
        }
        return frames;
    }

    private static int lineEnd(byte[] answer, int from) {
        int at = from;
        while (at < answer.length && answer[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, answer.length);
    }

    private static byte[] joined(List<byte[]> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
