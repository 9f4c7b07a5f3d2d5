package io.ninerouter.operator.transfer;

import java.nio.charset.StandardCharsets;

/** Databases as 9Router writes them, made up. */
final class Databases {
    /** Of every kind something; the words "canary" stand for what is secret. */
    static final String LARGE = """
            {
              "providerConnections": [
                {"id": "c1", "provider": "openai", "authType": "apikey", "name": "Work", "apiKey": "canary-openai", "priority": 2,
                 "isActive": true, "testStatus": "active", "modelLock_gpt-5": "2026-01-01T00:00:00Z",
                 "providerSpecificData": {"enabledModels": ["gpt-5", "gpt-5-mini"], "connectionProxyPoolId": "p1"}},
                {"id": "c2", "provider": "openai", "authType": "apikey", "name": "Work", "apiKey": "canary-openai-2", "isActive": false},
                {"id": "c3", "provider": "openai-compatible-chat-n1", "authType": "apikey", "name": "vllm", "apiKey": "canary-node"},
                {"id": "c4", "provider": "claude", "authType": "oauth", "email": "jo@example.com", "name": "jo@example.com",
                 "accessToken": "canary-access", "refreshToken": "canary-refresh", "expiresAt": "2026-12-01T00:00:00.000Z",
                 "expiresIn": 28800, "scope": "user:inference"},
                {"id": "c5", "provider": "grok-web", "authType": "cookie", "name": "x", "apiKey": "canary-cookie"},
                {"id": "c6", "provider": "deepseek", "authType": "apikey", "name": "no key"}
              ],
              "providerNodes": [
                {"id": "openai-compatible-chat-n1", "type": "openai-compatible", "name": "vLLM here", "prefix": "vl", "apiType": "chat",
                 "baseUrl": "http://vllm.example:8000/v1/"},
                {"id": "anthropic-compatible-n2", "type": "anthropic-compatible", "name": "ds", "prefix": "ds",
                 "baseUrl": "https://claude.example/v1"},
                {"id": "openai-compatible-responses-n3", "type": "openai-compatible", "name": "no address", "prefix": "na",
                 "apiType": "responses", "baseUrl": "not an address"}
              ],
              "proxyPools": [{"id": "p1", "name": "office", "type": "http", "proxyUrl": "http://canary-user:canary-pass@proxy.example:3128",
                "noProxy": "localhost, .internal"}],
              "modelAliases": {"fast": "openai/gpt-5-mini", "best": {"provider": "anthropic", "model": "claude-opus-4-6"},
                "here": "openai-compatible-chat-n1/qwen3", "lost": "nowhere/m"},
              "customModels": [{"id": "my-model", "providerAlias": "openai"}],
              "mitmAlias": {"antigravity": {"a": "b"}},
              "combos": [
                {"id": "k1", "name": "stack", "models": ["openai/gpt-5", "openai-compatible-chat-n1/qwen3", "ds/x", "stack2"]},
                {"id": "k2", "name": "stack2", "models": ["anthropic/claude-haiku-4-5"], "kind": null},
                {"id": "k3", "name": "search", "models": ["tavily"], "kind": "webSearch"}
              ],
              "apiKeys": [
                {"id": "a1", "name": "Laptop", "key": "canary-key-1", "machineId": "0123456789abcdef", "isActive": true},
                {"id": "a2", "name": "Old", "key": "canary-key-2", "isActive": false},
                {"id": "a3", "name": "Gone"}
              ],
              "settings": {"requireApiKey": false, "fallbackStrategy": "round-robin", "stickyRoundRobinLimit": 5, "comboStrategy": "fallback",
                "comboStrategies": {"stack": {"fallbackStrategy": "round-robin"}, "stack2": {"fallbackStrategy": "fusion"}},
                "providerStrategies": {"claude": {"fallbackStrategy": "fill-first"}}, "providerThinking": {"claude": {"mode": "on"}},
                "outboundProxyEnabled": true, "outboundProxyUrl": "proxy.example:3128", "outboundNoProxy": "10.0.0.0/8",
                "password": "canary-hash", "tunnelEnabled": true, "rtkEnabled": true},
              "pricing": {"openai": {"gpt-5": {"input": 1.25, "output": 10, "cached": 0.125, "reasoning": 10, "cache_creation": 1.25}},
                "unknown": {"m": {"input": 1}}}
            }
            """;

    private Databases() {}

    static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
