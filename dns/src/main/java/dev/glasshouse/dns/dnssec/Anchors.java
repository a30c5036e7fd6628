package dev.glasshouse.dns.dnssec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What is trusted without proof, and what is not checked though it could be (RFC 4033 section 2,
 * RFC 7646).
 */
public final class Anchors {
  private static final int RSASHA256 = 8;

  private final Map<Name, List<Record>> anchors = new HashMap<>();
  private final Set<Name> insecure;

  /**
   * Anchors.
   *
   * @param records DS and DNSKEY records
   * @param insecure zones below which nothing is checked, unless there is an anchor further down
   */
  public Anchors(List<? extends Record> records, List<Name> insecure) {
    for (Record each : records) {
      anchors.computeIfAbsent(each.getName(), _ -> new ArrayList<>()).add(each);
    }
    this.insecure = new HashSet<>(insecure);
  }

  /**
   * The root's keys, as IANA publishes them: of 2017 (tag 20326) and of 2024 (tag 38696).
   *
   * @see <a href="https://data.iana.org/root-anchors/root-anchors.xml">IANA, root-anchors.xml</a>
   */
  public static List<Record> root() {
    return List.of(
        ds(20326, "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"),
        ds(38696, "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16"));
  }

  private static Record ds(int tag, String digest) {
    return new DSRecord(
        Name.root,
        DClass.IN,
        0,
        tag,
        RSASHA256,
        Policy.SHA256,
        java.util.HexFormat.of().parseHex(digest));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return anchors.isEmpty();
  }

  /** The anchor that is nearest above a name, or at it. */
  public Optional<Name> above(Name name) {
    for (Name each = name; ; each = new Name(each, 1)) {
      if (anchors.containsKey(each)) {
        return Optional.of(each);
      }
      if (insecure.contains(each) || each.labels() <= 1) {
        return Optional.empty();
      }
    }
  }

  /** The rule that says that nothing at a name is checked; empty where there is none. */
  public Optional<Name> saidInsecure(Name name) {
    for (Name each = name; each.labels() > 1; each = new Name(each, 1)) {
      if (anchors.containsKey(each)) {
        return Optional.empty();
      }
      if (insecure.contains(each)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The records that are trusted for a zone. */
  public List<Record> of(Name zone) {
    return anchors.getOrDefault(zone, List.of());
  }
}
