package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What recorded answers of any dialect, in any framing, have to pass. */
public abstract class AnswerContract {
    private static final int DAMAGES = 60;
    /** Recordings of one answer behind another: the end of the first is one. */
    private static final Set<String> TWO_ANSWERS =
            Set.of("cerebras-stream-text-and-tools-tool-no-args-reasoning-and-tools-33bcab");

    private final DialectCodec codec;
    private final String folder;
    private final boolean lastWord;

    /**
     * A contract.
     *
     * @param folder of its fixtures
     * @param lastWord whether answers say that they are over; without, a cut between two frames looks like an end
     */
    AnswerContract(DialectCodec codec, String folder, boolean lastWord) {
        this.codec = codec;
        this.folder = folder;
        this.lastWord = lastWord;
    }

    final DialectCodec codec() {
        return codec;
    }

    final String folder() {
        return folder;
    }

    /** What more there is to say of the beginning of an answer. */
    void begun(int end, List<StreamEvent> events) {
        // Nothing.
    }

    @TestFactory
    Stream<DynamicTest> decodesWhatProvidersAnsweredHoweverItIsCut() {
        return answers(fixture -> {
            Completion whole = decoded(fixture);
            new Expectation(fixture).check(whole);
            for (List<ByteBuffer> chunks : Cuts.all(fixture.response())) {
                assertThat(Completion.fold(Decoding.events(codec, chunks, fixture.framing())))
                        .isEqualTo(whole);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> keepsTheGrammarWhereverTheAnswerEnds() {
        return answers(fixture -> {
            for (int end : Cuts.ends(fixture.response())) {
                List<StreamEvent> events = events(fixture, Arrays.copyOf(fixture.response(), end));
                assertThat(events.getLast())
                        .as("cut at %s", end)
                        .isInstanceOfAny(StreamEvent.Ended.class, StreamEvent.Failed.class);
                begun(end, events);
            }
        });
    }

    /** Who is told of a clean end has all of the answer: what a cut takes away is missed. */
    @TestFactory
    Stream<DynamicTest> endsWellOnlyWhenNothingIsMissing() {
        return answers(fixture -> {
            Completion whole = decoded(fixture);
            if (whole.error() != null || TWO_ANSWERS.contains(fixture.name())) {
                return;
            }
            for (int end : Cuts.ends(fixture.response())) {
                List<StreamEvent> events = events(fixture, Arrays.copyOf(fixture.response(), end));
                if (events.getLast() instanceof StreamEvent.Ended && (lastWord || !isBetweenFrames(fixture, end))) {
                    assertThat(Completion.fold(events).choices())
                            .as("ended well, cut at %s of %s", end, fixture.response().length)
                            .isEqualTo(whole.choices());
                }
            }
        });
    }

    private static boolean isBetweenFrames(Fixture fixture, int end) {
        int at = 0;
        for (byte[] frame : Mutation.split(fixture.response(), fixture.framing())) {
            at += frame.length;
            if (at == end) {
                return true;
            }
        }
        return false;
    }

    @TestFactory
    Stream<DynamicTest> tellsAsEventsWhatItFolded() {
        return answers(fixture -> {
            Completion decoded = decoded(fixture);
            Grammar grammar = new Grammar();
            decoded.emit(grammar);
            assertThat(grammar.over()).isTrue();
            assertThat(Completion.fold(grammar.events)).isEqualTo(decoded);
        });
    }

    @TestFactory
    Stream<DynamicTest> survivesAnswersThatAreDamaged() {
        return answers(fixture -> {
            for (int round = 0; round < DAMAGES; round++) {
                Mutation mutation = new Mutation(fixture.name().hashCode() + round);
                List<StreamEvent> events = events(fixture, mutation.of(fixture.response(), fixture.framing()));
                assertThat(events.getLast()).isInstanceOfAny(StreamEvent.Ended.class, StreamEvent.Failed.class);
            }
        });
    }

    final Completion decoded(Fixture fixture) {
        return Completion.fold(events(fixture, fixture.response()));
    }

    final List<StreamEvent> events(Fixture fixture, byte[] bytes) {
        return Decoding.events(codec, List.of(ByteBuffer.wrap(bytes)), fixture.framing());
    }

    final Stream<DynamicTest> answers(Consumer<Fixture> test) {
        List<Fixture> fixtures = Fixture.of(folder);
        Assumptions.assumeFalse(fixtures.isEmpty(), "no fixtures of " + folder + " beside the repository");
        return fixtures.stream()
                .filter(fixture -> !fixture.refused())
                .map(fixture -> named(fixture.name(), () -> test.accept(fixture)));
    }

    /** A test whose failure says which case it is about: reports leave out the names of dynamic tests. */
    static DynamicTest named(String name, Runnable test) {
        return DynamicTest.dynamicTest(name, () -> {
            try {
                test.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
        });
    }
}
