package io.ninerouter.gateway.dispatch;

import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.health.QuotaHints;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.upstream.UpstreamRequest;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.Timing;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bookkeeping of one attempt: begins when it is made, ends once. Used on the call's event loop alone. */
final class Trial {
    private final Call call;
    private final Target target;
    private final HealthBoard health;
    private final Time time;
    private final Metering metering;
    private final HealthBoard.Attempt attempt;
    private final long begun;
    private final int number;
    private long firstToken = -1;
    private long bytesSent;
    private boolean over;
    private Consumer<AnswerNotes> after = _ -> {};

    private Trial(
            Call call, Target target, HealthBoard.Attempt attempt, HealthBoard health, Time time, Metering metering) {
        this.attempt = attempt;
        this.metering = metering;
        this.call = call;
        this.target = target;
        this.health = health;
        this.time = time;
        begun = time.nanos().getAsLong();
        number = call.tally().attempt();
    }

    /** Null when the target may not be asked now: its account is full, or its endpoint was found failing. */
    static @Nullable Trial begin(Call call, Target target, HealthBoard health, Time time, Metering metering) {
        int limit = target.connection().config().maxConcurrentRequests();
        // An address with placeholders is filled for it: once.
        HealthBoard.Attempt attempt = new HealthBoard.Attempt(
                target.endpoint(), target.connection().name(), target.model(), target.credential());
        boolean admitted = health.enter(attempt, limit, time.millis().getAsLong());
        return admitted ? new Trial(call, target, attempt, health, time, metering) : null;
    }

    /** Who gets the notes of the answer once it is over. */
    void notesTo(Consumer<AnswerNotes> reader) {
        after = reader;
    }

    long begun() {
        return begun;
    }

    long now() {
        return time.nanos().getAsLong();
    }

    long nowMillis() {
        return time.millis().getAsLong();
    }

    /** The answer is about to be sent. */
    void firstToken() {
        long now = now();
        firstToken = now - begun;
        call.tally().firstToken(now);
        // What else is asked (a count, a vector) is answered at another pace.
        if (call.question().action() == Action.GENERATE) {
            boolean streamed = call.question().framing() != Framing.UNARY;
            health.firstToken(attempt, streamed, firstToken / 1e6, nowMillis());
        }
    }

    /** The request is about to be sent. */
    void sends(UpstreamRequest request) {
        bytesSent = request.body().readableBytes();
        call.tally().sends(number, target, request.headers()::set);
    }

    /** The head of an answer is here: it may tell how much of its windows the account has used. */
    void answered(HttpHeaders headers) {
        for (Iterator<Map.Entry<CharSequence, CharSequence>> each = headers.iteratorCharSequence(); each.hasNext(); ) {
            if (QuotaHints.mayTell(each.next().getKey())) {
                long now = nowMillis();
                health.windows(target.connection().name(), target.credential(), QuotaHints.of(headers::get, now), now);
                return;
            }
        }
    }

    /** Only the first end counts. */
    void end(Outcome outcome, Heard heard) {
        if (over) {
            return;
        }
        over = true;
        health.ended(target.connection().name());
        health.record(attempt, outcome, nowMillis(), ThreadLocalRandom.current().nextDouble());
        Timing timing = new Timing(now() - begun, firstToken);
        AnswerNotes notes = heard.notes();
        if (notes != null) {
            after.accept(notes);
        }
        AttemptRecord.Told told =
                new AttemptRecord.Told(heard.losses(), notes == null ? null : notes.finish(), bytesSent, heard.bytes());
        AttemptRecord.Spent spent = metering.known(call, target, heard);
        if (spent != null) {
            call.tally().attempted(new AttemptRecord(target, number, outcome, timing, told, spent));
            return;
        }
        call.tally().counting();
        metering.estimate(
                call,
                target,
                heard,
                counted -> call.tally().counted(new AttemptRecord(target, number, outcome, timing, told, counted)));
    }
}
