package dev.glasshouse.dns.front;

import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The zones that a resolver has copies of, as servers inside of it: each has an address of no
 * network, under which the machine behind asks it.
 */
final class OwnZones {
  /** Addresses of "this network" (RFC 1122 section 3.2.1.3), which nothing is ever sent to. */
  private static final int PORT = 53;

  /** A zone and whether it may be believed. */
  private static final class Kept {
    final OwnZone zone;
    final InetSocketAddress address;
    final Authority authority = new Authority(ZoneLimits.DEFAULT);
    boolean serves;

    Kept(OwnZone zone, InetSocketAddress address) {
      this.zone = zone;
      this.address = address;
      zone.copy().ifPresent(authority::put);
      serves = zone.copy().isPresent();
    }
  }

  private final Map<Name, Kept> byName = new HashMap<>();
  private final Map<InetSocketAddress, Kept> byAddress = new HashMap<>();

  OwnZones(List<OwnZone> zones) {
    for (OwnZone zone : zones) {
      var kept = new Kept(zone, address(byName.size()));
      byName.put(zone.name(), kept);
      byAddress.put(kept.address, kept);
    }
  }

  private static InetSocketAddress address(int number) {
    int its = number + 1;
    try {
      InetAddress address =
          InetAddress.getByAddress(
              new byte[] {0, (byte) (its >> 16), (byte) (its >> 8), (byte) its});
      return new InetSocketAddress(address, PORT);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** The zones whose copies are asked in the place of their servers. */
  static List<Upstream> upstreams(List<OwnZone> zones) {
    var all = new ArrayList<Upstream>();
    for (Kept each : new OwnZones(zones).byName.values()) {
      if (each.zone.has(OwnZone.Manner.UPSTREAM)) {
        Set<Upstream.Manner> manners = EnumSet.noneOf(Upstream.Manner.class);
        if (each.zone.has(OwnZone.Manner.FALLBACK)) {
          manners.add(Upstream.Manner.FIRST);
        }
        all.add(
            new Upstream(
                each.zone.name(), Upstream.Kind.STUB, List.of(), List.of(each.address), manners));
      }
    }
    return all;
  }

  /** Whether a zone's copy serves. */
  void serves(Name zone, boolean does) {
    Optional.ofNullable(byName.get(zone)).ifPresent(kept -> kept.serves = does);
  }

  /** The copy that clients are answered from, which is closest to a name. */
  Optional<OwnZone> downstream(Name name, int type) {
    int labels = byName.isEmpty() ? 0 : name.labels();
    for (int skipped = type == Type.DS && labels > 1 ? 1 : 0; skipped < labels; skipped++) {
      Kept kept = byName.get(skipped == 0 ? name : new Name(name, skipped));
      if (kept != null && kept.zone.has(OwnZone.Manner.DOWNSTREAM)) {
        return Optional.of(kept.zone);
      }
    }
    return Optional.empty();
  }

  /** What a copy says; empty when it does not serve. */
  Optional<Message> answer(OwnZone zone, Asked asked) {
    Kept kept = byName.get(zone.name());
    if (kept == null || !kept.serves) {
      return Optional.empty();
    }
    var question = Message.newQuery(asked.question().record());
    question.getHeader().unsetFlag(Flags.RD);
    if (asked.wants(Asked.Wish.EDNS) || asked.wants(Asked.Wish.SIGNATURES)) {
      int flags = asked.wants(Asked.Wish.SIGNATURES) ? ExtendedFlags.DO : 0;
      question.addRecord(new OPTRecord(1232, 0, 0, flags), Section.ADDITIONAL);
    }
    try {
      return Optional.of(new Message(answer(kept, question.toWire())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether this is the address of one of them. */
  boolean has(InetSocketAddress address) {
    return byAddress.containsKey(address);
  }

  /** What the one at an address says. */
  byte[] answer(InetSocketAddress address, byte[] question) {
    Kept kept = byAddress.get(address);
    return kept == null || !kept.serves ? failure(question) : answer(kept, question);
  }

  private static byte[] answer(Kept kept, byte[] question) {
    var scan = new MessageScan(WireLimits.QUESTION);
    if (scan.scan(question) != Fault.NONE) {
      return failure(question);
    }
    var came = new ArrayList<byte[]>();
    var from = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
    kept.authority.answer(
        ClientQuery.of(scan, from, Carrier.TCP, Trail.OFF),
        new ReplySink() {
          @Override
          public void reply(byte[] message, int length) {
            came.add(Arrays.copyOf(message, length));
          }

          @Override
          public void drop() {
            // Then there is no answer.
          }
        });
    return came.isEmpty() ? failure(question) : came.getFirst();
  }

  private static byte[] failure(byte[] question) {
    byte[] answer = question.clone();
    answer[2] |= (byte) 0x80;
    answer[3] = (byte) Rcode.SERVFAIL;
    return answer;
  }
}
