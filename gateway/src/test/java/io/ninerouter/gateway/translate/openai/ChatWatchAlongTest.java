package io.ninerouter.gateway.translate.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.tokens.TokenEstimator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Notes that are taken in the walk of the watch are those that are taken in a walk of their own. */
class ChatWatchAlongTest {
    private static final List<String> DELTAS = List.of(
            "{\"content\":\" word\"}",
            "{\"content\":\"\"}",
            "{\"content\":null,\"refusal\":null}",
            "{\"content\":\"say \\\"usage\\\": {}\\n\"}",
            "{\"reasoning_content\":\"hm\",\"content\":\"so\"}",
            "{\"reasoning\":\"hm\"}",
            "{\"refusal\":\"no\"}",
            "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}]}",
            "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\":1}\"}},{\"index\":2,\"function\":{\"name\":\"g\"}}]}",
            "{\"tool_calls\":{\"function\":{\"name\":\"no array\"}}}",
            "{\"content\":{\"text\":\"an object\"}}",
            "{\"content\":[{\"type\":\"text\",\"text\":\"parts\"}]}",
            "[{\"content\":\"no object\"}]",
            "{}");
    private static final List<String> BESIDES = List.of(
            "",
            ",\"finish_reason\":null",
            ",\"finish_reason\":\"stop\"",
            ",\"finish_reason\":\"tool_calls\"",
            ",\"finish_reason\":\"error\"",
            ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}",
            ",\"error\":{\"message\":\"m\"}",
            ",\"logprobs\":{\"content\":[{\"token\":\"t\"}]}",
            ",\"text\":\"old\"");
    private static final List<String> ENDS = List.of(
            "",
            ",\"usage\":null",
            ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}",
            ",\"x_groq\":{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6},\"content\":\"unsaid\"}",
            ",\"x_groq\":{\"choices\":[{\"delta\":{\"content\":\"unsaid\"}}],\"finish_reason\":\"length\"}",
            ",\"error\":{\"message\":\"late\",\"code\":500}",
            ",\"delta\":{\"content\":\"outside\"}",
            ",\"name\":\"outside\"",
            ",\"choices\":[]");

    @Test
    void notesAndWatchSayTheSameInOneWalkAndInTwo() {
        Random random = new Random(9);
        int along = 0;
        for (int stream = 0; stream < 3_000; stream++) {
            AnswerWatch together = new ChatWatch();
            AnswerWatch apart = new ChatWatch();
            AnswerNotes notedTogether = notes();
            AnswerNotes notedApart = notes();
            for (int event = 0; event < 8; event++) {
                byte[] data = event(random).getBytes(StandardCharsets.UTF_8);
                boolean both = false;
                boolean read = true;
                try {
                    both = together.event("", data, 0, data.length, notedTogether.along());
                    if (!both) {
                        notedTogether.event(data, 0, data.length);
                        together.event("", data, 0, data.length);
                    }
                } catch (IllegalArgumentException e) {
                    read = false;
                }
                notedApart.event(data, 0, data.length);
                assertThat(read).isEqualTo(reads(apart, data));
                along += both ? 1 : 0;

                assertThat(said(together)).isEqualTo(said(apart));
                assertThat(noted(notedTogether))
                        .as(new String(data, StandardCharsets.UTF_8))
                        .isEqualTo(noted(notedApart));
            }
        }
        assertThat(along).isGreaterThan(10_000);
    }

    @Test
    void theSameGoesForAnAnswerInOnePiece() {
        Random random = new Random(10);
        int whole = 0;
        for (int answer = 0; answer < 5_000; answer++) {
            AnswerWatch together = new ChatWatch();
            AnswerWatch apart = new ChatWatch();
            AnswerNotes notedTogether = notes();
            AnswerNotes notedApart = notes();
            byte[] body =
                    event(random).replace("\"delta\"", "\"message\"").strip().getBytes(StandardCharsets.UTF_8);
            int cut = random.nextInt(body.length + 1);
            for (int[] piece : new int[][] {{0, cut}, {cut, body.length}}) {
                boolean read = true;
                try {
                    assertThat(together.body(body, piece[0], piece[1], notedTogether.along()))
                            .isTrue();
                } catch (IllegalArgumentException e) {
                    read = false;
                }
                notedApart.body(body, piece[0], piece[1]);
                assertThat(read).isEqualTo(readsBody(apart, body, piece));
                if (!read) {
                    break;
                }
            }
            whole += together.finished() ? 1 : 0;

            assertThat(said(together)).isEqualTo(said(apart));
            assertThat(noted(notedTogether)).isEqualTo(noted(notedApart));
        }
        assertThat(whole).isGreaterThan(3_000);
    }

    private static boolean readsBody(AnswerWatch watch, byte[] body, int[] piece) {
        try {
            watch.body(body, piece[0], piece[1]);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean reads(AnswerWatch watch, byte[] data) {
        try {
            watch.event("", data, 0, data.length);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String said(AnswerWatch watch) {
        return List.of(
                        String.valueOf(watch.usage()),
                        watch.meaningful(),
                        watch.finished(),
                        watch.concluded(),
                        watch.toldUsageAlone(),
                        String.valueOf(watch.error()))
                .toString();
    }

    private static String noted(AnswerNotes notes) {
        return notes.finish() + " " + notes.tokens().any() + ' '
                + notes.tokens().byLength();
    }

    private static AnswerNotes notes() {
        return new AnswerNotes(Dialect.OPENAI_CHAT, TokenEstimator.answer("m"));
    }

    private static String event(Random random) {
        String choice = "{\"index\":0,\"delta\":" + any(DELTAS, random) + any(BESIDES, random) + "}";
        String choices = random.nextInt(8) == 0 ? choice + "," + choice : random.nextInt(8) == 0 ? "" : choice;
        String event = (random.nextInt(20) == 0 ? " " : "") + "{\"id\":\"x\",\"choices\":[" + choices + "]"
                + any(ENDS, random) + "}";
        return switch (random.nextInt(12)) {
            case 0 -> event.substring(0, random.nextInt(event.length() + 1));
            case 1 -> "[DONE]";
            default -> event;
        };
    }

    private static String any(List<String> of, Random random) {
        // Most are the first ones, so that streams are not over at once.
        return of.get(random.nextInt(random.nextInt(of.size()) + 1));
    }
}
