package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.kube.ApiCalls;
import io.ninerouter.operator.kube.OperatorClients;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command that moves configuration: see {@link Arguments#USAGE}. */
public final class TransferMain {
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            Router.class, ProviderNode.class, ProviderConnection.class, Combo.class, ModelAlias.class, ApiKey.class);

    private final PrintStream out;

    private TransferMain(PrintStream out) {
        this.out = out;
    }

    /** Exit code 0 = done, 1 = it could not be done, 2 = the arguments do not say what to do. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), new ConfigBuilder().build(), System.out));
    }

    /**
     * Does what the arguments say.
     *
     * @param cluster where {@code export} reads
     * @param out what is said to the person
     * @return the exit code
     */
    public static int run(List<String> arguments, Config cluster, PrintStream out) {
        TransferMain command = new TransferMain(out);
        Arguments read;
        try {
            read = Arguments.read(arguments, Objects.requireNonNullElse(cluster.getNamespace(), "default"));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return 2;
        }
        try {
            switch (read) {
                case Arguments.TakeIn wanted -> command.take(wanted);
                case Arguments.GiveOut wanted -> command.give(wanted, cluster);
            }
            return 0;
        } catch (NoSuchFileException e) {
            out.println(e.getFile() + ": does not exist (expected: a file that can be read)");
            return 1;
        } catch (IOException | IllegalArgumentException | KubernetesClientException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private void take(Arguments.TakeIn wanted) throws IOException {
        Imported imported = Import.read(
                Files.readAllBytes(wanted.database()), wanted.namespace(), wanted.router(), CatalogueLoader.load());
        ManifestFolder folder = ManifestFolder.begin(wanted.out());
        for (HasMetadata object : imported.objects()) {
            ObjectNode manifest = Export.tree(object);
            folder.manifest(Export.key(manifest), manifest);
        }
        for (Secret secret : imported.secrets()) {
            ObjectNode manifest = Export.tree(secret);
            folder.secret("secrets/" + Export.key(manifest), ManifestFolder.yaml(manifest));
        }
        folder.text(".gitignore", "secrets/\n");
        folder.text("REPORT.md", imported.report().markdown());
        folder.finish();
        Map<Report.Fate, Long> fates = imported.report().lines().stream()
                .collect(Collectors.groupingBy(Report.Line::fate, Collectors.counting()));
        out.printf(
                "%d objects and %d Secrets in %s; %d entries of the database were left out: see REPORT.md.%n"
                        + "kubectl apply --recursive -f %s/secrets && kubectl apply -k %s%n",
                imported.objects().size(),
                imported.secrets().size(),
                wanted.out(),
                fates.getOrDefault(Report.Fate.LEFT, 0L),
                wanted.out(),
                wanted.out());
    }

    private void give(Arguments.GiveOut wanted, Config cluster) throws IOException {
        Export.Exported exported;
        try (KubernetesClient client = OperatorClients.create(cluster, new ApiCalls())) {
            List<HasMetadata> objects = new ArrayList<>();
            KINDS.forEach(kind -> objects.addAll(list(client, kind, wanted.namespace())));
            exported = Export.of(objects, list(client, Secret.class, wanted.namespace()), wanted.secrets());
        }
        ManifestFolder folder = ManifestFolder.begin(wanted.out());
        for (ObjectNode manifest : exported.manifests()) {
            folder.manifest(Export.key(manifest), manifest);
        }
        secrets(folder, exported, wanted.seal());
        folder.text("README.md", ExportPage.of(exported, wanted));
        folder.finish();
        out.printf(
                "%d objects in %s; %d Secrets that they name, %d of them %s: see README.md.%n",
                exported.manifests().size(),
                wanted.out(),
                exported.needed().size(),
                exported.secrets().size(),
                wanted.seal() == null ? "in secrets/, as they are" : "sealed");
    }

    private static void secrets(ManifestFolder folder, Export.Exported exported, @Nullable String seal)
            throws IOException {
        for (ObjectNode secret : exported.secrets()) {
            String path = Export.key(secret);
            String yaml = ManifestFolder.yaml(secret);
            if (seal == null) {
                folder.secret("secrets/" + path, yaml);
            } else {
                folder.text(path + ".yaml", new Seal(seal).seal(yaml));
                folder.lists(path + ".yaml");
            }
        }
        if (seal == null) {
            folder.text(".gitignore", "secrets/\n");
        }
    }

    private static <T extends HasMetadata> List<T> list(
            KubernetesClient client, Class<T> kind, @Nullable String namespace) {
        MixedOperation<T, KubernetesResourceList<T>, Resource<T>> of = client.resources(kind);
        Stream<T> items = namespace == null
                ? of.inAnyNamespace().list().getItems().stream()
                : of.inNamespace(namespace).list().getItems().stream();
        return items.toList();
    }
}
