package io.ninerouter.quickstart.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrudConformanceTest {

    @RegisterExtension
    static final ApiUnderTest API = new ApiUnderTest();

    @Test
    void givesWhatWasCreatedAnIdentity() {
        ConfigMap created = create("identity", Map.of("a", "1"));
        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(created.getMetadata().getResourceVersion()).isNotEmpty();
        assertThat(created.getMetadata().getCreationTimestamp()).isNotEmpty();
        assertThat(created.getMetadata().getNamespace()).isEqualTo(API.namespace());
        assertThat(configMap("identity").get()).isEqualTo(created);
    }

    @Test
    void refusesANameThatIsTaken() {
        create("taken", Map.of());
        assertThatThrownBy(() -> create("taken", Map.of()))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("AlreadyExists");
                    assertThat(e.getStatus().getMessage()).isEqualTo("configmaps \"taken\" already exists");
                });
    }

    @Test
    void refusesAWriteBasedOnAnOlderVersion() {
        ConfigMap first = create("stale", Map.of("a", "1"));
        configMap("stale").edit(map -> data(map, "a", "2"));
        assertThatThrownBy(() -> API.client().resource(data(first, "a", "3")).update())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getMessage())
                            .isEqualTo("Operation cannot be fulfilled on configmaps \"stale\": the object has been"
                                    + " modified; please apply your changes to the latest version and try again");
                });
    }

    @Test
    void keepsTheVersionWhenNothingChanges() {
        ConfigMap created = create("same", Map.of("a", "1"));
        ConfigMap updated = API.client().resource(created).update();
        assertThat(updated.getMetadata().getResourceVersion())
                .isEqualTo(created.getMetadata().getResourceVersion());
    }

    @Test
    void answersNothingForWhatIsNotThere() {
        assertThat(configMap("absent").get()).isNull();
        assertThat(configMap("absent").delete()).isEmpty();
    }

    @Test
    void makesUpANameFromItsBeginning() {
        ConfigMap created = API.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withGenerateName("made-")
                        .withNamespace(API.namespace())
                        .endMetadata()
                        .build())
                .create();
        assertThat(created.getMetadata().getName()).matches("made-[a-z0-9]{5}");
    }

    @ParameterizedTest
    @CsvSource({"Upper, RFC 1123 subdomain", "under_score, RFC 1123 subdomain", "-dash, RFC 1123 subdomain"})
    void refusesNamesThatAreNone(String name, String why) {
        assertThatThrownBy(() -> create(name, Map.of())).isInstanceOfSatisfying(KubernetesClientException.class, e -> {
            assertThat(e.getCode()).isEqualTo(422);
            assertThat(e.getStatus().getMessage()).contains("metadata.name").contains(why);
        });
    }

    @Test
    void storesNothingOnADryRun() {
        ConfigMap dry =
                API.client().resource(newConfigMap("dry", Map.of())).dryRun().create();
        assertThat(dry.getMetadata().getUid()).isNotEmpty();
        assertThat(configMap("dry").get()).isNull();
    }

    @Test
    void takesAMergePatchThatRemovesAndReplaces() {
        create("merge", Map.of("keep", "1", "drop", "2"));
        ConfigMap patched = configMap("merge")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"drop\":null,\"new\":\"3\"}}");
        assertThat(patched.getData()).containsExactlyInAnyOrderEntriesOf(Map.of("keep", "1", "new", "3"));
    }

    @Test
    void takesAJsonPatchAndRefusesOneThatDoesNotFit() {
        create("json", Map.of("a", "1"));
        ConfigMap patched = configMap("json")
                .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"1\"},"
                                + "{\"op\":\"replace\",\"path\":\"/data/a\",\"value\":\"2\"}]");
        assertThat(patched.getData()).containsExactly(Map.entry("a", "2"));
        assertThatThrownBy(() -> configMap("json")
                        .patch(
                                PatchContext.of(PatchType.JSON),
                                "[{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"9\"}]"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(422));
    }

    @Test
    void mergesKeyedListsOfBuiltInKindsByTheirKey() {
        var account =
                API.client().serviceAccounts().inNamespace(API.namespace()).withName("strategic");
        API.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("strategic")
                        .withNamespace(API.namespace())
                        .endMetadata()
                        .addNewSecret()
                        .withName("a")
                        .endSecret()
                        .build())
                .create();
        var patched = account.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"secrets\":[{\"name\":\"b\"}]}");
        assertThat(patched.getSecrets()).extracting(ref -> ref.getName()).containsExactlyInAnyOrder("a", "b");
        patched = account.patch(
                PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"secrets\":[{\"name\":\"a\",\"$patch\":\"delete\"}]}");
        assertThat(patched.getSecrets()).extracting(ref -> ref.getName()).containsExactly("b");
    }

    @Test
    void storesPlainSecretDataEncoded() {
        Secret created = API.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("plain")
                        .withNamespace(API.namespace())
                        .endMetadata()
                        .withStringData(Map.of("key", "value"))
                        .build())
                .create();
        assertThat(created.getStringData()).isNullOrEmpty();
        assertThat(created.getData()).containsExactly(Map.entry("key", "dmFsdWU="));
        assertThat(created.getType()).isEqualTo("Opaque");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tier=front          | sel-a",
                "tier==front         | sel-a",
                "tier!=front         | sel-b sel-c",
                "tier in (front,back)| sel-a sel-b",
                "tier notin (front)  | sel-b sel-c",
                "tier                | sel-a sel-b",
                "!tier               | sel-c",
                "tier,tier!=back     | sel-a",
            })
    void selectsByLabels(String selector, String names) {
        selectable();
        assertThat(API.client()
                        .configMaps()
                        .inNamespace(API.namespace())
                        .withLabelSelector(selector + ",selectable=yes")
                        .list()
                        .getItems())
                .extracting(map -> map.getMetadata().getName())
                .containsExactlyInAnyOrder(names.split(" "));
    }

    @Test
    void selectsByName() {
        selectable();
        assertThat(API.client()
                        .configMaps()
                        .inNamespace(API.namespace())
                        .withField("metadata.name", "sel-b")
                        .list()
                        .getItems())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("sel-b");
    }

    @Test
    void deletesWhatASelectorNamesAtOnce() {
        for (String name : List.of("bulk-1", "bulk-2")) {
            API.client()
                    .resource(new ConfigMapBuilder(newConfigMap(name, Map.of()))
                            .editMetadata()
                            .addToLabels("bulk", "yes")
                            .endMetadata()
                            .build())
                    .create();
        }
        API.client()
                .configMaps()
                .inNamespace(API.namespace())
                .withLabel("bulk", "yes")
                .delete();
        assertThat(API.client()
                        .configMaps()
                        .inNamespace(API.namespace())
                        .withLabel("bulk", "yes")
                        .list()
                        .getItems())
                .isEmpty();
    }

    private static void selectable() {
        Map<String, Map<String, String>> labels = Map.of(
                "sel-a", Map.of("selectable", "yes", "tier", "front"),
                "sel-b", Map.of("selectable", "yes", "tier", "back"),
                "sel-c", Map.of("selectable", "yes"));
        labels.forEach((name, own) -> API.client()
                .resource(new ConfigMapBuilder(newConfigMap(name, Map.of()))
                        .editMetadata()
                        .withLabels(own)
                        .endMetadata()
                        .build())
                .createOr(op -> op.update()));
    }

    private static Resource<ConfigMap> configMap(String name) {
        return API.client().configMaps().inNamespace(API.namespace()).withName(name);
    }

    private static ConfigMap create(String name, Map<String, String> data) {
        return API.client().resource(newConfigMap(name, data)).create();
    }

    private static ConfigMap newConfigMap(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(API.namespace())
                .endMetadata()
                .withData(data)
                .build();
    }

    private static ConfigMap data(ConfigMap map, String key, String value) {
        return new ConfigMapBuilder(map).addToData(key, value).build();
    }
}
