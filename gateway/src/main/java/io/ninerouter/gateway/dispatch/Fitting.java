package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.EditPlan;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.frame.RequestScanner;
import io.ninerouter.gateway.profile.Occasion;
import io.ninerouter.gateway.profile.Profiles;
import io.ninerouter.gateway.profile.Touches;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.FixedHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a request in its target's dialect what the target needs: what its profile does, then the edits that hold for the
 * model. A provider without either costs nothing. Stateless.
 */
final class Fitting {
    private Fitting() {}

    /** The headers that the provider always gets. */
    static Map<String, String> headers(Call call, Target target) {
        FixedHeaders headers = target.provider().headers(target.credential());
        return headers.isFixed() ? headers.fixed() : headers.with(new Placeholders(call, target));
    }

    /**
     * The caller's own body.
     *
     * @param model the name to send; null = leave the body's own alone
     * @param hidden seals of its history that the target is not shown
     * @param headers get what the profile says
     * @param losses get what the caller loses
     * @return to be released by the caller
     */
    static ByteBuf own(
            Call call, Target target, @Nullable String model, HiddenSeals hidden, HttpHeaders headers, Losses losses) {
        ByteBuf bytes = call.body().bytes();
        RequestFacts facts = call.body().facts();
        EditPlan plan = StreamUsage.insisting(call, plan(call, target));
        if (concerned(target, hidden)) {
            plan = touched(call, target, hidden, new Occasion.Body(facts, new BodyBytes(bytes)), headers)
                    .then(plan);
        }
        return SplicedBody.of(bytes, facts, model, plan, loss -> EditedFields.count(loss, losses));
    }

    /**
     * A body that was made for the target.
     *
     * @param hidden seals of its history that the target is not shown
     * @param headers get what the profile says
     * @param losses get what the caller loses
     * @return to be released by the caller
     */
    static ByteBuf made(Call call, Target target, byte[] body, HiddenSeals hidden, HttpHeaders headers, Losses losses) {
        EditPlan plan = plan(call, target);
        boolean concerned = concerned(target, hidden);
        ByteBuf plain = Unpooled.wrappedBuffer(body);
        if (plan.isEmpty() && !concerned) {
            return plain;
        }
        RequestScanner scanner = new RequestScanner();
        scanner.feed(body, 0, body.length);
        RequestFacts facts = scanner.finish();
        if (concerned) {
            plan = touched(call, target, hidden, new Occasion.Body(facts, ByteSource.of(body)), headers)
                    .then(plan);
        }
        BodySplice splice =
                BodySplice.of(facts, ByteSource.of(body), null, plan, loss -> EditedFields.count(loss, losses));
        ByteBuf edited = SplicedBody.of(plain, splice, call.body().bytes().alloc());
        plain.release();
        return edited;
    }

    /** The edits that hold for the model. */
    static EditPlan plan(Call call, Target target) {
        // Counts and compactions have bodies of their own; what is set for vectors is meant for them.
        boolean answer = switch (call.question().action()) {
            case GENERATE, EMBED, EMBED_BATCH -> true;
            case COUNT_TOKENS, COMPACT -> false;
        };
        return target.provider().edits(target.model(), target.dialect(), answer);
    }

    private static boolean concerned(Target target, HiddenSeals hidden) {
        return Profiles.concerns(target.provider().config().profile(), target.dialect(), hidden);
    }

    private static EditPlan touched(
            Call call, Target target, HiddenSeals hidden, Occasion.Body body, HttpHeaders headers) {
        Profile profile = target.provider().config().profile();
        Touches touches = Profiles.of(
                profile,
                new Occasion(
                        target.dialect(),
                        call.question().action() == Action.GENERATE,
                        new Occasion.Wish(target.model(), target.effort()),
                        hidden,
                        () -> Placeholders.conversation(call),
                        body));
        touches.headers().forEach(headers::set);
        touches.fallbacks().forEach((name, value) -> {
            if (!headers.contains(name)) {
                headers.set(name, value);
            }
        });
        return touches.edits();
    }
}
