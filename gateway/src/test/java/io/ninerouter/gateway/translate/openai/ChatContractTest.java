package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.translate.DialectContract;
import java.util.ArrayList;
import java.util.List;

class ChatContractTest extends DialectContract {
    ChatContractTest() {
        super(new ChatCodec(), "openai-chat", "/chat/completions");
    }

    /** Content of text only goes out as one string. */
    @Override
    protected ChatRequest comparable(ChatRequest request) {
        return request.with(request.messages().stream().map(this::joined).toList());
    }

    private Message joined(Message message) {
        List<Part> parts = new ArrayList<>();
        for (Part part : message.parts()) {
            parts.add(
                    part instanceof Part.ToolResult result
                            ? new Part.ToolResult(
                                    result.callId(), texts(result.parts()), result.error(), null, result.extras())
                            : part);
        }
        return message.withParts(texts(parts));
    }

    private static List<Part> texts(List<Part> parts) {
        if (parts.stream().anyMatch(part -> !(part instanceof Part.Text))) {
            return parts;
        }
        List<String> texts =
                parts.stream().map(part -> ((Part.Text) part).text()).toList();
        return List.of(new Part.Text(String.join("\n", texts)));
    }
}
