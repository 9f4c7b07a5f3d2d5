package io.ninerouter.bench.load;

import io.netty.channel.EventLoop;
import io.ninerouter.bench.wire.Loops;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The load as a process. For each {@link LoadOrder} line on standard input it prints {@code begin}, a line for each of the
 * first {@link LoadError}s, the line of a {@link LoadResult} and {@code idle}; it ends with its input.
 */
public final class LoadMain {
    private LoadMain() {}

    /** Takes no arguments. */
    public static void main(String[] args)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        EventLoop loop = Loops.one().next();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            new LoadRun(loop, LoadOrder.parse(line), System.out::println).run();
        }
        loop.parent().shutdownGracefully().sync();
    }
}
