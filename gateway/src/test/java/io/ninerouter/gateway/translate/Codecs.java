package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.bedrock.ConverseCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.kiro.KiroCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import io.ninerouter.gateway.translate.responses.ResponsesCodec;
import java.util.List;
import java.util.stream.Stream;

/** The codecs that the laws and the matrix run over: a dialect joins here. */
public final class Codecs {
    public static final List<DialectCodec> ALL =
            List.of(new ChatCodec(), new ResponsesCodec(), new AnthropicCodec(), new GeminiCodec());

    /** Of dialects that providers alone speak. */
    public static final List<DialectCodec> PROVIDERS = List.of(
            new KiroCodec(), //
            new ConverseCodec());

    static final Translation TRANSLATION =
            new Translation(Stream.concat(ALL.stream(), PROVIDERS.stream()).toList());

    private Codecs() {}

    public static DialectCodec of(Dialect dialect) {
        return Stream.concat(ALL.stream(), PROVIDERS.stream())
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
            case KIRO -> "claude-sonnet-4.5";
            case BEDROCK_CONVERSE -> "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
            case CODE_ASSIST, CURSOR, OLLAMA -> throw dialect.notClients();
        };
    }
}
