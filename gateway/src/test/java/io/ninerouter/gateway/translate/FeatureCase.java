package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.codec.Feature;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Something that uses a feature, and what is to be seen of it on the other side.
 *
 * @param what for people: what exactly is used
 * @param made from the dialect of whoever says it, and of whoever it is said to
 * @param sees what of it means the feature; equal on both sides when it is carried
 */
record FeatureCase<T>(Feature feature, String what, BiFunction<Dialect, Dialect, T> made, Function<T, Object> sees) {

    static FeatureCase<ChatRequest> request(
            Feature feature, String what, ChatRequest request, Function<ChatRequest, Object> sees) {
        return new FeatureCase<>(feature, what, (_, _) -> request, sees);
    }

    static FeatureCase<Completion> answer(
            Feature feature, String what, Completion answer, Function<Completion, Object> sees) {
        return new FeatureCase<>(feature, what, (_, _) -> answer, sees);
    }

    String name() {
        return feature.word() + " (" + what + ")";
    }
}
