package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What is known of zones' servers holds until something is learnt of them. */
class ZoneServersTest {
  private static final long UNTIL = 1000;

  private final ZoneServers zones = new ZoneServers(100);

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

  private RecordSet keep(int number) {
    RecordSet ns = ns(number);
    Delegation servers = Delegation.of(ns, 10);
    servers.target(new InetSocketAddress("192.0.2." + number % 2, 53));
    zones.keep(ns, servers, UNTIL);
    return ns;
  }

  @Test
  void holdsUntilItsTimeOrItsServersChange() {
    RecordSet one = keep(1);
    RecordSet two = keep(2);
    Delegation known = zones.of(one, 0).orElseThrow();
    assertThat(known.zone()).isEqualTo(name("zone1.test."));
    assertThat(known.servers()).hasSize(1);
    assertThat(known.targets())
        .extracting(Delegation.Target::address)
        .containsExactly(new InetSocketAddress("192.0.2.1", 53));
    assertThat(zones.of(one, UNTIL)).isEmpty();
    assertThat(zones.of(ns(1), 0)).isEmpty();
    zones.changed(name("nobody.test."));
    zones.changed(name("NS1.test."));
    assertThat(zones.of(one, 0)).isEmpty();
    assertThat(zones.of(two, 0)).isPresent();
  }

  @Test
  void whatOneResolutionLearnsIsNobodyElses() {
    RecordSet one = keep(1);
    Delegation first = zones.of(one, 0).orElseThrow();
    first.targets().getFirst().giveUp("it is lame");
    first.target(new InetSocketAddress("192.0.2.9", 53));
    Delegation second = zones.of(one, 0).orElseThrow();
    assertThat(second.targets()).hasSize(1);
    assertThat(second.targets().getFirst().useless()).isFalse();
  }

  @Test
  void beginsAnewWhenThereAreTooMany() {
    RecordSet first = keep(0);
    for (int i = 1; i < 100; i++) {
      keep(i);
    }
    assertThat(zones.of(first, 0)).isPresent();
    RecordSet last = keep(100);
    assertThat(zones.of(first, 0)).isEmpty();
    assertThat(zones.of(last, 0)).isPresent();
  }
}
