package io.ninerouter.gateway.upstream;

import io.ninerouter.egress.AddressGuard;
import java.net.ConnectException;

/** A provider's name or address leads where no provider may be. */
final class DeniedAddressException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final AddressGuard.Objection objection;

    DeniedAddressException(AddressGuard.Objection objection) {
        super(objection.text());
        this.objection = objection;
    }

    AddressGuard.Objection objection() {
        return objection;
    }
}
