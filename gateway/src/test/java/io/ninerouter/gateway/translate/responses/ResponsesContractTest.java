package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.translate.DialectContract;
import java.util.ArrayList;
import java.util.List;

class ResponsesContractTest extends DialectContract {
    ResponsesContractTest() {
        super(new ResponsesCodec(), "openai-responses", "/responses");
    }

    /** Instructions are one text. */
    @Override
    protected ChatRequest comparable(ChatRequest request) {
        List<Message> messages = new ArrayList<>(request.messages());
        if (!messages.isEmpty() && messages.getFirst().role() == Role.SYSTEM) {
            String text = String.join(
                    "\n\n",
                    messages.getFirst().parts().stream()
                            .map(part -> ((Part.Text) part).text())
                            .toList());
            messages.set(0, messages.getFirst().withParts(List.of(new Part.Text(text))));
        }
        return request.with(messages);
    }
}
