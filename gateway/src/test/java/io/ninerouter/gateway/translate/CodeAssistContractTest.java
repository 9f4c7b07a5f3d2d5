package io.ninerouter.gateway.translate;

/** Code Assist under what every dialect has to pass. */
class CodeAssistContractTest extends DialectContract {
    CodeAssistContractTest() {
        super(new CodeAssistMirror(), "gemini-codeassist", "v1internal");
    }
}
