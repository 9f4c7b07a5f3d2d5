package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.translate.Story;

/** What an answer is a part of. */
sealed interface Telling {
    /** An answer that stands alone: when it breaks off, it has failed. */
    Alone ALONE = new Alone();

    /** An answer that another target can go on with when it breaks off. */
    Begins BEGINS = new Begins();

    /** See {@link #ALONE}. */
    record Alone() implements Telling {}

    /** See {@link #BEGINS}. */
    record Begins() implements Telling {}

    /** An answer that goes on with what others began. */
    record GoesOn(Story story) implements Telling {}
}
