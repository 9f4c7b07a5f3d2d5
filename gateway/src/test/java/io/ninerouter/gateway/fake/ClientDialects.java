package io.ninerouter.gateway.fake;

import io.ninerouter.config.Dialect;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs a test once for each dialect that clients speak: {@link Dialect#CLIENTS}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnumSource(
        value = Dialect.class,
        names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "ANTHROPIC", "GEMINI"})
public @interface ClientDialects {}
