package io.ninerouter.operator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExportTest {
    private static final List<HasMetadata> OBJECTS = List.of(
            object(Router.class, """
                    apiVersion: ninerouter.io/v1alpha1
                    kind: Router
                    metadata:
                      name: main
                      namespace: ai
                      uid: u-1
                      resourceVersion: "7"
                      generation: 3
                      creationTimestamp: "2026-01-01T00:00:00Z"
                      labels: {team: a}
                      annotations:
                        kubectl.kubernetes.io/last-applied-configuration: "{}"
                        note: kept
                      managedFields: [{manager: kubectl}]
                    spec: {keepAlive: 5s}
                    status: {revision: abc}
                    """),
            object(ProviderConnection.class, """
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ProviderConnection
                    metadata: {name: login, namespace: ai}
                    spec:
                      provider: claude
                      auth:
                        oauth:
                          secretRef: {name: tokens}
                          flow: Import
                          clientSecretRef: {name: client, key: secret}
                    """),
            object(ProviderConnection.class, """
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ProviderConnection
                    metadata: {name: keyed, namespace: ai}
                    spec: {provider: openai, auth: {apiKey: {secretRef: {name: openai, key: api-key}}}}
                    """),
            object(ApiKey.class, """
                    apiVersion: ninerouter.io/v1alpha1
                    kind: ApiKey
                    metadata: {name: coder, namespace: ai}
                    spec: {secretName: coder-key}
                    """));

    private static final List<Secret> SECRETS = Stream.of(
                    "tokens", "client", "openai", "coder-key", "main-signing", "unrelated")
            .map(name -> new SecretBuilder()
                    .withNewMetadata()
                    .withNamespace("ai")
                    .withName(name)
                    .withUid("s-" + name)
                    .addNewOwnerReference()
                    .withName("main")
                    .withUid("u-1")
                    .endOwnerReference()
                    .addToAnnotations("ninerouter.io/api-key", "coder")
                    .endMetadata()
                    .withType("Opaque")
                    .withData(Map.of("k", "Y2FuYXJ5"))
                    .build())
            .toList();

    private static <T extends HasMetadata> T object(Class<T> kind, String yaml) {
        return Serialization.unmarshal(yaml, kind);
    }

    private static Export.Exported export(Export.Secrets which) {
        return Export.of(OBJECTS, SECRETS, which);
    }

    @Test
    void aManifestHoldsWhatPeopleWriteAndNothingElse() {
        assertThat(export(Export.Secrets.REFERENCES).manifests())
                .filteredOn(manifest -> Export.key(manifest).equals("ai/router-main"))
                .singleElement()
                .satisfies(manifest -> assertThat(manifest.toString()).isEqualTo("""
                        {"apiVersion":"ninerouter.io/v1alpha1","kind":"Router","metadata":{"name":"main","namespace":"ai",\
                        "labels":{"team":"a"},"annotations":{"note":"kept"}},"spec":{"keepAlive":"5s"}}"""));
    }

    @TestFactory
    Stream<DynamicTest> secretsGoAlongOnlyAsAskedFor() {
        return Map.of(
                        Export.Secrets.REFERENCES, Set.<String>of(),
                        Export.Secrets.KEYS, Set.of("client", "openai", "coder-key", "main-signing"),
                        Export.Secrets.ALL, Set.of("tokens", "client", "openai", "coder-key", "main-signing"))
                .entrySet()
                .stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey().name(), () -> {
                    Export.Exported exported = export(each.getKey());
                    assertThat(exported.secrets().stream()
                                    .map(secret ->
                                            secret.path("metadata").path("name").asText()))
                            .containsExactlyInAnyOrderElementsOf(each.getValue());
                    assertThat(exported.needed())
                            .extracting(Export.Needed::name)
                            .doesNotContain("unrelated")
                            .hasSize(5);
                    assertThat(exported.manifests().toString() + exported).doesNotContain("Y2FuYXJ5");
                }));
    }

    @Test
    void aSecretGoesWithoutOwnersAndKeepsWhatTellsWhoseItIs() {
        assertThat(export(Export.Secrets.KEYS).secrets().getFirst().toString())
                .doesNotContain("ownerReferences", "uid")
                .contains("ninerouter.io/api-key", "Y2FuYXJ5", "Opaque");
    }

    @Test
    void theSameObjectsInAnotherOrderGiveTheSameFolder() {
        List<HasMetadata> turned = new ArrayList<>(OBJECTS);
        Collections.reverse(turned);
        assertThat(Export.of(turned, SECRETS, Export.Secrets.ALL).toString())
                .isEqualTo(export(Export.Secrets.ALL).toString());
        assertThat(Export.of(turned, SECRETS, Export.Secrets.ALL).manifests())
                .isEqualTo(export(Export.Secrets.ALL).manifests());
        assertThat(Export.of(turned, SECRETS, Export.Secrets.ALL).needed())
                .isEqualTo(export(Export.Secrets.ALL).needed());
    }

    @Test
    void thePageNamesWhatIsMissingAndWarnsOfTokens() {
        Arguments.GiveOut wanted = new Arguments.GiveOut(Path.of("x"), "ai", Export.Secrets.REFERENCES, null);
        assertThat(ExportPage.of(export(Export.Secrets.REFERENCES), wanted))
                .contains("| ai | tokens (tokens of a login) | k | ProviderConnection login |")
                .doesNotContain("went along", "Y2FuYXJ5");
        assertThat(ExportPage.of(export(Export.Secrets.ALL), wanted)).contains("Tokens of logins went along");
    }
}
