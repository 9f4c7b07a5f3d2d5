package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.json.Utf8;

/** Is told what a prompt is made of. */
interface PromptSink {
    /** Text for the model to read. */
    void text(String text);

    /** The same as a slice of the request. */
    void text(Utf8 text);

    /** An image, document, recording or film. */
    void attachment(Part.Attachment attachment);

    /** What the provider puts around messages and tools. */
    void fixed(long tokens);
}
