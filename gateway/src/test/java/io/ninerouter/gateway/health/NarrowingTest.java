package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NarrowingTest {
    private static final long NOW = 1_000_000;
    private static final Outcome GOOD = new Outcome.Success();

    /** Ten requests are in flight, this one included. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a limit without a moment      | 429 | RATE_LIMITED       | -     | 7
            a limit for a moment          | 429 | RATE_LIMITED       | 5000  | 7
            a window                      | 429 | RATE_LIMITED       | 5001  | 0
            the week is used up           | 429 | ACCOUNT_LIMITED    | -     | 0
            to be paid                    | 429 | UNPAID             | -     | 0
            overloaded                    | 529 | FAILING            | -     | 7
            unavailable                   | 503 | FAILING            | 60000 | 7
            broken                        | 500 | FAILING            | -     | 0
            a gateway of the provider     | 502 | FAILING            | -     | 0
            the credential                | 401 | CREDENTIAL_REFUSED | -     | 0
            the caller's mistake          | 400 | BAD_REQUEST        | -     | 0
            """)
    void onlyAProviderThatIsAskedTooMuchNarrows(String what, int status, Fault fault, String delay, int places) {
        Long asked = delay.equals("-") ? null : Long.valueOf(delay);

        assertThat(places(Narrowing.after(null, new Outcome.Refused(status, fault, asked, "no"), 9, NOW)))
                .isEqualTo(places);
    }

    @Test
    void whatSaysNothingOfTheProviderChangesNothing() {
        Narrowing narrow = new Narrowing(7, NOW);

        for (Outcome outcome :
                new Outcome[] {new Outcome.NoAnswer("reset"), new Outcome.NotSent("no room"), new Outcome.Abandoned()
                }) {
            assertThat(Narrowing.after(null, outcome, 9, NOW)).isNull();
            assertThat(Narrowing.after(narrow, outcome, 9, NOW)).isEqualTo(narrow);
        }
        assertThat(Narrowing.after(null, GOOD, 9, NOW)).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            of the same flood                 | 7 |  9 |   999 | 7
            after it                          | 7 |  6 | 1_000 | 4
            with fewer in flight than allowed | 7 |  1 | 1_000 | 1
            with more in flight than allowed  | 7 | 20 | 1_000 | 4
            with the last place               | 1 |  0 | 1_000 | 1
            after it was forgotten            | 2 |  9 | 600_000 | 7
            """)
    void whatIsRefusedAgainNarrowsAgain(String what, int places, int others, String after, int then) {
        long later = NOW + Long.parseLong(after.replace("_", ""));

        assertThat(places(Narrowing.after(new Narrowing(places, NOW), refused(), others, later)))
                .isEqualTo(then);
    }

    @Test
    void whatIsMadeUseOfWidensByOneForEachRoundOfAnswers() {
        Narrowing narrow = new Narrowing(4, NOW);
        for (int i = 0; i < 5; i++) {
            narrow = Narrowing.after(narrow, GOOD, 3, NOW + 1);
        }

        assertThat(places(narrow)).isEqualTo(5);
    }

    @Test
    void whatIsNotMadeUseOfDoesNotWiden() {
        Narrowing narrow = new Narrowing(10, NOW);

        assertThat(Narrowing.after(narrow, GOOD, 3, NOW + 1)).isEqualTo(narrow);
    }

    @Test
    void itIsForgottenWhenNothingWasSaidForTenMinutes() {
        Narrowing narrow = new Narrowing(1, NOW);

        assertThat(narrow.holds(NOW + Narrowing.FORGOTTEN_MILLIS - 1)).isTrue();
        assertThat(narrow.holds(NOW + Narrowing.FORGOTTEN_MILLIS)).isFalse();
        assertThat(Narrowing.after(narrow, GOOD, 0, NOW + Narrowing.FORGOTTEN_MILLIS))
                .isNull();
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /** A provider that takes so many at once, and a load that would be twice that: few are refused, and few places stay empty. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void itComesToRestNearWhatTheProviderTakes(long seed) {
        Random random = new Random(seed);
        int takes = 5 + random.nextInt(60);
        Deque<Long> ends = new ArrayDeque<>();
        Narrowing narrow = null;
        int asked = 0;
        int refused = 0;
        double busy = 0;
        int steps = 20_000;
        for (int step = 0; step < steps; step++) {
            long now = NOW + step * 20L;
            while (!ends.isEmpty() && ends.getFirst() <= now) {
                ends.removeFirst();
                narrow = Narrowing.after(narrow, GOOD, ends.size(), now);
                assertThat(narrow == null || narrow.places() >= 1).isTrue();
            }
            // Whatever is beyond goes elsewhere.
            for (int i = 0; i < 2 && (narrow == null || ends.size() < places(narrow)) && ends.size() < 2 * takes; i++) {
                if (ends.size() >= takes) {
                    narrow = Narrowing.after(narrow, refused(), ends.size(), now);
                    refused++;
                } else {
                    ends.addLast(now + 1_000);
                }
                asked++;
            }
            busy += ends.size();
        }

        assertThat(refused).as("of " + asked).isLessThan(asked / 8);
        assertThat(busy / steps).as("mean in flight of " + takes).isGreaterThan(0.6 * takes);
    }

    private static Outcome refused() {
        return new Outcome.Refused(429, Fault.RATE_LIMITED, null, "too many");
    }

    private static int places(@Nullable Narrowing narrow) {
        return narrow == null ? 0 : (int) narrow.places();
    }
}
