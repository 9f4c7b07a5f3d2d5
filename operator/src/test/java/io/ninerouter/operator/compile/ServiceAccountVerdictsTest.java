package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.Credential;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose the Secret is in which the access token of a service account is kept, and what follows. */
class ServiceAccountVerdictsTest {
    private static String key;

    @BeforeAll
    static void make() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        key = "{\"client_email\":\"sa@p.example\",\"project_id\":\"p-1\",\"private_key\":\""
                + Base64.getEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\"}";
    }

    private static World world(String owner) {
        return new World()
                .secret(World.NAMESPACE, "sa", null, Map.of("key.json", key))
                .secret(World.NAMESPACE, "vx-token", owner, Map.of("access-token", "a-1", "email", "sa@p.example"))
                .connection(
                        "vx", "{provider: vertex, auth: {serviceAccountKey: {secretRef: {name: sa, key: key.json}}}}");
    }

    @Test
    void tokenOfTheConnectionsOwnSecretServes() {
        Compilation compilation = world(World.uid("vx")).compile();
        Credential credential = compilation.credentials().get("vx");
        assertThat(credential.secret().reveal()).isEqualTo("a-1");
    }

    @Test
    void secretOfSomebodyElseIsNeitherUsedNorKept() {
        for (String owner : new String[] {"uid-another", null}) {
            World world = world(owner);
            assertThat(world.compile().credentials()).doesNotContainKey("vx");
            Verdict verdict = world.verdict(Kind.CONNECTION, "vx");
            assertThat(verdict.resolved().reason()).isEqualTo(Reason.CONFLICT);
            assertThat(verdict.resolved().message())
                    .contains("Secret " + World.NAMESPACE + "/vx-token is not of this connection")
                    .doesNotContain("a-1");
            assertThat(verdict.login()).as("nobody is told to keep it").isNull();
        }
    }
}
