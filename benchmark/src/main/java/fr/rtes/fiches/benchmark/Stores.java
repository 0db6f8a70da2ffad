package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.embedded.EmbeddedStores;
import java.io.IOException;
import java.nio.file.Path;

/** Both stores in a process of their own, as long as its standard input is open. */
final class Stores {

    private Stores() {}

    /** Argument: the directory of their data. */
    static void main(String[] arguments) throws IOException {
        try (var stores = EmbeddedStores.start(Path.of(arguments[0]))) {
            System.out.println(stores.postgresUrl());
            System.out.println(stores.postgresUser());
            System.out.println(stores.mongoUri());
            while (System.in.read() >= 0) {
                // whoever started it closes it by ending
            }
        }
    }
}
