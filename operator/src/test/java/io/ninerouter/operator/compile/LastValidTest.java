package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes on serving when an object is edited into something broken, and what does not. */
class LastValidTest {

    private final World world = World.with("openai", "deepseek");

    @Test
    void aNodeWithABadAddressServesAsItWas() {
        world.endpoint("own", "own", "m").account("own-1", "own");
        LastValid before = published(world.compile());

        world.edit(Kind.NODE, "own", "{prefix: own, dialect: OpenAIChat, baseUrl: 'not a url'}");
        Compilation after = world.compile(before);

        assertThat(after.config().providers())
                .extracting(ProviderConfig::baseUrl)
                .contains("http://own.svc/v1");
        assertThat(after.config().connections())
                .extracting(ConnectionConfig::name)
                .contains("own-1");
        assertRefused(after, Kind.NODE, "own", Reason.INVALID, "generation 1 goes on serving");
    }

    @Test
    void aNodeWhosePrefixIsTakenKeepsTheOneItHad() {
        world.endpoint("a", "one", "m")
                .endpoint("b", "two", "m")
                .account("a-1", "a")
                .account("b-1", "b");
        LastValid before = published(world.compile());

        world.edit(Kind.NODE, "a", "{prefix: two, dialect: OpenAIChat, baseUrl: 'http://a.svc/v1'}");
        Compilation after = world.compile(before);

        assertThat(provider(after, "a").prefixes()).containsExactlyInAnyOrder("a", "one");
        assertThat(provider(after, "b").prefixes()).containsExactlyInAnyOrder("b", "two");
        assertRefused(after, Kind.NODE, "a", Reason.CONFLICT, "generation 1 goes on serving");
    }

    @Test
    void aConnectionThatNamesNoProviderServesAsItWasWithTheSameCredential() {
        LastValid before = published(world.compile());

        world.edit(Kind.CONNECTION, "openai", "{provider: nobody, auth: {apiKey: {secretRef: {name: openai}}}}");
        Compilation after = world.compile(before);

        assertThat(after.config().connections())
                .filteredOn(one -> one.name().equals("openai"))
                .extracting(ConnectionConfig::provider)
                .containsExactly("openai");
        assertThat(after.credentials()).containsKey("openai");
        assertThat(verdict(after, Kind.CONNECTION, "openai").resolved().message())
                .contains("generation 1 goes on serving");
    }

    @Test
    void aCredentialThatHasChangedReachesNobodyWhomItIsNotMeantFor() {
        LastValid before = published(world.compile());

        world.secret("openai", "api-key", "another")
                .edit(Kind.CONNECTION, "openai", "{provider: nobody, auth: {apiKey: {secretRef: {name: openai}}}}");

        assertNotServed(world.compile(before), "openai");
    }

    @Test
    void aCredentialThatIsGoneIsRevoked() {
        LastValid before = published(world.compile());

        world.withoutSecret("openai")
                .edit(Kind.CONNECTION, "openai", "{provider: nobody, auth: {apiKey: {secretRef: {name: openai}}}}");

        assertNotServed(world.compile(before), "openai");
    }

    @Test
    void aConnectionThatIsSwitchedOffDoesNotServeHoweverBrokenItIs() {
        LastValid before = published(world.compile());

        world.edit(
                Kind.CONNECTION,
                "openai",
                "{provider: nobody, active: false, auth: {apiKey: {secretRef: {name: openai}}}}");

        assertNotServed(world.compile(before), "openai");
    }

    @Test
    void aConnectionWhoseKindOfCredentialIsNotSupportedDoesNotServe() {
        LastValid before = published(world.compile());

        world.edit(
                Kind.CONNECTION,
                "openai",
                "{provider: openai, auth: {oauth: {secretRef: {name: openai}, flow: Import}}}");

        assertNotServed(world.compile(before), "openai");
    }

    @Test
    void aComboThatIsEditedIntoACycleIsRefusedAndTheOtherIsNot() {
        world.combo("old", "openai/gpt-5").combo("young", "old");
        LastValid before = published(world.compile());

        world.edit(Kind.COMBO, "old", "{models: [{model: young}]}");
        Compilation after = world.compile(before);

        assertThat(after.config().combos())
                .extracting(
                        ComboConfig::name, combo -> combo.members().getFirst().model())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("old", "openai/gpt-5"),
                        org.assertj.core.groups.Tuple.tuple("young", "old"));
        assertRefused(after, Kind.COMBO, "old", Reason.CYCLE, "generation 1 goes on serving");
        assertThat(verdict(after, Kind.COMBO, "young").accepted().holds()).isTrue();
    }

    @Test
    void twoNamesMayBeExchangedAtOnce() {
        world.aliasOf("a", "x", "openai/gpt-5").aliasOf("b", "y", "ds/deepseek-chat");
        LastValid before = published(world.compile());

        world.edit(Kind.ALIAS, "a", "{alias: y, target: openai/gpt-5}")
                .edit(Kind.ALIAS, "b", "{alias: x, target: ds/deepseek-chat}");
        Compilation after = world.compile(before);

        assertThat(after.config()).isEqualTo(world.compile().config());
        assertThat(after.config().aliases())
                .containsExactly(new AliasConfig("x", "ds/deepseek-chat"), new AliasConfig("y", "openai/gpt-5"));
    }

    @Test
    void whatIsDeclaredWinsOverWhatStandsInForSomethingBroken() {
        world.aliasOf("a", "x", "openai/gpt-5").aliasOf("b", "y", "ds/deepseek-chat");
        LastValid before = published(world.compile());

        world.edit(Kind.ALIAS, "a", "{alias: y, target: openai/gpt-5}").aliasOf("c", "x", "ds/deepseek-chat");
        Compilation after = world.compile(before);

        assertThat(after.config().aliases()).contains(new AliasConfig("x", "ds/deepseek-chat"));
        assertThat(verdict(after, Kind.ALIAS, "a").accepted().message()).doesNotContain("goes on serving");
    }

    @Test
    void aNewNameMayLeadToOneThatServesAsItWas() {
        world.combo("c", "openai/gpt-5");
        LastValid before = published(world.compile());

        world.edit(Kind.COMBO, "c", "{models: [{model: no/such}]}")
                .alias("a", "c")
                .alias("b", "a");
        Compilation after = world.compile(before);

        assertThat(after.config().combos())
                .isEqualTo(world.reset(Kind.COMBO, "c").compile().config().combos());
        assertThat(after.config().aliases()).extracting(AliasConfig::alias).containsExactly("a", "b");
    }

    @Test
    void anAliasThatLeadsNowhereNowServesAsItWas() {
        world.alias("a", "openai/gpt-5").alias("b", "ds/deepseek-chat").alias("over", "a");
        LastValid before = published(world.compile());

        world.edit(Kind.ALIAS, "a", "{target: b2}").edit(Kind.ALIAS, "over", "{target: nowhere/at-all}");
        Compilation after = world.compile(before);

        assertThat(after.config()).isEqualTo(ConfigCodec.decode(ConfigCodec.encode(after.config())));
        assertThat(after.config().aliases())
                .contains(new AliasConfig("a", "openai/gpt-5"), new AliasConfig("over", "a"));
    }

    @Test
    void anObjectThatWasMadeAnewInheritsNothing() {
        world.combo("c", "openai/gpt-5");
        LastValid before = published(world.compile());

        world.without(Kind.COMBO, "c").recreated(Kind.COMBO, "c", "{models: [{model: no/such}]}");

        assertThat(world.compile(before).config().combos()).isEmpty();
    }

    @Test
    void aKeyThatIsWrongServesNobody() {
        world.secret("s", "api-key", "sk-1").key("k", "{secretRef: {name: s}}");
        LastValid before = published(world.compile());

        world.edit(Kind.KEY, "k", "{secretRef: {name: s}, expiresAt: never}");

        assertThat(world.compile(before).config().keys()).isEmpty();
    }

    @Test
    void settingsThatCannotBeReadLeaveTheLastOnesAndNeverOpenADoor() {
        world.router("{access: {requireApiKey: false}, timeouts: {connect: 9s}, requestLog: Metadata}");
        LastValid before = published(world.compile());

        world.editRouter("{timeouts: {connect: 9 parsecs}, requestLog: None}");
        GatewayConfig.Settings after = world.compile(before).config().settings();

        assertThat(after.timeouts().connectMillis()).isEqualTo(9_000);
        assertThat(after.requireApiKey()).isTrue();
        assertThat(after.requestLog()).isEqualTo(GatewayConfig.RequestLog.NONE);
    }

    private static LastValid published(Compilation compilation) {
        return compilation.lastValid();
    }

    private static ProviderConfig provider(Compilation compilation, String id) {
        return compilation.config().providers().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Verdict verdict(Compilation compilation, Kind kind, String name) {
        return compilation.verdicts().get(new ObjectRef(kind, World.NAMESPACE, name));
    }

    private static void assertNotServed(Compilation after, String connection) {
        assertThat(after.config().connections())
                .extracting(ConnectionConfig::name)
                .doesNotContain(connection);
        assertThat(after.credentials()).doesNotContainKey(connection);
        Verdict verdict = verdict(after, Kind.CONNECTION, connection);
        assertThat(List.of(verdict.accepted().message(), verdict.resolved().message()))
                .noneMatch(message -> message.contains("goes on serving"));
    }

    private static void assertRefused(Compilation after, Kind kind, String name, Reason reason, String message) {
        Verdict verdict = verdict(after, kind, name);
        assertThat(verdict.accepted().holds()).isFalse();
        assertThat(verdict.accepted().reason()).isEqualTo(reason);
        assertThat(verdict.accepted().message()).contains(message);
        assertThat(verdict.fragment()).isNull();
    }
}
