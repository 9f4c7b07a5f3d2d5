package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to have one request answered by one target: what its encoders and decoders share. A new attempt has a new
 * one, so that nothing of the last target sticks. Not thread-safe.
 */
public final class Exchange {
    private final Dialect client;
    private final ChatRequest request;
    private final TargetModel target;
    private final Ids ids;
    private final ToolNames toolNames = new ToolNames();
    private final Losses losses = new Losses();
    private final Set<String> callIds = new HashSet<>();

    /**
     * An attempt.
     *
     * @param client the dialect that the answer has to be in
     * @param request as the client sent it
     * @param target who is to answer
     * @param ids source of ids and of the time
     */
    public Exchange(Dialect client, ChatRequest request, TargetModel target, Ids ids) {
        this.client = client;
        this.request = request;
        this.target = target;
        this.ids = ids;
    }

    /** The dialect that the answer has to be in. */
    public Dialect client() {
        return client;
    }

    /** The request as the client sent it. */
    public ChatRequest request() {
        return request;
    }

    /** Who is to answer. */
    public TargetModel target() {
        return target;
    }

    /** Source of ids and of the time. */
    public Ids ids() {
        return ids;
    }

    /** How tools are called towards the target. */
    public ToolNames toolNames() {
        return toolNames;
    }

    /** What could not be carried, so far. */
    public Losses losses() {
        return losses;
    }

    /**
     * The id of a tool call in the answer: the provider's unless it gave none or used it before in this answer.
     *
     * @param given the provider's id; null or empty = none
     */
    public String callId(@Nullable String given) {
        String id = given == null || given.isEmpty() ? ids.next("call_") : given;
        while (!callIds.add(id)) {
            id = ids.next("call_");
        }
        return id;
    }
}
