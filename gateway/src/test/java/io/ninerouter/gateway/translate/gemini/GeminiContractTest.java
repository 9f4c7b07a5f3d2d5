package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.translate.DialectContract;

/** Gemini under what every dialect has to pass. */
class GeminiContractTest extends DialectContract {
    GeminiContractTest() {
        super(new GeminiCodec(), "gemini", "GenerateContent");
    }
}
