package io.ninerouter.quickstart;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The quickstart as a program: starts it, says what to try, and stays until it is told to stop (SIGINT, SIGTERM). */
public final class QuickstartMain {
    private QuickstartMain() {}

    /** Exit code 0 after a clean end, 1 when it could not start, 2 when a setting is wrong. */
    public static void main(String[] args) throws InterruptedException {
        QuickstartSettings settings;
        try {
            settings = QuickstartSettings.from(properties());
        } catch (IllegalArgumentException e) {
            exit(2, String.valueOf(e.getMessage()));
            return;
        }
        Quickstart quickstart;
        try {
            quickstart = Quickstart.start(settings);
        } catch (RuntimeException e) {
            exit(1, String.valueOf(e.getMessage()));
            return;
        }
        stopOnSignal(quickstart);
        Banner.print(System.out, quickstart);
        new CountDownLatch(1).await();
    }

    /** The exit code of a JVM that a signal ends is not 0, so the hook ends it itself once everything is closed. */
    private static void stopOnSignal(Quickstart quickstart) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            System.out.println("Stopping.");
                            quickstart.close();
                            System.out.println("Stopped.");
                            System.out.flush();
                            Runtime.getRuntime().halt(0);
                        },
                        "quickstart-stop"));
    }

    private static Map<String, String> properties() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("quickstart."))
                .collect(Collectors.toMap(name -> name, System::getProperty));
    }

    private static void exit(int code, String message) {
        PrintStream err = System.err;
        err.println("quickstart: " + message);
        err.flush();
        System.exit(code);
    }
}
