package io.ninerouter.gateway.translate.ollama;

import io.ninerouter.gateway.translate.ProviderContract;

class OllamaContractTest extends ProviderContract {
    OllamaContractTest() {
        super(new OllamaCodec(), "ollama", true);
    }
}
