package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Part;

/** Citations of one text part among several. */
final class Citations {
    private Citations() {}

    /** The citation with its range in the glued text, in which its part begins at {@code offset}. */
    static Citation moved(Citation citation, int offset, Part.Text part) {
        return moved(citation, offset, part.text().length());
    }

    /** The same for a part of so many characters. */
    static Citation moved(Citation citation, int offset, int length) {
        Citation.Range range = citation.range();
        Citation.Range moved = range == null
                ? new Citation.Range(offset, offset + length)
                : new Citation.Range(offset + range.from(), offset + range.to());
        return new Citation(
                citation.url(), citation.title(), citation.quote(), moved, citation.dialect(), citation.raw());
    }
}
