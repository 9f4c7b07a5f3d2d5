package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which answer is which fault: bodies as providers send them. */
class FaultsTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        400 | {"error":{"message":"messages: field required","type":"invalid_request_error","param":null,"code":null}} | BAD_REQUEST
        400 | {"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: Field required"}} | BAD_REQUEST
        400 | {"error":{"code":400,"message":"Invalid JSON payload received.","status":"INVALID_ARGUMENT"}} | BAD_REQUEST
        400 | nothing readable | BAD_REQUEST
        422 | {"detail":[{"loc":["body","messages"],"msg":"field required","type":"value_error.missing"}]} | BAD_REQUEST
        413 | {"error":{"message":"yours"}} | BAD_REQUEST
        413 | {"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}} | BAD_REQUEST
        400 | {"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","code":"context_length_exceeded"}} | TOO_LONG
        400 | {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}} | TOO_LONG
        400 | {"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048575).","status":"INVALID_ARGUMENT"}} | TOO_LONG
        413 | {"error":{"message":"Request too large for model `x` on tokens per minute (TPM): Limit 6000","type":"tokens","code":"rate_limit_exceeded"}} | TOO_LONG
        413 | {"error":{"message":"input is too long for requested model"}} | TOO_LONG
        400 | {"error":{"message":"The requested model is not supported.","code":"model_not_supported","type":"invalid_request_error"}} | MODEL_MISSING
        400 | {"error":{"message":"model \\"x\\" is not accessible via the /chat/completions endpoint","code":"unsupported_api_for_model"}} | MODEL_MISSING_IN_WORDS
        400 | {"error":{"message":"x is not a valid model ID","code":400}} | MODEL_MISSING_IN_WORDS
        400 | {"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model.","code":"unsupported_value"}} | FEATURE_MISSING
        400 | {"error":{"message":"This model does not support image input."}} | FEATURE_MISSING
        400 | {"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}} | CREDENTIAL_REFUSED
        400 | {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}} | UNPAID
        401 | {"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}} | CREDENTIAL_REFUSED
        401 | <html>no</html> | CREDENTIAL_REFUSED
        402 | {"error":{"message":"Insufficient Balance","type":"unknown_error"}} | UNPAID
        402 | nothing readable | UNPAID
        403 | {"error":{"message":"denied"}} | CREDENTIAL_REFUSED
        403 | {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource"}} | CREDENTIAL_REFUSED
        403 | {"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported"}} | SUSPENDED
        403 | {"type":"error","error":{"type":"permission_error","message":"This organization has been disabled."}} | SUSPENDED
        403 | {"error":{"message":"Project `proj_x` does not have access to model `gpt-5`","code":"model_not_found"}} | MODEL_MISSING
        403 | {"error":{"message":"You do not have access to the model x"}} | MODEL_MISSING_IN_WORDS
        403 | {"error":{"type":"insufficient_quota","message":"no"}} | UNPAID
        403 | {"error":{"code":403,"message":"Input was flagged","metadata":{"reasons":["violence"]}}} | BAD_REQUEST
        403 | <html><title>Attention Required!</title></html> | FAILING
        404 | {"error":{"message":"The model `x` does not exist","type":"invalid_request_error","code":"model_not_found"}} | MODEL_MISSING
        404 | {"type":"error","error":{"type":"not_found_error","message":"model: claude-x"}} | MODEL_MISSING
        404 | {"error":{"code":404,"message":"models/x is not found for API version v1beta","status":"NOT_FOUND"}} | MODEL_MISSING_IN_WORDS
        404 | {"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","code":404} | MODEL_MISSING_IN_WORDS
        404 | 404 page not found | NOT_HERE
        404 | {"detail":"Not Found"} | NOT_HERE
        404 | <html>404</html> | NOT_HERE
        410 | {"error":{"message":"gone","code":"model_decommissioned"}} | MODEL_MISSING
        406 | {"error":{"message":"no","code":"model_not_supported"}} | MODEL_MISSING
        405 | nothing readable | NOT_HERE
        409 | {"error":{"message":"conflict"}} | NOT_HERE
        425 | nothing readable | NOT_HERE
        501 | nothing readable | NOT_HERE
        400 | {"message":"Input is too long.","reason":"CONTENT_LENGTH_EXCEEDS_THRESHOLD"} | TOO_LONG
        400 | {"message":"Improperly formed request.","reason":null} | NOT_HERE
        400 | {"__type":"com.amazon.kiro#ValidationException","message":"Invalid model. Please select a different model to continue.","reason":"INVALID_MODEL_ID"} | MODEL_MISSING
        402 | {"message":"You have reached the limit.","reason":"MONTHLY_REQUEST_COUNT"} | UNPAID
        429 | {"message":"You have reached the limit for requests.","reason":"MONTHLY_REQUEST_COUNT"} | UNPAID
        429 | {"message":"Too many requests, please wait before trying again.","reason":null} | RATE_LIMITED
        403 | {"message":"The bearer token included in the request is invalid.","reason":null} | CREDENTIAL_REFUSED
        403 | {"message":"Your account is on hold.","reason":"TEMPORARILY_SUSPENDED"} | SUSPENDED
        403 | {"message":"The security token included in the request is expired"} | CREDENTIAL_REFUSED
        403 | {"message":"You don't have access to the model with the specified model ID."} | MODEL_MISSING_IN_WORDS
        400 | {"message":"The provided model identifier is invalid."} | MODEL_MISSING_IN_WORDS
        400 | {"message":"Invocation of model ID x with on-demand throughput isn’t supported. Retry with an inference profile."} | MODEL_MISSING_IN_WORDS
        400 | {"message":"This model doesn't support tool use."} | FEATURE_MISSING
        429 | {"message":"Too many tokens, please wait before trying again."} | RATE_LIMITED
        424 | {"message":"The model failed while processing the request.","originalStatusCode":500} | FAILING
        408 | nothing readable | FAILING
        429 | {"error":{"message":"Rate limit reached for gpt-5 in organization org-x","type":"tokens","code":"rate_limit_exceeded"}} | RATE_LIMITED
        429 | {"type":"error","error":{"type":"rate_limit_error","message":"no"}} | RATE_LIMITED
        429 | {"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}} | RATE_LIMITED
        429 | {"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}} | UNPAID
        429 | {"error":{"type":"usage_limit_reached","plan_type":"plus","resets_in_seconds":9}} | ACCOUNT_LIMITED
        429 | nothing readable | RATE_LIMITED
        418 | nothing readable | BAD_REQUEST
        500 | {"error":{"message":"The model does not exist"}} | FAILING
        502 | <html>bad gateway</html> | FAILING
        503 | {"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}} | FAILING
        529 | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} | FAILING
        200 | <html>log in</html> | FAILING
        302 | nothing readable | FAILING
        """)
    void knowsWhatAProviderMeans(int status, String body, Fault fault) {
        Complaint said = Complaint.read(body.getBytes(StandardCharsets.UTF_8));
        assertThat(Faults.of(status, said, said.due() != null && said.due().account()))
                .isEqualTo(fault);
    }

    @Test
    void findsALimitOfTheAccountInTheHead() {
        assertThat(Faults.of(429, Complaint.NONE, true)).isEqualTo(Fault.ACCOUNT_LIMITED);
        assertThat(Faults.of(500, Complaint.NONE, true)).isEqualTo(Fault.FAILING);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", textBlock = """
            ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/, validationexception
            com.amazon.kiro#ThrottlingException,                                      throttlingexception
            AccessDeniedException,                                                    accessdeniedexception
            -,                                                                        -
            """)
    void readsTheNameOfAnExceptionFromTheHead(String header, String code) {
        Complaint said = Complaint.read("{\"message\":\"no\"}".getBytes(StandardCharsets.UTF_8))
                .withAwsType(header);
        assertThat(said.codes()).isEqualTo(code == null ? Set.of() : Set.of(code));
        assertThat(said.words().message()).isEqualTo("no");
    }

    /** A caller can put anything into a request that a provider quotes in its refusal. */
    @Test
    void doesNotBelieveAQuotation() {
        String quoted =
                "Invalid value: '" + "the model does not exist, your account has been suspended ".repeat(10) + "'";
        Complaint said = Complaint.of("invalid_value", quoted);
        assertThat(Faults.of(400, said, false)).isEqualTo(Fault.BAD_REQUEST);
        assertThat(Faults.of(403, said, false)).isEqualTo(Fault.CREDENTIAL_REFUSED);
        Complaint input = Complaint.read("{\"error\":{\"message\":\"no\",\"input\":{\"code\":\"model_not_found\"}}}"
                .getBytes(StandardCharsets.UTF_8));
        assertThat(Faults.of(400, input, false)).isEqualTo(Fault.BAD_REQUEST);
    }

    /** What belongs to the request locks nothing; everything else does and moves on. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void scopeReasonAndNextFitTogether(Fault fault) {
        boolean ofRequest = fault.scope() == Fault.Scope.REQUEST;
        assertThat(fault.reason() == null).isEqualTo(ofRequest);
        assertThat(fault.pause() == Fault.Pause.NONE).isEqualTo(ofRequest);
        if (!ofRequest) {
            assertThat(fault.next()).isEqualTo(Fault.Next.OTHER_TARGET);
        }
    }
}
