package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import io.ninerouter.gateway.translate.responses.ResponsesCodec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The codecs that the laws and the matrix run over: a dialect joins here. */
public final class Codecs {
    public static final List<DialectCodec> ALL =
            List.of(new ChatCodec(), new ResponsesCodec(), new AnthropicCodec(), new GeminiCodec());
    /** Those that providers alone speak, with the provider's side added: a dialect of this kind joins here. */
    static final List<DialectCodec> PROVIDERS = List.of(new CodeAssistMirror(), new OllamaMirror());
    /** All that a provider may speak and that can say what clients can. */
    public static final List<DialectCodec> SPOKEN =
            Stream.concat(ALL.stream(), PROVIDERS.stream()).toList();
    /** Those of providers that cannot say all that a dialect of clients can: in the matrix, but not under its laws. */
    static final List<DialectCodec> FRUGAL = List.of(new CursorMirror());
    /** Those whose answers come in frames of their own: held to recordings, not to the laws; in the matrix as far as they hear. */
    private static final List<DialectCodec> FRAMED = List.of(new KiroMirror(), new ConverseMirror());

    private static final List<DialectCodec> EVERY =
            Stream.of(SPOKEN, FRUGAL, FRAMED).flatMap(List::stream).toList();

    static final Translation TRANSLATION = new Translation(EVERY);

    private Codecs() {}

    public static DialectCodec of(Dialect dialect) {
        return EVERY.stream()
                .filter(codec -> codec.dialect() == dialect)
                .findFirst()
                .orElseThrow();
    }

    /** A model that providers of the dialect have. */
    static String model(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> "gpt-5.5";
            case ANTHROPIC -> "claude-sonnet-4-5";
            case GEMINI, CODE_ASSIST -> "gemini-3-flash";
            case OLLAMA -> "qwen3:32b";
            case KIRO -> "claude-sonnet-4.5";
            case CURSOR -> "claude-4.5-sonnet";
            case BEDROCK_CONVERSE -> "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
        };
    }

    /** A model at an account of which everything is known that its dialect needs to know. */
    static TargetModel target(Dialect dialect, String model) {
        return target(dialect, model, null);
    }

    public static TargetModel target(Dialect dialect, String model, Profile profile) {
        Map<String, String> account = dialect == Dialect.CODE_ASSIST ? Map.of("project", "p-1") : Map.of();
        return new TargetModel(dialect, model, null, account, profile);
    }

    /** The dialect whose seals, parts and members a provider's are: its own, but for envelopes and those that have none. */
    static Dialect inner(Dialect dialect) {
        return switch (dialect) {
            case CODE_ASSIST -> Dialect.GEMINI;
            case CURSOR, OLLAMA -> Dialect.OPENAI_CHAT;
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, KIRO, BEDROCK_CONVERSE -> dialect;
        };
    }

    /** How a stream of the dialect comes. */
    static Framing streaming(Dialect dialect) {
        return switch (dialect) {
            case OLLAMA -> Framing.LINES;
            case CURSOR -> Framing.CONNECT;
            case KIRO, BEDROCK_CONVERSE -> Framing.EVENT_STREAM;
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, CODE_ASSIST -> Framing.SSE;
        };
    }
}
