package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.util.List;

/** The codecs under test: all that there are. */
public final class Codecs {
    public static final List<DialectCodec> ALL = List.of(new ChatCodec(), new AnthropicCodec(), new GeminiCodec());

    private Codecs() {}

    public static DialectCodec of(Dialect dialect) {
        return ALL.stream()
                .filter(codec -> codec.dialect() == dialect)
                .findFirst()
                .orElseThrow();
    }
}
