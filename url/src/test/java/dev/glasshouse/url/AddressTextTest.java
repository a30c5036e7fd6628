package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "2001:DB8:0:0:8:800:200C:417A, 2001:db8::8:800:200c:417a",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "ff02:0:0:0:0:0:0:0, ff02::",
    "127.0.0.1, 127.0.0.1"
  })
  void anAddressHasOneText(String written, String text) {
    InetAddress address = InetAddress.ofLiteral(written);
    assertThat(AddressText.of(address)).isEqualTo(text);
    String port = text.contains(":") ? "[" + text + "]:80" : text + ":80";
    assertThat(AddressText.of(new InetSocketAddress(address, 80))).isEqualTo(port);
  }

  @Test
  void aZoneStays() throws Exception {
    byte[] local = InetAddress.ofLiteral("fe80::1").getAddress();
    assertThat(AddressText.of(Inet6Address.getByAddress("", local, 7))).isEqualTo("fe80::1%7");
  }

  @Test
  void aHostThatWasNotLookedUp() {
    assertThat(AddressText.of(InetSocketAddress.createUnresolved("a.example", 80)))
        .isEqualTo("a.example:80");
  }
}
