package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.ConnectionReason;
import dev.glasshouse.journey.ConnectionStep;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way out, from texts as a kernel shows them. */
class RouteTest {
  private static final String IPV4 =
      """
      Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
      eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
      eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
      wlan0\t000200C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0
      eth0\t0064A8C0\t00000000\t0201\t0\t0\t0\t00FFFFFF\t0\t0\t0
      rubbish
      eth1\tXXXXXXXX\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
      """;
  private static final String IPV6 =
      """
      20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
      00000000000000000000000000000000 00 00000000000000000000000000000000 00 20010db8000000000000000000000001 00000400 00000002 00000000 00000003     eth0
      00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
      """;
  private static final String ARP =
      """
      IP address       HW type     Flags       HW address            Mask     Device
      192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0
      192.0.2.9        0x1         0x0         00:00:00:00:00:00     *        eth0
      """;
  private static final List<NetworkAddress> OWN =
      List.of(
          new NetworkAddress("lo", ip("127.0.0.1"), 8),
          new NetworkAddress("eth0", ip("192.0.2.2"), 24),
          new NetworkAddress("eth0", ip("2001:db8::2"), 64));

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static Optional<Route> route(String destination, String source) {
    return Route.choose(
        ip(destination), ip(source), OWN, RouteTable.parse(IPV4, IPV6), Neighbours.parse(ARP));
  }

  @Test
  void throughTheGateway() {
    Route route = route("198.51.100.7", "192.0.2.2").orElseThrow();
    assertThat(route.step())
        .isEqualTo(
            new ConnectionStep.RouteChosen(
                "198.51.100.7",
                "eth0",
                "192.0.2.2",
                24,
                "255.255.255.0",
                "192.0.2.0",
                "192.0.2.1",
                "02:fc:00:00:00:05"));
    assertThat(route.because().arguments())
        .isEqualTo(List.of(1, 0, "0.0.0.0/0 via 192.0.2.1 dev eth0"));
  }

  @Test
  void onTheLinkByTheLongestPrefixAndTheLowestMetric() {
    Route route = route("192.0.2.9", "192.0.2.2").orElseThrow();
    assertThat(route.gateway()).isEmpty();
    assertThat(route.nextHopMac()).as("not complete").isEmpty();
    assertThat(route.because().reason()).isEqualTo(ConnectionReason.LONGEST_PREFIX);
    assertThat(route.because().refused())
        .extracting(r -> r.alternative())
        .containsExactly("192.0.2.0/24 dev wlan0", "0.0.0.0/0 via 192.0.2.1 dev eth0");
  }

  @Test
  void overIpv6() {
    Route route = route("2001:db8:1::5", "2001:db8::2").orElseThrow();
    assertThat(route.gateway()).contains(ip("2001:db8::1"));
    assertThat(route.network()).isEqualTo(ip("2001:db8::"));
    assertThat(route.nextHopMac()).isEmpty();
    assertThat(route("2001:db8::77", "2001:db8::2").orElseThrow().gateway()).isEmpty();
  }

  @Test
  void toThisMachine() {
    assertThat(route("127.0.0.1", "127.0.0.1").orElseThrow().networkInterface()).isEqualTo("lo");
    Route own = route("192.0.2.2", "192.0.2.2").orElseThrow();
    assertThat(own.networkInterface()).isEqualTo("lo");
    assertThat(own.because().reason()).isEqualTo(ConnectionReason.OWN_ADDRESS);
  }

  @Test
  void noRouteIsNoRoute() {
    assertThat(
            Route.choose(
                ip("198.51.100.7"),
                ip("192.0.2.2"),
                OWN,
                RouteTable.parse("", ""),
                Neighbours.parse("")))
        .isEmpty();
  }

  @Test
  void prefixesOfAllLengths() {
    assertThat(Prefix.network(ip("192.0.2.255"), 25)).isEqualTo(ip("192.0.2.128"));
    assertThat(Prefix.network(ip("192.0.2.255"), 0)).isEqualTo(ip("0.0.0.0"));
    assertThat(Prefix.network(ip("192.0.2.255"), 32)).isEqualTo(ip("192.0.2.255"));
    assertThat(Prefix.mask(ip("192.0.2.1"), 20)).isEqualTo(ip("255.255.240.0"));
    assertThat(Prefix.mask(ip("2001:db8::"), 48)).isEqualTo(ip("ffff:ffff:ffff::"));
  }

  @Test
  void theKernelsOwnTexts() {
    try (var network = OsNetwork.open(1)) {
      Route route = network.route(ip("127.0.0.1")).orElseThrow();
      assertThat(route.networkInterface()).isEqualTo("lo");
      assertThat(route.prefixLength()).isEqualTo(8);
      assertThat(route.network()).isEqualTo(ip("127.0.0.0"));
      assertThat(network.localAddresses())
          .anyMatch(a -> a.address().equals(ip("127.0.0.1")) && a.networkInterface().equals("lo"));
    }
  }
}
