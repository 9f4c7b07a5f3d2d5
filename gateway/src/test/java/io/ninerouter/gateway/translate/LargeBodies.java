package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Requests that are large because of pictures. */
public final class LargeBodies {
    private static final int PICTURES = 3;
    private static final int PICTURE_BYTES = 10 << 20;

    private LargeBodies() {}

    /** How the base64 of a picture ends, so that it is known to be whole. */
    public static String ending(int picture) {
        return "END" + picture;
    }

    /** Pictures in a request. */
    public static int pictures() {
        return PICTURES;
    }

    /** A request of 30 MiB with a question and pictures. */
    public static byte[] request(Dialect dialect, String model) {
        return request(dialect, model, PICTURE_BYTES);
    }

    /** The same with pictures of so many bytes of base64. */
    static byte[] request(Dialect dialect, String model, int pictureBytes) {
        StringBuilder body = new StringBuilder(PICTURES * pictureBytes + 4_096);
        body.append(opening(dialect, model));
        for (int i = 0; i < PICTURES; i++) {
            String[] around = around(dialect);
            body.append(',').append(around[0]).append(base64(i, pictureBytes)).append(around[1]);
        }
        return body.append("]}]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String opening(Dialect dialect, String model) {
        return switch (dialect) {
            case OPENAI_CHAT ->
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"What is this?\"}";
            case OPENAI_RESPONSES ->
                "{\"model\":\"" + model + "\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                        + "\"text\":\"What is this?\"}";
            case ANTHROPIC ->
                "{\"model\":\"" + model + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"What is this?\"}";
            case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"What is this?\"}";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    private static String[] around(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT ->
                new String[] {"{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,", "\"}}"};
            case OPENAI_RESPONSES ->
                new String[] {"{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,", "\"}"};
            case ANTHROPIC ->
                new String[] {
                    "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"",
                    "\"}}"
                };
            case GEMINI -> new String[] {"{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"", "\"}}"};
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    private static String base64(int picture, int bytes) {
        byte[] letters = new byte[bytes - 4];
        Arrays.fill(letters, (byte) ('A' + picture));
        return new String(letters, StandardCharsets.US_ASCII) + ending(picture);
    }
}
