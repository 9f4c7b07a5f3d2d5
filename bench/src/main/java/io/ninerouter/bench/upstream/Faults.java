package io.ninerouter.bench.upstream;

import io.netty.buffer.ByteBuf;
import io.ninerouter.bench.wire.Shared;
import java.util.List;

/**
 * What a provider may do instead of answering, in turn: refuse for a moment, break, show a page of its proxy, stop in the middle of
 * an answer, report success and an error in one, close without a word. Belongs to one event loop.
 */
final class Faults {
    private final List<Fault> all;
    private int next;

    /** @param limited a refusal that may be asked again at once */
    Faults(ByteBuf limited) {
        String error = "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}";
        all = List.of(
                new Fault(limited, false),
                of("500 Internal Server Error", error, 0, false),
                new Fault(limited, false),
                of("502 Bad Gateway", "<html><body>Bad Gateway</body></html>", 0, false),
                new Fault(limited, false),
                of("200 OK", "{\"id\":\"chatcmpl-bench\",\"choices\":[{\"ind", 1_000, true),
                new Fault(limited, false),
                of("200 OK", error, 0, false),
                new Fault(limited, false),
                new Fault(Shared.ascii(""), true));
    }

    /** The next one. */
    Fault next() {
        next = (next + 1) % all.size();
        return all.get(next);
    }

    /** @param missing bytes that are promised and do not come */
    private static Fault of(String status, String body, int missing, boolean closes) {
        String head = "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\ncontent-length: "
                + (body.length() + missing) + "\r\n\r\n";
        return new Fault(Shared.ascii(head + body), closes);
    }

    /**
     * One of them.
     *
     * @param bytes to be duplicated
     * @param closes whether the connection is closed behind them
     */
    record Fault(ByteBuf bytes, boolean closes) {}
}
