package io.ninerouter.gateway.fake;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Cursor's messages, written and read by protobuf's own library. */
public final class Cursor {
    /** The end of an answer that went well. */
    public static final byte[] END = Connect.end("{}");

    private static final int MCP = 19;

    private Cursor() {}

    /** A frame with more text. */
    public static byte[] text(String more) {
        return Connect.frame(0, message(2, message(1, more)));
    }

    /** A frame with more of a thought. */
    public static byte[] thinking(String more) {
        return Connect.frame(0, message(2, message(25, message(1, more))));
    }

    /** A frame with a piece of a call whose arguments are raw. */
    public static byte[] call(String id, String name, String raw, boolean last) {
        return Connect.frame(0, message(1, fields(out -> {
            out.writeInt32(1, MCP);
            out.writeString(3, id);
            out.writeString(9, name);
            out.writeString(10, raw);
            out.writeBool(15, last);
        })));
    }

    /** A frame with a piece of a call as it goes to its server. */
    public static byte[] served(String id, String name, String tool, String arguments, boolean last) {
        byte[] parameters = message(1, fields(out -> {
            out.writeString(1, tool);
            out.writeString(3, arguments);
        }));
        return Connect.frame(0, message(1, fields(out -> {
            out.writeInt32(1, MCP);
            out.writeString(3, id);
            out.writeString(9, name);
            out.writeByteArray(27, parameters);
            out.writeBool(11, last);
        })));
    }

    /** The end of an answer that failed. */
    public static byte[] error(String code, String name, String title, String detail) {
        return Connect.end("{\"error\":{\"code\":\"" + code + "\",\"message\":\"Error\",\"details\":[{\"type\":"
                + "\"aiserver.v1.ErrorDetails\",\"debug\":{\"error\":\"" + name + "\",\"details\":{\"title\":\"" + title
                + "\",\"detail\":\"" + detail + "\"}},\"value\":\"CAM\"}]}}");
    }

    /** A message of one field that is a message. */
    public static byte[] message(int field, byte[] inner) {
        return fields(out -> out.writeByteArray(field, inner));
    }

    /** A message of one field that is text. */
    public static byte[] message(int field, String text) {
        return fields(out -> out.writeString(field, text));
    }

    /** The answer of these frames. */
    public static Reply reply(byte[]... frames) {
        return head().sendAll(List.of(frames));
    }

    /** The head of an answer. */
    public static Reply head() {
        return Reply.of(200).header("content-type", "application/connect+proto");
    }

    /** The chat request in the body of a request, which is one frame that is not packed. */
    public static Fields asked(byte[] body) {
        ByteBuffer frame = ByteBuffer.wrap(body);
        if (frame.get() != 0 || frame.getInt() != body.length - 5) {
            throw new AssertionError(
                    "frame: " + Arrays.toString(Arrays.copyOf(body, 5)) + " (expected: one, not packed)");
        }
        return new Fields(Arrays.copyOfRange(body, 5, body.length)).message(1);
    }

    /** A message, by number of the field. */
    public record Fields(byte[] bytes) {
        private UnknownFieldSet.Field field(int number) {
            try {
                return UnknownFieldSet.parseFrom(bytes).getField(number);
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
            }
        }

        public Fields message(int number) {
            return messages(number).getFirst();
        }

        public List<Fields> messages(int number) {
            return field(number).getLengthDelimitedList().stream()
                    .map(each -> new Fields(each.toByteArray()))
                    .toList();
        }

        public String text(int number) {
            return texts(number).getFirst();
        }

        public List<String> texts(int number) {
            return field(number).getLengthDelimitedList().stream()
                    .map(ByteString::toStringUtf8)
                    .toList();
        }

        public List<Long> numbers(int number) {
            return field(number).getVarintList();
        }

        public long number(int number) {
            return numbers(number).getFirst();
        }
    }

    /** Writes fields. */
    @FunctionalInterface
    public interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    /** A message of these fields. */
    public static byte[] fields(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
