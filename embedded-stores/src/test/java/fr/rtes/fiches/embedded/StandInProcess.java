package fr.rtes.fiches.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** The stand-in in a process of its own, to be killed: prints its address once it listens, ends with its standard input. */
final class StandInProcess {

    private StandInProcess() {}

    static void main(String[] arguments) throws IOException {
        try (MongoStandIn mongo = MongoStandIn.over(Path.of(arguments[0]), 0)) {
            System.out.println(mongo.uri());
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
