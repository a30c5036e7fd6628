package dev.glasshouse.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the data of an HTTPS or SVCB record: SvcPriority, TargetName, SvcParams, as they stand on
 * the wire.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9460#section-2.2">RFC 9460 section 2.2</a>
 */
final class ServiceData {
  private static final int MANDATORY = 0;
  private static final int ALPN = 1;
  private static final int NO_DEFAULT_ALPN = 2;
  private static final int PORT = 3;
  private static final int IPV4_HINT = 4;
  private static final int ECH = 5;
  private static final int IPV6_HINT = 6;

  private final byte[] data;
  private int at;

  private ServiceData(byte[] data) {
    this.data = data;
  }

  /** What came of reading. */
  sealed interface Reading {}

  /** It is whole. */
  record Good(ServiceBinding binding) implements Reading {}

  /** It is malformed; all records beside it are not to be used either. */
  record Bad(String problem) implements Reading {}

  /** Reads the data of one record. */
  static Reading read(byte[] data) {
    try {
      return new Good(new ServiceData(data).binding());
    } catch (Malformed e) {
      return new Bad(String.valueOf(e.getMessage()));
    }
  }

  private ServiceBinding binding() throws Malformed {
    int priority = number();
    String target = name();
    var parameters = new TreeMap<Integer, byte[]>();
    int last = -1;
    while (at < data.length) {
      int key = number();
      byte[] value = bytes(number());
      if (key <= last) {
        throw new Malformed("key " + key + " does not come after key " + last);
      }
      last = key;
      parameters.put(key, value);
    }
    // Section 2.4.2: an alias's parameters are ignored.
    return made(priority, target, priority == 0 ? new TreeMap<>() : parameters);
  }

  private static ServiceBinding made(int priority, String target, TreeMap<Integer, byte[]> its)
      throws Malformed {
    byte[] names = its.get(ALPN);
    List<String> alpn = names == null ? List.of() : alpn(names);
    byte[] nothing = its.get(NO_DEFAULT_ALPN);
    boolean noDefault = nothing != null;
    if (nothing != null && (nothing.length > 0 || alpn.isEmpty())) {
      throw new Malformed("no-default-alpn has a value, or stands without alpn");
    }
    OptionalInt port = OptionalInt.empty();
    byte[] value = its.get(PORT);
    if (value != null) {
      if (value.length != 2) {
        throw new Malformed("a port of " + value.length + " bytes");
      }
      port = OptionalInt.of((value[0] & 0xff) << 8 | (value[1] & 0xff));
    }
    var hints = new ArrayList<InetAddress>();
    hints(its, IPV6_HINT, 16, hints);
    hints(its, IPV4_HINT, 4, hints);
    var unsupported = new ArrayList<String>();
    for (int key : its.keySet()) {
      if (key == ECH || key > IPV6_HINT) {
        unsupported.add(text(key));
      }
    }
    return new ServiceBinding(
        priority,
        target,
        alpn,
        noDefault
            ? ServiceBinding.DefaultProtocol.NOT_SPOKEN
            : ServiceBinding.DefaultProtocol.SPOKEN,
        port,
        hints,
        its.containsKey(ECH),
        unsupported,
        demands(its));
  }

  /** Section 8: keys without which the record must not be used. */
  private static List<String> demands(TreeMap<Integer, byte[]> its) throws Malformed {
    var demands = new ArrayList<String>();
    byte[] value = its.getOrDefault(MANDATORY, new byte[0]);
    if (value.length % 2 != 0 || (its.containsKey(MANDATORY) && value.length == 0)) {
      throw new Malformed("mandatory has " + value.length + " bytes");
    }
    int last = -1;
    for (int i = 0; i < value.length; i += 2) {
      int key = (value[i] & 0xff) << 8 | (value[i + 1] & 0xff);
      if (key == MANDATORY || key <= last || !its.containsKey(key)) {
        throw new Malformed("mandatory names " + text(key) + ", which it must not");
      }
      last = key;
      if (key == ECH || key > IPV6_HINT) {
        demands.add(text(key));
      }
    }
    return demands;
  }

  /** Section 7.1.1: names with their lengths before them, none empty, at least one. */
  private static List<String> alpn(byte[] value) throws Malformed {
    var names = new ArrayList<String>();
    for (int i = 0; i < value.length; ) {
      int length = value[i] & 0xff;
      if (length == 0 || i + 1 + length > value.length) {
        throw new Malformed("a protocol name in alpn is empty, or runs out of it");
      }
      names.add(new String(value, i + 1, length, StandardCharsets.ISO_8859_1));
      i += 1 + length;
    }
    if (names.isEmpty()) {
      throw new Malformed("alpn is empty");
    }
    return names;
  }

  private static void hints(TreeMap<Integer, byte[]> its, int key, int size, List<InetAddress> into)
      throws Malformed {
    byte[] value = its.get(key);
    if (value == null) {
      return;
    }
    if (value.length == 0 || value.length % size != 0) {
      throw new Malformed(text(key) + " has " + value.length + " bytes");
    }
    Set<InetAddress> seen = new HashSet<>();
    try {
      for (int i = 0; i < value.length; i += size) {
        InetAddress address = InetAddress.getByAddress(Arrays.copyOfRange(value, i, i + size));
        if (seen.add(address)) {
          into.add(address);
        }
      }
    } catch (UnknownHostException e) {
      throw new Malformed(String.valueOf(e.getMessage()));
    }
  }

  /** The registry's name of a key (section 14.3.2). */
  private static String text(int key) {
    return switch (key) {
      case MANDATORY -> "mandatory";
      case ALPN -> "alpn";
      case NO_DEFAULT_ALPN -> "no-default-alpn";
      case PORT -> "port";
      case IPV4_HINT -> "ipv4hint";
      case ECH -> "ech";
      case IPV6_HINT -> "ipv6hint";
      case 7 -> "dohpath";
      case 8 -> "ohttp";
      default -> "key" + key;
    };
  }

  /** TargetName: never compressed (section 2.2); empty for the root. */
  private String name() throws Malformed {
    var name = new StringBuilder();
    int length = 0;
    while (true) {
      int label = one();
      length += label + 1;
      if (label >= 0x40) {
        throw new Malformed("the target's name is compressed, or of an unknown kind");
      }
      if (length > 255) {
        throw new Malformed("the target's name is longer than 255 bytes");
      }
      if (label == 0) {
        return name.toString().toLowerCase(Locale.ROOT);
      }
      if (!name.isEmpty()) {
        name.append('.');
      }
      for (byte b : bytes(label)) {
        // What is not of a host's name cannot be one.
        if (b <= ' ' || b == '.' || b == '\\' || b == '"' || b == 0x7f) {
          throw new Malformed("the target's name is no host's");
        }
        name.append((char) b);
      }
    }
  }

  private int number() throws Malformed {
    return one() << 8 | one();
  }

  private int one() throws Malformed {
    if (at >= data.length) {
      throw new Malformed("it ends too early");
    }
    return data[at++] & 0xff;
  }

  private byte[] bytes(int count) throws Malformed {
    if (at + count > data.length) {
      throw new Malformed("a value runs out of the record");
    }
    at += count;
    return Arrays.copyOfRange(data, at - count, at);
  }

  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }
}
