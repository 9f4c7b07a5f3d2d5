package io.ninerouter.gateway.usage;

import io.ninerouter.gateway.routing.Target;
import java.util.function.BiConsumer;

/** The trace of one request. Used on the request's event loop alone; must be quick. */
public interface RequestTrace {

    /**
     * An attempt is about to be sent.
     *
     * @param number 1 = the first of its request
     * @param header takes headers, by name and value, that tell the provider which trace this is part of
     */
    void sends(int number, Target target, BiConsumer<String, String> header);

    /** A listener that also ends this trace's spans: to be told of this request in place of the other. */
    UsageListener around(UsageListener listener);
}
