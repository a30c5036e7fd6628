package dev.glasshouse.app;

import dev.glasshouse.dns.wire.Printable;
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
  private static final String NO_NAME = "<none>:";

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
      throw new IOException(file + ":" + place(e), e);
    } catch (RuntimeException e) {
      // The parser trips over some of what is broken.
      throw new IOException(
          file + ": behind " + records.size() + " records stands what cannot be read", e);
    }
    return records;
  }

  /** The line and what is wrong there; the parser knows no name of the file. */
  private static String place(TextParseException problem) {
    String said = Printable.of(String.valueOf(problem.getMessage()));
    return said.startsWith(NO_NAME) ? said.substring(NO_NAME.length()) : " " + said;
  }
}
