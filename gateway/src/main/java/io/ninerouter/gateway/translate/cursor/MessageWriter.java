package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.json.Utf8;

/** Writes the smaller messages of a request. Stateless. */
final class MessageWriter {
    /** The server that the caller's tools are said to be of. */
    static final String SERVER = "custom";

    /** The kinds of the provider's own tools that a client has: a packed list of one. */
    static final Utf8 ONE_KIND = Utf8.slice(new byte[] {1}, 0, 1);

    static final int CHAT = 1;
    static final int AGENT = 2;

    private static final int USER = 1;
    private static final int ASSISTANT = 2;

    private MessageWriter() {}

    /**
     * A ConversationMessage.
     *
     * @param agentic whether the conversation has tools
     * @param last whether it is the last one
     */
    static void turn(ProtoWriter out, Turn turn, String id, boolean agentic, boolean last) {
        out.text(1, turn.content())
                .number(2, role(turn))
                .text(13, id)
                .flag(29, agentic)
                .number(47, agentic ? AGENT : CHAT);
        if (agentic && last) {
            out.bytes(51, ONE_KIND);
        }
    }

    /** The id of a message and who says it. */
    static void id(ProtoWriter out, Turn turn, String id) {
        out.text(1, id).number(3, role(turn));
    }

    static void model(ProtoWriter out, String name) {
        out.text(1, name).text(4, "");
    }

    /** A tool of the caller, as one of a server that the client is connected to. */
    static void tool(ProtoWriter out, Tool.Function function) {
        String description = function.description();
        out.text(1, function.name().name())
                .text(2, description == null ? "" : description)
                .text(
                        3,
                        function.schema() == null
                                ? "{\"type\":\"object\"}"
                                : function.schema().text())
                .text(4, SERVER);
    }

    static void setting(ProtoWriter out) {
        out.text(1, "cursor\\aisettings")
                .text(3, "")
                .message(6, both -> both.text(1, "").text(2, ""))
                .number(8, 1)
                .number(9, 1);
    }

    private static int role(Turn turn) {
        return turn.user() ? USER : ASSISTANT;
    }
}
