package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.event.Announcer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What people hear of, as it stands on an API server. */
@Timeout(60)
class AnnouncerTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** @param before and after: parts of a status */
    private record News(
            String name,
            CustomResource<?, ?> object,
            Class<? extends ObjectStatus> kind,
            Map<String, ?> before,
            Map<String, ?> after,
            String type,
            String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<News> NEWS = List.of(
            new News(
                    "accepted",
                    new Combo(),
                    Combo.Status.class,
                    Map.of(),
                    conditions("Accepted", "True", "Accepted"),
                    "Normal",
                    "Accepted"),
            new News(
                    "rejected",
                    new Combo(),
                    Combo.Status.class,
                    conditions("Accepted", "True", "Accepted"),
                    conditions("Accepted", "False", "Invalid"),
                    "Warning",
                    "Invalid"),
            new News(
                    "written by a newer release",
                    new Router(),
                    Router.Status.class,
                    conditions("Accepted", "True", "Accepted"),
                    conditions("Accepted", "False", "NewerRelease"),
                    "Warning",
                    "NewerRelease"),
            new News(
                    "credential refused",
                    new ProviderConnection(),
                    ProviderConnection.Status.class,
                    conditions("CredentialsValid", "True", "Valid"),
                    conditions("CredentialsValid", "False", "Refused"),
                    "Warning",
                    "Refused"),
            new News(
                    "token renewed",
                    new ProviderConnection(),
                    ProviderConnection.Status.class,
                    Map.of("tokenExpiresAt", "2026-06-01T12:00:00Z"),
                    Map.of("tokenExpiresAt", "2026-06-01T13:00:00Z"),
                    "Normal",
                    "TokenRenewed"),
            new News(
                    "account left alone",
                    new ProviderConnection(),
                    ProviderConnection.Status.class,
                    Map.of(),
                    Map.of("cooldowns", List.of(Map.of("until", "2026-06-01T13:00:00Z", "reason", "RateLimited"))),
                    "Warning",
                    "CoolingDown"),
            new News(
                    "80 % of a budget",
                    new ApiKey(), ApiKey.Status.class, budget(79), budget(80), "Warning", "BudgetNearlySpent"),
            new News(
                    "all of a budget",
                    new ApiKey(),
                    ApiKey.Status.class,
                    budget(80),
                    budget(100),
                    "Warning",
                    "BudgetSpent"),
            new News(
                    "another configuration on all replicas",
                    new Router(),
                    Router.Status.class,
                    conditions("Programmed", "False", "Pending"),
                    conditions("Programmed", "True", "Programmed"),
                    "Normal",
                    "Programmed"));

    @TempDir
    Path folder;

    private Cluster cluster;
    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private Announcer announcer;

    @BeforeEach
    void start() {
        cluster = Cluster.bare(folder);
        announcer = new Announcer(cluster.client(), Runnable::run, () -> now);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("NEWS")
    void anEventTellsIt(News news) {
        HasMetadata object = named(news.object());

        announcer.announce(object, status(news, news.before()), status(news, news.after()));

        assertThat(events()).hasSize(1);
        Event event = events().getFirst();
        assertThat(event.getType()).isEqualTo(news.type());
        assertThat(event.getReason()).isEqualTo(news.reason());
        assertThat(event.getInvolvedObject().getKind()).isEqualTo(object.getKind());
        assertThat(event.getInvolvedObject().getUid())
                .isEqualTo(object.getMetadata().getUid());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("NEWS")
    void whatHasNotChangedIsNoNews(News news) {
        announcer.announce(named(news.object()), status(news, news.after()), status(news, news.after()));

        assertThat(events()).isEmpty();
    }

    @Test
    void whatIsSaidAgainIsTheSameEventCountedAndWrittenEveryTenSecondsAtMost() {
        for (int i = 0; i < 25; i++) {
            announcer.announce(
                    named(new Combo()),
                    status(NEWS.get(1), Map.of()),
                    status(NEWS.get(1), NEWS.get(1).after()));
            now = now.plus(Duration.ofSeconds(1));
        }

        assertThat(cluster.requests())
                .filteredOn(request ->
                        request.resource().equals("events") && request.verb().equals("patch"))
                .hasSize(3);
        assertThat(events()).hasSize(1);
        Event event = events().getFirst();
        assertThat(event.getCount()).isEqualTo(21);
        assertThat(event.getFirstTimestamp()).isEqualTo("2026-06-01T12:00:00Z");
        assertThat(event.getLastTimestamp()).isEqualTo("2026-06-01T12:00:20Z");
    }

    private List<Event> events() {
        return cluster.client()
                .v1()
                .events()
                .inNamespace(Cluster.NAMESPACE)
                .list()
                .getItems();
    }

    private static ObjectStatus status(News news, Map<String, ?> parts) {
        return JSON.convertValue(parts, news.kind());
    }

    private static HasMetadata named(CustomResource<?, ?> object) {
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Cluster.NAMESPACE)
                .withName("one")
                .withUid("5f2c")
                .build());
        return object;
    }

    private static Map<String, ?> conditions(String type, String status, String reason) {
        return Map.of(
                "conditions",
                List.of(Map.of(
                        "type",
                        type,
                        "status",
                        status,
                        "reason",
                        reason,
                        "message",
                        "why",
                        "lastTransitionTime",
                        "2026-06-01T12:00:00Z",
                        "observedGeneration",
                        1)));
    }

    private static Map<String, ?> budget(int percent) {
        return Map.of("budget", Map.of("percent", percent, "resetsAt", "2026-07-01T00:00:00Z"));
    }
}
