package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneStep;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Rcode;

/** Fetches a zone from another server (RFC 5936, RFC 1995). Blocks: for virtual threads. */
public final class ZoneTransfer {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int IXFR = 251;
  private static final int AXFR = 252;

  private ZoneTransfer() {}

  /**
   * A server that has the zone.
   *
   * @param key what messages are signed with (RFC 8945); empty for not at all
   */
  public record Primary(InetSocketAddress address, Optional<TsigKey> key) {}

  /** What came of it. */
  public sealed interface Outcome {
    /** There is nothing newer. */
    record Current() implements Outcome {}

    /** There is a newer version. */
    record Fetched(Zone zone, String method, long records) implements Outcome {}
  }

  /**
   * Fetches a zone.
   *
   * @param name the zone's name
   * @param have the version that is there; then only what has changed is asked for
   * @param patience how long all of it may take
   * @throws IOException with a sentence, when it cannot be had
   */
  public static Outcome fetch(
      String name,
      Optional<Zone> have,
      Primary primary,
      ZoneLimits limits,
      Duration patience,
      InstantSource clock,
      Trail trail)
      throws IOException {
    byte[] apex;
    try {
      apex = NameText.lower(name);
    } catch (BadText e) {
      throw new TransferException(e.reason());
    }
    long begin = trail.now();
    long end = System.nanoTime() + patience.toNanos();
    int id = RANDOM.nextInt(1 << 16);
    byte[] question = new byte[2048];
    int length = question(question, apex, have, id);
    Optional<Tsig> exchange = primary.key().map(Tsig::asking);
    if (exchange.isPresent()) {
      length = exchange.get().sign(question, length, clock.instant().getEpochSecond());
    }
    var transfer = new InTransfer(apex, have, id, limits);
    try (var socket = new Socket()) {
      socket.connect(primary.address(), left(end));
      byte[] framed = new byte[length + 2];
      Bytes.put16(framed, 0, length);
      System.arraycopy(question, 0, framed, 2, length);
      socket.getOutputStream().write(framed);
      var in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      while (true) {
        socket.setSoTimeout(left(end));
        byte[] message = in.readNBytes(in.readUnsignedShort());
        transfer.scan().scan(message);
        InTransfer.Verdict verdict = next(transfer, exchange, clock);
        if (verdict != InTransfer.Verdict.MORE) {
          return outcome(verdict, transfer, primary, trail, begin);
        }
      }
    } catch (EOFException e) {
      throw new TransferException("the server closed before the zone was whole", have.isPresent());
    } catch (SocketTimeoutException e) {
      throw new TransferException("nothing came in time");
    }
  }

  private static InTransfer.Verdict next(
      InTransfer transfer, Optional<Tsig> exchange, InstantSource clock) throws TransferException {
    long now = clock.instant().getEpochSecond();
    MessageScan scan = transfer.scan();
    Optional<String> refusal =
        scan.fault() == Fault.NONE ? Tsig.refusal(scan, now) : Optional.empty();
    if (refusal.isPresent()) {
      throw new TransferException(
          "the server says " + Rcode.string(scan.rcode()) + ", " + refusal.get());
    }
    InTransfer.Verdict verdict = transfer.take();
    if (exchange.isEmpty()) {
      return verdict;
    }
    int error = exchange.get().answer(scan, now);
    if (error != 0 || verdict != InTransfer.Verdict.MORE && !exchange.get().covered()) {
      throw new TransferException("a message is not signed as it has to be (" + error + ")");
    }
    return verdict;
  }

  private static Outcome outcome(
      InTransfer.Verdict verdict, InTransfer transfer, Primary primary, Trail trail, long begin)
      throws TransferException {
    if (verdict == InTransfer.Verdict.CURRENT) {
      return new Outcome.Current();
    }
    Zone zone = transfer.zone();
    String method = transfer.incremental() ? "IXFR" : "AXFR";
    if (trail.on()) {
      trail.add(
          begin,
          new ZoneStep.ZoneTransferred(
              zone.name(),
              primary.address().getAddress().getHostAddress(),
              method,
              "in",
              zone.serial(),
              transfer.count()),
          Because.HAPPENED);
    }
    return new Outcome.Fetched(zone, method, transfer.count());
  }

  private static int left(long end) throws TransferException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new TransferException("the zone did not come in time");
    }
    return (int) Math.min(Integer.MAX_VALUE, millis);
  }

  private static int question(byte[] to, byte[] apex, Optional<Zone> have, int id) {
    Bytes.put16(to, 0, id);
    Bytes.put16(to, 4, 1);
    System.arraycopy(apex, 0, to, MessageScan.HEADER, apex.length);
    int at = MessageScan.HEADER + apex.length;
    Bytes.put16(to, at, have.isPresent() ? IXFR : AXFR);
    Bytes.put16(to, at + 2, 1);
    at += 4;
    if (have.isPresent()) {
      // RFC 1995 section 3: the version that is there.
      ZoneDiff.Item soa = ZoneDiff.soa(have.get());
      Bytes.put16(to, 8, 1);
      Bytes.put16(to, at, 0xc000 | MessageScan.HEADER);
      Bytes.put16(to, at + 2, RdataText.SOA);
      Bytes.put16(to, at + 4, 1);
      Bytes.put32(to, at + 6, soa.ttl());
      Bytes.put16(to, at + 10, soa.data().length);
      System.arraycopy(soa.data(), 0, to, at + 12, soa.data().length);
      at += 12 + soa.data().length;
    }
    return at;
  }

  /** The bytes of a NOTIFY (RFC 1996 section 3.6). */
  static byte[] notification(Zone zone, int id) {
    byte[] apex = zone.apex();
    byte[] message = new byte[MessageScan.HEADER + apex.length + 4];
    Bytes.put16(message, 0, id);
    Bytes.put16(message, 2, 4 << 11 | Responder.AA);
    Bytes.put16(message, 4, 1);
    System.arraycopy(apex, 0, message, MessageScan.HEADER, apex.length);
    Bytes.put16(message, message.length - 4, RdataText.SOA);
    Bytes.put16(message, message.length - 2, 1);
    return message;
  }

  /** Whether a message answers a notification. */
  static boolean acknowledges(byte[] answer, int length, byte[] notification) {
    var scan = new MessageScan(dev.glasshouse.dns.wire.WireLimits.ANSWER);
    byte[] copy = Arrays.copyOf(answer, length);
    return scan.scan(copy) == Fault.NONE
        && scan.isResponse()
        && scan.opcode() == 4
        && scan.id() == Bytes.u16(notification, 0)
        && scan.questions() == 1
        && NameBytes.text(copy, MessageScan.HEADER)
            .equalsIgnoreCase(NameBytes.text(notification, MessageScan.HEADER));
  }
}
