package dev.glasshouse.dns.peers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a resolver says to a client, whatever the order, the spelling and the time that is left.
 *
 * @param rcode by its name
 * @param authentic the AD bit
 * @param answer the records of the answer, signatures by what they cover
 * @param denial of what there is not, the SOA and the proofs
 * @param why what its extended error is about
 */
record Told(
    String rcode, boolean authentic, TreeSet<String> answer, TreeSet<String> denial, Why why) {
  private static final int PATIENCE = 5_000;
  private static final int TRIES = 12;

  /** What extended errors (RFC 8914) are about. */
  enum Why {
    NOTHING,
    /** The chain of trust is broken. */
    BOGUS,
    /** Nobody could be asked. */
    UNREACHABLE,
    OTHER
  }

  /** Asks by UDP, and by TCP when the answer is cut. */
  static Told ask(InetSocketAddress at, byte[] question) throws IOException {
    Message message = overUdp(at, question);
    return of(message.getHeader().getFlag(Flags.TC) ? Peers.ask(at, question) : message);
  }

  /** Asks again when nothing comes: resolvers drop what took too long. */
  private static Message overUdp(InetSocketAddress at, byte[] question) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE);
      socket.connect(at);
      for (int tries = 1; ; tries++) {
        socket.send(new DatagramPacket(question, question.length));
        var packet = new DatagramPacket(new byte[65535], 65535);
        try {
          socket.receive(packet);
          return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException e) {
          if (tries == TRIES) {
            throw e;
          }
        }
      }
    }
  }

  static Told of(Message message) {
    return new Told(
        Rcode.string(message.getRcode()),
        message.getHeader().getFlag(Flags.AD),
        // Which aliases led to a failure is up to each.
        message.getRcode() == Rcode.SERVFAIL ? new TreeSet<>() : set(message, Section.ANSWER),
        set(message, Section.AUTHORITY),
        why(message));
  }

  private static Why why(Message message) {
    if (message.getOPT() == null) {
      return Why.NOTHING;
    }
    Why why = Why.NOTHING;
    for (EDNSOption option : message.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)) {
      int code = ((ExtendedErrorCodeOption) option).getErrorCode();
      why =
          switch (code) {
            case 1, 2, 5, 6, 7, 8, 9, 10, 11, 12 -> Why.BOGUS;
            case 13, 22, 23 -> Why.UNREACHABLE;
            default -> Why.OTHER;
          };
    }
    return why;
  }

  private static TreeSet<String> set(Message message, int section) {
    return message.getSection(section).stream()
        .filter(r -> section == Section.ANSWER || !isServers(r))
        .map(Told::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Name servers beside an answer are up to each. */
  private static boolean isServers(Record record) {
    return record.getType() == Type.NS
        || record instanceof RRSIGRecord signature && signature.getTypeCovered() == Type.NS;
  }

  private static String text(Record record) {
    String data =
        record instanceof RRSIGRecord signature
            ? Type.string(signature.getTypeCovered()) + " " + signature.getFootprint()
            : record.getType() == Type.NSEC3 || record.getType() == Type.DNSKEY
                ? HexFormat.of().formatHex(record.rdataToWireCanonical())
                : record.rdataToString().toLowerCase(Locale.ROOT);
    return record.getName().toString().toLowerCase(Locale.ROOT)
        + " "
        + Type.string(record.getType())
        + " "
        + data;
  }
}
