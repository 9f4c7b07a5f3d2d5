package io.ninerouter.quickstart.provider;

import io.ninerouter.config.SecretText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ScriptedProvider} behaves.
 *
 * @param port on 127.0.0.1; 0 = any free one
 * @param key the one key that is accepted, in each dialect's own place; null = every key that is not blank
 * @param pacing time between two words of a stream; zero = as fast as it goes
 * @param models what the model lists name, at least one; any other model is answered as well
 */
public record ScriptedProviderConfig(int port, @Nullable SecretText key, Duration pacing, List<String> models) {

    /** A free port, any key, 20 ms between two words, a handful of model names. */
    public static final ScriptedProviderConfig DEFAULT = new ScriptedProviderConfig(
            0, null, Duration.ofMillis(20), List.of("scripted-large", "scripted-small", "scripted-reasoner"));

    public ScriptedProviderConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        if (pacing.isNegative() || pacing.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException("pacing: " + pacing + " (expected: PT0S to PT10S)");
        }
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("models: [] (expected: at least one)");
        }
    }

    /** The same on another port. */
    public ScriptedProviderConfig withPort(int newPort) {
        return new ScriptedProviderConfig(newPort, key, pacing, models);
    }

    /** The same with one accepted key. */
    public ScriptedProviderConfig withKey(SecretText newKey) {
        return new ScriptedProviderConfig(port, newKey, pacing, models);
    }

    /** The same with another pacing. */
    public ScriptedProviderConfig withPacing(Duration newPacing) {
        return new ScriptedProviderConfig(port, key, newPacing, models);
    }
}
