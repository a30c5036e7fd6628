package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Proofs by hashed names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5155#section-7.2">RFC 5155 section 7.2</a>
 */
final class Nsec3Proofs {
  private static final int NSEC3PARAM = 51;
  private static final byte[] DIGITS = RdataText.latin("0123456789abcdefghijklmnopqrstuv");

  private final Zone zone;
  private final MessageWriter to;
  private final Set<Integer> written = new HashSet<>();
  private final int iterations;
  private final byte[] salt;

  static boolean applies(Zone zone) {
    return zone.set(zone.apexNode(), NSEC3PARAM) != 0;
  }

  Nsec3Proofs(Zone zone, MessageWriter to) {
    this.zone = zone;
    this.to = to;
    int set = zone.set(zone.apexNode(), NSEC3PARAM);
    byte[] piece = zone.piece(set);
    int at = Arena.place(set) + Zone.SET + 2;
    iterations = dev.glasshouse.dns.wire.Bytes.u16(piece, at + 2);
    salt = Arrays.copyOfRange(piece, at + 5, at + 5 + (piece[at + 4] & 0xff));
  }

  /** The hash of a name (RFC 5155 section 5). */
  static byte[] hash(byte[] name, int from, int to, byte[] salt, int iterations) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(name, from, to - from);
      byte[] digest = sha1.digest(salt);
      for (int i = 0; i < iterations; i++) {
        sha1.update(digest);
        digest = sha1.digest(salt);
      }
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /** A hash as a label: 32 letters whose order is that of the bytes. */
  static byte[] label(byte[] hash) {
    byte[] label = new byte[33];
    label[0] = 32;
    for (int i = 0; i < 32; i++) {
      int bit = i * 5;
      int word = (hash[bit / 8] & 0xff) << 8 | (bit / 8 + 1 < 20 ? hash[bit / 8 + 1] & 0xff : 0);
      label[i + 1] = DIGITS[word >> 11 - bit % 8 & 31];
    }
    return label;
  }

  private byte[] owner(byte[] name, int from, int end) {
    byte[] label = label(hash(name, from, end, salt, iterations));
    byte[] apex = zone.apex();
    byte[] owner = Arrays.copyOf(label, label.length + apex.length);
    System.arraycopy(apex, 0, owner, label.length, apex.length);
    return owner;
  }

  /** Section 7.2.3, 7.2.4: what matches the name; for DS in an opt-out span, what covers it. */
  boolean noType(byte[] name, int length, int type) {
    int node = zone.node(owner(name, 0, length));
    if (node != 0 || type != Responder.DS) {
      return put(node);
    }
    int from = 0;
    int before = 0;
    while (true) {
      before = from;
      from += 1 + (name[from] & 0xff);
      if (from >= length) {
        return true;
      }
      int encloser = zone.node(owner(name, from, length));
      if (encloser != 0) {
        return put(encloser) & put(covering(name, before, length));
      }
    }
  }

  /** Section 7.2.1: the closest encloser, and that the next closer name is not there. */
  private boolean closest(byte[] name, int length, Found found) {
    byte[] encloser = zone.name(found.node);
    return put(zone.node(owner(encloser, 0, encloser.length))) & nothingCloser(name, length, found);
  }

  /** Section 7.2.2. */
  boolean noName(byte[] name, int length, Found found) {
    byte[] wildcard = wildcard(found);
    return closest(name, length, found) & put(covering(wildcard, 0, wildcard.length));
  }

  /** Section 7.2.5. */
  boolean noTypeAtWildcard(byte[] name, int length, Found found) {
    byte[] wildcard = wildcard(found);
    return closest(name, length, found) & put(zone.node(owner(wildcard, 0, wildcard.length)));
  }

  /** Section 7.2.6. */
  boolean nothingCloser(byte[] name, int length, Found found) {
    return put(covering(name, found.starts[found.missing - 1], length));
  }

  private byte[] wildcard(Found found) {
    byte[] encloser = zone.name(found.node);
    byte[] wildcard = new byte[encloser.length + 2];
    wildcard[0] = 1;
    wildcard[1] = '*';
    System.arraycopy(encloser, 0, wildcard, 2, encloser.length);
    return wildcard;
  }

  private boolean put(int node) {
    return node == 0 || !written.add(node) || Proofs.denial(zone, to, node);
  }

  /** The NSEC3 record whose span a name's hash falls into; the last one's goes round. */
  private int covering(byte[] name, int from, int length) {
    byte[] wanted = owner(name, from, length);
    int[] order = zone.order();
    int low = 0;
    int high = order.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (NameBytes.compare(zone.name(order[middle]), wanted) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = 0; i < order.length; i++) {
      int node = order[Math.floorMod(low - 1 - i, order.length)];
      if (zone.set(node, Responder.NSEC3) != 0) {
        return node;
      }
    }
    return 0;
  }
}
