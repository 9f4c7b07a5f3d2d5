package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Fault;
import io.ninerouter.gateway.fake.Fault.Locks;
import io.ninerouter.gateway.fake.Fault.Moves;
import io.ninerouter.gateway.fake.Fault.Place;
import io.ninerouter.gateway.fake.Fault.Way;
import io.ninerouter.gateway.fake.Faults;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.fake.Waiting;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to fail before the first token, for every caller's dialect and what surrounds the target that fails: what the
 * caller sees, what is left alone afterwards, what the providers were asked.
 */
class FaultTableTest {
    private final RunningGateway gateway = RunningGateway.shared();
    private final List<FakeProvider> providers = new ArrayList<>();

    @AfterEach
    void stop() {
        providers.forEach(FakeProvider::close);
    }

    /** What surrounds the target that fails. */
    enum Setting {
        /** Nothing else. */
        SINGLE,
        /** Another account of the same provider, which is good. */
        TWO_ACCOUNTS,
        /** Another account, which fails the same way. */
        BOTH_ACCOUNTS_FAIL,
        /** Another model of another provider, which is good and speaks the caller's dialect. */
        COMBO
    }

    record Row(Fault fault, Dialect client, Dialect served, boolean stream, Setting setting) {
        @Override
        public String toString() {
            return fault + " | " + client + (client == served ? "" : " on " + served) + (stream ? ", streamed" : "")
                    + " | " + setting;
        }

        /** How many targets are asked. */
        int asked() {
            return switch (setting) {
                case SINGLE -> 1;
                case TWO_ACCOUNTS, BOTH_ACCOUNTS_FAIL -> fault.moves() == Moves.ANYWHERE ? 2 : 1;
                case COMBO -> fault.moves() == Moves.NOWHERE ? 1 : 2;
            };
        }

        boolean good() {
            return asked() == 2 && setting != Setting.BOTH_ACCOUNTS_FAIL;
        }

        /** The status that the caller sees; see {@link Faults#OVERLOADED}. */
        int status() {
            if (good()) {
                return 200;
            }
            if (asked() == 1 || speaksForItself()) {
                return fault.status();
            }
            return Set.of("429 odd", "429 usage_limit_reached").contains(fault.name()) ? 429 : 503;
        }

        /** Whether the last target's own words say more than that none could serve. */
        private boolean speaksForItself() {
            return fault.locks() == Locks.NOTHING || fault.locks() == Locks.MODEL_LONG;
        }
    }

    /** Every fault for every caller and setting; the provider's dialect changes from row to row, framings alternate. */
    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Dialect[] dialects = Dialect.CLIENTS.toArray(Dialect[]::new);
        for (Fault fault : Faults.all()) {
            for (Setting setting : Setting.values()) {
                if (setting == Setting.TWO_ACCOUNTS && fault.place() != Place.HERE) {
                    // Nobody is there for either account.
                    continue;
                }
                for (Dialect client : dialects) {
                    int number = rows.size();
                    if (fault.slow()
                            && client.ordinal()
                                    != (setting.ordinal() + fault.name().length()) % dialects.length) {
                        continue;
                    }
                    Dialect served = dialects[(client.ordinal() + number % 7) % dialects.length];
                    boolean stream = fault.way() == Way.EITHER ? number % 2 == 0 : fault.way() == Way.STREAM;
                    rows.add(new Row(fault, client, served, stream, setting));
                }
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void beforeTheFirstToken(Row row) throws Exception {
        FakeProvider failing = failing(row);
        FakeProvider good = start();
        good.always(Dialogs.reply(row.client, row.stream));
        gateway.use(configs(row, failing, good));

        long before = System.currentTimeMillis();
        HttpResponse<byte[]> answer = gateway.send(
                gateway.post(Dialogs.path(row.client, "m", row.stream), Dialogs.request(row.client, "m", row.stream)));

        Heard heard = Heard.of(row.client, answer);
        if (row.good()) {
            heard.isComplete(row.stream);
        } else {
            heard.isRefusal(row.status());
        }
        heard.says("x-ninerouter-attempts", Integer.toString(row.asked()));
        heard.keepsSecrets();
        assertThat(asked(row, failing, good)).isEqualTo(expected(row));
        new Learnt(gateway, before).of("a", "m1", row.fault.locks());
        if (row.setting == Setting.COMBO || row.setting == Setting.TWO_ACCOUNTS) {
            new Learnt(gateway, before).nothingAgainst(row.setting == Setting.COMBO ? "b" : "a2", row.good());
        }
    }

    private FakeProvider failing(Row row) {
        FakeProvider failing = row.fault.place() == Place.GONE ? FakeProvider.gone() : start();
        Reply fault = row.fault.reply().apply(row.served, row.stream);
        Reply good = Dialogs.reply(row.served, row.stream);
        failing.always(
                asked -> row.setting == Setting.TWO_ACCOUNTS && asked.account().equals("a2") ? good : fault);
        return failing;
    }

    private FakeProvider start() {
        FakeProvider provider = FakeProvider.start();
        providers.add(provider);
        return provider;
    }

    private static Configs configs(Row row, FakeProvider failing, FakeProvider good) {
        String url = row.fault.place() == Place.NO_TLS ? failing.urlOfTls() : failing.url();
        Configs configs = Configs.empty().settings(Waiting.on(row.fault.slow())).provider("a", url, row.served);
        return switch (row.setting) {
            case SINGLE -> configs.combo("m", "a/m1");
            case TWO_ACCOUNTS, BOTH_ACCOUNTS_FAIL ->
                configs.account("a2", "a", 0).combo("m", "a/m1");
            case COMBO -> configs.provider("b", good.url(), row.client).combo("m", "a/m1", "b/m2");
        };
    }

    /** Accounts in the order in which providers were asked for them. */
    private static List<String> asked(Row row, FakeProvider failing, FakeProvider good) {
        return Stream.of(failing, good)
                .flatMap(provider -> provider.asked().stream())
                .map(FakeProvider.Asked::account)
                .toList();
    }

    private static List<String> expected(Row row) {
        List<String> all = row.setting == Setting.COMBO ? List.of("a", "b") : List.of("a", "a2");
        // Who cannot be reached does not see that it is asked.
        return all.subList(0, row.asked()).stream()
                .filter(account -> row.fault.place() == Place.HERE || account.equals("b"))
                .toList();
    }
}
