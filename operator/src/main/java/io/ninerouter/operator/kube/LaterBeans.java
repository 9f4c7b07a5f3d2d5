package io.ninerouter.operator.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Learns how to read a class when the first value of it comes. Jackson would learn all classes that an object can hold with
 * the first object: for a Deployment, some five hundred of the Kubernetes model, most of which no object of ours ever holds.
 */
final class LaterBeans extends SimpleModule {
    private static final long serialVersionUID = 1L;

    LaterBeans() {
        super("later-beans");
        setDeserializerModifier(new BeanDeserializerModifier() {
            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
                // This class alone: what is derived from it may want more than to be resolved before its first value.
                return deserializer.getClass() == BeanDeserializer.class
                        ? new Later((BeanDeserializer) deserializer)
                        : deserializer;
            }
        });
    }

    /** Reads values of one class. Thread-safe. */
    private static final class Later extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private volatile boolean resolved;

        private Later(BeanDeserializer bean) {
            super(bean);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegatee) {
            return delegatee instanceof BeanDeserializer bean ? new Later(bean) : delegatee;
        }

        /** Not yet. */
        @Override
        public void resolve(DeserializationContext context) {}

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!resolved) {
                resolveNow(context);
            }
            return super.deserialize(parser, context);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context, Object into) throws IOException {
            if (!resolved) {
                resolveNow(context);
            }
            return super.deserialize(parser, context, into);
        }

        /** What is resolved here finds others of its kind and does not resolve them: no two of these locks are held at once. */
        private synchronized void resolveNow(DeserializationContext context) throws IOException {
            if (!resolved) {
                super.resolve(context);
                resolved = true;
            }
        }
    }
}
