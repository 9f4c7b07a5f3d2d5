package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import io.ninerouter.gateway.translate.responses.ResponsesCodec;
import java.util.List;
import java.util.stream.Stream;

/** The codecs that the laws and the matrix run over: a dialect joins here. */
public final class Codecs {
    public static final List<DialectCodec> ALL =
            List.of(new ChatCodec(), new ResponsesCodec(), new AnthropicCodec(), new GeminiCodec());
    /** Those of providers that cannot say all that a dialect of clients can: in the matrix, but not under its laws. */
    static final List<DialectCodec> FRUGAL = List.of(new CursorMirror());

    static final Translation TRANSLATION =
            new Translation(Stream.concat(ALL.stream(), FRUGAL.stream()).toList());

    private Codecs() {}

    public static DialectCodec of(Dialect dialect) {
        return Stream.concat(ALL.stream(), FRUGAL.stream())
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
            case CURSOR -> "claude-4.5-sonnet";
            case CODE_ASSIST, KIRO, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    /** The dialect whose seals, parts and members a provider's are: its own, but for those that have none. */
    static Dialect inner(Dialect dialect) {
        return switch (dialect) {
            case CURSOR -> Dialect.OPENAI_CHAT;
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, CODE_ASSIST, KIRO, BEDROCK_CONVERSE, OLLAMA ->
                dialect;
        };
    }

    /** How a stream of the dialect comes. */
    static Framing streaming(Dialect dialect) {
        return dialect == Dialect.CURSOR ? Framing.CONNECT : Framing.SSE;
    }
}
