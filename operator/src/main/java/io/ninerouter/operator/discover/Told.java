package io.ninerouter.operator.discover;

import io.ninerouter.config.ModelConfig;
import java.util.List;

/** What came of one question. */
public sealed interface Told {
    /** A list of models, all its pages. */
    record Models(List<ModelConfig> models, boolean cut) implements Told {
        public Models {
            models = List.copyOf(models);
        }
    }

    /** Windows of an account. */
    record Quotas(List<QuotaAnswers.Window> windows) implements Told {
        public Quotas {
            windows = List.copyOf(windows);
        }
    }

    /** No answer that can be used: why, for people, without a word of the provider's. */
    record Nothing(String why) implements Told {}

    /** The word for it in meters. */
    default String word() {
        return switch (this) {
            case Models _ -> "models";
            case Quotas _ -> "quotas";
            case Nothing _ -> "nothing";
        };
    }
}
