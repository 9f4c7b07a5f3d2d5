package io.ninerouter.gateway.chat;

/** How to answer. */
public record Settings(Sampling sampling, OutputWish output, ReasoningWish reasoning, Delivery delivery) {
    /** Nothing said. */
    public static final Settings NONE =
            new Settings(Sampling.NONE, OutputWish.NONE, ReasoningWish.NONE, Delivery.UNARY);

    /** The same, delivered otherwise. */
    public Settings with(Delivery other) {
        return new Settings(sampling, output, reasoning, other);
    }

    /** The same with another wish for the sampling. */
    public Settings with(Sampling other) {
        return new Settings(other, output, reasoning, delivery);
    }

    /** The same with another wish for the output. */
    public Settings with(OutputWish other) {
        return new Settings(sampling, other, reasoning, delivery);
    }

    /** The same with another wish for reasoning. */
    public Settings with(ReasoningWish other) {
        return new Settings(sampling, output, other, delivery);
    }
}
