package io.ninerouter.gateway.recorded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ways to cut bytes into chunks: as a network could. */
public enum Cuts {
    /** As one heap buffer. */
    WHOLE {
        @Override
        public List<ByteBuffer> of(byte[] bytes) {
            return List.of(ByteBuffer.wrap(bytes));
        }
    },
    /** Each byte alone. */
    SINGLE_BYTES {
        @Override
        public List<ByteBuffer> of(byte[] bytes) {
            List<ByteBuffer> chunks = new ArrayList<>(bytes.length);
            for (int i = 0; i < bytes.length; i++) {
                chunks.add(ByteBuffer.wrap(bytes, i, 1));
            }
            return chunks;
        }
    },
    /** At random places, small pieces and large, in direct and read-only buffers too. */
    RANDOM {
        @Override
        public List<ByteBuffer> of(byte[] bytes) {
            Random random = new Random(bytes.length);
            List<ByteBuffer> chunks = new ArrayList<>();
            for (int from = 0; from < bytes.length; ) {
                int length = Math.min(bytes.length - from, random.nextInt(random.nextBoolean() ? 8 : 3_000));
                ByteBuffer piece = ByteBuffer.wrap(bytes, from, length).slice();
                chunks.add(
                        switch (random.nextInt(3)) {
                            case 0 ->
                                ByteBuffer.allocateDirect(length).put(piece).flip();
                            case 1 -> piece.asReadOnlyBuffer();
                            default -> piece;
                        });
                from += length;
            }
            return chunks;
        }
    };

    /** The chunks, in order. */
    public abstract List<ByteBuffer> of(byte[] bytes);
}
