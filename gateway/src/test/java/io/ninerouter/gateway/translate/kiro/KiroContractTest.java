package io.ninerouter.gateway.translate.kiro;

import io.ninerouter.gateway.translate.ProviderContract;

class KiroContractTest extends ProviderContract {
    KiroContractTest() {
        super(new KiroCodec(), "kiro", false);
    }
}
