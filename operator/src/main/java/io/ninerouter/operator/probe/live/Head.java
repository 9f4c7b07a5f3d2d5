package io.ninerouter.operator.probe.live;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the beginning of a body and lets the rest be: a list of models can have megabytes. */
final class Head implements HttpResponse.BodySubscriber<String> {
    private final byte[] bytes;
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private int length;
    private Flow.@Nullable Subscription source;

    private Head(int most) {
        bytes = new byte[most];
    }

    /** Of an answer that is fine nothing is read. */
    static HttpResponse.BodyHandler<String> ofErrors(int most) {
        return head -> new Head(head.statusCode() / 100 == 2 ? 0 : most);
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        if (bytes.length == 0) {
            enough(subscription);
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        for (ByteBuffer buffer : item) {
            int taken = Math.min(buffer.remaining(), bytes.length - length);
            buffer.get(bytes, length, taken);
            length += taken;
        }
        Flow.Subscription current = source;
        if (length == bytes.length && current != null) {
            enough(current);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(text());
    }

    private void enough(Flow.Subscription subscription) {
        body.complete(text());
        subscription.cancel();
    }

    private String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
