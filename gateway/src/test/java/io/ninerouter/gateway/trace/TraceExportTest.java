package io.ninerouter.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ninerouter.gateway.usage.Tracing;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whether there are traces, and what that costs when there are none. */
class TraceExportTest {

    @Test
    void theyAreOffUnlessAnAddressIsNamed() {
        assertThat(TraceExport.of(name -> null, () -> 0)).isSameAs(Tracing.OFF);
        for (Map<String, String> settings : List.of(
                Map.of("otel.exporter.otlp.endpoint", " "),
                Map.of("otel.exporter.otlp.endpoint", "http://127.0.0.1:1", "otel.sdk.disabled", "true"),
                Map.of("otel.exporter.otlp.traces.endpoint", "http://127.0.0.1:1", "otel.traces.exporter", "none"))) {
            assertThat(TraceExport.of(settings::get, () -> 0))
                    .as("%s", settings)
                    .isSameAs(Tracing.OFF);
        }
    }

    @Test
    void settingsThatCannotBeUsedKeepNoGatewayFromServing() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "otel.exporter.otlp.protocol", "grpc",
                        "otel.traces.sampler", "sometimes",
                        "otel.exporter.otlp.endpoint", "not an address")
                .entrySet()) {
            System.setProperty(wrong.getKey(), wrong.getValue());
            try {
                assertThat(TraceExport.of(
                                name -> name.endsWith("otlp.endpoint") ? "http://127.0.0.1:1" : null, () -> 0))
                        .as("%s", wrong)
                        .isSameAs(Tracing.OFF);
            } finally {
                System.clearProperty(wrong.getKey());
            }
        }
    }

    @Test
    void headersThatCannotBeReadAreNotLogged() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(TraceExport.class);
        logger.addAppender(log);
        System.setProperty("otel.exporter.otlp.headers", "canary-without-a-name");
        try {
            assertThat(TraceExport.of(name -> name.endsWith("otlp.endpoint") ? "http://127.0.0.1:1" : null, () -> 0))
                    .isSameAs(Tracing.OFF);
        } finally {
            System.clearProperty("otel.exporter.otlp.headers");
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("otel.exporter.otlp.headers: not readable")
                        .doesNotContain("canary"));
    }

    @Test
    void nothingOfOpenTelemetryIsLoadedWhileTheyAreOff() throws Exception {
        try (WithoutOpenTelemetry loader = new WithoutOpenTelemetry()) {
            Object off = begin(loader, name -> null);
            assertThat(off)
                    .isSameAs(loader.loadClass(Tracing.class.getName())
                            .getField("OFF")
                            .get(null));

            assertThatThrownBy(() -> begin(loader, name -> "http://127.0.0.1:1"))
                    .as("the loader does what it should")
                    .isInstanceOf(InvocationTargetException.class)
                    .hasRootCauseInstanceOf(ClassNotFoundException.class);
        }
    }

    private static Object begin(ClassLoader loader, Function<String, String> settings) throws Exception {
        LongSupplier clock = () -> 0;
        return loader.loadClass(TraceExport.class.getName())
                .getMethod("of", Function.class, LongSupplier.class)
                .invoke(null, settings, clock);
    }

    /** Our own classes anew, and none of OpenTelemetry's. */
    private static final class WithoutOpenTelemetry extends URLClassLoader {
        WithoutOpenTelemetry() throws Exception {
            super(urls(), WithoutOpenTelemetry.class.getClassLoader());
        }

        private static URL[] urls() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.opentelemetry.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.ninerouter.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }
}
