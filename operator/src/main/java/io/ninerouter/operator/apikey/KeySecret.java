package io.ninerouter.operator.apikey;

import io.ninerouter.config.SecretText;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an ApiKey's Secret holds, and what is to be done about it. Pure. */
public final class KeySecret {
    /** Key of the Secret that holds the key itself. */
    public static final String KEY = "api-key";

    private KeySecret() {}

    /** What is to be done. */
    public sealed interface Order {
        /** There is no Secret: make a key. */
        record Issue() implements Order {}

        /** The Secret is ours but lost its key or another entry: write it again, with the key that it has, if any. */
        record Restore(@Nullable SecretText key) implements Order {}

        /** Nothing. */
        record Keep() implements Order {}

        /** The Secret is someone else's: hands off. */
        record Foreign() implements Order {}
    }

    /**
     * A Secret that is there; its values decoded.
     *
     * @param ownerUid uid of the controller that it belongs to; null = nobody's
     */
    public record Existing(@Nullable String ownerUid, KeyRecord record, Map<String, SecretText> values) {
        public Existing {
            values = Map.copyOf(values);
        }
    }

    /** Who asks: the ApiKey. */
    public record Holder(String uid, String name) {
        /** Whether a Secret is this ApiKey's own, or was before a backup took its owner off. */
        public boolean holds(@Nullable String ownerUid, KeyRecord record) {
            return ownerUid == null ? name.equals(record.issuedFor()) : uid.equals(ownerUid);
        }
    }

    /**
     * Decides.
     *
     * @param endpoint address that callers use, without a trailing slash
     */
    public static Order decide(Holder holder, @Nullable Existing existing, String endpoint) {
        if (existing == null) {
            return new Order.Issue();
        }
        if (!holder.holds(existing.ownerUid(), existing.record())) {
            return new Order.Foreign();
        }
        SecretText key = existing.values().get(KEY);
        return key != null
                        && existing.ownerUid() != null
                        && existing.values()
                                .entrySet()
                                .containsAll(data(key, endpoint).entrySet())
                ? new Order.Keep()
                : new Order.Restore(key);
    }

    /**
     * The entries of the Secret: the key, and the variables that agents and SDKs read. Each SDK appends its own path: OpenAI's
     * expects the address with {@code /v1}, Anthropic's and Google's without a version.
     */
    public static Map<String, SecretText> data(SecretText key, String endpoint) {
        SecretText root = SecretText.of(endpoint);
        Map<String, SecretText> data = new TreeMap<>();
        data.put(KEY, key);
        data.put("OPENAI_API_KEY", key);
        data.put("OPENAI_BASE_URL", SecretText.of(endpoint + "/v1"));
        data.put("ANTHROPIC_AUTH_TOKEN", key);
        data.put("ANTHROPIC_BASE_URL", root);
        data.put("GEMINI_API_KEY", key);
        data.put("GOOGLE_GEMINI_BASE_URL", root);
        return data;
    }
}
