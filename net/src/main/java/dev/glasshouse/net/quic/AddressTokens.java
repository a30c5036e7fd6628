package dev.glasshouse.net.quic;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens with which clients show that they receive at their address (RFC 9000 8.1.2): time, the
 * client's first connection id, and a seal over both, the address and the port. Nothing is kept of
 * who was asked. One for each socket, on its event loop.
 */
final class AddressTokens implements QuicTokenHandler {
  /** How long a token is good: as long as the slowest of round trips. */
  private static final Duration GOOD = Duration.ofSeconds(30);

  private static final int SEAL = 32;
  private static final int TIME = Long.BYTES;
  private static final int MOST_ID = 20;

  private final SecretKeySpec key;
  private final BooleanSupplier needed;
  private final LongSupplier clock;
  private final Trail trail;
  private String lastId = "";

  /**
   * Tokens.
   *
   * @param key 32 random bytes, the same for every socket of a server
   * @param needed asked at each new client: whether it has to show its address
   * @param clock nanoseconds, as {@link System#nanoTime} tells them
   */
  AddressTokens(byte[] key, BooleanSupplier needed, LongSupplier clock, Trail trail) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.needed = needed;
    this.clock = clock;
    this.trail = trail;
  }

  /** The connection id that the client of the last first packet made up, hexadecimal. */
  String lastId() {
    return lastId;
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf id, InetSocketAddress address) {
    lastId = ByteBufUtil.hexDump(id);
    if (!needed.getAsBoolean()) {
      return false;
    }
    int from = out.writerIndex();
    byte[] theirs = ByteBufUtil.getBytes(id);
    long now = clock.getAsLong();
    out.writeBytes(seal(now, theirs, address)).writeLong(now).writeBytes(theirs);
    if (trail.on()) {
      trail.mark(
          new QuicStep.AddressQuestioned(DialException.text(address), out.writerIndex() - from),
          Because.of(QuicReason.ADDRESS_NOT_PROVED, Clause.rfc(9000, "8.1.2")));
    }
    return true;
  }

  @Override
  public int validateToken(ByteBuf token, InetSocketAddress address) {
    int length = token.readableBytes();
    if (length <= SEAL + TIME || length > maxTokenLength()) {
      return -1;
    }
    byte[] all = ByteBufUtil.getBytes(token);
    long then = ByteBuffer.wrap(all).getLong(SEAL);
    byte[] id = Arrays.copyOfRange(all, SEAL + TIME, length);
    byte[] seal = Arrays.copyOf(all, SEAL);
    long age = clock.getAsLong() - then;
    boolean good =
        MessageDigest.isEqual(seal, seal(then, id, address)) && age >= 0 && age < GOOD.toNanos();
    if (!good) {
      return -1;
    }
    lastId = ByteBufUtil.hexDump(id);
    return SEAL + TIME;
  }

  @Override
  public int maxTokenLength() {
    return SEAL + TIME + MOST_ID;
  }

  private byte[] seal(long time, byte[] id, InetSocketAddress address) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(
          ByteBuffer.allocate(TIME + 2).putLong(time).putShort((short) address.getPort()).flip());
      mac.update((byte) id.length);
      mac.update(id);
      return mac.doFinal(address.getAddress().getAddress());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
