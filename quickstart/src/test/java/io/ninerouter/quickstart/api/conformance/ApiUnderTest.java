package io.ninerouter.quickstart.api.conformance;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import io.ninerouter.quickstart.api.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The API the conformance checks run against: an embedded one, or the cluster of the kubeconfig that the system property
 * or environment variable NINEROUTER_CONFORMANCE_KUBECONFIG names. Each class has a namespace of its own, which is
 * deleted afterwards with the definition that the checks install.
 */
final class ApiUnderTest implements BeforeAllCallback, AfterAllCallback {

    static final ResourceDefinitionContext WIDGETS = new ResourceDefinitionContext.Builder()
            .withGroup("conformance.ninerouter.io")
            .withVersion("v1")
            .withKind("Widget")
            .withPlural("widgets")
            .withNamespaced(true)
            .build();

    private static final String VARIABLE = "NINEROUTER_CONFORMANCE_KUBECONFIG";

    private final String namespace =
            "conformance-" + UUID.randomUUID().toString().substring(0, 8);
    private EmbeddedApi embedded;
    private KubernetesClient client;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        String external = System.getProperty(VARIABLE, System.getenv().getOrDefault(VARIABLE, ""));
        Path kubeconfig = Path.of(external);
        if (external.isEmpty()) {
            kubeconfig = Files.createTempDirectory("embedded-api").resolve("kubeconfig");
            embedded = EmbeddedApi.start(EmbeddedApiConfig.on(0, kubeconfig));
        }
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        CustomResourceDefinition definition = client.getKubernetesSerialization()
                .unmarshal(Yaml.text("/conformance/widgets.yaml"), CustomResourceDefinition.class);
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .resource(definition)
                .createOr(op -> op.update());
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .resource(definition)
                .waitUntilCondition(
                        crd -> crd != null
                                && crd.getStatus() != null
                                && crd.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        client.namespaces().withName(namespace).delete();
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("widgets.conformance.ninerouter.io")
                .delete();
        client.close();
        if (embedded != null) {
            embedded.close();
        }
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            widgets() {
        return client.genericKubernetesResources(WIDGETS);
    }

    Resource<GenericKubernetesResource> widget(String name) {
        return widgets().inNamespace(namespace).withName(name);
    }

    /** A widget with this spec, written in YAML flow style without its braces. */
    GenericKubernetesResource newWidget(String name, String spec) {
        return client.getKubernetesSerialization()
                .unmarshal("""
                    apiVersion: conformance.ninerouter.io/v1
                    kind: Widget
                    metadata:
                      name: %s
                      namespace: %s
                    spec: {%s}
                    """.formatted(name, namespace, spec), GenericKubernetesResource.class);
    }

    GenericKubernetesResource create(String name, String spec) {
        return client.resource(newWidget(name, spec)).create();
    }
}
