package io.ninerouter.gateway.upstream;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import io.ninerouter.egress.AddressGuard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names and lets through only what the guard does not object to. What it gives is what is connected to: a name that
 * would be another address at a second look gains nothing. Addresses written as such are judged like resolved ones.
 */
final class GuardedResolver extends AddressResolverGroup<InetSocketAddress> {
    private final @Nullable Supplier<AddressResolverGroup<InetSocketAddress>> names;
    private final AddressGuard guard;

    /** @param names resolves; null = a proxy does: names are judged by what they are, and handed on */
    GuardedResolver(@Nullable Supplier<AddressResolverGroup<InetSocketAddress>> names, AddressGuard guard) {
        this.names = names;
        this.guard = guard;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Guarded(executor, names == null ? null : names.get().getResolver(executor));
    }

    private final class Guarded extends AbstractAddressResolver<InetSocketAddress> {
        private final @Nullable AddressResolver<InetSocketAddress> resolver;

        Guarded(EventExecutor executor, @Nullable AddressResolver<InetSocketAddress> resolver) {
            super(executor, InetSocketAddress.class);
            this.resolver = resolver;
        }

        /** Nothing is taken as it comes. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress wanted, Promise<InetSocketAddress> promise) {
            Promise<List<InetSocketAddress>> all = executor().newPromise();
            doResolveAll(wanted, all);
            all.addListener((Future<List<InetSocketAddress>> found) -> {
                if (found.isSuccess()) {
                    promise.trySuccess(found.getNow().getFirst());
                } else {
                    promise.tryFailure(found.cause());
                }
            });
        }

        @Override
        protected void doResolveAll(InetSocketAddress wanted, Promise<List<InetSocketAddress>> promise) {
            InetAddress literal = wanted.getAddress();
            AddressGuard.Objection objection = guard.toHost(wanted.getHostString());
            if (objection == null && literal != null) {
                objection = guard.to(wanted.getHostString(), literal);
            }
            if (objection != null) {
                promise.tryFailure(new DeniedAddressException(objection));
            } else if (literal != null || resolver == null) {
                promise.trySuccess(List.of(wanted));
            } else {
                resolver.resolveAll(wanted).addListener((FutureListener<List<InetSocketAddress>>)
                        found -> judge(wanted.getHostString(), found, promise));
            }
        }

        private void judge(
                String host, Future<List<InetSocketAddress>> found, Promise<List<InetSocketAddress>> promise) {
            if (!found.isSuccess()) {
                promise.tryFailure(found.cause());
                return;
            }
            List<InetSocketAddress> allowed = new ArrayList<>();
            AddressGuard.Objection last = null;
            for (InetSocketAddress address : found.getNow()) {
                AddressGuard.Objection objection = guard.to(host, address.getAddress());
                if (objection == null) {
                    allowed.add(address);
                } else {
                    last = objection;
                }
            }
            if (allowed.isEmpty() && last != null) {
                promise.tryFailure(new DeniedAddressException(last));
            } else {
                promise.trySuccess(allowed);
            }
        }
    }
}
