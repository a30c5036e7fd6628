package dev.glasshouse.app;

import dev.glasshouse.dns.recursive.RootHint;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** The root's servers out of a file in the form of zone files, as IANA gives it away. */
final class HintsFile {
  private HintsFile() {}

  /**
   * Its servers that have an address there.
   *
   * @throws IOException when it cannot be read, or names none
   */
  static List<RootHint> read(Path file) throws IOException {
    Map<Name, List<InetAddress>> servers = new LinkedHashMap<>();
    for (Record record : RecordFile.read(file)) {
      switch (record) {
        case ARecord four -> put(servers, record, four.getAddress());
        case AAAARecord six -> put(servers, record, six.getAddress());
        default -> {
          // NS records name the servers, whose addresses do so too.
        }
      }
    }
    if (servers.isEmpty()) {
      throw new IOException(file + ": it names no server with an address");
    }
    return servers.entrySet().stream()
        .map(each -> new RootHint(each.getKey(), each.getValue()))
        .toList();
  }

  private static void put(
      Map<Name, List<InetAddress>> servers, Record record, InetAddress address) {
    servers.computeIfAbsent(record.getName(), _ -> new ArrayList<>()).add(address);
  }
}
