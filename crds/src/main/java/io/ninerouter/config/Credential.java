package io.ninerouter.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one connection shows its provider.
 *
 * @param kind what the secret is; a provider may want one kind in another place than the other
 * @param secret the key or token
 * @param expiresAtMillis epoch milliseconds; null = does not expire, or not known
 * @param facts what belongs to the account and came with the credential, by name: values for placeholders of addresses and
 *     headers ({@code project}, {@code accountId}, {@code profileArn} …), and {@link #BASE_URL}. Kept out of logs like the secret
 */
public record Credential(
        Kind kind, SecretText secret, @Nullable Long expiresAtMillis, Map<String, String> facts) {

    /** Fact: the address of this account, in place of the provider's; absolute, without a trailing slash. */
    public static final String BASE_URL = "baseUrl";

    public Credential {
        facts = Copies.sorted(facts);
    }

    /** Fact: who the account is, as its provider calls it; the same after a renewal, another after a login to another account. */
    public static final String ACCOUNT_ID = "accountId";

    /** One without facts. */
    public Credential(Kind kind, SecretText secret, @Nullable Long expiresAtMillis) {
        this(kind, secret, expiresAtMillis, Map.of());
    }

    /**
     * A short digest that tells credentials apart and nothing else of them: 64 bits of SHA-256, in hex. For tokens alone: they
     * are made by chance.
     */
    public static String mark(SecretText secret) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(secret.reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Whether both may be of one account: not where their logins told two accounts, nor where a key was replaced, which may be
     * anybody's. A renewed token of which nothing is told is taken for the same.
     */
    public boolean isOfAccount(Credential other) {
        String one = facts.get(ACCOUNT_ID);
        String another = other.facts.get(ACCOUNT_ID);
        if (one != null && another != null) {
            return one.equals(another);
        }
        boolean keys = kind == Kind.API_KEY && other.kind == Kind.API_KEY;
        return !keys || secret.equals(other.secret);
    }

    /** Whether it has ended. */
    public boolean isOver(long nowMillis) {
        return expiresAtMillis != null && expiresAtMillis <= nowMillis;
    }

    /** An API key that does not expire. */
    public static Credential apiKey(String key) {
        return new Credential(Kind.API_KEY, SecretText.of(key), null);
    }

    /** Facts may name people: only their names are told. */
    @Override
    public String toString() {
        return "Credential[kind=" + kind + ", expiresAtMillis=" + expiresAtMillis + ", facts=" + facts.keySet() + "]";
    }

    /** What a secret is. */
    public enum Kind {
        /** A key that a person was given. */
        API_KEY,
        /** A token that a login yielded, or that was made out of one; or the secret one of a pair of AWS keys. */
        ACCESS_TOKEN
    }
}
