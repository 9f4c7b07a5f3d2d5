package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.translate.DialectContract;

class AnthropicContractTest extends DialectContract {
    AnthropicContractTest() {
        super(new AnthropicCodec(), "anthropic", "/v1/messages");
    }

    /** Neighbours of one role go out as one turn: the API reads them so. */
    @Override
    protected ChatRequest comparable(ChatRequest request) {
        return request.with(Message.merged(request.messages(), true));
    }
}
