package io.ninerouter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.ninerouter.config.SecretText;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The log as a program of its own writes it. */
class OperatorLogTest {
    @Test
    void tellsItsOwnFromInfoAndLibrariesFromWarn() throws Exception {
        LoggerContext context = configured(Map.of());

        assertThat(context.getLogger("io.ninerouter.operator").getEffectiveLevel())
                .isEqualTo(Level.INFO);
        assertThat(context.getLogger("io.javaoperatorsdk.operator").getEffectiveLevel())
                .isEqualTo(Level.WARN);
        assertThat(context.getLogger("Default ConfigurationService implementation")
                        .getEffectiveLevel())
                .isEqualTo(Level.WARN);
    }

    @Test
    void levelsCanBeSet() throws Exception {
        LoggerContext context =
                configured(Map.of("NINEROUTER_LOG_LEVEL", "DEBUG", "NINEROUTER_LIBRARY_LOG_LEVEL", "ERROR"));

        assertThat(context.getLogger("io.ninerouter.operator").getEffectiveLevel())
                .isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("io.fabric8").getEffectiveLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void writesOneJsonObjectALineWithoutSecrets() throws Exception {
        LoggerContext context = configured(Map.of());
        ConsoleAppender<ILoggingEvent> appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stdout");
        LoggingEvent event = new LoggingEvent(
                "here",
                context.getLogger("io.ninerouter.x"),
                Level.WARN,
                "two\nlines of {}",
                new IllegalStateException("why"),
                new Object[] {SecretText.of("canary")});

        String line = new String(((JsonEncoder) appender.getEncoder()).encode(event));

        assertThat(line.strip()).doesNotContain("\n", "canary");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("formattedMessage").asText()).isEqualTo("two\nlines of ***");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("throwable").path("message").asText()).isEqualTo("why");
    }

    @Test
    void aCandidateWithoutAnApiServerSaysSoOnceAMinute() throws Exception {
        LoggerContext context = configured(Map.of());
        var appender = context.getLogger("ROOT").getAppender("stdout");
        String elector = LeaderElector.class.getName();

        assertThat(Stream.of(0, 2_000, 59_999, 60_000, 61_000, 120_000)
                        .map(millis -> appender.getFilterChainDecision(event(context, elector, millis))))
                .containsExactly(
                        FilterReply.NEUTRAL,
                        FilterReply.DENY,
                        FilterReply.DENY,
                        FilterReply.NEUTRAL,
                        FilterReply.DENY,
                        FilterReply.NEUTRAL);
        assertThat(appender.getFilterChainDecision(event(context, "io.ninerouter.operator.OperatorApp", 121_000)))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    private static ILoggingEvent event(LoggerContext context, String logger, long millis) {
        LoggingEvent event = new LoggingEvent("here", context.getLogger(logger), Level.WARN, "again", null, null);
        event.setTimeStamp(millis);
        return event;
    }

    private static LoggerContext configured(Map<String, String> properties) throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        properties.forEach(context::putProperty);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(OperatorLogTest.class.getResource("/operator-logback.xml"));
        return context;
    }
}
