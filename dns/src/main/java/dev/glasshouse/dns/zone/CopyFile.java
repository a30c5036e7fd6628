package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The file that a copy of another server's zone is kept in, so that it is served after a new start
 * when that server is away. It is a zone file (RFC 1035 section 5), which other name servers read
 * as well; its last line is a digest of all that stands above, so that what was damaged is never
 * taken for the zone. The file's own time is when the zone was last confirmed.
 */
public final class CopyFile {
  private static final String END = "; SHA-256 of the lines above: ";
  private static final String DIGEST = "SHA-256";
  private static final int LONGEST_NAME = 200;

  private final Path folder;
  private final Path file;
  private final String zone;

  private CopyFile(Path folder, String file, String zone) {
    this.folder = folder;
    this.file = folder.resolve(file);
    this.zone = zone;
  }

  /**
   * A zone as it was kept.
   *
   * @param confirmed when its primary last said that it holds
   */
  record Kept(Zone zone, Instant confirmed) {}

  /**
   * The file of a zone in a folder. No two zones have the same one, and no name of a zone leads out
   * of the folder: what is no letter, digit, hyphen or underscore is written as {@code %} and two
   * hexadecimal digits, a name that is too long for a file ends with its digest, and the root is
   * {@code @}.
   *
   * @throws IllegalArgumentException with a sentence, if it is no name
   */
  public static CopyFile in(Path folder, String zone) {
    byte[] name;
    try {
      name = NameText.lower(zone);
    } catch (BadText e) {
      throw new IllegalArgumentException(e.reason(), e);
    }
    return new CopyFile(folder, fileName(name), NameBytes.text(name));
  }

  private static String fileName(byte[] name) {
    if (name.length == 1) {
      return "@.zone";
    }
    var text = new StringBuilder();
    for (int at = 0; name[at] != 0; at += 1 + name[at]) {
      text.append(at == 0 ? "" : ".");
      for (int i = at + 1; i <= at + name[at]; i++) {
        int letter = name[i] & 0xff;
        boolean plain =
            letter >= 'a' && letter <= 'z'
                || letter >= '0' && letter <= '9'
                || letter == '-'
                || letter == '_';
        text.append(plain ? Character.toString(letter) : "%%%02x".formatted(letter));
      }
    }
    if (text.length() > LONGEST_NAME) {
      text.setLength(LONGEST_NAME / 2);
      text.append('@').append(HexFormat.of().formatHex(digest().digest(name)));
    }
    return text + ".zone";
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance(DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has it", e);
    }
  }

  /** The zone's name, in lower case and with a dot at its end. */
  public String zone() {
    return zone;
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /**
   * What was kept.
   *
   * @return empty where nothing was
   * @throws ZoneException if it is not as it was written
   * @throws IOException if it cannot be read
   */
  Optional<Kept> read(ZoneLimits limits) throws IOException {
    Instant confirmed;
    byte[] text;
    try {
      confirmed = Files.getLastModifiedTime(file).toInstant();
      text = ZoneFile.bytes(file, limits);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int end = lastLine(text);
    String last = new String(text, end, text.length - end, StandardCharsets.ISO_8859_1);
    if (!last.startsWith(END) || !last.endsWith("\n")) {
      throw damaged(lines(text), "the digest that ends it is missing");
    }
    MessageDigest digest = digest();
    digest.update(text, 0, end);
    if (!HexFormat.of().formatHex(digest.digest()).equals(last.substring(END.length()).strip())) {
      throw damaged(
          lines(text), "what stands above is not what was written: its digest is another");
    }
    Zone read = ZoneFile.copy(text, file, zone, limits).zone();
    return Optional.of(new Kept(read, confirmed));
  }

  private static int lastLine(byte[] text) {
    int at = text.length - 1;
    while (at > 0 && text[at - 1] != '\n') {
      at--;
    }
    return Math.max(0, at);
  }

  private static int lines(byte[] text) {
    int lines = 0;
    for (byte letter : text) {
      lines += letter == '\n' ? 1 : 0;
    }
    return Math.max(1, text.length > 0 && text[text.length - 1] == '\n' ? lines : lines + 1);
  }

  private ZoneException damaged(int line, String reason) {
    return new ZoneException(
        List.of(new ZoneFault(file.toString(), line, ZoneFault.Weight.ERROR, reason)));
  }

  /**
   * Keeps a version of the zone in place of the one before, which stays until this one is whole.
   *
   * @throws IOException if it cannot be written; then the one before is still there
   */
  void write(Zone version, Instant confirmed) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    Path anew = file.resolveSibling(file.getFileName() + ".new");
    try {
      // No channel: it would be closed when the thread that looks after the zone is told to end.
      try (var out = new FileOutputStream(anew.toFile())) {
        var digested = new DigestOutputStream(new BufferedOutputStream(out, 1 << 16), digest());
        digested.write(head(version));
        ZoneText.write(version, digested);
        String sum = HexFormat.of().formatHex(digested.getMessageDigest().digest());
        digested.on(false);
        digested.write(RdataText.latin(END + sum + "\n"));
        digested.flush();
        out.getFD().sync();
      }
      Files.setLastModifiedTime(anew, FileTime.from(confirmed));
      Files.move(anew, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(anew);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private static byte[] head(Zone version) {
    return RdataText.latin(
        "; A copy of "
            + version.name()
            + " with serial "
            + version.serial()
            + ", "
            + version.records()
            + " records. The time of this file is when the zone's\n"
            + "; primary last confirmed it. What is changed here by hand is not taken.\n");
  }

  /**
   * The zone's primary has said that what is kept holds.
   *
   * @throws IOException if the file is not there, or may not be touched
   */
  void confirm(Instant now) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(now));
  }
}
