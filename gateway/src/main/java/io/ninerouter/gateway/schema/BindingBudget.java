package io.ninerouter.gateway.schema;

/** What the schemas of one request may still take. Not thread-safe. */
public final class BindingBudget {
    private final BindingRules.Limits limits;
    private Weight taken = Weight.NOTHING;
    private int tools;

    public BindingBudget(BindingRules rules) {
        this.limits = rules.limits();
    }

    /** Whether the schema of the answer still fits; it is counted then. */
    public boolean takesAnswer(Weight weight) {
        Weight sum = taken.plus(weight);
        if (!weight.within(limits.each()) || !sum.within(limits.all())) {
            return false;
        }
        taken = sum;
        return true;
    }

    /** Whether one more tool still fits; it is counted then. */
    public boolean takesTool(Weight weight) {
        if (tools >= limits.tools() || !takesAnswer(weight)) {
            return false;
        }
        tools++;
        return true;
    }
}
