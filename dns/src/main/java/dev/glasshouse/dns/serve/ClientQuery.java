package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Trail;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A client's question: its bytes, looked over and without fault, and who asks how.
 *
 * <p>The scan belongs to the event loop and holds only while the question is being answered; {@link
 * #kept} makes one that stays.
 */
public final class ClientQuery {
  private static final int OPT = 41;
  private static final int EDE = 15;
  private static final int COOKIE = 10;
  private static final int NSID = 3;
  private static final int SUBNET = 8;
  private static final int KEEPALIVE = 11;

  private final MessageScan scan;
  private final InetSocketAddress client;
  private final Carrier carrier;
  private final int room;
  private final Face face;
  private final Trail trail;
  private int scope = -1;

  ClientQuery(
      MessageScan scan,
      InetSocketAddress client,
      Carrier carrier,
      int room,
      Face face,
      Trail trail) {
    this.scan = scan;
    this.client = client;
    this.carrier = carrier;
    this.room = room;
    this.face = face;
    this.trail = trail;
  }

  /**
   * A question that came some other way than through a {@link NameServer}, for example by HTTP.
   *
   * @param scan of a message without fault
   */
  public static ClientQuery of(
      MessageScan scan, InetSocketAddress client, Carrier carrier, Trail trail) {
    int room = carrier == Carrier.UDP ? scan.udpSize() : 65535;
    return new ClientQuery(scan, client, carrier, room, Face.PLAIN, trail);
  }

  /** The question's bytes and where everything stands. */
  public MessageScan scan() {
    return scan;
  }

  /** Who asks. */
  public InetSocketAddress client() {
    return client;
  }

  /** How it came. */
  public Carrier carrier() {
    return carrier;
  }

  /** How large the answer may be, bytes. */
  public int room() {
    return room;
  }

  /** What the access list says of who asks. */
  public AccessList.Verdict access() {
    return face.access();
  }

  /** Where what is done for this question is told. */
  public Trail trail() {
    return trail;
  }

  /**
   * A question of the same client that somebody asks in its place, about something else.
   *
   * @param other a message without fault, which stays as it is
   * @param whose where it is told
   */
  public ClientQuery asking(byte[] other, Trail whose) {
    var its = new MessageScan(WireLimits.QUESTION);
    its.scan(other);
    return new ClientQuery(its, client, carrier, 65535, face, whose);
  }

  /** The same question, told elsewhere. */
  public ClientQuery telling(Trail whose) {
    return new ClientQuery(scan, client, carrier, room, face, whose);
  }

  /**
   * Says for how many bits of the client's subnet the answer holds (RFC 7871 section 7.2.1), if the
   * question tells the subnet. Before {@link #putOpt}.
   */
  public void scope(int bits) {
    scope = bits;
  }

  /**
   * The subnet that a resolver asks for (RFC 7871 section 6): its address with zeros behind its
   * prefix; empty when the question tells none, or one that makes no sense.
   */
  public Optional<java.net.InetAddress> subnet() {
    int option = scan.option(SUBNET);
    if (option < 0) {
      return Optional.empty();
    }
    byte[] bytes = scan.bytes();
    int length = Bytes.u16(bytes, option);
    int family = length < 4 ? 0 : Bytes.u16(bytes, option + 2);
    int size = family == 1 ? 4 : family == 2 ? 16 : 0;
    int prefix = length < 4 ? 0 : bytes[option + 4] & 0xff;
    if (size == 0 || prefix > size * 8 || prefix == 0 || length != 4 + (prefix + 7) / 8) {
      return Optional.empty();
    }
    byte[] address = new byte[size];
    System.arraycopy(bytes, option + 6, address, 0, length - 4);
    try {
      return Optional.of(java.net.InetAddress.getByAddress(address));
    } catch (java.net.UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** The same question, which holds after the answerer has returned. */
  public ClientQuery kept() {
    return new ClientQuery(scan.kept(), client, carrier, room, face, trail);
  }

  /** The same question with so many bytes less for its answer, which something else will take. */
  public ClientQuery withLess(int bytes) {
    return new ClientQuery(
        scan, client, carrier, Math.max(MessageScan.HEADER, room - bytes), face, trail);
  }

  /**
   * How many bytes {@link #putOpt} writes at most; an answerer leaves so much room in what it
   * builds.
   *
   * @param text the text of the extended error; empty for none
   */
  public int optRoom(String text) {
    return scan.opt() < 0
        ? 0
        : 11 + 74 + face.edns().identity().length + text.length() * 3 + (text.isEmpty() ? 6 : 8);
  }

  /**
   * Writes the OPT record of an answer (RFC 6891) with what the question asks of the server itself:
   * a cookie (RFC 7873), its name (RFC 5001), its patience (RFC 7828). Nothing if the question has
   * none. Whoever calls it counts the record in the header.
   *
   * @param rcode the whole response code, of which the upper bits go here
   * @return where the message goes on; {@code at} when nothing was written
   */
  public int putOpt(byte[] to, int at, int rcode) {
    return putOpt(to, at, rcode, OptionalInt.empty(), "");
  }

  /**
   * The same with an extended error (RFC 8914).
   *
   * @param error its code
   * @param text what it says more; may be empty
   */
  public int putOpt(byte[] to, int at, int rcode, OptionalInt error, String text) {
    if (scan.opt() < 0) {
      return at;
    }
    to[at] = 0;
    Bytes.put16(to, at + 1, OPT);
    Bytes.put16(to, at + 3, face.edns().size());
    to[at + 5] = (byte) (rcode >> 4);
    to[at + 6] = 0;
    Bytes.put16(to, at + 7, scan.dnssecOk() ? 0x8000 : 0);
    int here = at + 11;
    int cookie = scan.option(COOKIE);
    if (cookie >= 0) {
      here = face.edns().putCookie(this, cookie, to, here);
    }
    if (face.keepAlive().isPresent()) {
      here = option(to, here, KEEPALIVE, tenths(face.keepAlive().get()));
    }
    if (face.edns().identity().length > 0 && scan.option(NSID) >= 0) {
      here = option(to, here, NSID, face.edns().identity());
    }
    int subnet = scope < 0 ? -1 : scan.option(SUBNET);
    if (subnet >= 0 && Bytes.u16(scan.bytes(), subnet) >= 4) {
      int size = Math.min(20, Bytes.u16(scan.bytes(), subnet));
      Bytes.put16(to, here, SUBNET);
      Bytes.put16(to, here + 2, size);
      System.arraycopy(scan.bytes(), subnet + 2, to, here + 4, size);
      to[here + 7] = (byte) scope;
      here += 4 + size;
    }
    if (error.isPresent()) {
      byte[] words = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Bytes.put16(to, here, EDE);
      Bytes.put16(to, here + 2, 2 + words.length);
      Bytes.put16(to, here + 4, error.getAsInt());
      System.arraycopy(words, 0, to, here + 6, words.length);
      here += 6 + words.length;
    }
    Bytes.put16(to, at + 9, here - at - 11);
    return here;
  }

  private static byte[] tenths(Duration time) {
    byte[] bytes = new byte[2];
    Bytes.put16(bytes, 0, (int) Math.min(65535, time.toMillis() / 100));
    return bytes;
  }

  private static int option(byte[] to, int at, int code, byte[] data) {
    Bytes.put16(to, at, code);
    Bytes.put16(to, at + 2, data.length);
    System.arraycopy(data, 0, to, at + 4, data.length);
    return at + 4 + data.length;
  }

  /**
   * Whether the address cannot be forged: it is this machine's, there is a connection, or a cookie
   * of ours (RFC 7873 section 5.2.3) shows it.
   */
  public boolean isProven() {
    return carrier != Carrier.UDP || client.getAddress().isLoopbackAddress() || hasOurCookie();
  }

  /** Whether the client has shown with a cookie of ours that its address is not forged. */
  boolean hasOurCookie() {
    int cookie = scan.option(COOKIE);
    return cookie >= 0 && face.edns().cookies().map(its -> its.isOurs(this, cookie)).orElse(false);
  }

  /**
   * What the server's side of a question is like.
   *
   * @param edns what it says of itself
   * @param access what the access list says of who asks
   * @param keepAlive how long a silent connection is kept, where its client wants to know that (RFC
   *     7828)
   */
  record Face(EdnsFace edns, AccessList.Verdict access, Optional<Duration> keepAlive) {
    static final Face PLAIN = new Face(EdnsFace.PLAIN, AccessList.Verdict.ALLOW, Optional.empty());
  }

  /** What a server says of itself in each OPT record. */
  record EdnsFace(int size, byte[] identity, Optional<ServerCookies> cookies) {
    static final EdnsFace PLAIN = new EdnsFace(1232, new byte[0], Optional.empty());

    int putCookie(ClientQuery query, int option, byte[] to, int at) {
      return cookies.isPresent() ? cookies.get().put(query, option, to, at) : at;
    }
  }
}
