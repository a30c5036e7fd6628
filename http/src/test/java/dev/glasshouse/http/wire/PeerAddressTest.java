package dev.glasshouse.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class PeerAddressTest {
  @Test
  void itIsAddressAndPortInWords() throws UnknownHostException {
    assertThat(text(new byte[] {(byte) 192, 0, 2, 7}, 4711)).isEqualTo("192.0.2.7:4711");
    byte[] six = new byte[16];
    six[0] = 0x20;
    six[1] = 1;
    six[15] = 1;
    assertThat(text(six, 80)).isEqualTo("[2001:0:0:0:0:0:0:1]:80");
  }

  /** Whoever was looked up by name keeps it. */
  @Test
  void aNameStaysBesideTheAddress() throws UnknownHostException {
    var named = InetAddress.getByAddress("a.test", new byte[] {127, 0, 0, 1});
    assertThat(PeerAddress.text(new InetSocketAddress(named, 80))).isEqualTo("a.test/127.0.0.1:80");
    SocketAddress nobody = InetSocketAddress.createUnresolved("nobody", 0);
    assertThat(PeerAddress.text(nobody)).isEqualTo(nobody.toString());
  }

  @Test
  void otherKindsHaveTheirOwnText() {
    assertThat(PeerAddress.text(new DomainSocketAddress("run/glass"))).isEqualTo("run/glass");
  }

  private static String text(byte[] address, int port) throws UnknownHostException {
    return PeerAddress.text(new InetSocketAddress(InetAddress.getByAddress(address), port));
  }
}
