package dev.glasshouse.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Trust anchors out of a file: DS and DNSKEY records, in the form of zone files. */
final class AnchorFile {
  private AnchorFile() {}

  /**
   * Its records.
   *
   * @throws IOException when it cannot be read, or there are none in it
   */
  static List<Record> read(Path file) throws IOException {
    var records = new ArrayList<Record>();
    try (InputStream in = Files.newInputStream(file);
        var master = new Master(in, Name.root, 0)) {
      master.disableIncludes();
      for (Record each = master.nextRecord(); each != null; each = master.nextRecord()) {
        if (each.getType() == Type.DS || each.getType() == Type.DNSKEY) {
          records.add(each);
        }
      }
    } catch (TextParseException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (records.isEmpty()) {
      throw new IOException(file + ": there is no DS or DNSKEY record in it");
    }
    return records;
  }
}
