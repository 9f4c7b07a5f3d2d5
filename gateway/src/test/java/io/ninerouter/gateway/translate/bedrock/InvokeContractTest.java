package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.translate.ProviderContract;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;

/** Anthropic's own events within Bedrock's InvokeModelWithResponseStream. */
class InvokeContractTest extends ProviderContract {
    InvokeContractTest() {
        super(new AnthropicCodec(), "bedrock-invoke", true);
    }
}
