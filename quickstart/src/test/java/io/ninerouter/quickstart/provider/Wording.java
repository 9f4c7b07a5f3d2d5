package io.ninerouter.quickstart.provider;

/** The dialects as a caller writes them. */
enum Wording {
    CHAT("/v1/chat/completions", "authorization", "Bearer ", ",'stream':true,'stream_options':{'include_usage':true}") {
        @Override
        String body(String text) {
            return "{'model':'m-1','messages':[{'role':'system','content':'be kind'},{'role':'user','content':'%s'}]"
                    .formatted(text);
        }

        @Override
        String tools() {
            return ",'tools':[{'type':'function','function':{'name':'get_weather','parameters':%s}}]".formatted(SCHEMA);
        }
    },
    RESPONSES("/v1/responses", "authorization", "Bearer ", ",'stream':true") {
        @Override
        String body(String text) {
            return "{'model':'m-1','instructions':'be kind','input':[{'role':'user','content':[{'type':'input_text','text':'%s'}]}]"
                    .formatted(text);
        }

        @Override
        String tools() {
            return ",'tools':[{'type':'function','name':'get_weather','parameters':%s}]".formatted(SCHEMA);
        }
    },
    ANTHROPIC("/v1/messages", "x-api-key", "", ",'stream':true") {
        @Override
        String body(String text) {
            return "{'model':'m-1','max_tokens':100,'system':'be kind','messages':[{'role':'user','content':'%s'}]"
                    .formatted(text);
        }

        @Override
        String tools() {
            return ",'tools':[{'name':'get_weather','input_schema':%s}]".formatted(SCHEMA);
        }
    },
    GEMINI("/v1beta/models/m-1:generateContent", "x-goog-api-key", "", "") {
        @Override
        String body(String text) {
            return "{'systemInstruction':{'parts':[{'text':'be kind'}]},'contents':[{'role':'user','parts':[{'text':'%s'}]}]"
                    .formatted(text);
        }

        @Override
        String tools() {
            return ",'tools':[{'functionDeclarations':[{'name':'get_weather','parameters':%s}]}]".formatted(SCHEMA);
        }

        @Override
        String path(boolean stream) {
            return stream ? "/v1beta/models/m-1:streamGenerateContent?alt=sse" : super.path(false);
        }
    };

    private static final String SCHEMA =
            "{'type':'object','properties':{'city':{'type':'string'},'days':{'type':'integer'}},'required':['city','days']}";

    private final String path;
    final String keyHeader;
    final String keyPrefix;
    private final String streamField;

    Wording(String path, String keyHeader, String keyPrefix, String streamField) {
        this.path = path;
        this.keyHeader = keyHeader;
        this.keyPrefix = keyPrefix;
        this.streamField = streamField;
    }

    abstract String body(String text);

    abstract String tools();

    String path(boolean stream) {
        return path;
    }

    String ask(String text, boolean tools, boolean stream) {
        return (body(text) + (tools ? tools() : "") + (stream ? streamField : "") + "}").replace('\'', '"');
    }
}
