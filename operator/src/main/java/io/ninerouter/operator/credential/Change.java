package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed in the Secret of an account, all of it in one write; what is not named stays.
 *
 * @param values by key; null = remove
 * @param annotations by name; null = remove
 */
public record Change(Map<String, @Nullable SecretText> values, Map<String, @Nullable String> annotations) {
    public Change {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    /** Nothing but one annotation; null removes it. */
    static Change mark(String annotation, @Nullable String value) {
        Map<String, @Nullable String> annotations = new HashMap<>();
        annotations.put(annotation, value);
        return new Change(Map.of(), annotations);
    }

    /** A login comes to another stage. */
    static Change login(Login login) {
        return new Change(Map.of(Keys.LOGIN, SecretText.of(login.write())), Map.of());
    }

    /**
     * All tokens of an account; what was there of others goes.
     *
     * @param withRefresh false when what stands for the refresh token is kept elsewhere
     */
    static Change tokens(TokenSet tokens, boolean withRefresh) {
        Map<String, @Nullable SecretText> values = new HashMap<>();
        values.put(Keys.ACCESS, tokens.access());
        values.put(Keys.ID, tokens.idToken());
        values.put(Keys.EXPIRES_AT, text(tokens.expiresAt()));
        values.put(Keys.OBTAINED_AT, text(tokens.obtainedAt()));
        if (withRefresh) {
            values.put(Keys.REFRESH, tokens.refresh());
        }
        Keys.FACTS.forEach((fact, key) -> values.put(key, text(tokens.fact(fact))));
        tokens.facts().forEach((fact, value) -> {
            if (!Keys.FACTS.containsKey(fact)) {
                values.put(Keys.FACT + fact, SecretText.of(value));
            }
        });
        Keys.KEPT.forEach(key -> values.put(key, tokens.kept().get(key)));
        return new Change(values, Map.of());
    }

    /** The same with another value; null removes it. */
    Change with(String key, @Nullable SecretText value) {
        Map<String, @Nullable SecretText> all = new HashMap<>(values);
        all.put(key, value);
        return new Change(all, annotations);
    }

    /** The same with another annotation; null removes it. */
    Change marked(String annotation, @Nullable String value) {
        Map<String, @Nullable String> all = new HashMap<>(annotations);
        all.put(annotation, value);
        return new Change(values, all);
    }

    /** Whether all of it stands already: a write whose answer was lost has been done. */
    boolean standsIn(@Nullable Stored stored) {
        return stored != null
                && values.entrySet().stream()
                        .allMatch(one -> Objects.equals(stored.values().get(one.getKey()), one.getValue()))
                && annotations.entrySet().stream()
                        .allMatch(one -> Objects.equals(stored.annotations().get(one.getKey()), one.getValue()));
    }

    /** The Secret as it will be; for what can be written without having been read. */
    public Map<String, SecretText> applied(Map<String, SecretText> before) {
        Map<String, SecretText> all = new TreeMap<>(before);
        values.forEach((key, value) -> {
            if (value == null) {
                all.remove(key);
            } else {
                all.put(key, value);
            }
        });
        return all;
    }

    private static @Nullable SecretText text(@Nullable Object value) {
        return value == null ? null : SecretText.of(value.toString());
    }

    @Override
    public String toString() {
        return "Change[keys=" + values.keySet() + ", annotations=" + annotations.keySet() + "]";
    }
}
