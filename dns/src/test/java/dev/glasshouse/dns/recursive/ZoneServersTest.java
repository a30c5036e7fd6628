package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What is known of zones' servers holds until something is learnt of them. */
class ZoneServersTest {
  private static final long UNTIL = 1000;

  private final ZoneServers zones = new ZoneServers(100 * 440, 100);
  private final List<Name> used = new ArrayList<>();

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static RecordSet ns(int number) {
    Name zone = name("zone" + number + ".test.");
    return new RecordSet(
        zone,
        Type.NS,
        DClass.IN,
        List.of(new NSRecord(zone, DClass.IN, 300, name("ns" + number + ".test."))),
        List.of(),
        300,
        Long.MAX_VALUE,
        Rank.AUTHORITY,
        Security.INDETERMINATE);
  }

  private Name keep(int number) {
    RecordSet ns = ns(number);
    Delegation servers = Delegation.of(ns, 10);
    servers.target(new InetSocketAddress("192.0.2." + number % 2, 53));
    zones.keep(servers, UNTIL);
    return ns.name();
  }

  private Optional<Delegation> of(Name zone, long now) {
    return zones.of(zone, now, used::add);
  }

  @Test
  void holdsUntilItsTimeOrItsServersChange() {
    Name one = keep(1);
    Name two = keep(2);
    Delegation known = of(one, 0).orElseThrow();
    assertThat(known.zone()).isEqualTo(name("zone1.test."));
    assertThat(known.servers()).hasSize(1);
    assertThat(known.targets())
        .extracting(Delegation.Target::address)
        .containsExactly(new InetSocketAddress("192.0.2.1", 53));
    assertThat(of(one, UNTIL)).isEmpty();
    zones.changed(name("nobody.test."));
    zones.changed(name("NS1.test."));
    assertThat(of(one, 0)).isEmpty();
    assertThat(of(two, 0)).isPresent();
    zones.forget(two);
    assertThat(of(two, 0)).isEmpty();
  }

  @Test
  void saysNowAndThenThatAZoneIsStillAskedFor() {
    Name one = keep(1);
    for (int i = 0; i < 160; i++) {
      assertThat(of(one, 0)).isPresent();
    }
    assertThat(used).hasSize(10).containsOnly(one);
  }

  @Test
  void whatOneResolutionLearnsIsNobodyElses() {
    Name one = keep(1);
    Delegation first = of(one, 0).orElseThrow();
    first.targets().getFirst().giveUp("it is lame");
    first.target(new InetSocketAddress("192.0.2.9", 53));
    Delegation second = of(one, 0).orElseThrow();
    assertThat(second.targets()).hasSize(1);
    assertThat(second.targets().getFirst().useless()).isFalse();
  }

  @Test
  void lettingGoOfSomeKeepsThoseThatAreAskedFor() {
    Name favourite = keep(0);
    for (int i = 1; i < 1000; i++) {
      keep(i);
      assertThat(of(favourite, 0)).as("after %d others", i).isPresent();
    }
    Name last = keep(1000);
    assertThat(of(last, 0)).isPresent();
    long left = java.util.stream.IntStream.range(1, 1000).filter(this::isHeld).count();
    assertThat(left).isBetween(50L, 99L);
  }

  private boolean isHeld(int number) {
    return of(ns(number).name(), 0).isPresent();
  }

  @Test
  void whatIsLearntOfOthersLeavesMostZonesAlone() {
    var many = new ZoneServers(10_000 * 440, 100);
    for (int i = 0; i < 10_000; i++) {
      RecordSet ns = ns(i);
      Delegation servers = Delegation.of(ns, 10);
      servers.target(new InetSocketAddress("192.0.2.1", 53));
      many.keep(servers, UNTIL);
    }
    for (int i = 0; i < 10_000; i++) {
      many.changed(name("www.zone" + i + ".test."));
    }
    int left = 0;
    for (int i = 0; i < 10_000; i++) {
      left += many.of(ns(i).name(), 0, used::add).isPresent() ? 1 : 0;
    }
    assertThat(left).isGreaterThan(9_000);
  }
}
