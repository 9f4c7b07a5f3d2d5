package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.fake.Cursor;
import io.ninerouter.gateway.fake.Cursor.Fields;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.cursor.CursorCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Cursor is sent, read by protobuf's own library. */
class CursorRequestTest {
    private static final CursorCodec CODEC = new CursorCodec();
    private static final Translation TRANSLATION = new Translation(List.of(CODEC));

    private static Exchange exchange(String chat) {
        return exchange(chat, Map.of());
    }

    private static Exchange exchange(String chat, Map<String, String> account) {
        ChatRequest request = new ChatCodec().decodeRequest(Utf8.of(chat.replace('\'', '"')));
        TargetModel target = new TargetModel(Dialect.CURSOR, "claude-4.5-sonnet", null, account, null);
        return new Exchange(Dialect.OPENAI_CHAT, request, target, new Ids(new Random(1), 1_767_225_600));
    }

    private static Fields sent(Exchange exchange) {
        return Cursor.asked(TRANSLATION.encode(exchange, 0));
    }

    private static Fields sent(String chat) {
        return sent(exchange(chat));
    }

    private static List<String> losses(Exchange exchange) {
        return exchange.losses().all().stream()
                .map(loss -> loss.feature().word() + ": " + loss.how())
                .toList();
    }

    @Test
    void aQuestionIsAChat() {
        Fields sent = sent("{'model':'x','messages':[{'role':'system','content':'Be brief.'},"
                + "{'role':'user','content':'Hi ✨'}]}");

        List<Fields> messages = sent.messages(1);
        assertThat(messages.stream().map(message -> message.text(1)))
                .containsExactly("[System Instructions]\nBe brief.", "Hi ✨");
        assertThat(messages.stream().map(message -> message.number(2))).containsExactly(1L, 1L);
        assertThat(messages.stream().map(message -> message.number(47))).containsExactly(1L, 1L);
        assertThat(sent.message(5).text(1)).isEqualTo("claude-4.5-sonnet");
        assertThat(sent.messages(34)).isEmpty();
        assertThat(sent.number(27)).isZero();
        assertThat(sent.number(46)).isEqualTo(1);
        assertThat(sent.number(48)).isEqualTo(1);
        assertThat(sent.number(49)).isZero();
        assertThat(sent.text(54)).isEqualTo("Ask");
        assertThat(sent.message(26).text(5)).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(sent.messages(30).stream().map(id -> id.text(1)))
                .isEqualTo(messages.stream().map(message -> message.text(13)).toList());
    }

    @Test
    void toolsMakeItAnAgentAndResultsAreToldWithTheirCalls() {
        Exchange exchange = exchange("""
                {'model':'x','tools':[{'type':'function','function':{'name':'ls','description':'lists',
                'parameters':{'type':'object','properties':{'path':{'type':'string'}}}}}],
                'messages':[{'role':'user','content':'What is here?'},
                {'role':'assistant','content':'Looking.','tool_calls':[{'id':'c1','type':'function',
                'function':{'name':'ls','arguments':'{\\'path\\':\\'.\\'}'}}]},
                {'role':'tool','tool_call_id':'c1','content':'a<b>&\\u0007c'}]}""");
        Fields sent = sent(exchange);

        assertThat(sent.messages(1).stream().map(message -> message.text(1)))
                .containsExactly("What is here?", "Looking.", """
                        <tool_result>
                        <tool_name>ls</tool_name>
                        <tool_call_id>c1</tool_call_id>
                        <arguments>{"path":"."}</arguments>
                        <result>a&lt;b&gt;&amp;c</result>
                        </tool_result>""");
        assertThat(sent.messages(1).stream().map(message -> message.number(2))).containsExactly(1L, 2L, 1L);
        assertThat(sent.messages(1).stream().map(message -> message.texts(51)))
                .containsExactly(List.of(), List.of(), List.of("\u0001"));
        Fields tool = sent.message(34);
        assertThat(tool.text(1)).isEqualTo("ls");
        assertThat(tool.text(2)).isEqualTo("lists");
        assertThat(tool.text(3)).contains("\"path\"");
        assertThat(tool.text(4)).isEqualTo("custom");
        assertThat(sent.number(27)).isEqualTo(1);
        assertThat(sent.number(46)).isEqualTo(2);
        assertThat(sent.number(48)).isZero();
        assertThat(sent.text(54)).isEqualTo("Agent");
        assertThat(losses(exchange)).containsExactly("tools: calls and results of earlier turns as words of the user");
    }

    @Test
    void aConversationKeepsItsIdAndThoseOfItsMessages() {
        String first = "{'model':'x','messages':[{'role':'user','content':'Hi'}]}";
        String later = "{'model':'x','messages':[{'role':'user','content':'Hi'},"
                + "{'role':'assistant','content':'Hello'},{'role':'user','content':'And?'}]}";
        String keyed = first.replace("'model'", "'prompt_cache_key':'k','model'");

        assertThat(sent(later).text(23)).isEqualTo(sent(first).text(23));
        assertThat(UUID.fromString(sent(first).text(23)).version()).isEqualTo(5);
        assertThat(sent(later).message(1).text(13))
                .isEqualTo(sent(first).message(1).text(13));
        assertThat(sent(keyed).text(23))
                .isNotEqualTo(sent(first).text(23))
                .isEqualTo(sent(keyed.replace("Hi", "Ho")).text(23));
        assertThat(sent(first.replace("Hi", "Ho")).text(23))
                .isNotEqualTo(sent(first).text(23));
    }

    @Test
    void whatIsNoTextIsNamedAndSaid() {
        Exchange exchange = exchange(
                "{'model':'x','max_tokens':5,'temperature':1,'messages':[{'role':'user','content':["
                        + "{'type':'text','text':'Look'},{'type':'image_url','image_url':{'url':'data:image/png;base64,eA=='}}]}]}");
        Fields sent = sent(exchange);

        assertThat(sent.message(1).text(1)).isEqualTo("Look\n[image left out: Cursor takes text alone]");
        assertThat(exchange.losses().header()).isEqualTo("temperature, max-tokens, images");
    }

    @ParameterizedTest
    @CsvSource({"none, 0", "low, 1", "medium, 1", "high, 2", "xhigh, 2"})
    void effortIsALevel(String effort, int level) {
        assertThat(sent("{'model':'x','reasoning_effort':'" + effort + "','messages':[]}")
                        .number(49))
                .isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        'none'                                      |
        'auto'                                      | a,b
        'required'                                  | a,b
        {'type':'function','function':{'name':'b'}} | b
        """)
    void onlyToolsThatMayBeCalledAreOffered(String choice, String offered) {
        String tools = "[{'type':'function','function':{'name':'a'}},{'type':'function','function':{'name':'b'}}]";
        Fields sent = sent("{'model':'x','messages':[],'tools':" + tools + ",'tool_choice':" + choice.strip() + "}");
        assertThat(String.join(
                        ",",
                        sent.messages(34).stream().map(tool -> tool.text(1)).toList()))
                .isEqualTo(offered == null ? "" : offered);
        assertThat(sent.number(27)).isEqualTo(offered == null ? 0 : 1);
    }

    @Test
    void headersAreThoseOfTheProtocolAndOfPrivacy() {
        Map<String, String> headers = new TreeMap<>();
        CODEC.headers(exchange("{'model':'x','messages':[]}"), headers::put);
        assertThat(headers)
                .containsEntry("content-type", "application/connect+proto")
                .containsEntry("connect-protocol-version", "1")
                .containsEntry("connect-accept-encoding", "gzip")
                .containsEntry("x-ghost-mode", "true")
                .containsOnlyKeys(
                        "content-type",
                        "connect-protocol-version",
                        "connect-accept-encoding",
                        "x-ghost-mode",
                        "x-request-id");
        CODEC.headers(exchange("{'model':'x','messages':[]}", Map.of("ghostMode", "false")), headers::put);
        assertThat(headers).containsEntry("x-ghost-mode", "false");
    }
}
