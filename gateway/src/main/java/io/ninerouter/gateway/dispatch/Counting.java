package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.tokens.TokenCounts;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.Translation;
import io.ninerouter.gateway.upstream.UpstreamRequest;
import io.ninerouter.gateway.upstream.UpstreamResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target of another dialect is asked to count what it would be asked to answer. */
final class Counting implements Passage {
    private final Call call;
    private final Target target;
    private final Translation translation;
    private final Exchange exchange;

    Counting(Call call, Target target, Translation translation, Exchange exchange) {
        this.call = call;
        this.target = target;
        this.translation = translation;
        this.exchange = exchange;
    }

    @Override
    public UpstreamRequest request() {
        ProviderConfig provider = target.provider().config();
        byte[] whole = translation.encode(exchange, call.body().facts().length());
        byte[] question = TokenCounts.question(target.dialect(), target.model(), whole);
        HttpHeaders headers = Headers.translated(target.dialect(), provider.headers());
        ByteBuf body =
                SplicedBody.of(question, provider.edits(), call.body().bytes().alloc());
        return Outgoing.request(call, target, headers, body);
    }

    @Override
    public Reading reading(Framing provided) {
        return new CountReading(target.dialect(), call.question().dialect());
    }

    @Override
    public Result.Failed refused(UpstreamResponse answer, @Nullable ByteBuf body, long nowMillis) {
        return Failures.refusedInOtherWords(target, answer.status(), answer.headers(), body, nowMillis);
    }

    @Override
    public List<Loss> losses() {
        return List.of();
    }
}
