package dev.glasshouse.dns.front;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** The tags of the keys that are trusted from the start (RFC 4034 appendix B). */
final class TrustedTags {
  private TrustedTags() {}

  /** The tags of the root's keys. */
  static Set<Integer> ofRoot(List<Record> anchors) {
    var tags = new HashSet<Integer>();
    for (Record each : anchors) {
      if (each.getName().equals(Name.root)) {
        tags.add(tag(each));
      }
    }
    return tags;
  }

  /** A line for each zone: its name and the tags. */
  static List<String> lines(List<Record> anchors) {
    var byZone = new TreeMap<Name, Set<Integer>>();
    for (Record each : anchors) {
      byZone.computeIfAbsent(each.getName(), n -> new TreeSet<>()).add(tag(each));
    }
    return byZone.entrySet().stream().map(TrustedTags::line).toList();
  }

  private static String line(Map.Entry<Name, Set<Integer>> zone) {
    var text = new StringBuilder(zone.getKey().toString());
    zone.getValue().forEach(tag -> text.append(' ').append(tag));
    return text.toString();
  }

  private static int tag(Record anchor) {
    return switch (anchor) {
      case DNSKEYRecord key -> key.getFootprint();
      case DSRecord ds -> ds.getFootprint();
      default -> -1;
    };
  }
}
