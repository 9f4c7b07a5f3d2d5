package io.ninerouter.gateway.json;

import java.util.function.Consumer;

/** The body of a request: one JSON object and nothing after it. Stateless. */
public final class JsonBody {
    private JsonBody() {}

    /**
     * Shows each member that is not {@code null}, in order.
     *
     * @param member is shown a reader that stands at the member's value, and takes it or leaves it
     * @throws BadJsonException when the body is no object, or {@code member} finds what it cannot take
     */
    public static void members(Utf8 body, Consumer<JsonReader> member) {
        try (JsonReader in = JsonReader.of(body)) {
            if (!in.object()) {
                throw new BadJsonException("body: null (expected: an object)");
            }
            while (in.nextField()) {
                if (in.kind() != JsonKind.NULL) {
                    member.accept(in);
                }
            }
            in.expectEnd();
        }
    }
}
