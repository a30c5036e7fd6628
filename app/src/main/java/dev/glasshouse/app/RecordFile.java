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

/** Records out of a file in the form of zone files (RFC 1035 section 5). */
final class RecordFile {
  private RecordFile() {}

  /**
   * Its records; names that do not end in a dot are the root's.
   *
   * @throws IOException when it cannot be read
   */
  static List<Record> read(Path file) throws IOException {
    var records = new ArrayList<Record>();
    try (InputStream in = Files.newInputStream(file);
        var master = new Master(in, Name.root, 0)) {
      master.disableIncludes();
      for (Record each = master.nextRecord(); each != null; each = master.nextRecord()) {
        records.add(each);
      }
    } catch (TextParseException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    return records;
  }
}
