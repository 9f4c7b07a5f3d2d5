package io.ninerouter.gateway.metrics;

import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.usage.Excerpt;
import java.util.List;

/**
 * A body as the request log shows it: its beginning, without what must not be seen. It becomes a text only where it is
 * written, so that the event loop does not pay for it.
 *
 * @param secrets credentials that were in use for the request
 */
record LoggedBody(Excerpt excerpt, List<SecretText> secrets) {

    @Override
    public String toString() {
        if (!excerpt.isCut()) {
            return Redaction.of(excerpt.text(), secrets);
        }
        String begun = Redaction.withoutBeginnings(excerpt.text(), secrets);
        return Redaction.of(begun, secrets) + " … (" + Excerpt.MOST + " of " + excerpt.total() + " bytes)";
    }
}
