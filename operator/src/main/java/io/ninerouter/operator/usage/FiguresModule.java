package io.ninerouter.operator.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.ninerouter.config.UsageFigures;
import java.io.IOException;
import java.util.Arrays;

/** Figures as a row of numbers, for what no person reads: ten thousands of them have to fit into one Secret. */
final class FiguresModule extends SimpleModule {
    private static final long serialVersionUID = 1L;
    private static final int COUNT = 10;

    FiguresModule() {
        addSerializer(UsageFigures.class, new Writer());
        addDeserializer(UsageFigures.class, new Reader());
    }

    private static final class Writer extends StdSerializer<UsageFigures> {
        private static final long serialVersionUID = 1L;

        private Writer() {
            super(UsageFigures.class);
        }

        @Override
        public void serialize(UsageFigures figures, JsonGenerator out, SerializerProvider provider) throws IOException {
            long[] row = {
                figures.requests(),
                figures.attempts(),
                figures.inputTokens(),
                figures.cacheReadTokens(),
                figures.cacheWriteTokens(),
                figures.outputTokens(),
                figures.reasoningTokens(),
                figures.billedPicoUsd(),
                figures.unbilledPicoUsd(),
                figures.unpricedAttempts()
            };
            int length = COUNT;
            while (length > 0 && row[length - 1] == 0) {
                length--;
            }
            out.writeArray(row, 0, length);
        }
    }

    private static final class Reader extends StdDeserializer<UsageFigures> {
        private static final long serialVersionUID = 1L;

        private Reader() {
            super(UsageFigures.class);
        }

        @Override
        public UsageFigures deserialize(JsonParser in, DeserializationContext context) throws IOException {
            // Of a later release there may be more.
            long[] row = Arrays.copyOf(in.readValueAs(long[].class), COUNT);
            return new UsageFigures(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9]);
        }
    }
}
