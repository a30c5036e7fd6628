package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Questions to an answerer without any socket, for tests. */
final class Ask {
  /** How a question is asked. */
  record How(Carrier carrier, boolean dnssec, int size, String client, List<EDNSOption> options) {
    static final How TCP = new How(Carrier.TCP, false, 0, "127.0.0.1", List.of());
    static final How DNSSEC = new How(Carrier.TCP, true, 1232, "127.0.0.1", List.of());

    static How udp(int size) {
      return new How(Carrier.UDP, false, size, "127.0.0.1", List.of());
    }

    How from(String address) {
      return new How(carrier, dnssec, size, address, options);
    }

    How with(EDNSOption option) {
      return new How(carrier, dnssec, 1232, client, List.of(option));
    }
  }

  private Ask() {}

  static Message of(Answerer answerer, String name, String type) {
    return of(answerer, name, type, How.TCP, Trail.OFF);
  }

  static Message of(Answerer answerer, String name, String type, How how) {
    return of(answerer, name, type, how, Trail.OFF);
  }

  static byte[] question(String name, String type, How how) {
    try {
      var message = new Message(77);
      message.addRecord(
          Record.newRecord(Name.fromString(name), Type.value(type), DClass.IN), Section.QUESTION);
      if (how.size() > 0) {
        int flags = how.dnssec() ? 0x8000 : 0;
        message.addRecord(
            new OPTRecord(how.size(), 0, 0, flags, how.options()), Section.ADDITIONAL);
      }
      return message.toWire();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Message of(Answerer answerer, String name, String type, How how, Trail trail) {
    return of(answerer, question(name, type, how), how, trail);
  }

  static Message of(Answerer answerer, byte[] question, How how, Trail trail) {
    var scan = new MessageScan(WireLimits.QUESTION);
    if (scan.scan(question) != Fault.NONE) {
      throw new AssertionError(scan.text());
    }
    byte[][] answers = new byte[1][0];
    ReplySink sink =
        new ReplySink() {
          @Override
          public void reply(byte[] message, int length) {
            answers[0] = Arrays.copyOf(message, length);
          }

          @Override
          public void drop() {
            throw new AssertionError("dropped");
          }
        };
    var client = new InetSocketAddress(InetAddress.ofLiteral(how.client()), 4000);
    answerer.answer(ClientQuery.of(scan, client, how.carrier(), trail), sink);
    var check = new MessageScan(WireLimits.TRANSFER);
    if (check.scan(answers[0]) != Fault.NONE || check.trailing() > 0) {
      throw new AssertionError("our own answer is broken: " + check.text());
    }
    try {
      return new Message(answers[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
