package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6724 section 10.2 and its like: which destination goes first. */
class AddressOrderTest {

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  /**
   * Each candidate is written {@code destination<source}, or {@code destination<-} without a way.
   */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:1::1<2001:db8:1::2, 198.51.100.121<169.254.13.78, 2001:db8:1::1",
    "2001:db8:1::1<fe80::1, 198.51.100.121<198.51.100.117, 198.51.100.121",
    "2001:db8:1::1<2001:db8:1::2, 10.1.2.3<10.1.2.4, 2001:db8:1::1",
    "2001:db8:1::1<2001:db8:1::2, fe80::1<fe80::2, fe80::1",
    "2002:c633:6401::1<2002:c633:6401::2, 2001:db8:1::1<fe80::2, 2002:c633:6401::1",
    "2002:c633:6401::1<2002:c633:6401::2, 2001:db8:1::1<2001:db8:1::2, 2001:db8:1::1",
    "2001:db8:1::1<-, 198.51.100.1<198.51.100.9, 198.51.100.1",
    "::1<::1, 127.0.0.1<127.0.0.1, ::1",
    "fd00::1<fd00::2, 198.51.100.1<198.51.100.9, 198.51.100.1",
    "2001:db8:2::1<2001:db8:1::9, 2001:db8:1::1<2001:db8:1::9, 2001:db8:1::1",
    "198.51.100.200<10.0.0.1, 10.9.9.9<10.0.0.1, 198.51.100.200",
  })
  void first(String a, String b, String first) {
    for (List<String> candidates : List.of(List.of(a, b), List.of(b, a))) {
      if (candidates.getFirst().startsWith("10.9")) {
        // Of IPv4 addresses the order in which they came is kept.
        continue;
      }
      Map<InetAddress, Optional<InetAddress>> sources =
          candidates.stream()
              .map(c -> c.split("<"))
              .collect(
                  Collectors.toMap(
                      c -> ip(c[0]),
                      c -> c[1].equals("-") ? Optional.empty() : Optional.of(ip(c[1]))));
      List<InetAddress> addresses =
          candidates.stream().map(c -> ip(Arrays.asList(c.split("<")).getFirst())).toList();
      var order = new AddressOrder(address -> sources.getOrDefault(address, Optional.empty()));
      assertThat(order.sort(addresses).getFirst()).as("%s", candidates).isEqualTo(ip(first));
    }
  }
}
