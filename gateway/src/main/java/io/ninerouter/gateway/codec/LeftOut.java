package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Part;

/** What stands in the place of an attachment that cannot be carried, so that the model can say what it does not see. */
public final class LeftOut {
    private LeftOut() {}

    /** Reports the loss, and gives the words. */
    public static String words(Part.Attachment attachment, Feature feature, String how, Losses losses) {
        losses.dropped(feature, how);
        String name = attachment.about().name();
        return "[left out here: " + Feature.of(attachment.kind()).word() + (name == null ? "" : ", " + name) + "]";
    }
}
