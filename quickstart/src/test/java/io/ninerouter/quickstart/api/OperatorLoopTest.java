package io.ninerouter.quickstart.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator with the SDK's own settings: server-side apply, dependents matched by their owners, leader election. */
class OperatorLoopTest {

    /** What the definition under test calls a widget. */
    @Group("conformance.ninerouter.io")
    @Version("v1")
    public static class Widget extends CustomResource<Map<String, Object>, WidgetStatus> implements Namespaced {}

    /** What the operator says of one. */
    public record WidgetStatus(Long observedGeneration, List<Map<String, String>> conditions) {}

    /** The dependent of a widget. */
    @KubernetesDependent
    public static class ColorMap extends CRUDKubernetesDependentResource<ConfigMap, Widget> {

        @Override
        protected ConfigMap desired(Widget widget, Context<Widget> context) {
            return new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(widget.getMetadata().getName())
                    .withNamespace(widget.getMetadata().getNamespace())
                    .endMetadata()
                    .withData(Map.of("color", String.valueOf(widget.getSpec().get("color"))))
                    .build();
        }
    }

    /** Counts how often it is asked. */
    @Workflow(dependents = @Dependent(type = ColorMap.class))
    @ControllerConfiguration
    public static class Painter implements Reconciler<Widget> {

        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public UpdateControl<Widget> reconcile(Widget widget, Context<Widget> context) {
            runs.incrementAndGet();
            Widget answer = new Widget();
            answer.setMetadata(new ObjectMetaBuilder()
                    .withName(widget.getMetadata().getName())
                    .withNamespace(widget.getMetadata().getNamespace())
                    .build());
            answer.setStatus(new WidgetStatus(
                    widget.getMetadata().getGeneration(), List.of(Map.of("type", "Ready", "status", "True"))));
            return UpdateControl.patchStatus(answer);
        }
    }

    @TempDir
    private Path folder;

    private EmbeddedApi api;
    private KubernetesClient client;
    private Operator operator;
    private final Painter painter = new Painter();

    @BeforeEach
    void start() {
        api = EmbeddedApi.start(EmbeddedApiConfig.on(0, folder.resolve("kubeconfig")));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig().toFile()))
                .build();
        client.load(Objects.requireNonNull(getClass().getResourceAsStream("/conformance/widgets.yaml")))
                .create();
        operator = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("painter")
                                .withLeaseNamespace("default")
                                .withIdentity("me")
                                .build()));
        operator.register(painter);
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.stop();
        client.close();
        api.close();
    }

    @Test
    void reconcilesAndComesToRest() {
        Widget widget = new Widget();
        widget.getMetadata().setName("one");
        widget.getMetadata().setNamespace("default");
        widget.setSpec(Map.of("color", "red"));
        client.resource(widget).create();

        awaitGeneration(1);
        assertThat(color().get().getData()).containsEntry("color", "red");
        assertThat(color().get().getMetadata().getOwnerReferences())
                .extracting(owner -> owner.getName())
                .containsExactly("one");

        widgets().edit(current -> {
            current.setSpec(Map.of("color", "blue"));
            return current;
        });
        awaitGeneration(2);
        color().waitUntilCondition(map -> "blue".equals(map.getData().get("color")), 30, TimeUnit.SECONDS);

        int runs = painter.runs.get();
        // Nothing more comes: an apply that changes nothing makes no event, so a later one is the next thing seen.
        widgets().edit(current -> {
            current.setSpec(Map.of("color", "green"));
            return current;
        });
        awaitGeneration(3);
        assertThat(painter.runs.get()).isBetween(runs + 1, runs + 3);

        widgets().delete();
        color().waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
        assertThat(client.leases()
                        .inNamespace("default")
                        .withName("painter")
                        .get()
                        .getSpec()
                        .getHolderIdentity())
                .isEqualTo("me");
    }

    private void awaitGeneration(long generation) {
        widgets()
                .waitUntilCondition(
                        widget -> widget.getStatus() != null
                                && Objects.equals(widget.getStatus().observedGeneration(), generation),
                        60,
                        TimeUnit.SECONDS);
    }

    private Resource<Widget> widgets() {
        return client.resources(Widget.class).inNamespace("default").withName("one");
    }

    private Resource<ConfigMap> color() {
        return client.configMaps().inNamespace("default").withName("one");
    }
}
