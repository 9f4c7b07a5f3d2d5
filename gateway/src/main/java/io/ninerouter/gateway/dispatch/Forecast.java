package io.ninerouter.gateway.dispatch;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.MissingFactException;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.translate.Translation;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** What translation would leave out of a request, target by target. Nothing is sent; not thread-safe. */
public final class Forecast {
    private final Translation translation;
    private final Dialect client;
    private final ChatRequest request;
    private final Ids ids;
    private final int length;

    /**
     * Reads a request.
     *
     * @param client its dialect
     * @param model as it would be asked for
     * @param body not to be written to any more
     * @throws io.ninerouter.gateway.json.BadJsonException when it cannot be understood
     */
    public Forecast(Translation translation, Dialect client, String model, byte[] body) {
        this.translation = translation;
        this.client = client;
        this.request =
                translation.decode(client, Utf8.slice(body, 0, body.length)).withModel(model);
        this.ids = new Ids(RandomGenerator.getDefault(), 0);
        this.length = body.length;
    }

    /** Losses on the way to a target, such as {@code dropped seed: has no such setting}; none when nothing is translated. */
    public List<String> losses(Target target) {
        if (target.dialect() == client
                || Enveloped.passes(client, target)
                || !translation.supports(client, target.dialect())) {
            return List.of();
        }
        Exchange exchange = new Exchange(client, request, Interpreter.model(target), ids);
        try {
            translation.encode(exchange, length);
        } catch (MissingFactException e) {
            return List.of("cannot be asked: " + e.getMessage());
        }
        return exchange.losses().all().stream().map(Forecast::words).toList();
    }

    private static String words(Loss loss) {
        return loss.fate().name().toLowerCase(Locale.ROOT) + ' '
                + loss.feature().word() + ": " + loss.how();
    }
}
