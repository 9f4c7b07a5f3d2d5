package io.ninerouter.quickstart.api.lifecycle;

import io.ninerouter.quickstart.api.store.ObjectKey;

/** Where an object lies among all. */
record ObjectRef(String collection, ObjectKey key) {}
