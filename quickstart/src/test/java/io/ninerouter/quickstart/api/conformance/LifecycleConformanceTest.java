package io.ninerouter.quickstart.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.builder.Builder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifecycleConformanceTest {

    @RegisterExtension
    static final ApiUnderTest API = new ApiUnderTest();

    @Test
    void keepsAnObjectUntilItsLastFinalizerIsGone() {
        create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("held")
                .withFinalizers("example.com/hold")
                .endMetadata());
        configMap("held").delete();
        ConfigMap held = configMap("held").get();
        assertThat(held.getMetadata().getDeletionTimestamp()).isNotEmpty();
        assertThatThrownBy(() -> finalizers("held", "[\"example.com/hold\",\"example.com/new\"]"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getStatus().getMessage())
                                .contains("no new finalizers can be added if the object is being deleted"));
        finalizers("held", "null");
        assertThat(configMap("held").get()).isNull();
    }

    @Test
    void deletesOnlyTheObjectThatIsMeant() {
        ConfigMap first = create(metadata("meant"));
        configMap("meant").delete();
        create(metadata("meant"));
        assertThatThrownBy(() -> API.client()
                        .resource(first)
                        .lockResourceVersion(first.getMetadata().getResourceVersion())
                        .delete())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
        assertThat(configMap("meant").get()).isNotNull();
    }

    @Test
    void deletesDependentsAfterTheirOwner() {
        ConfigMap owner = create(metadata("owner"));
        create(ownedBy(owner, "dependent"));
        configMap("owner").delete();
        awaitGone("dependent");
    }

    @Test
    void deletesDependentsBeforeTheirOwnerInTheForeground() {
        ConfigMap owner = create(metadata("owner-fg"));
        create(ownedBy(owner, "dependent-fg"));
        configMap("owner-fg")
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        awaitGone("owner-fg");
        assertThat(configMap("dependent-fg").get()).isNull();
    }

    @Test
    void setsDependentsFreeWhenAsked() {
        ConfigMap owner = create(metadata("owner-orphan"));
        create(ownedBy(owner, "dependent-orphan"));
        configMap("owner-orphan")
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        awaitGone("owner-orphan");
        assertThat(configMap("dependent-orphan").get().getMetadata().getOwnerReferences())
                .isEmpty();
    }

    @Test
    void keepsADependentThatHasAnotherOwner() {
        ConfigMap first = create(metadata("owner-1"));
        ConfigMap second = create(metadata("owner-2"));
        create(ownedBy(first, "shared")
                .editMetadata()
                .addToOwnerReferences(reference(second))
                .endMetadata());
        configMap("owner-1").delete();
        ConfigMap left = configMap("shared")
                .waitUntilCondition(
                        map -> map == null
                                || map.getMetadata().getOwnerReferences().size() == 1,
                        30,
                        TimeUnit.SECONDS);
        assertThat(left.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getName()).isEqualTo("owner-2"));
    }

    @Test
    void emptiesANamespaceAndTakesNothingNewMeanwhile() {
        String name = API.namespace() + "-gone";
        API.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        API.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("holds")
                        .withNamespace(name)
                        .withFinalizers("example.com/hold")
                        .endMetadata()
                        .build())
                .create();
        API.client().namespaces().withName(name).delete();
        assertThatThrownBy(() -> API.client()
                        .resource(new ConfigMapBuilder(metadata("late").build())
                                .editMetadata()
                                .withNamespace(name)
                                .endMetadata()
                                .build())
                        .create())
                .hasMessageContaining("is being terminated");
        API.client()
                .configMaps()
                .inNamespace(name)
                .withName("holds")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
        API.client().namespaces().withName(name).waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
        assertThat(API.client().configMaps().inNamespace(name).list().getItems())
                .isEmpty();
    }

    @Test
    void knowsNoNamespaceThatIsNotThere() {
        assertThatThrownBy(() -> API.client()
                        .resource(new ConfigMapBuilder(metadata("lost").build())
                                .editMetadata()
                                .withNamespace("no-such-namespace")
                                .endMetadata()
                                .build())
                        .create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(404);
                    assertThat(e.getStatus().getMessage()).isEqualTo("namespaces \"no-such-namespace\" not found");
                });
    }

    private static void awaitGone(String name) {
        configMap(name).waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
    }

    private static void finalizers(String name, String value) {
        configMap(name).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":" + value + "}}");
    }

    private static ConfigMapBuilder metadata(String name) {
        return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata();
    }

    private static ConfigMapBuilder ownedBy(ConfigMap owner, String name) {
        return metadata(name)
                .editMetadata()
                .withOwnerReferences(reference(owner))
                .endMetadata();
    }

    private static OwnerReference reference(ConfigMap owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withBlockOwnerDeletion(true)
                .build();
    }

    private static ConfigMap create(Builder<ConfigMap> map) {
        ConfigMap placed = new ConfigMapBuilder(map.build())
                .editMetadata()
                .withNamespace(API.namespace())
                .endMetadata()
                .build();
        return API.client().resource(placed).create();
    }

    private static Resource<ConfigMap> configMap(String name) {
        return API.client().configMaps().inNamespace(API.namespace()).withName(name);
    }
}
