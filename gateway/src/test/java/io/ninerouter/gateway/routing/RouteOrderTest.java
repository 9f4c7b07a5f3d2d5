package io.ninerouter.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AccountStrategy;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.health.QuotaWindow;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** In which order accounts and members of combos are tried. */
class RouteOrderTest extends Planning {

    @Test
    void fillsTheFirstAccountOfTheLowestPriority() {
        World world = new World()
                .provider("p", "m")
                .account(new ConnectionConfig("a", "p", 10, 1, List.of(), 0, true))
                .account(new ConnectionConfig("b", "p", 0, 1, List.of(), 0, true))
                .account(new ConnectionConfig("c", "p", 0, 1, List.of(), 0, true));
        for (int i = 0; i < 5; i++) {
            assertThat(targets(world, "m", "session-" + i)).isEqualTo("p/m/b p/m/c p/m/a");
        }
    }

    /** Every replica sends a session to the first account that works, so that it stays as long as that one does. */
    @Test
    void aSessionStaysOnTheFirstAccountThatWorksAndComesBackToIt() {
        World world = threeAccounts();
        assertThat(targets(world, "m", "session")).isEqualTo("p/m/a p/m/b p/m/c p/m/z");
        assertThat(targets(world.snapshot(), "m", "session", without("a"))).isEqualTo("p/m/b p/m/c p/m/z");
        assertThat(targets(world.snapshot(), "m", "other session", without("a")))
                .isEqualTo("p/m/b p/m/c p/m/z");
        assertThat(targets(world, "m", "session")).isEqualTo("p/m/a p/m/b p/m/c p/m/z");
    }

    @Test
    void anAccountThatHasNearlyUsedUpAWindowGoesBehindTheOthersOfItsPriorityUntilTheReset() {
        for (AccountStrategy strategy : AccountStrategy.values()) {
            World world = threeAccounts().accounts(strategy, 1, true);
            board.windows("a", null, List.of(new QuotaWindow("5h", 97, NOW + 60_000, NOW - 1_000, true)), NOW - 1_000);
            assertThat(targets(world, "m", "session")).as("%s", strategy).matches("p/m/(b p/m/c|c p/m/b) p/m/a p/m/z");

            board.windows("a", null, List.of(new QuotaWindow("5h", 0, NOW + 60_000, NOW, true)), NOW);
            assertThat(targets(world, "m", "session")).as("%s, reset", strategy).endsWith("p/m/z");
        }
        board.windows("z", null, List.of(new QuotaWindow("7d", 20, NOW + 60_000, NOW, true)), NOW);
        assertThat(targets(threeAccounts(), "m", "session")).isEqualTo("p/m/a p/m/b p/m/c p/m/z");
    }

    @Test
    void goesRoundAccountsOfOnePriority() {
        World world = threeAccounts().accounts(AccountStrategy.ROUND_ROBIN, 2, false);
        assertThat(firsts(world, 8)).isEqualTo("a a b b c c a a");
        assertThat(targets(world, "m", "session")).isEqualTo("p/m/b p/m/c p/m/a p/m/z");
    }

    @Test
    void goesRoundInProportionToWeights() {
        World world = new World()
                .provider("p", "m")
                .account(new ConnectionConfig("a", "p", 0, 2, List.of(), 0, true))
                .account(new ConnectionConfig("b", "p", 0, 1, List.of(), 0, true))
                .accounts(AccountStrategy.ROUND_ROBIN, 1, false);
        assertThat(firsts(world, 6)).isEqualTo("a a b a a b");
    }

    @Test
    void takesTheLeastUsedAccount() {
        World world = threeAccounts().accounts(AccountStrategy.LEAST_USED, 1, false);
        board.began("a");
        board.began("a");
        board.began("b");
        assertThat(targets(world, "m")).isEqualTo("p/m/c p/m/b p/m/a p/m/z");
        board.began("c");
        board.began("c");
        board.began("c");
        assertThat(targets(world, "m")).isEqualTo("p/m/b p/m/a p/m/c p/m/z");
    }

    @Test
    void keepsASessionOnOneAccountAndMovesOnlyTheSessionsOfOneThatIsGone() {
        for (AccountStrategy strategy : List.of(AccountStrategy.ROUND_ROBIN, AccountStrategy.LEAST_USED)) {
            Snapshot snapshot = threeAccounts().accounts(strategy, 1, true).snapshot();
            Map<String, String> before = new HashMap<>();
            Map<String, Integer> share = new TreeMap<>();
            for (int i = 0; i < 3_000; i++) {
                String first = targets(snapshot, "m", "session-" + i, board).split(" ")[0];
                before.put("session-" + i, first);
                share.merge(first, 1, Integer::sum);
            }
            assertThat(share).containsOnlyKeys("p/m/a", "p/m/b", "p/m/c");
            assertThat(share.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1_150));

            Health withoutB = without("b");
            before.forEach((session, first) -> {
                String now = targets(snapshot, "m", session, withoutB).split(" ")[0];
                if (first.equals("p/m/b")) {
                    assertThat(now).isIn("p/m/a", "p/m/c");
                } else {
                    assertThat(now).isEqualTo(first);
                }
            });
        }
    }

    @Test
    void goesRoundTheMembersOfACombo() {
        World world = new World()
                .provider("p", "m", "n", "o")
                .account("a", "p")
                .combo("c", ComboStrategy.ROUND_ROBIN, 2, "p/m", "p/n", "p/o");
        StringBuilder firsts = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            firsts.append(targets(world, "c").charAt(2));
        }
        assertThat(firsts.toString()).isEqualTo("mmnnoom");
        assertThat(targets(world, "c")).isEqualTo("p/m/a p/n/a p/o/a");
    }

    @Test
    void drawsTheMembersOfAComboByWeight() {
        World world = new World()
                .provider("p", "m", "n", "o")
                .account("a", "p")
                .combo("c", ComboStrategy.WEIGHTED, 1, "p/m*6", "p/n*3", "p/o*1");
        Map<Character, Integer> share = new TreeMap<>();
        Snapshot snapshot = world.snapshot();
        for (seed = 0; seed < 10_000; seed++) {
            String drawn = targets(snapshot, "c", null, board);
            assertThat(drawn.split(" ")).hasSize(3);
            share.merge(drawn.charAt(2), 1, Integer::sum);
        }
        assertThat(share.get('m')).isBetween(5_800, 6_200);
        assertThat(share.get('n')).isBetween(2_800, 3_200);
        assertThat(share.get('o')).isBetween(850, 1_150);
    }

    private static World threeAccounts() {
        return new World()
                .provider("p", "m")
                .account("a", "p")
                .account("b", "p")
                .account("c", "p")
                .account(new ConnectionConfig("z", "p", 9, 1, List.of(), 0, true));
    }

    private String firsts(World world, int requests) {
        StringBuilder firsts = new StringBuilder();
        Snapshot snapshot = world.snapshot();
        for (int i = 0; i < requests; i++) {
            String first = targets(snapshot, "m", null, board).split(" ")[0];
            firsts.append(i == 0 ? "" : " ").append(first.substring(first.length() - 1));
        }
        return firsts.toString();
    }

    private Health without(String connection) {
        HealthBoard broken = new HealthBoard();
        Attempt attempt = new Attempt("endpoint", connection, "m", Credential.apiKey("sk-" + connection));
        broken.record(attempt, new Outcome.Refused(429, 1_000L, "no"), NOW, 0);
        return broken;
    }
}
