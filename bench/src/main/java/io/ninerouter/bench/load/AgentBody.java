package io.ninerouter.bench.load;

import io.ninerouter.bench.Scenario;

/**
 * What a coding agent sends in the middle of its work, in Anthropic's dialect: a long system text, tools with schemas, and turns
 * of a call and its result, which is source code with the escapes that it has in JSON. Pure.
 */
final class AgentBody {
    private static final String LINE =
            "    if (value == null) {\\n\\treturn \\\"\\\";  // nothing: see \\\"Reader\\\"\\n    }\\n";

    private static final int SYSTEM = 12_000;
    private static final int RESULT = 6_000;
    private static final String END = "\"}]}],\"temperature\":0.5}";

    private AgentBody() {}

    /**
     * A body of exactly so many bytes.
     *
     * @param bytes at least 100,000
     */
    static String of(String model, int bytes) {
        StringBuilder body = new StringBuilder(bytes);
        body.append("{\"model\":\"")
                .append(model)
                .append("\",\"max_tokens\":8192,\"system\":[{\"type\":\"text\",\"text\":\"");
        lines(body, SYSTEM);
        body.append("\"}],\"tools\":[");
        for (int tool = 0; tool < Scenario.AGENT_TOOLS; tool++) {
            tool(body.append(tool == 0 ? "" : ","), tool);
        }
        body.append("],\"messages\":[{\"role\":\"user\",\"content\":\"Mend the reader.\"}");
        for (int turn = 0; ; turn++) {
            call(body, turn);
            // The last result takes what is left, so that the size is exact.
            int left = bytes - body.length() - END.length();
            if (left < 2 * RESULT) {
                lines(body, left - left % LINE.length());
                return body.append("x".repeat(left % LINE.length())).append(END).toString();
            }
            lines(body, RESULT);
            body.append("\"}]}");
        }
    }

    private static void tool(StringBuilder body, int number) {
        body.append("{\"name\":\"tool_").append(number).append("\",\"description\":\"");
        lines(body, 800);
        body.append("\",\"input_schema\":{\"type\":\"object\",\"properties\":{")
                .append("\"path\":{\"type\":\"string\",\"description\":\"Absolute path of the file\"},")
                .append("\"limit\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":2000},")
                .append("\"mode\":{\"type\":\"string\",\"enum\":[\"read\",\"write\",\"append\"]},")
                .append("\"edits\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{")
                .append(
                        "\"old\":{\"type\":\"string\"},\"new\":{\"type\":\"string\"}},\"required\":[\"old\",\"new\"]}}},")
                .append("\"required\":[\"path\"]}}");
    }

    /** A call of a tool and the beginning of its result. */
    private static void call(StringBuilder body, int turn) {
        body.append(",{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"I look at it.\"},")
                .append("{\"type\":\"tool_use\",\"id\":\"toolu_")
                .append(turn)
                .append("\",\"name\":\"tool_")
                .append(turn % Scenario.AGENT_TOOLS)
                .append("\",\"input\":{\"path\":\"/src/Reader.java\",\"limit\":200}}]},")
                .append("{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_")
                .append(turn)
                .append("\",\"content\":\"");
    }

    /** Whole lines of so many bytes or a little more. */
    private static void lines(StringBuilder body, int bytes) {
        body.append(LINE.repeat(Math.ceilDiv(bytes, LINE.length())));
    }
}
