package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.operator.credential.ChaosWorld.Odds;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten gateways, fifty accounts with single-use refresh tokens, operators that die between any two steps; in virtual time. */
class RefreshChaosTest {
    private static final int ACCOUNTS = 50;
    private static final Duration SPAN = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofMinutes(5);

    @Test
    void withoutTroubleEachTokenIsRenewedOnceAndNoCallerIsRefused() {
        ChaosWorld world = new ChaosWorld(1, ACCOUNTS, new ChaosVendor(null), new Odds(0, 0, 0, 0));
        world.run(SPAN);

        // Renewed some 8 minutes into its life of 10, at the earliest 12 s before.
        int most = ACCOUNTS * (int) (SPAN.toSeconds() / 460 + 1);
        int least = ACCOUNTS * (int) (SPAN.toSeconds() / 490);
        assertThat(world.calls).isEqualTo(world.vendor.rotations).isBetween(least, most);
        assertThat(world.refusedCalls).isEmpty();
        assertThat(world.vendor.reuses).isEmpty();
    }

    @Test
    void refusalsOfTenGatewaysMakeOneRenewal() {
        ChaosWorld world = new ChaosWorld(2, ACCOUNTS, new ChaosVendor(null), new Odds(0, 0, 0, 0));
        world.run(Duration.ofMinutes(1));
        int before = world.vendor.rotations;
        assertThat(before).isEqualTo(ACCOUNTS);
        world.secrets.keySet().forEach(world::revoke);
        world.run(Duration.ofMinutes(5));

        assertThat(world.vendor.rotations).isEqualTo(2 * ACCOUNTS);
        assertThat(world.vendor.reuses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void whereTheVendorForgivesNothingIsLostAndNothingUsedTwice(long seed) {
        ChaosWorld world = new ChaosWorld(seed, ACCOUNTS, new ChaosVendor(GRACE), new Odds(0.002, 0.05, 0.05, 0.02));
        for (int hour = 0; hour < 3; hour++) {
            world.run(Duration.ofHours(1));
            world.lead();
        }

        assertThat(world.kills).as("operators killed").isGreaterThan(10);
        assertThat(world.vendor.reuses).as("spent tokens shown").isEmpty();
        assertThat(lost(world)).as("accounts lost").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11})
    void whereTheVendorForgivesNothingOnlyAnswersThatDiedAreLost(long seed) {
        ChaosWorld world = new ChaosWorld(seed, ACCOUNTS, new ChaosVendor(null), new Odds(0.004, 0.05, 0.05, 0));
        for (int hour = 0; hour < 2; hour++) {
            world.run(Duration.ofHours(1));
            world.lead();
        }

        assertThat(world.kills).isGreaterThan(4);
        Set<String> lost = lost(world);
        assertThat(lost).as("accounts that the test is about").isNotEmpty();
        assertThat(world.answersLost)
                .as("lost only where an answer died with its operator")
                .containsAll(lost);
        assertThat(world.vendor.reusedWhileLive)
                .as("shown again while requests were served")
                .isEmpty();
        assertThat(world.vendor.reuses.values()).as("shown again, at most").allMatch(times -> times == 1);
        assertThat(world.vendor.reuses.size()).isLessThanOrEqualTo(lost.size());
    }

    @Test
    void anApiServerThatFailsForLongLosesNothing() {
        ChaosWorld world = new ChaosWorld(15, ACCOUNTS, new ChaosVendor(null), new Odds(0, 0.6, 0.3, 0));
        world.run(SPAN);

        assertThat(world.vendor.reuses).isEmpty();
        assertThat(lost(world)).isEmpty();
        assertThat(world.vendor.rotations).isGreaterThan(ACCOUNTS * 4);
    }

    /** What makes tokens as often as it is asked is renewed with something that is good for one use. */
    @Test
    void loginsThatMakeTokensAreRenewedOnceEachAndNoCallerIsRefused() {
        ChaosWorld world = new ChaosWorld(16, ACCOUNTS, new ChaosTwoLevels(), new Odds(0, 0, 0, 0));
        world.run(SPAN);

        // A login's token lasts 25 minutes, and is looked at with each token that it makes.
        assertThat(world.vendor.rotations).isBetween(2 * ACCOUNTS, 3 * ACCOUNTS);
        assertThat(world.refusedCalls).isEmpty();
        assertThat(world.vendor.reuses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {17, 18, 19})
    void ofLoginsThatMakeTokensOnlyThoseAreLostWhoseOwnRenewalsAnswerDied(long seed) {
        ChaosWorld world = new ChaosWorld(seed, ACCOUNTS, new ChaosTwoLevels(), new Odds(0.004, 0.05, 0.05, 0));
        for (int hour = 0; hour < 2; hour++) {
            world.run(Duration.ofHours(1));
            world.lead();
        }

        assertThat(world.kills).isGreaterThan(4);
        assertThat(world.answersLost).containsAll(lost(world));
        assertThat(world.vendor.reusedWhileLive)
                .as("shown again while requests were served")
                .isEmpty();
        assertThat(world.vendor.reuses.values()).as("shown again, at most").allMatch(times -> times == 1);
    }

    /** Answers die so often that a rule for tokens that are good for one use would have given most accounts up. */
    @Test
    void questionsThatSpendNothingLoseNoAccountHoweverOftenTheirAnswersDie() {
        ChaosTwoLevels vendor = new ChaosTwoLevels();
        ChaosWorld world = new ChaosWorld(20, ACCOUNTS, vendor, new Odds(0, 0.05, 0, 0));
        vendor.silent = true;
        world.run(Duration.ofMinutes(20));
        assertThat(world.secrets.values()).allMatch(one -> one.tokens().access() == null);
        vendor.silent = false;
        assertThat(lost(world)).isEmpty();
        assertThat(world.secrets.values()).allMatch(one -> one.tokens().access() != null);
        assertThat(world.vendor.reuses).isEmpty();
    }

    private static Set<String> lost(ChaosWorld world) {
        world.settle();
        return world.secrets.entrySet().stream()
                .filter(one -> !world.vendor.knows(one.getValue().tokens()))
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
