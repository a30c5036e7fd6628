package dev.glasshouse.server.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.url.Url;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Damaged questions over HTTP and QUIC: each is taken whole or refused, and nothing else comes. */
class QuestionsFuzzTest {
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(20261122);

  private static byte[] question() throws Exception {
    Message message =
        Message.newQuery(Record.newRecord(Name.fromString("www.site.test."), Type.A, DClass.IN));
    message.getHeader().setID(0);
    message.addRecord(
        new OPTRecord(1232, 0, 0, 0, new GenericEDNSOption(12, new byte[20])), Section.ADDITIONAL);
    return message.toWire();
  }

  private byte[] damaged(byte[] bytes) {
    byte[] copy =
        random.nextInt(4) == 0
            ? Arrays.copyOf(bytes, random.nextInt(bytes.length * 2))
            : bytes.clone();
    for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private static void holds(byte[] message) {
    var scan = new MessageScan(WireLimits.QUESTION);
    assertThat(scan.scan(message)).isEqualTo(Fault.NONE);
    assertThat(scan.isResponse()).isFalse();
  }

  @Test
  void theParameterOfAGet() throws Exception {
    byte[] good = question();
    int taken = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(damaged(good));
      var url = new StringBuilder("https://names.test/dns-query?dns=").append(text);
      for (int n = random.nextInt(3); n > 0; n--) {
        url.setCharAt(20 + random.nextInt(url.length() - 20), (char) (0x21 + random.nextInt(0x5e)));
      }
      switch (HttpQuestion.of(Request.get(Url.parse(url.toString())))) {
        case HttpQuestion.Asked asked -> {
          holds(asked.message());
          taken++;
        }
        case HttpQuestion.Wrong wrong -> assertThat(wrong.status().code()).isBetween(400, 431);
      }
    }
    assertThat(taken).isBetween(ROUNDS / 100, ROUNDS * 9 / 10);
  }

  @Test
  void theContentOfAPost() throws Exception {
    byte[] good = question();
    int taken = 0;
    Request post = Request.to(Method.POST, Url.parse("https://names.test/dns-query"));
    for (int i = 0; i < ROUNDS; i++) {
      Request request = post.with("Content-Type", HttpQuestion.TYPE).with(Body.of(damaged(good)));
      switch (HttpQuestion.of(request)) {
        case HttpQuestion.Asked asked -> {
          holds(asked.message());
          taken++;
        }
        case HttpQuestion.Wrong wrong -> assertThat(wrong.status().code()).isBetween(400, 431);
      }
    }
    assertThat(taken).isBetween(ROUNDS / 100, ROUNDS * 9 / 10);
  }

  @Test
  void theBytesOfAStream() throws Exception {
    byte[] message = question();
    byte[] good = new byte[message.length + 2];
    good[1] = (byte) message.length;
    System.arraycopy(message, 0, good, 2, message.length);
    int taken = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] came = damaged(good);
      switch (StreamQuestion.of(came)) {
        case StreamQuestion.Asked asked -> {
          assertThat(asked.message()).hasSize(came.length - 2).hasSizeLessThan(QueryDoor.LONGEST);
          taken++;
        }
        case StreamQuestion.Wrong wrong -> assertThat(wrong.why()).isNotEmpty();
      }
    }
    assertThat(taken).isBetween(ROUNDS / 100, ROUNDS * 9 / 10);
  }
}
