package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that a connection gives for a placeholder of its provider's address or headers: {@code spec.settings.<name>}.
 *
 * @param required whether a connection has to give it; one with a default never has to
 * @param defaultValue what counts where none is given; null = the placeholder has no value then
 * @param pattern what a value has to match as a whole, a Java regular expression; left out = {@link #WORD}
 * @param description one line for people: what it is and where to find it
 */
public record Setting(
        boolean required, @JsonProperty("default") @Nullable String defaultValue, String pattern, String description) {

    /** Cannot lead an address to another host or path. */
    public static final String WORD = "[A-Za-z0-9][A-Za-z0-9._-]{0,254}";

    public Setting {
        pattern = pattern == null ? WORD : pattern;
        Pattern compiled = Pattern.compile(pattern);
        Copies.text("description of a setting", description);
        if (required && defaultValue != null) {
            throw new IllegalArgumentException("default: " + defaultValue + " (expected: none for a required setting)");
        }
        if (defaultValue != null && !compiled.matcher(defaultValue).matches()) {
            throw new IllegalArgumentException("default: " + defaultValue + " (expected: a match of " + pattern + ")");
        }
    }

    /** Whether a value may stand for the placeholder. */
    public boolean takes(String value) {
        return Pattern.matches(pattern, value);
    }
}
