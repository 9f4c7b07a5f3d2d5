package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.SealFilter;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.profile.Occasion;
import io.ninerouter.gateway.profile.Profiles;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.tokens.TokenCounts;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.Story;
import io.ninerouter.gateway.translate.Translation;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call understood by targets that speak otherwise. The caller's request is read at most once, and only when a
 * target needs it; each attempt then begins with what was read. Used on the call's event loop alone.
 */
final class Interpreter {
    private final Translation translation;
    private final Call call;
    private final long nowSeconds;
    private final Telling telling;
    private @Nullable ChatRequest request;
    private @Nullable String home;
    private final SealKnowledge seals;

    /** @param nowSeconds since the epoch: when answers are said to have been made */
    Interpreter(Translation translation, Call call, long nowSeconds, Telling telling, SealKnowledge seals) {
        this.translation = translation;
        this.call = call;
        this.nowSeconds = nowSeconds;
        this.telling = telling;
        this.seals = seals;
    }

    /** One for targets that go on where a story broke off. */
    Interpreter goingOn(Story story) {
        Interpreter next = new Interpreter(translation, call, nowSeconds, new Telling.GoesOn(story), seals);
        next.home = home;
        return next;
    }

    /** Which seals of the history a target is not shown. */
    HiddenSeals hidden(Target target) {
        boolean away = home != null && !home.equals(target.connection().name());
        // What one account of Responses has sealed no other can open, and all of them say so.
        return away && target.dialect() == Dialect.OPENAI_RESPONSES
                ? seals.strange(target, () -> held(target))
                : seals.hidden(target, () -> held(target));
    }

    /** An account cannot open what the history holds; true when it may be asked once more, and shown less. */
    boolean cannotOpen(Target target) {
        return seals.cannotOpen(target, () -> held(target));
    }

    /** A target has sealed parts of its answer: later turns show them again. */
    void gave(Target target, Set<Long> digests) {
        seals.gave(target, digests);
    }

    /** A target has answered: later turns may learn from what its history held. */
    void answered(Target target) {
        seals.answered(target, () -> held(target));
    }

    private Collection<String> held(Target target) {
        boolean bytes =
                target.dialect() == Dialect.OPENAI_RESPONSES && call.question().dialect() == target.dialect();
        try {
            return bytes
                    ? Profiles.seals(new Occasion.Body(
                            call.body().facts(), new BodyBytes(call.body().bytes())))
                    : SealFilter.seals(request());
        } catch (BadJsonException | MalformedFrameException e) {
            return List.of();
        }
    }

    /** How to speak to a target. */
    Passage passage(Target target) {
        home = home == null ? target.connection().name() : home;
        boolean own = target.dialect() == call.question().dialect();
        boolean alone = telling instanceof Telling.Alone;
        boolean retold = retold(target);
        if (own && alone && !countsOtherwise(target) && !retold) {
            return new Passage.Verbatim(call, target, this);
        }
        if (alone && !retold && Enveloped.fits(call, target)) {
            return new Enveloped(call, target, this, ids());
        }
        try {
            return new Passage.Translated(call, target, translation, exchange(target), telling, hidden(target));
        } catch (BadJsonException e) {
            if (own) {
                // Only its own dialect's server understands it: nobody else could go on with the answer.
                return new Passage.Verbatim(call, target, this);
            }
            throw e;
        }
    }

    /** Whether the history is told without some of its seals. Of Responses they are cut out of the bytes; see {@code Profiles}. */
    private boolean retold(Target target) {
        if (target.dialect() == Dialect.OPENAI_RESPONSES) {
            return false;
        }
        HiddenSeals hidden = hidden(target);
        return seals.refused() || (!hidden.isNone() && held(target).stream().anyMatch(hidden::hides));
    }

    /** Vertex counts another body than the Gemini API. */
    private boolean countsOtherwise(Target target) {
        return call.question().action() == Action.COUNT_TOKENS
                && target.dialect() == Dialect.GEMINI
                && target.provider().config().profile() == Profile.VERTEX;
    }

    private Ids ids() {
        return new Ids(ThreadLocalRandom.current(), nowSeconds);
    }

    /** Whether the target can be made to understand the call. */
    boolean reaches(Target target) {
        Dialect client = call.question().dialect();
        if (target.dialect() == client) {
            return true;
        }
        boolean translatable = switch (call.question().action()) {
            case GENERATE -> true;
            case COUNT_TOKENS -> TokenCounts.asked(target.dialect());
            case COMPACT, EMBED, EMBED_BATCH -> false;
        };
        return translatable && translation.supports(client, target.dialect());
    }

    /**
     * What an answer in the caller's dialect runs through when it does not come in the framing that the caller wants; null
     * when it has to go out as it is, since the caller's request holds what only its own dialect's server understands.
     *
     * @param provided how it comes
     * @param lost what the caller has lost already
     */
    @Nullable
    Reading retelling(Target target, Framing provided, Losses lost) {
        if (!translation.supports(target.dialect(), target.dialect())) {
            return null;
        }
        try {
            Exchange exchange = exchange(target);
            exchange.losses().add(lost);
            return Translating.of(
                            translation, exchange, provided, call.question().framing())
                    .noting(Metering.notes(call, target, target.dialect()));
        } catch (BadJsonException e) {
            return null;
        }
    }

    /**
     * A new exchange with a target.
     *
     * @throws io.ninerouter.gateway.json.BadJsonException when the caller's request cannot be understood; the message is fit
     *     for the caller
     */
    Exchange exchange(Target target) {
        ChatRequest asked =
                telling instanceof Telling.GoesOn on ? translation.remainder(on.story(), model(target)) : request();
        if (!retold(target)) {
            return new Exchange(call.question().dialect(), asked, model(target), ids());
        }
        Losses losses = new Losses();
        ChatRequest unsealed = SealFilter.unsealed(asked, hidden(target), losses);
        Exchange exchange = new Exchange(call.question().dialect(), unsealed, model(target), ids());
        exchange.losses().add(losses);
        return exchange;
    }

    /**
     * What the caller asks, in no dialect.
     *
     * @throws io.ninerouter.gateway.json.BadJsonException when it cannot be understood; the message is fit for the caller
     */
    ChatRequest request() {
        ChatRequest known = request;
        if (known == null) {
            ByteBuf bytes = call.body().bytes();
            byte[] body = ByteBufUtil.getBytes(bytes, bytes.readerIndex(), bytes.readableBytes(), true);
            ChatRequest read = decoded(Utf8.slice(body, 0, body.length));
            // Gemini has both in the path; in the other dialects this changes nothing.
            boolean stream = call.question().framing() != Framing.UNARY;
            Delivery delivery = new Delivery(stream, read.settings().delivery().usage());
            known = read.withModel(call.question().model()).with(read.settings().with(delivery));
            request = known;
        }
        return known;
    }

    private ChatRequest decoded(Utf8 body) {
        Dialect client = call.question().dialect();
        return call.question().action() == Action.COUNT_TOKENS
                ? TokenCounts.decode(translation.codec(client), body)
                : translation.decode(client, body);
    }

    /** A target's model, and what is known of it. */
    static TargetModel model(Target target) {
        return new TargetModel(
                target.dialect(),
                target.model(),
                facts(target),
                target.account(),
                target.provider().config().profile());
    }

    private static @Nullable ModelConfig facts(Target target) {
        return target.provider().config().models().stream()
                .filter(model -> model.id().equals(target.model()))
                .findFirst()
                .orElse(null);
    }
}
