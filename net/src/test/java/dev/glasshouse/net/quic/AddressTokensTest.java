package dev.glasshouse.net.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressTokensTest {
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4000);
  private final AtomicLong now = new AtomicLong(1_000);
  private final AddressTokens tokens =
      new AddressTokens(new byte[32], () -> true, now::get, Trail.OFF);

  private ByteBuf token(String id) {
    ByteBuf out = Unpooled.buffer();
    assertThat(tokens.writeToken(out, Unpooled.copiedBuffer(id.getBytes()), HERE)).isTrue();
    return out;
  }

  @Test
  void goodForItsAddressAndPort() {
    ByteBuf token = token("12345678");
    int at = tokens.validateToken(token, HERE);
    assertThat(
            token.toString(
                at, token.readableBytes() - at, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("12345678");
    assertThat(tokens.validateToken(token, new InetSocketAddress(HERE.getAddress(), 4001)))
        .isNegative();
    assertThat(
            tokens.validateToken(
                token, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 4000)))
        .isNegative();
  }

  @Test
  void goodForAShortTime() {
    ByteBuf token = token("12345678");
    now.addAndGet(29_999_999_999L);
    assertThat(tokens.validateToken(token, HERE)).isNotNegative();
    now.addAndGet(1);
    assertThat(tokens.validateToken(token, HERE)).isNegative();
  }

  @Test
  void everyBitCounts() {
    ByteBuf token = token("12345678");
    for (int bit = 0; bit < token.readableBytes() * 8; bit++) {
      ByteBuf changed = token.copy();
      changed.setByte(bit / 8, changed.getByte(bit / 8) ^ (1 << (bit % 8)));
      assertThat(tokens.validateToken(changed, HERE)).as("bit " + bit).isNegative();
    }
    assertThat(tokens.validateToken(Unpooled.EMPTY_BUFFER, HERE)).isNegative();
    assertThat(tokens.validateToken(Unpooled.wrappedBuffer(new byte[500]), HERE)).isNegative();
  }
}
