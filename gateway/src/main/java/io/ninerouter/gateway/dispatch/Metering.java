package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.tokens.AnswerTokens;
import io.ninerouter.gateway.tokens.TokenEstimator;
import io.ninerouter.gateway.translate.Translation;
import io.ninerouter.gateway.usage.AttemptRecord.Spent;
import io.ninerouter.gateway.usage.Cost;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says what an attempt has used. What the provider reported in a complete answer counts as it is. What it did not report of
 * something that was said, or of a stream that ended before its last word, a tokenizer estimates: on one thread of its own,
 * for so many attempts and bytes of requests at a time; beyond that by length. Thread-safe.
 */
final class Metering {
    private static final int MOST_WAITING = 256;
    private static final long MOST_BYTES = 64L << 20;
    private static final int CHARACTERS_A_TOKEN = 4;
    /** The longer of the two times that {@code prompt_cache_options.ttl} takes; the other is 30 minutes. */
    private static final String LONG_CACHE = "12h";

    private final Translation translation;
    private final TokenEstimator estimator = new TokenEstimator();
    private final Executor worker;
    private final AtomicLong held = new AtomicLong();

    Metering(Translation translation) {
        this(translation, worker());
    }

    /** @param worker runs what takes long; may refuse */
    Metering(Translation translation, Executor worker) {
        this.translation = translation;
        this.worker = worker;
    }

    private static Executor worker() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("token-estimate").factory());
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** Notes for an answer to be taken along the way; null where nothing is generated. */
    static @Nullable AnswerNotes notes(Call call, Target target, Dialect bytes) {
        return call.question().action() == Action.GENERATE
                ? new AnswerNotes(bytes, TokenEstimator.answer(target.model()))
                : null;
    }

    /** What is known at once; null when it has to be estimated. */
    @Nullable
    Spent known(Call call, Target target, Heard heard) {
        AnswerNotes notes = heard.notes();
        Usage usage = heard.usage();
        if (heard.finished() && usage != null) {
            return spent(call, target, usage, false);
        }
        if (notes == null || !(heard.finished() || notes.tokens().any())) {
            return usage == null ? Spent.NOTHING : spent(call, target, usage, false);
        }
        return null;
    }

    /** Estimates what is not known, and tells it on the call's event loop; the call's body is kept until then. */
    void estimate(Call call, Target target, Heard heard, Consumer<Spent> then) {
        Usage reported = heard.usage();
        int length = call.body().bytes().readableBytes();
        ByteBuf asked = call.body().bytes();
        boolean inputKnown = (reported != null && reported.prompt() > 0) || asked.refCnt() == 0;
        ByteBuf body = inputKnown ? null : asked.retainedDuplicate();
        try {
            if (held.addAndGet(length) > MOST_BYTES) {
                throw new RejectedExecutionException("requests to estimate: " + MOST_BYTES + " bytes already wait");
            }
            worker.execute(() -> {
                long input = body == null ? 0 : input(call, target, body);
                release(body, length);
                Spent spent = spent(call, target, whole(heard, input, output(heard)), true);
                tell(call, () -> then.accept(spent));
            });
        } catch (RejectedExecutionException tooMany) {
            release(body, length);
            long said = heard.notes() == null ? 0 : heard.notes().tokens().byLength();
            then.accept(spent(call, target, whole(heard, length / CHARACTERS_A_TOKEN, said), true));
        }
    }

    private void release(@Nullable ByteBuf body, int length) {
        held.addAndGet(-length);
        if (body != null) {
            body.release();
        }
    }

    /** A loop that has been shut down runs nothing any more, so that nobody else is in the way of what it would have done. */
    private static void tell(Call call, Runnable last) {
        try {
            call.origin().loop().execute(last);
        } catch (RejectedExecutionException shutDown) {
            last.run();
        }
    }

    private static long output(Heard heard) {
        AnswerNotes notes = heard.notes();
        AnswerTokens said = notes == null ? null : notes.tokens();
        return said == null ? 0 : said.tokens();
    }

    private long input(Call call, Target target, ByteBuf body) {
        byte[] bytes = ByteBufUtil.getBytes(body, body.readerIndex(), body.readableBytes(), true);
        try {
            return estimator.input(
                    translation.decode(call.question().dialect(), Utf8.slice(bytes, 0, bytes.length)), target.model());
        } catch (BadJsonException notUnderstood) {
            // Its own dialect's server did understand it.
            return bytes.length / CHARACTERS_A_TOKEN;
        }
    }

    /** What was reported of an answer that was cut may be less than what was said: a stream tells its output at the end. */
    private static Usage whole(Heard heard, long input, long output) {
        Usage reported = heard.usage();
        return reported == null
                ? new Usage(input, 0, 0, output, 0)
                : new Usage(
                        reported.prompt() == 0 ? input : reported.input(),
                        reported.cacheRead(),
                        reported.cacheWrite(),
                        Math.max(reported.output(), output),
                        reported.reasoning(),
                        reported.cacheWrite1h(),
                        reported.billing());
    }

    private static Spent spent(Call call, Target target, Usage reported, boolean estimated) {
        boolean billed = !target.connection().config().subscription();
        Usage usage = keptForLong(call, target) ? reported.writtenForAnHour(reported.cacheWrite()) : reported;
        return new Spent(usage, estimated, Cost.of(target.price(), usage, billed));
    }

    /** How long OpenAI keeps what it caches stands in requests alone; those of another dialect are told without it. */
    private static boolean keptForLong(Call call, Target target) {
        return LONG_CACHE.equals(call.body().facts().cacheTtl())
                && call.question().dialect() == target.dialect();
    }
}
