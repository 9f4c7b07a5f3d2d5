package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.ninerouter.operator.apikey.KeyRecord;
import io.ninerouter.operator.credential.Keys;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of an object, apart from what it tells: a round is begun when this changes, and by no status. Pure.
 *
 * @param uid another object under the same name is other news
 * @param generation of its spec; null = its kind has none
 * @param deletedAt null = it is to stay
 * @param rotate the wish for another key, see {@link KeyRecord#REQUEST}; annotations change no generation
 * @param login the wish for another login, see {@link Keys#REQUEST}
 */
record Intent(
        @Nullable String uid,
        @Nullable Long generation,
        @Nullable String deletedAt,
        @Nullable String rotate,
        @Nullable String login) {

    static Intent of(HasMetadata object) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
        return new Intent(
                object.getMetadata().getUid(),
                object.getMetadata().getGeneration(),
                object.getMetadata().getDeletionTimestamp(),
                KeyRecord.requestOf(annotations),
                annotations.get(Keys.REQUEST));
    }
}
