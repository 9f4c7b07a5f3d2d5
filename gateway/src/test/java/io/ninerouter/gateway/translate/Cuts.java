package io.ninerouter.gateway.translate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ways to cut bytes into chunks. */
final class Cuts {
    private static final int EVERY_CUT = 250;

    private Cuts() {}

    /** Into pieces of one size. */
    static List<ByteBuffer> every(byte[] bytes, int size) {
        List<ByteBuffer> chunks = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            chunks.add(ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from)));
        }
        return chunks;
    }

    /** Into pieces of sizes drawn at random. */
    static List<ByteBuffer> random(byte[] bytes, long seed) {
        Random random = new Random(seed);
        List<ByteBuffer> chunks = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int size = Math.min(1 + random.nextInt(400), bytes.length - from);
            chunks.add(ByteBuffer.wrap(bytes, from, size));
            from += size;
        }
        return chunks;
    }

    /** Whole, byte by byte (so within each code point and line end), in small and random pieces. */
    static List<List<ByteBuffer>> all(byte[] bytes) {
        List<List<ByteBuffer>> cuts = new ArrayList<>();
        cuts.add(every(bytes, Math.max(1, bytes.length)));
        for (int size : new int[] {1, 2, 3, 7, 1000}) {
            cuts.add(every(bytes, size));
        }
        for (long seed = 0; seed < 5; seed++) {
            cuts.add(random(bytes, seed));
        }
        return cuts;
    }

    /** Places to cut an answer off at: all of a short one, evenly spread ones of a long one. */
    static int[] ends(byte[] bytes) {
        int step = Math.max(1, bytes.length / EVERY_CUT);
        int[] ends = new int[bytes.length / step];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = i * step;
        }
        return ends;
    }
}
