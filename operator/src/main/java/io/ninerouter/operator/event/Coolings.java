package io.ninerouter.operator.event;

import io.ninerouter.api.v1alpha1.ProviderConnection.Cooldown;
import io.ninerouter.operator.event.Transitions.Announcement;
import java.util.ArrayList;
import java.util.List;

/**
 * Which changes of a connection's cooldowns people want to hear of: its beginning and its end. The time is in the status,
 * not in the message: the same thing said again is the same Event. Pure.
 */
final class Coolings {
    static final String BEGUN = "CoolingDown";
    static final String OVER = "CooledDown";

    /** A caller can make up names of models: more than this at once is one more Event, not one for each. */
    static final int MAX = 8;

    private Coolings() {}

    static List<Announcement> between(List<Cooldown> before, List<Cooldown> after) {
        List<Announcement> all = new ArrayList<>();
        List<Cooldown> begun =
                after.stream().filter(one -> isMissing(one, before)).toList();
        begun.stream()
                .limit(MAX)
                .forEach(one -> all.add(
                        new Announcement(true, BEGUN, subject(one) + " is left alone for a time: " + one.reason())));
        if (begun.size() > MAX) {
            all.add(new Announcement(true, BEGUN, "many models are left alone for a time: see status.cooldowns"));
        }
        List<Cooldown> over =
                before.stream().filter(one -> isMissing(one, after)).toList();
        over.stream()
                .limit(MAX)
                .forEach(one -> all.add(new Announcement(false, OVER, subject(one) + " is tried again")));
        if (over.size() > MAX) {
            all.add(new Announcement(false, OVER, "many models are tried again"));
        }
        return all;
    }

    /** Another reason is news, another end is none. */
    private static boolean isMissing(Cooldown one, List<Cooldown> others) {
        return others.stream()
                .noneMatch(other ->
                        subject(one).equals(subject(other)) && one.reason().equals(other.reason()));
    }

    private static String subject(Cooldown cooldown) {
        return cooldown.model() == null ? "the account" : "model " + cooldown.model();
    }
}
