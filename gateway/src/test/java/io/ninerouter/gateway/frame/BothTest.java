package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.gateway.frame.JsonHandler.Want;
import io.ninerouter.gateway.recorded.Cuts;
import io.ninerouter.gateway.recorded.RandomJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BothTest {
    private static final int MAX_CAPTURE = 24;
    private static final Want[] WANTS = Want.values();

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void eachIsToldWhatItWouldBeToldAlone(Cuts cuts) {
        RandomJson random = new RandomJson(1_712);
        int told = 0;
        int toldBoth = 0;
        for (int text = 0; text < 4_000; text++) {
            Witness one = new Witness(text, 1);
            Witness other = new Witness(text, 2);
            Witness oneAlone = new Witness(text, 1);
            Witness otherAlone = new Witness(text, 2);
            JsonScan both = new JsonScan(new Both(one, other), MAX_CAPTURE);
            // The second text shows that nothing is left of the first.
            for (byte[] json : List.of(random.broken(), random.object())) {
                read(both, json, cuts);
                read(new JsonScan(oneAlone, MAX_CAPTURE), json, cuts);
                read(new JsonScan(otherAlone, MAX_CAPTURE), json, cuts);
            }

            assertThat(one.told).isEqualTo(oneAlone.told);
            assertThat(other.told).isEqualTo(otherAlone.told);
            told += one.told.size();
            toldBoth += one.told.isEmpty() || other.told.isEmpty() ? 0 : 1;
        }
        assertThat(told).isGreaterThan(20_000);
        assertThat(toldBoth).isGreaterThan(2_000);
    }

    @Test
    void differentWishesForOneMemberAreRefused() {
        JsonScan scan = new JsonScan(new Both(wanting(Want.CAPTURE), wanting(Want.ENTER)), MAX_CAPTURE);
        byte[] json = "{\"a\":{}}".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> scan.whole(json, 0, json.length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a member: wanted as CAPTURE and as ENTER (expected: one of them, or SKIP)");
    }

    private static JsonHandler wanting(Want want) {
        return (depth, position, data, from, to) -> want;
    }

    private static void read(JsonScan scan, byte[] json, Cuts cuts) {
        scan.reset();
        try {
            cuts.of(json).forEach(scan::feed);
            scan.finish();
        } catch (MalformedFrameException e) {
            // What came before it was told.
        }
    }

    /** Wants by chance, but of one member nothing else than the other one unless it passes over it. */
    private static final class Witness implements JsonHandler {
        private final List<String> told = new ArrayList<>();
        private final int seed;
        private final int side;

        Witness(int seed, int side) {
            this.seed = seed;
            this.side = side;
        }

        @Override
        public Want member(int depth, long position, byte[] data, int from, int to) {
            String name = text(data, from, to);
            told.add("member " + depth + ' ' + position + ' ' + name);
            int chance = Arrays.hashCode(new int[] {seed, depth, name.hashCode()});
            int mixed = (chance ^ chance >>> 16) * 0x45d9f3b;
            boolean wants = (mixed >>> 8 + side & 1) == 0;
            return wants ? WANTS[Math.floorMod(mixed >>> 16, WANTS.length)] : Want.SKIP;
        }

        @Override
        public void value(int depth, byte[] data, int from, int to) {
            told.add("value " + depth + ' ' + text(data, from, to));
        }

        @Override
        public void end(int depth, long from, long to) {
            told.add("end " + depth + ' ' + from + ' ' + to);
        }

        private static String text(byte[] data, int from, int to) {
            return new String(data, from, to - from, StandardCharsets.UTF_8);
        }
    }
}
