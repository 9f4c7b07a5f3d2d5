package io.ninerouter.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.Cooldown;
import io.ninerouter.operator.event.Transitions.Announcement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoolingsTest {
    private static final Cooldown MODEL = new Cooldown("gpt-5", "2026-06-01T12:00:00Z", "RateLimited");
    private static final Cooldown ACCOUNT = new Cooldown(null, "2026-06-01T12:00:00Z", "Unpaid");

    @Test
    void tellsBeginningAndEnd() {
        assertThat(Coolings.between(List.of(), List.of(ACCOUNT, MODEL)))
                .containsExactly(
                        new Announcement(true, "CoolingDown", "the account is left alone for a time: Unpaid"),
                        new Announcement(true, "CoolingDown", "model gpt-5 is left alone for a time: RateLimited"));
        assertThat(Coolings.between(List.of(ACCOUNT, MODEL), List.of(ACCOUNT)))
                .containsExactly(new Announcement(false, "CooledDown", "model gpt-5 is tried again"));
    }

    @Test
    void keepsQuietWhenOnlyTheEndMoves() {
        assertThat(Coolings.between(
                        List.of(MODEL), List.of(new Cooldown("gpt-5", "2026-06-01T13:00:00Z", "RateLimited"))))
                .isEmpty();
    }

    @Test
    void manyModelsMakeFewEvents() {
        List<Cooldown> many = IntStream.range(0, 60)
                .mapToObj(i -> new Cooldown("made-up-" + i, "2026-06-01T12:00:00Z", "ModelMissing"))
                .toList();

        assertThat(Coolings.between(List.of(), many))
                .hasSize(Coolings.MAX + 1)
                .last()
                .extracting(Announcement::message)
                .asString()
                .contains("status.cooldowns");
        assertThat(Coolings.between(many, List.of())).hasSize(Coolings.MAX + 1);
    }
}
