package dev.glasshouse.conformance.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Type;

/**
 * Records of a message whose data is broken on purpose: no parser makes such a record, so they
 * stand in the message under private types, and get their own type back in its bytes.
 *
 * @param types the true types, in the order of the stand-ins
 */
record Damaged(List<Integer> types) {
  static final Damaged NONE = new Damaged(List.of());
  private static final int FIRST = 0xff10;

  Damaged with(int type) {
    var more = new ArrayList<>(types);
    more.add(type);
    return new Damaged(more);
  }

  /** The type that stands in for the one added last. */
  int standIn() {
    return FIRST + types.size() - 1;
  }

  /** The data's bytes, where the text is of a kind that we know to be broken. */
  static Optional<byte[]> bytes(int type, String data) {
    String[] words = data.split("\\s+");
    if (words[0].equals("\\#")) {
      String digits = String.join("", Arrays.asList(words).subList(2, words.length));
      return Optional.of(HexFormat.of().parseHex(digits));
    }
    if (type == Type.DS) {
      byte[] digest = HexFormat.of().parseHex(words[3]);
      byte[] all = new byte[4 + digest.length];
      int tag = Integer.parseInt(words[0]);
      all[0] = (byte) (tag >> 8);
      all[1] = (byte) tag;
      all[2] = (byte) Integer.parseInt(words[1]);
      all[3] = (byte) Integer.parseInt(words[2]);
      System.arraycopy(digest, 0, all, 4, digest.length);
      return Optional.of(all);
    }
    return Optional.empty();
  }

  /** The message with the true types. */
  byte[] restore(byte[] message) {
    if (types.isEmpty()) {
      return message;
    }
    int at = 12;
    for (int i = number(message, 4); i > 0; i--) {
      at = behindName(message, at) + 4;
    }
    int records = number(message, 6) + number(message, 8) + number(message, 10);
    for (int i = 0; i < records; i++) {
      at = behindName(message, at);
      int type = number(message, at);
      if (type >= FIRST && type < FIRST + types.size()) {
        int truth = types.get(type - FIRST);
        message[at] = (byte) (truth >> 8);
        message[at + 1] = (byte) truth;
      }
      at += 10 + number(message, at + 8);
    }
    return message;
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static int behindName(byte[] message, int from) {
    int at = from;
    while (message[at] != 0) {
      if ((message[at] & 0xc0) == 0xc0) {
        return at + 2;
      }
      at += 1 + message[at];
    }
    return at + 1;
  }
}
