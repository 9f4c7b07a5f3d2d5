package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputWish;
import java.util.List;

/**
 * Makes a request fit for a target, in what is alike for all dialects, so that encoders only write: names and ids that the
 * target would refuse are replaced (and remembered for the way back), free-text tools and groups of tools become what the
 * dialect has, seals of other models and attachments that the model does not take are taken out, tool calls and results are
 * paired, the token limit is brought below the model's. Pure: the request itself stays as it is.
 */
public final class RequestShaper {
    private RequestShaper() {}

    /** The request as the target's encoder gets it. */
    public static ChatRequest shape(Exchange exchange, Traits traits) {
        ChatRequest request = exchange.request().withModel(exchange.target().model());
        List<Message> messages = MediaFilter.filter(SealFilter.filter(request.messages(), exchange), exchange);
        // Ids first: calls of one turn that share one would share a result too.
        messages = CallIds.repair(messages, traits.callIds());
        if (traits.pairedResults() && !remembered(exchange)) {
            messages = ResultPairing.pair(messages, exchange.target().dialect(), exchange.losses());
        }
        ToolShaping tools = new ToolShaping(traits, exchange);
        return limited(request.with(tools.tooling(request.tooling())).with(tools.messages(messages)), exchange);
    }

    /** Whether the provider has the start of the conversation: a result's call may be there. */
    private static boolean remembered(Exchange exchange) {
        return exchange.target().dialect() == Dialect.OPENAI_RESPONSES
                && exchange.request().session().previousResponse() != null;
    }

    private static ChatRequest limited(ChatRequest request, Exchange exchange) {
        Long most = exchange.target().maxOutputTokens();
        OutputWish output = request.settings().output();
        Long asked = output.maxTokens();
        if (most == null || asked == null || asked <= most) {
            return request;
        }
        exchange.losses().approximated(Feature.MAX_TOKENS, "the model's limit");
        return request.with(request.settings().with(output.withMaxTokens(most)));
    }
}
