package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.ModelRule;
import io.ninerouter.config.Profile;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.snapshot.ModelGlobs;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A compiled provider that is asked at another place than its own.
 *
 * @param config as compiled, but for scheme and host of its address; open to models that rules speak of
 * @param connection as compiled, but for settings that are addresses
 * @param values of placeholders
 * @param address where it is instead
 */
record DrivenProvider(ProviderConfig config, ConnectionConfig connection, Map<String, String> values, String address) {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_.-]*)\\??}");
    private static final Pattern MISTRAL_ID = Pattern.compile("\"tool_call_id\":\"([A-Za-z0-9]{9})\"");
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String SECRET = "canary-secret";
    private static final String KEY_ID = "key-id";

    /**
     * One request.
     *
     * @param kind what the account shows
     */
    record Case(String model, Dialect spoken, Credential.Kind kind, boolean stream) {}

    /** One model for each set of rules that some model matches. */
    List<String> models() {
        Set<String> names = new LinkedHashSet<>();
        config.models().stream().map(ModelConfig::id).forEach(names::add);
        config.rules().stream()
                .flatMap(rule -> rule.models().stream())
                .map(glob -> glob.replace("*", "x").replace("?", "y"))
                .forEach(names::add);
        names.add("some-model");
        Set<List<ModelRule>> seen = new HashSet<>();
        return names.stream().filter(name -> seen.add(matching(name))).toList();
    }

    private List<ModelRule> matching(String model) {
        return config.rules().stream()
                .filter(rule -> new ModelGlobs(rule.models()).allow(model))
                .toList();
    }

    /** What is spoken to a model: what a rule says, else each of the provider's dialects. */
    List<Dialect> spoken(String model) {
        Dialect ruled = null;
        for (ModelRule rule : matching(model)) {
            ruled = rule.dialect() == null ? ruled : rule.dialect();
        }
        return ruled == null ? config.dialects() : List.of(ruled);
    }

    AuthScheme auth(Credential.Kind kind) {
        return kind == Credential.Kind.ACCESS_TOKEN && config.tokenAuth() != null ? config.tokenAuth() : config.auth();
    }

    Snapshot snapshot(Case asked) {
        Map<String, String> facts = new TreeMap<>(values);
        facts.keySet().removeAll(connection.settings().keySet());
        if (!ownAddress(asked)) {
            facts.remove(Credential.BASE_URL);
        }
        if (auth(asked.kind()).scheme() == AuthScheme.Scheme.SIGV4) {
            facts.put("accessKeyId", KEY_ID);
            // The operator hands it on from the settings.
            facts.put("region", values.get("region"));
        }
        Credential credential = new Credential(asked.kind(), SecretText.of(SECRET), null, facts);
        return Snapshot.compile(
                new GatewayConfig(
                        GatewayConfig.FORMAT,
                        "default/main",
                        open(),
                        List.of(config),
                        List.of(connection),
                        List.of(),
                        List.of(),
                        List.of()),
                new Credentials("r", connection.needsCredential() ? Map.of(connection.name(), credential) : Map.of()));
    }

    /** Whether the login told another address than the provider's: here, where something is shown that a login yields. */
    private boolean ownAddress(Case asked) {
        return asked.kind() == Credential.Kind.ACCESS_TOKEN
                && values.containsKey(Credential.BASE_URL)
                && !connection.settings().containsKey(Credential.BASE_URL);
    }

    private static GatewayConfig.Settings open() {
        GatewayConfig.Settings usual = GatewayConfig.Settings.DEFAULT;
        return new GatewayConfig.Settings(
                false,
                usual.accounts(),
                usual.timeouts(),
                usual.keepAliveMillis(),
                usual.limits(),
                usual.requestLog(),
                usual.prices());
    }

    /** Asks and compares what arrives with what the data says. */
    void check(Case asked, HttpClient client, String gateway, RecordingProvider recorder) throws Exception {
        String named = config.id() + "/" + asked.model();
        Dialect caller = WireDialog.caller(asked.spoken());
        ObjectNode request = WireDialog.request(caller, named, asked.stream());
        edits(asked).forEach(each -> TreeEdits.provoke(request, each));
        // Who wants to go on from an answer that a provider does not keep is told so, and never gets there.
        request.remove("previous_response_id");
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(gateway + WireDialog.path(caller, named, asked.stream())))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as("%s: %s", asked, answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("Hello");
        RecordingProvider.Asked arrived = recorder.only();
        assertThat(arrived.uri()).as("%s", asked).isEqualTo(uri(asked));
        checkCredential(asked, arrived);
        checkHeaders(asked, arrived);
        if (caller == asked.spoken()) {
            checkBody(asked, request, (ObjectNode) JSON.readTree(arrived.body()));
        } else {
            ProviderDialog.checkBody(asked.spoken(), asked.model(), asked.stream(), values, arrived);
            assertThat(edits(asked)).as("edits that nothing here looks at").allMatch(BodyEdits::isEmpty);
        }
    }

    private String uri(Case asked) {
        String base = filled(ownAddress(asked) ? values.get(Credential.BASE_URL) : config.baseUrl(), asked)
                .substring(address.length());
        int at = base.indexOf('?');
        boolean apart = config.profile() == Profile.COPILOT && asked.spoken() == Dialect.ANTHROPIC;
        String path = (at < 0 ? base : base.substring(0, at))
                + (apart ? "/v1" : "")
                + ProviderDialog.path(asked.spoken(), asked.model(), asked.stream());
        String query = at < 0 ? "" : (path.contains("?") ? "&" : "?") + base.substring(at + 1);
        AuthScheme auth = auth(asked.kind());
        boolean shown = auth.scheme() == AuthScheme.Scheme.QUERY && connection.needsCredential();
        String whole = path + query;
        return shown ? whole + (whole.contains("?") ? "&" : "?") + auth.name() + "=" + SECRET : whole;
    }

    private String filled(String text, Case asked) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1).equals("model") ? asked.model() : values.get(match.group(1))));
    }

    private void checkCredential(Case asked, RecordingProvider.Asked arrived) throws Exception {
        AuthScheme auth = auth(asked.kind());
        if (auth.scheme() == AuthScheme.Scheme.SIGV4) {
            AwsSignature.check(arrived, KEY_ID, values.get("region"), SECRET);
            assertThat(arrived.uri() + arrived.headers() + arrived.body())
                    .as("the secret signs and is not shown")
                    .doesNotContain(SECRET);
            return;
        }
        String prefix = auth.prefix() == null ? "" : auth.prefix();
        boolean none = !connection.needsCredential();
        boolean bearer = !none && auth.scheme() == AuthScheme.Scheme.BEARER;
        assertThat(arrived.header("authorization"))
                .as("%s", asked)
                .isEqualTo(
                        bearer ? "Bearer " + prefix + SECRET : config.headers().get("authorization"));
        if (!none && auth.scheme() == AuthScheme.Scheme.HEADER) {
            assertThat(arrived.header(auth.name())).as("%s", asked).isEqualTo(prefix + SECRET);
        }
        assertThat(Stream.concat(
                                Stream.of(arrived.uri(), arrived.body()),
                                arrived.headers().values().stream().map(List::toString))
                        .filter(text -> text.contains(SECRET)))
                .as("the credential is shown once, or not at all")
                .hasSize(none || auth.scheme() == AuthScheme.Scheme.NONE ? 0 : 1);
    }

    private void checkHeaders(Case asked, RecordingProvider.Asked arrived) {
        Map<String, String> headers = new TreeMap<>(config.headers());
        if (asked.kind() == Credential.Kind.ACCESS_TOKEN) {
            headers.putAll(config.tokenHeaders());
        }
        if (asked.spoken() == Dialect.CURSOR) {
            checkMachine(arrived);
        }
        headers.forEach((name, value) -> {
            String pattern = Pattern.quote(value)
                    .replace("{session}", "\\E" + UUID + "\\Q")
                    .replace("{uuid}", "\\E" + UUID + "\\Q");
            // An account that shows no credential has no facts either.
            boolean missing =
                    !connection.needsCredential() && PLACEHOLDER.matcher(value).find() && value.contains("?}");
            if (missing) {
                assertThat(arrived.header(name)).isNull();
            } else {
                assertThat(String.valueOf(arrived.header(name)))
                        .as("%s of %s", name, asked)
                        .matches(filled(pattern, asked));
            }
        });
    }

    /** Six bytes that are a matter of the time, in base64, and the machine. */
    private void checkMachine(RecordingProvider.Asked arrived) {
        assertThat(arrived.header("x-cursor-checksum")).matches("[A-Za-z0-9_-]{8}" + values.get("machineId"));
    }

    private List<BodyEdits> edits(Case asked) {
        List<BodyEdits> all = new ArrayList<>(List.of(config.edits()));
        matching(asked.model()).stream()
                .filter(rule -> rule.whenSpoken() == null || rule.whenSpoken() == asked.spoken())
                .forEach(rule -> all.add(rule.edits()));
        return all;
    }

    private void checkBody(Case asked, ObjectNode sent, ObjectNode arrived) throws Exception {
        ObjectNode expected = sent.deepCopy();
        if (expected.has("model")) {
            expected.put("model", asked.model());
        }
        edits(asked).forEach(each -> TreeEdits.apply(expected, each, asked.spoken() == Dialect.OPENAI_CHAT));
        if (config.profile() == Profile.CODEX) {
            // Adds of its own: these its own tests look at.
            arrived.retain(Stream.concat(
                            expected.propertyStream().map(Map.Entry::getKey),
                            sent.propertyStream().map(Map.Entry::getKey))
                    .toList());
        }
        String text = expected.toString();
        if (config.profile() == Profile.MISTRAL) {
            Matcher id = MISTRAL_ID.matcher(arrived.toString());
            assertThat(id.find()).as("%s", arrived).isTrue();
            text = text.replace("\"call_1\"", '"' + id.group(1) + '"');
        }
        assertThat(arrived).as("%s", asked).isEqualTo(JSON.readTree(text));
    }
}
