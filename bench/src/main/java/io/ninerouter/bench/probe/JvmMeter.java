package io.ninerouter.bench.probe;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a JVM knows of itself, asked over its local management agent. */
public final class JvmMeter implements AutoCloseable {
    private static final String MEMORY = "java.lang:type=Memory";

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private JvmMeter(JMXConnector connector, MBeanServerConnection server) {
        this.connector = connector;
        this.server = server;
    }

    /** Attaches to a JVM of the same user; starts its agent, which costs it a few MiB and an idle thread. */
    @SuppressWarnings("BanJNDI") // The address comes from the process itself, one that the benchmark has started.
    public static JvmMeter attach(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
            return new JvmMeter(connector, connector.getMBeanServerConnection());
        } catch (AttachNotSupportedException e) {
            throw new IOException("process " + pid + ": cannot be attached to (expected: a JVM that allows it)", e);
        }
    }

    /** Bytes allocated by all threads, ended ones included, since the JVM started. */
    public long allocatedBytes() throws IOException {
        return attribute("java.lang:type=Threading", "TotalThreadAllocatedBytes");
    }

    /** Time that its compilers have worked since it started, milliseconds. */
    public long compileMillis() throws IOException {
        return attribute("java.lang:type=Compilation", "TotalCompilationTime");
    }

    /** Collects the heap, and says what is left of it. */
    public Heap collected() throws IOException {
        try {
            server.invoke(new ObjectName(MEMORY), "gc", new Object[0], new String[0]);
            CompositeData usage = (CompositeData) server.getAttribute(new ObjectName(MEMORY), "HeapMemoryUsage");
            return new Heap((Long) usage.get("used"), (Long) usage.get("committed"));
        } catch (JMException e) {
            throw new IOException("heap: not readable (expected: the platform's own bean)", e);
        }
    }

    /**
     * The heap after a collection.
     *
     * @param usedBytes by what is alive
     * @param committedBytes that the process holds for it
     */
    public record Heap(long usedBytes, long committedBytes) {}

    private long attribute(String bean, String name) throws IOException {
        try {
            return (Long) server.getAttribute(new ObjectName(bean), name);
        } catch (JMException e) {
            throw new IOException(name + ": not readable (expected: JDK 21 or later)", e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
