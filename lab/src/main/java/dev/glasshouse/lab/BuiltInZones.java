package dev.glasshouse.lab;

import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.Health;
import dev.glasshouse.dns.zone.SigningKey;
import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.dns.zone.ZoneException;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.dns.zone.ZoneSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The zones of the built-in internet, as their servers have them. Signed ones have keys of this
 * run, each with its DS record in the zone above; {@code broken.glasshouse.test} has one there that
 * fits none of its keys, so that one can see a chain of trust break.
 *
 * @param anchors what is trusted of the signed root; empty where nothing is signed
 */
record BuiltInZones(Authority root, Authority tld, Authority owner, List<Record> anchors) {
  private static final String OWNER = "glasshouse.test.";
  private static final String BROKEN = "broken.glasshouse.test.";

  /** Not signed. */
  static BuiltInZones plain() {
    var owner = new Authority(ZoneLimits.DEFAULT);
    put(owner, read(OWNER, "glasshouse.test.zone", ContentNames.records()), Optional.empty());
    owner.put(read(BROKEN, "broken.glasshouse.test.zone", ""));
    return new BuiltInZones(
        authority(read(".", "root.zone", "")),
        authority(read("test.", "test.zone", "")),
        owner,
        List.of());
  }

  /** Signed as they answer. */
  static BuiltInZones signed(InstantSource clock) {
    var owner = new Authority(ZoneLimits.DEFAULT);
    ZoneSigner broken = signer(clock);
    owner.put(read(BROKEN, "broken.glasshouse.test.zone", ""), broken);
    ZoneSigner owners = signer(clock);
    Zone ours = read(OWNER, "glasshouse.test.zone", ContentNames.records());
    put(owner, ours, Optional.of(owners));
    ZoneSigner tlds = signer(clock);
    Zone test = read("test.", "test.zone", owners.ds(ours));
    var tld = new Authority(ZoneLimits.DEFAULT);
    tld.put(test, tlds);
    ZoneSigner roots = signer(clock);
    Zone top = read(".", "root.zone", tlds.ds(test));
    var root = new Authority(ZoneLimits.DEFAULT);
    root.put(top, roots);
    return new BuiltInZones(root, tld, owner, List.of(anchor(roots.ds(top))));
  }

  /** The owner's zone, some of whose addresses depend on who asks; nobody probes them. */
  private static void put(Authority owner, Zone zone, Optional<ZoneSigner> signer) {
    owner.put(zone, signer, ContentNames.rules(), new Health(_ -> true, Duration.ofDays(1)));
  }

  private static ZoneSigner signer(InstantSource clock) {
    return new ZoneSigner(SigningKey.generate(SigningKey.Algorithm.ED25519), clock);
  }

  private static Authority authority(Zone zone) {
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(zone);
    return authority;
  }

  /** The root's DS record, as the text of a zone file has it. */
  private static Record anchor(String ds) {
    try {
      String data = ds.replaceFirst("^\\S+ IN DS ", "");
      return Record.fromString(Name.root, Type.DS, DClass.IN, 0, data, Name.root);
    } catch (IOException e) {
      throw new IllegalStateException("a DS record of ours is none: " + ds, e);
    }
  }

  /**
   * A zone that comes with the program.
   *
   * @param more records that are not in its file
   */
  private static Zone read(String zone, String file, String more) {
    try (InputStream in = BuiltInZones.class.getResourceAsStream("names/" + file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the program");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return ZoneFile.read(text + more + "\n", zone, ZoneLimits.DEFAULT).zone();
    } catch (ZoneException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
