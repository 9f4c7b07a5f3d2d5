package io.ninerouter.install.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.ninerouter.install.Documents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chart, as Helm sees it. */
public final class Chart {
    /** Where an install is meant to live. */
    public static final String NAMESPACE = "ninerouter-system";

    /** Name of the release that {@code manifests/install} is made from. */
    public static final String RELEASE = "ninerouter";

    /** Why tests with Helm are skipped. */
    public static final String NO_HELM = "helm-java is used with its native part for Linux on amd64 only";

    /** The chart's folder. */
    public static final Path FOLDER = Path.of("ninerouter").toAbsolutePath();

    /** Values files that the tests render, without their ending. */
    public static final List<String> CASES =
            List.of("defaults", "cluster-wide", "confined", "many-replicas", "one-replica", "mirror", "own-account");

    private Chart() {}

    /** {@code helm lint --strict}. */
    public static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** {@code helm template} with one of {@link #CASES}. */
    public static String text(String values) {
        return template(values.equals("defaults") ? null : Path.of("src/test/resources/values/" + values + ".yaml"))
                .call();
    }

    /** The objects of {@link #text}. */
    public static List<Map<String, Object>> objects(String values) {
        return Documents.of(text(values));
    }

    /** {@code helm template} with one value set. */
    public static String textWith(String key, Object value) {
        return template(null).set(key, value).call();
    }

    /** {@code helm show crds}. */
    public static String definitions() {
        return new Helm(FOLDER).show().crds().call();
    }

    /** {@code helm template} with a values file; null = the chart's own. */
    public static TemplateCommand template(@Nullable Path values) {
        return template(FOLDER, values);
    }

    /** The same with a chart of another folder. */
    static TemplateCommand template(Path folder, @Nullable Path values) {
        TemplateCommand command = new Helm(folder)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.36.0")
                .skipCrds();
        return values == null ? command : command.withValuesFile(values.toAbsolutePath());
    }
}
