package io.ninerouter.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.egress.AddressGuard.Objection;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses no provider may have. */
class AddressGuardTest {
    private static final AddressGuard LENIENT = AddressGuard.of(List.of("*"), false);
    private static final AddressGuard STRICT = AddressGuard.of(List.of(), false);

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "127.0.0.1, LOOPBACK",
                "127.255.255.254, LOOPBACK",
                "localhost, LOOPBACK",
                "LOCALHOST., LOOPBACK",
                "a.localhost, LOOPBACK",
                "0x7f.1, LOOPBACK",
                "0x7f000001, LOOPBACK",
                "2130706433, LOOPBACK",
                "0177.0.0.1, LOOPBACK",
                "127.1, LOOPBACK",
                "::1, LOOPBACK",
                "[::1], LOOPBACK",
                "::ffff:127.0.0.1, LOOPBACK",
                "::ffff:7f00:1, LOOPBACK",
                "::127.0.0.1, LOOPBACK",
                "64:ff9b::7f00:1, LOOPBACK",
                "64:ff9b:1::7f00:1, LOOPBACK",
                "2002:7f00:1::, LOOPBACK",
                "169.254.1.1, LINK_LOCAL",
                "fe80::1, LINK_LOCAL",
                "fe80::1%eth0, LINK_LOCAL",
                "::ffff:169.254.7.7, LINK_LOCAL",
                "169.254.169.254, METADATA",
                "0xa9fea9fe, METADATA",
                "::ffff:a9fe:a9fe, METADATA",
                "64:ff9b::a9fe:a9fe, METADATA",
                "fd00:ec2::254, METADATA",
                "metadata.google.internal, METADATA",
                "Metadata.Google.Internal., METADATA",
                "100.100.100.200, METADATA",
                "168.63.129.16, METADATA",
                "0.0.0.0, UNSPECIFIED",
                "0, UNSPECIFIED",
                "::, UNSPECIFIED",
                "224.0.0.1, MULTICAST",
                "255.255.255.255, MULTICAST",
                "ff02::1, MULTICAST",
                "10.1.2.3, -",
                "192.168.0.1, -",
                "100.64.0.1, -",
                "fd12::1, -",
                "8.8.8.8, -",
                "2606:4700::1111, -",
                "api.openai.com, -",
                "vllm.models.svc.cluster.local, -",
                "127.example.com, -",
                "notlocalhost, -",
                "256.1.1.1, -",
            })
    void standsBetweenUsersAndTheNode(String host, Objection objection) {
        assertThat(LENIENT.toHost(host)).isEqualTo(objection);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "10.1.2.3, PRIVATE",
                "172.16.0.1, PRIVATE",
                "172.31.255.255, PRIVATE",
                "172.32.0.1, -",
                "192.168.0.1, PRIVATE",
                "100.64.0.1, PRIVATE",
                "100.128.0.1, -",
                "198.18.0.1, PRIVATE",
                "fd12::1, PRIVATE",
                "::ffff:10.0.0.1, PRIVATE",
                "2002:a00:1::, PRIVATE",
                "64:ff9b::c0a8:1, PRIVATE",
                "0xA.1, PRIVATE",
                "8.8.8.8, -",
                "64:ff9b::808:808, -",
                "127.0.0.1, LOOPBACK",
            })
    void deniesPrivateNetworksToThoseWhoAreNotNamed(String host, Objection objection) {
        assertThat(STRICT.toHost(host)).isEqualTo(objection);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "::1, true", "::ffff:127.0.0.1, true", "169.254.169.254, false", "fe80::1, false"})
    void thisMachineCanBeAllowedAndNothingElse(String address, boolean allowed) {
        AddressGuard guard = AddressGuard.of(List.of(), true);

        assertThat(guard.to(address, InetAddress.ofLiteral(address)) == null).isEqualTo(allowed);
        assertThat(guard.toHost(address) == null).isEqualTo(allowed);
        assertThat(guard.toHost("localhost")).isNull();
    }

    /** Who has a private address, whom the list names, and whether that is enough. Empty = nothing was said. */
    @ParameterizedTest(name = "{0} at {1}, of {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "vllm.models.svc, 10.96.0.7, -, -",
                "vllm.models.svc., 10.96.0.7, -, -",
                "vllm.models.svc.cluster.local, fd00::7, -, -",
                "vllm.models.svc, 127.0.0.1, -, LOOPBACK",
                "vllm.models.svc, 169.254.169.254, -, METADATA",
                "svc, 10.96.0.7, -, PRIVATE",
                "vllm, 10.96.0.7, -, PRIVATE",
                "vllm.models, 10.96.0.7, -, PRIVATE",
                "vllm.svc.attacker.example, 10.96.0.7, -, PRIVATE",
                "attacker-svc, 10.96.0.7, -, PRIVATE",
                "rebound.example, 10.96.0.7, -, PRIVATE",
                "rebound.example, 8.8.8.8, -, -",
                "10.96.0.7, 10.96.0.7, -, PRIVATE",
                "vllm.lab.example, 192.168.7.1, .lab.example, -",
                "lab.example, 192.168.7.1, .lab.example, PRIVATE",
                "lab.example, 192.168.7.1, lab.example, -",
                "vllm.models.svc, 10.96.0.7, .lab.example, PRIVATE",
                "vllm.lab.example, 192.168.7.1, 192.168.7.0/24, -",
                "vllm.lab.example, 192.168.8.1, 192.168.7.0/24, PRIVATE",
                "192.168.7.1, 192.168.7.1, 192.168.7.1, -",
                "vllm.lab.example, ::ffff:192.168.7.1, 192.168.7.0/24, -",
                "vllm.lab.example, ::ffff:10.0.0.1, 192.168.7.0/24, PRIVATE",
                "vllm.lab.example, 10.0.0.1, *, -",
                "vllm.lab.example, 127.0.0.1, *, LOOPBACK",
            })
    void privateNetworksAreForServicesOfTheClusterOrForThoseWhoAreNamed(
            String host, String address, String named, Objection objection) {
        AddressGuard guard = AddressGuard.of(named == null ? null : List.of(named), false);

        assertThat(guard.to(host, InetAddress.ofLiteral(address))).isEqualTo(objection);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "10.0.0.0/40, CIDR: 10.0.0.0/40",
        "'a b', privateHosts: a b",
        "vllm.lab.example:8443, privateHosts: an entry with port 8443",
    })
    void anEntryThatMeansNothingIsRefused(String entry, String message) {
        assertThatThrownBy(() -> AddressGuard.of(List.of(entry), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
