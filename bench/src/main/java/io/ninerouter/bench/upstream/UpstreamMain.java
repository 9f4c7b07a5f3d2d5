package io.ninerouter.bench.upstream;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.ninerouter.bench.wire.Loops;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The upstream as a process: prints {@code port <n>}, serves until its standard input ends. */
public final class UpstreamMain {
    private UpstreamMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws InterruptedException, IOException {
        Answers answers = new Answers();
        EventLoopGroup loop = Loops.one();
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(Loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new UpstreamConnection(answers));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println("port " + ((InetSocketAddress) server.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // Nothing is said here; the end of input means that the benchmark is over.
        }
        server.close().sync();
        loop.shutdownGracefully().sync();
    }
}
