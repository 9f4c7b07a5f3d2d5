package io.ninerouter.operator.transfer;

import io.ninerouter.operator.catalog.Catalogue;

/**
 * A 9Router database becomes objects of ours, Secrets, and a report of what has no counterpart. Pure: the same database gives
 * the same objects.
 */
final class Import {
    private Import() {}

    /**
     * Takes a database over.
     *
     * @param database the bytes of {@code db.json}, or of an export
     * @param namespace where the objects are to live
     * @param router name of the Router that they attach to; it is made out of the settings
     * @throws IllegalArgumentException when it is no such database; the message quotes nothing of it
     */
    static Imported read(byte[] database, String namespace, String router, Catalogue catalogue) {
        LegacyDatabase read = LegacyDatabase.read(database);
        Taking taking = new Taking(namespace, catalogue);
        // Nodes first: connections, combos and prices name them.
        new ImportedNodes(taking).take(read);
        // Then connections: which provider an account is one of now decides what its models and prices are called.
        new ImportedConnections(taking).take(read);
        new ImportedSettings(taking).take(read, router);
        new ImportedNames(taking).take(read);
        new ImportedKeys(taking, router).take(read);
        return taking.done();
    }
}
