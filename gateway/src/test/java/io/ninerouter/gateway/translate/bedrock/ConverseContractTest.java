package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.translate.ProviderContract;

class ConverseContractTest extends ProviderContract {
    ConverseContractTest() {
        super(new ConverseCodec(), "bedrock-converse", true);
    }
}
