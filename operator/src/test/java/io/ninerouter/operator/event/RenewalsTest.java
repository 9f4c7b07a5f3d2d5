package io.ninerouter.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RenewalsTest {
    private static final String SOON = "2026-06-01T12:00:00Z";
    private static final String LATER = "2026-06-01T13:00:00Z";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("a later end", SOON, LATER, List.of("TokenRenewed")),
                Arguments.of("the same", SOON, SOON, List.of()),
                Arguments.of("an earlier one, which somebody has put there", LATER, SOON, List.of()),
                Arguments.of("the first token is a login", null, SOON, List.of()),
                Arguments.of("no token any more", SOON, null, List.of()),
                Arguments.of("what is no time", "x", LATER, List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isToldWhenATokenLastsLongerThanTheOneBefore(
            String name, @Nullable String before, @Nullable String after, List<String> reasons) {
        assertThat(Renewals.between(status(before), status(after)).stream().map(Transitions.Announcement::reason))
                .isEqualTo(reasons);
    }

    private static ProviderConnection.Status status(@Nullable String expires) {
        return JSON.convertValue(
                expires == null ? Map.of() : Map.of("tokenExpiresAt", expires), ProviderConnection.Status.class);
    }
}
