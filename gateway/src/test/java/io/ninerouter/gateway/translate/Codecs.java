package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import io.ninerouter.gateway.translate.responses.ResponsesCodec;
import java.util.List;

/** The codecs that the laws and the matrix run over: a dialect joins here. */
public final class Codecs {
    public static final List<DialectCodec> ALL =
            List.of(new ChatCodec(), new ResponsesCodec(), new AnthropicCodec(), new GeminiCodec());
    static final Translation TRANSLATION = new Translation(ALL);

    private Codecs() {}

    public static DialectCodec of(Dialect dialect) {
        return ALL.stream()
                .filter(codec -> codec.dialect() == dialect)
                .findFirst()
                .orElseThrow();
    }

    /** A model that providers of the dialect have. */
    static String model(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> "gpt-5.5";
            case ANTHROPIC -> "claude-sonnet-4-5";
            case GEMINI -> "gemini-3-flash";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }
}
