package io.ninerouter.bench;

import io.ninerouter.bench.probe.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where and when a table was made. */
record Machine(LocalDate date, int cores, String processor, String system, String jdk) {

    /** This one, now. */
    static Machine here() throws IOException {
        return new Machine(
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                ProcFiles.processor(Files.readString(Path.of("/proc/cpuinfo"))),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.version().toString());
    }

    /** One line. */
    String line() {
        return date + ", " + cores + " cores of " + processor + ", " + system + ", JDK " + jdk;
    }
}
