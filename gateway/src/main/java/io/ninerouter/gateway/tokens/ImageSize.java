package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Pixels of an image, read from its head.
 *
 * @param width at least 1
 * @param height at least 1
 */
record ImageSize(int width, int height) {
    /** Photographs may have 64 KiB of notes before the frame header. */
    private static final int HEAD = 88 << 10;

    /** The size of a PNG, JPEG, GIF or WebP; null when it is none of these, or damaged. */
    static @Nullable ImageSize of(Utf8 base64) {
        int length = Math.min(base64.length(), HEAD) & ~3;
        byte[] text = new byte[length];
        System.arraycopy(base64.array(), base64.from(), text, 0, length);
        byte[] head;
        try {
            head = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Not base64: the provider will say so.
            return null;
        }
        return read(head);
    }

    private static @Nullable ImageSize read(byte[] head) {
        if (says(head, 1, "PNG") && head.length >= 24) {
            return size(big(head, 16, 4), big(head, 20, 4));
        }
        if (says(head, 0, "GIF8") && head.length >= 10) {
            return size(little(head, 6, 2), little(head, 8, 2));
        }
        if (says(head, 8, "WEBP") && head.length >= 30) {
            return webp(head);
        }
        return head.length > 4 && big(head, 0, 2) == 0xffd8 ? jpeg(head) : null;
    }

    private static @Nullable ImageSize webp(byte[] head) {
        if (says(head, 12, "VP8X")) {
            return size(little(head, 24, 3) + 1, little(head, 27, 3) + 1);
        }
        if (says(head, 12, "VP8L")) {
            long bits = little(head, 21, 4);
            return size((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
        }
        return size(little(head, 26, 2) & 0x3fff, little(head, 28, 2) & 0x3fff);
    }

    /** Walks the segments to the frame header: SOF0 to SOF15 but for the three that are none. */
    private static @Nullable ImageSize jpeg(byte[] head) {
        int at = 2;
        while (at + 9 < head.length && (head[at] & 0xff) == 0xff) {
            int marker = head[at + 1] & 0xff;
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return size(big(head, at + 7, 2), big(head, at + 5, 2));
            }
            at += marker == 0xff ? 1 : 2 + (int) big(head, at + 2, 2);
        }
        return null;
    }

    /** Scaled down, if need be, until neither side is longer. */
    ImageSize within(int longest) {
        return scaled((double) longest / Math.max(width, height));
    }

    /** Scaled down, if need be, until the shorter side is this. */
    ImageSize shortSide(int pixels) {
        return scaled((double) pixels / Math.min(width, height));
    }

    private ImageSize scaled(double factor) {
        return factor >= 1
                ? this
                : new ImageSize(
                        Math.max(1, (int) Math.round(width * factor)), Math.max(1, (int) Math.round(height * factor)));
    }

    private static @Nullable ImageSize size(long width, long height) {
        return width < 1 || height < 1 || width > 1 << 20 || height > 1 << 20
                ? null
                : new ImageSize((int) width, (int) height);
    }

    private static boolean says(byte[] head, int at, String word) {
        return head.length >= at + word.length()
                && new String(head, at, word.length(), StandardCharsets.ISO_8859_1).equals(word);
    }

    private static long big(byte[] head, int at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (head[at + i] & 0xff);
        }
        return value;
    }

    private static long little(byte[] head, int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (head[at + i] & 0xff);
        }
        return value;
    }
}
