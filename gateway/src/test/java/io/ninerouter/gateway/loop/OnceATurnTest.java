package io.ninerouter.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ImmediateExecutor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnceATurnTest {
    private static final String TURN = "turn";

    private final Kernel kernel = new Kernel();
    private boolean onLoop = true;
    private final OnceATurn handler = new OnceATurn(kernel, new ThreadAwareExecutor() {
        @Override
        public boolean isExecutorThread(Thread thread) {
            return onLoop;
        }

        @Override
        public void execute(Runnable task) {
            ImmediateExecutor.INSTANCE.execute(task);
        }
    });

    /** What a channel says, turn by turn, and what the kernel is told. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            the first word is told at once,                                 in,                        in
            a change waits for the turn,                                    in out,                    in
            a change is told at the turn,                                   in out turn,               in out
            a change that comes to nothing is not told,                     in idle in turn,           in
            the last word of a turn counts,                                 in idle out turn,          in out
            what was told is not told again,                                in out turn out turn,      in out
            each turn begins with what was told,                            in out turn in turn,       in out in
            a change that comes to nothing is told when a turn is between,  in idle turn in turn,      in idle in
            """)
    void theKernelIsToldOnceATurn(String name, String said, String told) throws Exception {
        IoRegistration channel = handler.register(kernel.handle);

        for (String word : said.split(" ")) {
            if (word.equals(TURN)) {
                handler.run(new Context());
            } else {
                channel.submit(ops(word));
            }
        }

        assertThat(kernel.told)
                .isEqualTo(
                        Arrays.stream(told.split(" ")).map(OnceATurnTest::ops).toList());
    }

    @Test
    void eachTurnTellsBeforeItAsksForEvents() throws Exception {
        IoRegistration channel = handler.register(kernel.handle);
        channel.submit(ops("in"));
        channel.submit(ops("out"));

        handler.run(new Context());

        assertThat(kernel.toldAtTurns).containsExactly(2);
    }

    @Test
    void whatComesFromAnotherThreadIsToldAtOnce() throws Exception {
        IoRegistration channel = handler.register(kernel.handle);
        channel.submit(ops("in"));
        onLoop = false;

        channel.submit(ops("out"));

        assertThat(kernel.told).containsExactly(ops("in"), ops("out"));
    }

    @Test
    void aChannelThatIsGoneHasNothingToSay() throws Exception {
        IoRegistration channel = handler.register(kernel.handle);
        channel.submit(ops("in"));
        channel.submit(ops("out"));

        channel.cancel();
        handler.run(new Context());

        assertThat(channel.isValid()).isFalse();
        assertThat(kernel.told).containsExactly(ops("in"));
    }

    @Test
    void aChannelThatTheKernelDoesNotTakeIsClosedAndTheOthersAreServed() throws Exception {
        IoRegistration broken = handler.register(kernel.handle);
        IoRegistration other = handler.register(kernel.handle);
        broken.submit(ops("in"));
        other.submit(ops("in"));
        broken.submit(ops("idle"));
        other.submit(ops("out"));
        kernel.refused = ops("idle");

        handler.run(new Context());

        assertThat(kernel.closed).isEqualTo(1);
        assertThat(kernel.told).endsWith(ops("out"));
        assertThat(kernel.toldAtTurns).hasSize(1);
    }

    /** A number may be told of that was another channel's when the kernel was asked. */
    @Test
    void aChannelHearsNothingOfTheTurnThatItCameIn() throws Exception {
        Channel early = new Channel();
        Channel late = new Channel();
        handler.register(early);
        kernel.turns = List.of(
                () -> {
                    early.hear();
                    handler.register(late);
                    late.hear();
                    early.hear();
                },
                () -> {
                    early.hear();
                    late.hear();
                });

        handler.run(new Context());
        int first = late.heard;
        handler.run(new Context());

        assertThat(first).isZero();
        assertThat(late.heard).isEqualTo(1);
        assertThat(early.heard).isEqualTo(3);
    }

    @Test
    void aChannelThatCameWithinATurnIsTheSameToTheKernel() throws Exception {
        Channel late = new Channel();
        kernel.turns = List.of(() -> handler.register(late));

        handler.run(new Context());

        assertThat(kernel.known).singleElement().isInstanceOfSatisfying(EpollIoHandle.class, known -> {
            assertThat(known.fd()).isSameAs(late.fd());
            known.registered();
            known.unregistered();
            assertThatCode(known::close).doesNotThrowAnyException();
        });
        assertThat(late.told).containsExactly("registered", "unregistered", "closed");
    }

    /** As connections say it, which always want to hear of a hang-up: to want nothing would be to leave for good. */
    private static EpollIoOps ops(String word) {
        return switch (word) {
            case "in" -> EpollIoOps.EPOLLRDHUP.with(EpollIoOps.EPOLLIN);
            case "out" -> EpollIoOps.EPOLLRDHUP.with(EpollIoOps.EPOLLOUT);
            case "idle" -> EpollIoOps.EPOLLRDHUP;
            default -> throw new IllegalArgumentException("ops: " + word + " (expected: in, out or idle)");
        };
    }

    /** A connection: what the kernel's handler hands it, and how it is told of its place there. */
    private final class Channel implements EpollIoHandle {
        private final FileDescriptor fd = new FileDescriptor(7);
        private final List<String> told = new ArrayList<>();
        private int heard;

        /** By the handle that the kernel's handler got for this number last. */
        void hear() {
            kernel.known.stream()
                    .filter(known -> known instanceof EpollIoHandle each && each.fd() == fd)
                    .forEach(known -> known.handle(kernel.registration(), new IoEvent() {}));
        }

        @Override
        public FileDescriptor fd() {
            return fd;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            heard++;
        }

        @Override
        public void registered() {
            told.add("registered");
        }

        @Override
        public void unregistered() {
            told.add("unregistered");
        }

        @Override
        public void close() {
            told.add("closed");
        }
    }

    /** What happens in one turn. */
    private interface Turn {
        void pass() throws Exception;
    }

    private static final class Context implements IoHandlerContext {
        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long now) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }

    /** Writes down what it is told. */
    private static final class Kernel implements IoHandler {
        private final List<IoOps> told = new ArrayList<>();
        private final List<IoHandle> known = new ArrayList<>();
        private List<Turn> turns = List.of();
        private final List<Integer> toldAtTurns = new ArrayList<>();
        private IoOps refused = EpollIoOps.EPOLLERR;
        private int closed;
        private final IoHandle handle = new IoHandle() {
            @Override
            public void handle(IoRegistration registration, IoEvent event) {}

            @Override
            public void close() {
                closed++;
            }
        };

        @Override
        public int run(IoHandlerContext context) {
            toldAtTurns.add(told.size());
            if (toldAtTurns.size() <= turns.size()) {
                try {
                    turns.get(toldAtTurns.size() - 1).pass();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return 0;
        }

        @Override
        public IoRegistration register(IoHandle channel) {
            known.add(channel);
            return registration();
        }

        IoRegistration registration() {
            return new IoRegistration() {
                private boolean valid = true;

                @Override
                @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Netty's own signature.
                public <T> T attachment() {
                    return (T) handle;
                }

                @Override
                public long submit(IoOps ops) {
                    if (ops.equals(refused)) {
                        throw new IllegalStateException("refused");
                    }
                    told.add(ops);
                    return 0;
                }

                @Override
                public boolean isValid() {
                    return valid;
                }

                @Override
                public boolean cancel() {
                    valid = false;
                    return true;
                }
            };
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }
}
