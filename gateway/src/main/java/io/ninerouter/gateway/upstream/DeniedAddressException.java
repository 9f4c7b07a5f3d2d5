package io.ninerouter.gateway.upstream;

import io.ninerouter.egress.AddressGuard;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/** A provider's, or a proxy's, name or address leads where none may be. */
final class DeniedAddressException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final AddressGuard.Objection objection;
    private final @Nullable String proxy;

    /** A provider's. */
    DeniedAddressException(AddressGuard.Objection objection) {
        this(objection, null);
    }

    /** @param proxy whose address it is; null = the provider's */
    DeniedAddressException(AddressGuard.Objection objection, @Nullable String proxy) {
        super(objection.text());
        this.objection = objection;
        this.proxy = proxy;
    }

    @Nullable
    String proxy() {
        return proxy;
    }

    AddressGuard.Objection objection() {
        return objection;
    }
}
