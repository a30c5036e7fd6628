package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.FileWords;
import dev.glasshouse.dns.wire.NameBytes;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Type;

/**
 * Reads the entries of zone files into a {@link ZoneBuilder}. A broken entry is told and left out.
 */
final class ZoneReader {
  private static final int LONGEST_TTL = Integer.MAX_VALUE;

  private final ZoneBuilder builder;
  private final ZoneLimits limits;
  private final List<ZoneFault> faults = new ArrayList<>();
  private final RdataText data = new RdataText();
  private final byte[] owner = new byte[NameBytes.LONGEST + 65];
  private int ownerLength;
  private long defaultTtl = -1;
  private long lastTtl = -1;
  private int untold;

  /** The files that are being read, each included by the one before it. */
  private final List<Path> open = new ArrayList<>();

  ZoneReader(ZoneBuilder builder, ZoneLimits limits) {
    this.builder = builder;
    this.limits = limits;
  }

  /** What was wrong with the text. */
  List<ZoneFault> faults() {
    var all = new ArrayList<>(faults);
    if (untold > 0) {
      all.add(new ZoneFault("", 0, ZoneFault.Weight.ERROR, untold + " more faults are not told"));
    }
    return all;
  }

  void read(Path file, byte[] origin, int depth) {
    try {
      read(ZoneFile.bytes(file, limits), file, origin, depth);
    } catch (IOException e) {
      fault(file.toString(), 0, FileWords.unread(e));
    }
  }

  void read(byte[] text, Path file, byte[] origin, int depth) {
    var in = new ZoneTokens(text);
    var context = new Context(in, file, builder.file(file.toString()), depth);
    context.origin = origin;
    open.add(whole(file));
    while (!in.atEnd()) {
      int line = in.line();
      context.line = line;
      try {
        entry(in, context);
      } catch (BadText e) {
        fault(file.toString(), line, e.reason());
      }
      in.nextEntry();
    }
    open.removeLast();
  }

  private static Path whole(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** Where an entry stands. */
  private static final class Context {
    final ZoneTokens tokens;
    final Path path;
    final int file;
    final int depth;
    byte[] origin = new byte[0];
    int line;

    Context(ZoneTokens tokens, Path path, int file, int depth) {
      this.tokens = tokens;
      this.path = path;
      this.file = file;
      this.depth = depth;
    }
  }

  private void fault(String file, int line, String reason) {
    if (faults.size() < limits.faults()) {
      faults.add(new ZoneFault(file, line, ZoneFault.Weight.ERROR, reason));
    } else {
      untold++;
    }
  }

  private void entry(ZoneTokens in, Context context) throws BadText {
    boolean blank = in.beginsBlank();
    if (!in.next()) {
      return;
    }
    byte[] text = in.text();
    if (!blank && text[in.start()] == '$' && !in.quoted()) {
      directive(in, context);
      return;
    }
    if (blank) {
      if (ownerLength == 0) {
        throw new BadText("a record without an owner, and none before it");
      }
    } else {
      ownerLength = 0;
      int length = NameText.parse(text, in.start(), in.end(), context.origin, owner, 0);
      NameBytes.lower(owner, 0, length);
      ownerLength = length;
      if (!in.next()) {
        throw new BadText(NameBytes.text(owner) + " stands alone, without a record");
      }
    }
    record(in, context);
  }

  /** RFC 1035 section 5.1: TTL and class in either order, or not at all; then type and data. */
  private void record(ZoneTokens in, Context context) throws BadText {
    long ttl = -1;
    boolean classed = false;
    while (true) {
      byte first = in.text()[in.start()];
      if (ttl < 0 && first >= '0' && first <= '9') {
        ttl = RdataText.time(in.text(), in.start(), in.end());
        if (ttl < 0 || ttl > LONGEST_TTL) {
          throw new BadText("no TTL: " + in.word());
        }
      } else if (!classed && isClass(in)) {
        classed = true;
      } else {
        break;
      }
      if (!in.next()) {
        throw new BadText("the type is missing");
      }
    }
    int type = type(in);
    int length = data.parse(in, type, context.origin);
    if (type == RdataText.SOA && builder.apex().length == 0) {
      builder.apex(Arrays.copyOf(owner, ownerLength));
    }
    if (ttl < 0) {
      ttl = defaultTtl >= 0 ? defaultTtl : lastTtl;
      if (ttl < 0 && type == RdataText.SOA) {
        // RFC 2308 section 4 has no better: the minimum, as before it.
        ttl = dev.glasshouse.dns.wire.Bytes.u32(data.bytes(), length - 4);
      }
      if (ttl < 0) {
        throw new BadText("no TTL, and neither $TTL nor a record before has one");
      }
    }
    lastTtl = ttl;
    builder.add(
        owner, ownerLength, type, (int) ttl, data.bytes(), length, context.file, context.line);
  }

  private static boolean isClass(ZoneTokens in) throws BadText {
    int length = in.end() - in.start();
    byte[] text = in.text();
    if (length > 5 && in.word().regionMatches(true, 0, "class", 0, 5)) {
      // RFC 3597 section 5: a class by its number.
      if (!in.word().substring(5).equals("1")) {
        throw new BadText("the class " + in.word() + " is not served, only IN is");
      }
      return true;
    }
    if (length != 2) {
      return false;
    }
    int one = NameBytes.lower(text[in.start()]);
    int two = NameBytes.lower(text[in.start() + 1]);
    if (one == 'c' && two == 'h' || one == 'h' && two == 's' || one == 'c' && two == 's') {
      throw new BadText("the class " + in.word() + " is not served, only IN is");
    }
    return one == 'i' && two == 'n';
  }

  private static int type(ZoneTokens in) throws BadText {
    byte[] text = in.text();
    int length = in.end() - in.start();
    long packed = 0;
    for (int i = 0; i < length && i < 8; i++) {
      packed = packed << 8 | NameBytes.lower(text[in.start() + i]);
    }
    switch (length) {
      case 1 -> {
        if (packed == 'a') {
          return RdataText.A;
        }
      }
      case 2 -> {
        if (packed == ('n' << 8 | 's')) {
          return RdataText.NS;
        }
      }
      case 4 -> {
        if (packed == 0x61616161) {
          return RdataText.AAAA;
        }
      }
      case 5 -> {
        if (packed == 0x636e616d65L) {
          return RdataText.CNAME;
        }
      }
      default -> {
        // The table below has them all.
      }
    }
    String word = in.word().toUpperCase(Locale.ROOT);
    int type = Type.value(word, true);
    if (type <= 0) {
      throw new BadText("there is no type " + in.word());
    }
    if (type == 41 || type >= 128 && type <= 255 || type == 255) {
      throw new BadText(word + " is no type that a zone can have");
    }
    return type;
  }

  private void directive(ZoneTokens in, Context context) throws BadText {
    String word = in.word().toUpperCase(Locale.ROOT);
    switch (word) {
      case "$ORIGIN" -> {
        argument(in, "$ORIGIN needs a name");
        context.origin = name(in, context.origin);
        end(in);
      }
      case "$TTL" -> {
        argument(in, "$TTL needs a time");
        long ttl = RdataText.time(in.text(), in.start(), in.end());
        if (ttl < 0 || ttl > LONGEST_TTL) {
          throw new BadText("no TTL: " + in.word());
        }
        defaultTtl = ttl;
        end(in);
      }
      case "$INCLUDE" -> include(in, context);
      case "$GENERATE" -> generate(in, context);
      default -> throw new BadText("there is no directive " + in.word());
    }
  }

  private static void argument(ZoneTokens in, String missing) throws BadText {
    if (!in.next()) {
      throw new BadText(missing);
    }
  }

  private static void end(ZoneTokens in) throws BadText {
    if (in.next()) {
      throw new BadText("more than the directive has: " + in.word());
    }
  }

  private static byte[] name(ZoneTokens in, byte[] origin) throws BadText {
    byte[] to = new byte[NameBytes.LONGEST + 65];
    int length = NameText.parse(in.text(), in.start(), in.end(), origin, to, 0);
    NameBytes.lower(to, 0, length);
    return Arrays.copyOf(to, length);
  }

  private void include(ZoneTokens in, Context context) throws BadText {
    argument(in, "$INCLUDE needs a file");
    String file = in.word();
    byte[] origin = context.origin;
    if (in.next()) {
      origin = name(in, context.origin);
      end(in);
    }
    if (context.depth >= limits.includes()) {
      throw new BadText("files include files more than " + limits.includes() + " deep");
    }
    Path path = beside(context.path, file);
    if (open.contains(whole(path))) {
      throw new BadText("the file to include, " + path + ", is being read already: it is a circle");
    }
    byte[] kept = Arrays.copyOf(owner, ownerLength);
    try {
      read(ZoneFile.bytes(path, limits), path, origin, context.depth + 1);
    } catch (IOException e) {
      throw new BadText("the file to include, " + path + ": " + FileWords.unread(e));
    }
    // RFC 1035 section 5.1: what the file changed does not hold behind it.
    System.arraycopy(kept, 0, owner, 0, kept.length);
    ownerLength = kept.length;
  }

  private static Path beside(Path other, String file) throws BadText {
    try {
      return other.resolveSibling(file);
    } catch (InvalidPathException e) {
      throw new BadText("no name of a file: " + file);
    }
  }

  private void generate(ZoneTokens in, Context context) throws BadText {
    Generate generate = Generate.parse(in, limits);
    byte[] text = generate.next();
    while (text.length > 0) {
      entry(new ZoneTokens(text), context);
      text = generate.next();
    }
  }
}
