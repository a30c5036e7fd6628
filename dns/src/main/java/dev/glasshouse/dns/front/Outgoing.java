package dev.glasshouse.dns.front;

import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.cache.BoundedCache;
import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.ByNumber;
import dev.glasshouse.dns.recursive.Carrier;
import dev.glasshouse.dns.serve.SipHash;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * What questions to servers carry besides: cookies, by which a forged answer is known (RFC 7873),
 * and words for certain servers. Pure.
 */
final class Outgoing {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int OPT = 41;
  private static final int OPT_SIZE = 11;
  private static final int COOKIE = 10;
  private static final int HEAD = 4;
  private static final byte[] NONE = {};
  private static final int CLIENT = 8;
  private static final int LONGEST = 40;
  private static final int BADCOOKIE = 23;
  private static final int SERVERS = 20_000;

  /** What a message that came is. */
  enum Verdict {
    /** It is looked at further. */
    FITS,
    /** It has not the cookie that was sent: somebody else made it. */
    FORGED,
    /** The server wants its new cookie shown. */
    AGAIN
  }

  /** A question that is out with a cookie. */
  private static final class Sent {
    final Action.Send plain;
    boolean again;

    Sent(Action.Send plain) {
      this.plain = plain;
    }
  }

  private final ClientStrings strings;
  private final boolean cookies;
  private final long key0;
  private final long key1;
  private final MessageScan scan = new MessageScan(WireLimits.ANSWER);
  private final ByNumber<Sent> open = new ByNumber<>();
  private final BoundedCache<InetAddress, byte[]> known = new BoundedCache<>(SERVERS, cookie -> 1);

  /**
   * What goes along.
   *
   * @param secret 16 bytes that cookies are made with; empty for no cookies
   */
  Outgoing(ClientStrings strings, Optional<byte[]> secret) {
    this.strings = strings;
    this.cookies = secret.isPresent();
    ByteBuffer keys = ByteBuffer.wrap(secret.orElse(new byte[16])).order(ByteOrder.LITTLE_ENDIAN);
    this.key0 = keys.getLong();
    this.key1 = keys.getLong();
  }

  /** A message with what goes along; one without an OPT record stays as it is. */
  Action.Send dressed(Action.Send send) {
    byte[] plain = send.message();
    InetAddress server = send.server().getAddress();
    if (!endsWithOpt(plain)) {
      return send;
    }
    Optional<byte[]> text = strings.of(server);
    byte[] theirs = cookies ? known.get(server).orElse(NONE) : NONE;
    int room =
        text.map(t -> HEAD + t.length).orElse(0) + (cookies ? HEAD + CLIENT + theirs.length : 0);
    if (room == 0) {
      return send;
    }
    byte[] message = Arrays.copyOf(plain, plain.length + room);
    Bytes.put16(message, plain.length - 2, room);
    int at = plain.length;
    if (text.isPresent()) {
      Bytes.put16(message, at, strings.code());
      Bytes.put16(message, at + 2, text.get().length);
      System.arraycopy(text.get(), 0, message, at + HEAD, text.get().length);
      at += HEAD + text.get().length;
    }
    // Over a connection nothing can be forged, but a new cookie is to be had.
    if (cookies) {
      Bytes.put16(message, at, COOKIE);
      Bytes.put16(message, at + 2, CLIENT + theirs.length);
      LONG.set(message, at + HEAD, cookie(server));
      System.arraycopy(theirs, 0, message, at + HEAD + CLIENT, theirs.length);
      if (send.carrier() == Carrier.UDP) {
        if (!open.has(send.exchange())) {
          open.put(send.exchange(), new Sent(send));
        }
      }
    }
    return new Action.Send(send.exchange(), send.server(), send.carrier(), message);
  }

  /** Whether it is seen without a look over the message that it has no option. */
  private static boolean hasNoOption(byte[] message) {
    return message.length < MessageScan.HEADER
        || Bytes.u16(message, 10) == 0
        || endsWithOpt(message);
  }

  /**
   * Whether a message ends with an OPT record without options. Our own do, if they have one. Where
   * this is but the end of an option, a cookie before it is not seen, as if none had come.
   */
  private static boolean endsWithOpt(byte[] message) {
    int at = message.length - OPT_SIZE;
    return at >= MessageScan.HEADER
        && Bytes.u16(message, 10) == 1
        && message[at] == 0
        && Bytes.u16(message, at + 1) == OPT
        && Bytes.u16(message, message.length - 2) == 0;
  }

  /** RFC 7873 section 4.1: nobody else can guess it, and each server has another. */
  private long cookie(InetAddress server) {
    return SipHash.of(key0, key1, server.getAddress());
  }

  /** What a message is that came on an exchange (RFC 7873 section 5.3). */
  Verdict verdict(int exchange, InetSocketAddress from, byte[] message) {
    Optional<Sent> out = open.get(exchange);
    if (out.isEmpty() || !Transport.isSame(from, out.get().plain.server())) {
      return Verdict.FITS;
    }
    if (hasNoOption(message)) {
      return Verdict.FITS;
    }
    Sent sent = out.get();
    int option = scan.scan(message) == Fault.NONE && scan.opt() >= 0 ? scan.option(COOKIE) : -1;
    int length = option < 0 ? 0 : Bytes.u16(message, option);
    if (option < 0) {
      // A server without cookies; one that had some may have lost them to a balancer.
      return Verdict.FITS;
    }
    if (length < CLIENT
        || length > LONGEST
        || (long) LONG.get(message, option + 2) != cookie(from.getAddress())) {
      return Verdict.FORGED;
    }
    if (length > CLIENT) {
      known.put(
          from.getAddress(), Arrays.copyOfRange(message, option + 2 + CLIENT, option + 2 + length));
    }
    boolean bad = (scan.rcode() | (message[scan.ttlAt(scan.opt())] & 0xff) << 4) == BADCOOKIE;
    if (bad && !sent.again) {
      sent.again = true;
      return Verdict.AGAIN;
    }
    return Verdict.FITS;
  }

  /** The same question once more, with the cookie that the server wants. */
  Action.Send again(int exchange) {
    return dressed(open.get(exchange).orElseThrow().plain);
  }

  /** An exchange is over. */
  void closed(int exchange) {
    open.remove(exchange);
  }
}
