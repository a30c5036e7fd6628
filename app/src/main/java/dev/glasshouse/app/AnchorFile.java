package dev.glasshouse.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.xbill.DNS.Record;
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
    List<Record> records =
        RecordFile.read(file).stream()
            .filter(each -> each.getType() == Type.DS || each.getType() == Type.DNSKEY)
            .toList();
    if (records.isEmpty()) {
      throw new IOException(file + ": there is no DS or DNSKEY record in it");
    }
    return records;
  }
}
