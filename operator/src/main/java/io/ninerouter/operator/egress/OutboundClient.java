package io.ninerouter.operator.egress;

import io.ninerouter.egress.Egress;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.egress.TlsMaterial;
import io.ninerouter.operator.egress.OutboundException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * {@link OutboundHttp} over sockets, each call on a virtual thread of its own. What certificates come to is kept for the ways
 * that were used last. Thread-safe.
 */
public final class OutboundClient implements OutboundHttp {
    private static final int MAX_CONTEXTS = 64;

    private final Surroundings surroundings;
    private final Names names;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Map<Egress, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Egress, SSLContext> eldest) {
            return size() > MAX_CONTEXTS;
        }
    };

    /** A client with the resolver of the platform. */
    public OutboundClient(Surroundings surroundings) {
        this(surroundings, InetAddress::getAllByName);
    }

    /** @param names resolves names, of providers and of proxies */
    OutboundClient(Surroundings surroundings, Names names) {
        this.surroundings = surroundings;
        this.names = names;
    }

    @Override
    public CompletableFuture<OutboundReply> send(OutboundRequest request, Egress way) {
        Call call = new Call(request);
        calls.add(call);
        CompletableFuture.delayedExecutor(request.within().toMillis(), TimeUnit.MILLISECONDS, threads)
                .execute(call::expire);
        threads.execute(() -> call.run(opened -> dialing(request, way, opened)));
        var _ = call.answer().whenComplete((_, _) -> {
            calls.remove(call);
            call.close();
        });
        return call.answer();
    }

    @Override
    public void close() {
        calls.forEach(Call::close);
        threads.shutdownNow();
    }

    private Dialing dialing(OutboundRequest request, Egress way, Consumer<Socket> opened) throws OutboundException {
        String host = request.uri().getHost();
        if (way.isIncomplete()) {
            throw unsendable(host, "the proxy's password or the client certificate is not here");
        }
        try {
            ProxyRules rules = way.rules(surroundings.environment());
            return new Dialing(
                    names,
                    way.guard(surroundings.allowLoopback()),
                    way.proxyGuard(surroundings.allowLoopback()),
                    rules.proxyFor(request.uri()),
                    rules.login(),
                    context(way),
                    Math.clamp(request.within().toMillis(), 1, Call.CONNECT_MILLIS),
                    opened);
        } catch (IllegalArgumentException e) {
            throw unsendable(host, String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            throw unsendable(host, "TLS cannot be spoken here");
        }
    }

    private SSLContext context(Egress way) throws GeneralSecurityException {
        synchronized (contexts) {
            SSLContext known = contexts.get(way);
            if (known != null) {
                return known;
            }
            TlsMaterial material = TlsMaterial.of(way);
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    material.keys() == null ? null : material.keys().getKeyManagers(),
                    material.trust() == null ? null : material.trust().getTrustManagers(),
                    null);
            contexts.put(way, made);
            return made;
        }
    }

    private static OutboundException unsendable(String host, String why) {
        return new OutboundException(Kind.UNSENDABLE, host + " cannot be reached as its egress says: " + why);
    }

    /** What fails at the end is of no interest. */
    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Gone either way.
        }
    }
}
