package io.ninerouter.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.operator.event.Transitions.Announcement;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    private static final Condition ACCEPTED = condition("Accepted", "True", "Accepted");
    private static final Condition REJECTED = condition("Accepted", "False", "Cycle");
    private static final Condition PROGRAMMED = condition("Programmed", "True", "Programmed");
    private static final Condition REFUSED = condition("CredentialsValid", "False", "Refused");

    @Test
    void tellsWhatIsNew() {
        assertThat(Transitions.between(List.of(), List.of(ACCEPTED)))
                .containsExactly(new Announcement(false, "Accepted", "m"));
        assertThat(Transitions.between(List.of(ACCEPTED), List.of(REJECTED)))
                .containsExactly(new Announcement(true, "Cycle", "m"));
        assertThat(Transitions.between(List.of(ACCEPTED), List.of(ACCEPTED, REFUSED)))
                .containsExactly(new Announcement(true, "Refused", "m"));
        assertThat(Transitions.between(List.of(ACCEPTED), List.of(ACCEPTED, PROGRAMMED)))
                .containsExactly(new Announcement(false, "Programmed", "m"));
    }

    @Test
    void warnsOfASecretThatIsMissingAndNotOfOneThatIsBeingIssued() {
        Condition issued = condition("ResolvedRefs", "False", "Pending");
        Condition missing = condition("ResolvedRefs", "False", "SecretNotFound");

        assertThat(Transitions.between(List.of(), List.of(ACCEPTED, issued)))
                .containsExactly(new Announcement(false, "Accepted", "m"));
        assertThat(Transitions.between(List.of(ACCEPTED, issued), List.of(ACCEPTED, missing)))
                .containsExactly(new Announcement(true, "SecretNotFound", "m"));
    }

    @Test
    void whatServesAtOnceIsToldOfOnce() {
        assertThat(Transitions.between(List.of(), List.of(ACCEPTED, PROGRAMMED)))
                .containsExactly(new Announcement(false, "Programmed", "m"));
        Condition warned = condition("Accepted", "True", "HidesBuiltIn");
        assertThat(Transitions.between(List.of(), List.of(warned, PROGRAMMED)))
                .as("a reason of its own is not lost")
                .containsExactly(
                        new Announcement(false, "HidesBuiltIn", "m"), new Announcement(false, "Programmed", "m"));
    }

    @Test
    void tellsOfALoginThatFailedBesideTokensThatServeAndOfNoneThatDidNotHappen() {
        Condition valid = condition("CredentialsValid", "True", "Valid");
        Condition failed = condition("CredentialsValid", "True", "LoginFailed");
        Condition awaiting = condition("CredentialsValid", "False", "AwaitingLogin");

        assertThat(Transitions.between(List.of(valid), List.of(failed)))
                .containsExactly(new Announcement(true, "LoginFailed", "m"));
        assertThat(Transitions.between(List.of(failed), List.of(valid))).isEmpty();
        assertThat(Transitions.between(List.of(awaiting), List.of(valid)))
                .containsExactly(new Announcement(false, "LoggedIn", "m"));
    }

    @Test
    void warnsOfALoginThatWaitsForAPersonAndNotOfOneThatIsBeingBegun() {
        Condition begins = condition("CredentialsValid", "False", "Pending");
        Condition awaiting = condition("CredentialsValid", "False", "AwaitingLogin");
        Condition valid = condition("CredentialsValid", "True", "Valid");

        assertThat(Transitions.between(List.of(), List.of(ACCEPTED, begins)))
                .containsExactly(new Announcement(false, "Accepted", "m"));
        assertThat(Transitions.between(List.of(ACCEPTED, begins), List.of(ACCEPTED, awaiting)))
                .containsExactly(new Announcement(true, "AwaitingLogin", "m"));
        assertThat(Transitions.between(List.of(begins), List.of(valid)))
                .as("a token that the operator has got by itself")
                .containsExactly(new Announcement(false, "LoggedIn", "m"));
    }

    @Test
    void tellsOnceOfModelsThatEndSoonThoughEveryReferenceLeadsSomewhere() {
        Condition resolved = condition("ResolvedRefs", "True", "Resolved");
        Condition ending = condition("ResolvedRefs", "True", "ModelEndsSoon");
        Condition another = new Condition("ResolvedRefs", "True", 1L, "2026-01-01T00:00:00Z", "ModelEndsSoon", "other");

        assertThat(Transitions.between(List.of(), List.of(ending)))
                .containsExactly(new Announcement(true, "ModelEndsSoon", "m"));
        assertThat(Transitions.between(List.of(resolved), List.of(ending)))
                .containsExactly(new Announcement(true, "ModelEndsSoon", "m"));
        assertThat(Transitions.between(List.of(ending), List.of(ending))).isEmpty();
        assertThat(Transitions.between(List.of(ending), List.of(another)))
                .as("another model")
                .containsExactly(new Announcement(true, "ModelEndsSoon", "other"));
        assertThat(Transitions.between(List.of(ending), List.of(resolved))).isEmpty();
    }

    @Test
    void keepsQuietAboutWhatIsKnown() {
        List<Condition> all = List.of(ACCEPTED, REFUSED, PROGRAMMED);

        assertThat(Transitions.between(all, all)).isEmpty();
        assertThat(Transitions.between(all, List.of(ACCEPTED, condition("Programmed", "False", "Pending"))))
                .as("waiting is no news")
                .isEmpty();
    }

    private static Condition condition(String type, String status, String reason) {
        return new Condition(type, status, 1L, "2026-01-01T00:00:00Z", reason, "m");
    }
}
