package io.ninerouter.bench.probe;

/** Reads the texts under {@code /proc}. Pure. */
public final class ProcFiles {
    /** Linux counts processor time in these for every program, whatever the kernel's own clock. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private ProcFiles() {}

    /** User and system time of a process, microseconds, from {@code /proc/<pid>/stat}. */
    public static long cpuMicros(String stat) {
        // The second field is the command's name, which may hold blanks and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length <= SYSTEM_TIME) {
            throw new IllegalArgumentException(
                    "stat: " + fields.length + " fields after the name (expected: over " + SYSTEM_TIME + ")");
        }
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * MICROS_PER_TICK;
    }

    /** Resident memory of a process, bytes, from {@code /proc/<pid>/status}; 0 for one that is ending. */
    public static long residentBytes(String status) {
        return number(status, "VmRSS:") * 1_024;
    }

    /** Threads of a process, from {@code /proc/<pid>/status}. */
    public static long threads(String status) {
        return number(status, "Threads:");
    }

    /** 0 where it does not stand there. */
    private static long number(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /** How many files and sockets a process may have open, from {@code /proc/<pid>/limits}; the largest number where it may have any. */
    public static long mostOpenFiles(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" +", -1)[3])
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** The processor's name from {@code /proc/cpuinfo}; {@code unknown} where it has none. */
    public static String processor(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
