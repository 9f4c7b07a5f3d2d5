package io.ninerouter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.bench.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestsTest {

    @ParameterizedTest
    @EnumSource
    void writesAConversationOfExactlyTheSize(Scenario scenario) throws Exception {
        String body = Requests.body(scenario);

        assertThat(body).hasSize(scenario.requestBytes());
        JsonNode tree = new ObjectMapper().readTree(body);
        assertThat(tree.path("model").asText()).isEqualTo(scenario.ask().model());
        assertThat(tree.path("stream").asBoolean()).isEqualTo(scenario.stream());
        assertThat(tree.path("messages").size()).isGreaterThan(1);
    }

    @Test
    void anAgentOffersItsToolsAndEachOfItsCallsHasAResult() throws Exception {
        JsonNode tree = new ObjectMapper().readTree(Requests.body(Scenario.TRANSLATED_AGENT));

        assertThat(tree.path("tools")).hasSize(Scenario.AGENT_TOOLS);
        assertThat(tree.findValuesAsText("tool_use_id")).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat(tree.findValuesAsText("id")).containsExactlyElementsOf(tree.findValuesAsText("tool_use_id"));
    }
}
