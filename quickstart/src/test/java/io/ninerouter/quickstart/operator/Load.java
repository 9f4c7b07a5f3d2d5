package io.ninerouter.quickstart.operator;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Several callers that ask one request after the other until they are stopped; every answer but 200 is kept. */
final class Load implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final List<Future<?>> callers = new ArrayList<>();
    private volatile boolean stopped;

    static Load of(int callers, Callable<HttpResponse<String>> request) {
        Load load = new Load();
        for (int i = 0; i < callers; i++) {
            load.callers.add(load.threads.submit(() -> load.run(request)));
        }
        return load;
    }

    private Void run(Callable<HttpResponse<String>> request) throws Exception {
        while (!stopped) {
            HttpResponse<String> answer = request.call();
            if (answer.statusCode() != 200) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
            answers.incrementAndGet();
        }
        return null;
    }

    int answers() {
        return answers.get();
    }

    /** Ends it; what went wrong. */
    List<String> stop() throws Exception {
        stopped = true;
        for (Future<?> caller : callers) {
            caller.get();
        }
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
