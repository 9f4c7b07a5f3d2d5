package io.ninerouter.gateway.codec;

import java.util.random.RandomGenerator;

/** Where ids and the time come from, so that translation itself is a function. Not thread-safe. */
public final class Ids {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;

    private final RandomGenerator random;
    private final long nowSeconds;

    /** Ids drawn from {@code random}; the time stands still at {@code nowSeconds} (epoch). */
    public Ids(RandomGenerator random, long nowSeconds) {
        this.random = random;
        this.nowSeconds = nowSeconds;
    }

    /** A fresh id: the prefix and 24 letters and digits. */
    public String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix.length() + LENGTH).append(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /** When the answer began, in epoch seconds. */
    public long nowSeconds() {
        return nowSeconds;
    }
}
