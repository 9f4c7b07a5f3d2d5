package io.ninerouter.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.netty.resources.LoopResources;

/**
 * Two connections are told of at once; when the first is read the second is closed, and a third is opened, to which the kernel gives the
 * number of the second: what it told of that number is not for the third.
 */
@EnabledOnOs(OS.LINUX)
class ReusedDescriptorTest {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @BeforeEach
    void needsEpoll() {
        Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
    }

    @Test
    void aNewConnectionDoesNotInheritTheEventsOfOneThatWasJustClosed() throws Exception {
        LoopResources resources = EdgeLoops.create(1);
        EventLoop loop = resources.onServer(true).next();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<ChannelFuture> third = new CompletableFuture<>();
            Channel second = connect(loop, server.getLocalSocketAddress(), new Ignoring());
            Channel first = connect(loop, server.getLocalSocketAddress(), new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    ((ByteBuf) message).release();
                    var _ = second.close();
                    third.complete(bootstrap(loop, new Ignoring()).connect(server.getLocalSocketAddress()));
                }
            });
            try (Socket toSecond = server.accept();
                    Socket toFirst = server.accept()) {
                CountDownLatch held = new CountDownLatch(1);
                CountDownLatch goOn = new CountDownLatch(1);
                loop.execute(() -> hold(held, goOn));
                held.await();
                toFirst.getOutputStream().write(1);
                toSecond.getOutputStream().write(1);
                goOn.countDown();

                ChannelFuture connected = third.get(60, TimeUnit.SECONDS);
                assertThat(connected.await(60, TimeUnit.SECONDS)).isTrue();

                assertThat(failures).isEmpty();
                assertThat(connected.cause()).isNull();
                assertThat(connected.channel().isActive()).isTrue();
            }
            var _ = first.close();
        } finally {
            resources.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
        }
    }

    /** So that both are told of in one turn. */
    private static void hold(CountDownLatch held, CountDownLatch goOn) {
        held.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Channel connect(EventLoop loop, SocketAddress server, ChannelInboundHandlerAdapter handler)
            throws InterruptedException {
        return bootstrap(loop, handler).connect(server).sync().channel();
    }

    private static Bootstrap bootstrap(EventLoop loop, ChannelInboundHandlerAdapter handler) {
        return new Bootstrap().group(loop).channel(EpollSocketChannel.class).handler(handler);
    }

    private final class Ignoring extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures.add(cause);
        }
    }
}
