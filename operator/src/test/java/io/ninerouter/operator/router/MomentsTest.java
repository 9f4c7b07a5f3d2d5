package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ModelConfig;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.World;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final Instant NOTICE = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    void theEndOfAModelIsToldWhenItComesNear() {
        Compilation compilation = World.with("openai")
                .lists("openai", new ModelConfig("m", 1L, null, List.of(), null, null, null, "2026-12-31"))
                .alias("a", "openai/m")
                .compile();

        assertThat(Moments.next(compilation, NOTICE.minusSeconds(86_400))).isEqualTo(NOTICE);
        assertThat(Moments.next(compilation, NOTICE)).isNull();
    }

    @Test
    void whateverComesFirstIsNext() {
        Compilation compilation = World.with("openai")
                .secret("s", "api-key", "sk-1")
                .key("k", "{secretRef: {name: s}, expiresAt: '2026-11-30T00:00:00Z'}")
                .lists("openai", new ModelConfig("m", 1L, null, List.of(), null, null, null, "2026-12-31"))
                .alias("a", "openai/m")
                .compile();
        Instant expiry = Instant.parse("2026-11-30T00:00:00Z");

        assertThat(Moments.next(compilation, expiry.minusSeconds(1))).isEqualTo(expiry);
        assertThat(Moments.nextOfKeys(compilation, expiry.minusSeconds(1))).isEqualTo(expiry);
        assertThat(Moments.next(compilation, expiry)).isEqualTo(NOTICE);
        assertThat(Moments.nextOfKeys(compilation, expiry)).isNull();
    }
}
