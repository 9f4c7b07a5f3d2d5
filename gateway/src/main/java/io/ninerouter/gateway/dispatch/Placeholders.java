package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.profile.ConversationId;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Template;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the placeholders of a provider's address and headers stand for in one request: {@code model}, {@code session} and
 * {@code uuid}; else what is known of the account. Worked out when it is asked for.
 */
final class Placeholders implements Template.Values {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000000000000000L;

    private final Call call;
    private final Target target;
    private final Template.Values account;

    Placeholders(Call call, Target target) {
        this.call = call;
        this.target = target;
        account = Provider.values(target.connection(), target.credential());
    }

    @Override
    public @Nullable String of(String name) {
        return switch (name) {
            case "model" -> target.provider().wireModel(target.model());
            case "session" -> conversation(call);
            case "uuid" -> uuid();
            default -> account.of(name);
        };
    }

    /** The name of the conversation that a call belongs to; the same on every replica. */
    static String conversation(Call call) {
        return ConversationId.of(
                call.snapshot().router() + '\n' + call.caller().name(),
                call.question().affinityKey(),
                call.question().dialect(),
                call.body().facts(),
                new BodyBytes(call.body().bytes()));
    }

    /** Names a request and keeps nothing secret: chance of the common kind is good enough. */
    static String uuid() {
        ThreadLocalRandom chance = ThreadLocalRandom.current();
        long high = (chance.nextLong() & 0xffffffffffff0fffL) | VERSION_4;
        long low = (chance.nextLong() & 0x3fffffffffffffffL) | VARIANT;
        return new UUID(high, low).toString();
    }
}
