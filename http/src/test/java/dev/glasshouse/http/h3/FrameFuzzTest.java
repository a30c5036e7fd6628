package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.net.quic.QuicOptions;
import io.netty.handler.codec.http3.Http3ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frames, settings, instructions of QPACK and streams as nobody means them, in any order, at either
 * end: what comes of each round is an answer or an end with a code of RFC 9114 or RFC 9204 that
 * blames the peer, and who behaves is served after it. Each round can be had again by its number,
 * which is the seed of its random choices.
 */
@Timeout(240)
class FrameFuzzTest {
  private static final int ROUNDS = 120;
  private static final int ANSWERS = 60;

  /** What blames nobody, or ourselves: no answer to what a peer does wrong. */
  private static final Set<String> NOT_OURS =
      Set.of(
          Http3ErrorCode.H3_INTERNAL_ERROR.name(),
          Http3ErrorCode.H3_VERSION_FALLBACK.name(),
          Http3ErrorCode.H3_CONNECT_ERROR.name());

  @TempDir private Path folder;

  @Test
  void nothingThatComesBreaksTheServer() throws Exception {
    var codes = new TreeSet<String>();
    try (var server = new Server(FrameFuzzTest::count)) {
      for (int round = 0; round < ROUNDS; round++) {
        var noise = new Noise(round);
        try (RawClient client = RawClient.silent(server.trusting(folder), server.port())) {
          codes.add(outcome(client, noise, "round " + round));
        }
      }
      try (RawClient client = RawClient.open(server.trusting(folder), server.port())) {
        assertThat(client.answers()).as("the next client is served").isTrue();
      }
      Client.until(() -> server.http.connections() == 0);
      assertThat(server.steps(HttpStep.ProtocolViolated.class))
          .extracting(HttpStep.ProtocolViolated::problem)
          .as("what was found wrong")
          .hasSizeGreaterThan(20)
          .noneMatch(problem -> problem.contains("Exception"))
          .doesNotContain("");
    }
    // Rounds that all end alike would have tried next to nothing.
    assertThat(codes).contains("", "H3_FRAME_UNEXPECTED").hasSizeGreaterThan(5);
  }

  /** A handler that reads all there is. */
  private static Response count(Request request) throws IOException {
    return Response.text(Status.OK, request.body().open().readAllBytes().length + " bytes");
  }

  /** The code with which the server has ended the connection; empty where it still answers. */
  private static String outcome(RawClient client, Noise noise, String round) throws Exception {
    try {
      if (noise.random.nextInt(8) > 0) {
        client.control(noise.opening());
      }
      for (int i = noise.random.nextInt(6); i >= 0; i--) {
        switch (noise.random.nextInt(5)) {
          case 0 -> client.oneWay(noise.random.nextInt(6), noise.control());
          case 1 -> client.oneWay(2, noise.bytes(40));
          case 2 -> client.oneWay(3, noise.bytes(40));
          default -> {
            RawClient.Stream stream = client.request(noise.message());
            if (noise.random.nextInt(3) > 0) {
              stream.end();
            }
          }
        }
      }
      if (client.answers()) {
        return "";
      }
    } catch (Exception e) {
      // The connection went in the middle of that: it has to say why.
      if (client.connection.channel().isOpen()) {
        throw new AssertionError(round, e);
      }
    }
    QuicStep.QuicEnded ended = client.ended();
    assertThat(ended.by()).as(round).isEqualTo("peer");
    assertThat(known(ended.code())).as(round + " ends by " + ended).isTrue();
    return ended.code();
  }

  private static boolean known(String code) {
    return !NOT_OURS.contains(code)
        && Arrays.stream(Http3ErrorCode.values()).anyMatch(its -> its.name().equals(code));
  }

  @Test
  void whateverAServerSaysEndsInAnAnswerOrAClearProblem() throws Exception {
    int answers = 0;
    int problems = 0;
    for (int round = 0; round < ANSWERS; round++) {
      var noise = new Noise(round);
      try (var server = new RawServer(noise.control(), noise.answer());
          var our = new Client(server.trusting(folder))) {
        Http3Session session = our.session(Authority.NAME, server.port());
        try {
          Client.text(our.send(session, Request.get(server.url("/"))));
          answers++;
        } catch (IOException e) {
          assertThat(e.getMessage()).as("round " + round).isNotBlank();
          problems++;
        } catch (RuntimeException e) {
          fail("round " + round, e);
        }
        List<QuicStep.QuicEnded> ends = our.steps(QuicStep.QuicEnded.class);
        int number = round;
        assertThat(ends)
            .allSatisfy(
                end -> assertThat(known(end.code())).as("round " + number + ": " + end).isTrue());
      }
    }
    assertThat(answers).as("answers").isPositive();
    assertThat(problems).as("problems").isGreaterThan(ANSWERS / 4);
  }

  /**
   * A frame's length is a promise of the peer's: what it claims is not set aside, and where the
   * frame must be read whole, more than the limit allows ends the connection.
   */
  @Test
  void lengthsThatAreClaimedTakeNoRoom() throws Exception {
    try (var server = server()) {
      for (int type : new int[] {0x1, 0x3, 0x4, 0x5, 0x7, 0xd, 0xF0700}) {
        try (RawClient client = RawClient.silent(server.trusting(folder), server.port())) {
          boolean request = type == 0x1 || type == 0x5;
          byte[] claim = bytes(RawClient.number(type), RawClient.number(1L << 28));
          byte[] more = new byte[8192];
          if (request) {
            client.control(RawClient.frame(RawClient.SETTINGS));
            client.request(claim, more);
          } else if (type == 0x4) {
            client.control(claim, more);
          } else {
            client.control(RawClient.frame(RawClient.SETTINGS), claim, more);
          }
          assertThat(known(client.ended().code())).as(type + " " + client.ended()).isTrue();
        }
      }
      Client.until(() -> server.http.connections() == 0);
    }
  }

  private static Server server() throws Exception {
    return new Server(
        FrameFuzzTest::count,
        QuicOptions.DEFAULT,
        Limits.SERVER,
        dev.glasshouse.net.Limits.DEFAULT,
        1);
  }

  private static byte[] bytes(byte[]... pieces) {
    var all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  /** What one round says. */
  private static final class Noise {
    private static final long[] TYPES = {
      0x0, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x8, 0x9, 0xd, 0x21, 0x40, 0xF0700, 0xF0701, 0xabcdef
    };

    final Random random;

    Noise(long seed) {
      random = new Random(seed);
    }

    byte[] bytes(int most) {
      byte[] bytes = new byte[random.nextInt(most)];
      random.nextBytes(bytes);
      return bytes;
    }

    /** A frame of any type, whose content may be anything. */
    byte[] any() {
      byte[] payload = bytes(24);
      if (random.nextInt(6) > 0) {
        return RawClient.frame(TYPES[random.nextInt(TYPES.length)], payload);
      }
      // The length says something else than what follows.
      long length = random.nextBoolean() ? random.nextInt(64) : random.nextLong() >>> 2;
      return FrameFuzzTest.bytes(
          RawClient.number(TYPES[random.nextInt(TYPES.length)]), RawClient.number(length), payload);
    }

    /** Settings, now and then in order. */
    byte[] settings() {
      var payload = new ByteArrayOutputStream();
      for (int i = random.nextInt(4); i > 0; i--) {
        payload.writeBytes(RawClient.number(random.nextInt(12) + (random.nextInt(3) - 1 & 0x20)));
        payload.writeBytes(
            RawClient.number(random.nextBoolean() ? random.nextInt(3) : random.nextLong() >>> 2));
      }
      if (random.nextInt(8) == 0) {
        payload.write(random.nextInt(256));
      }
      return RawClient.frame(RawClient.SETTINGS, payload.toByteArray());
    }

    /** What a control stream begins with: right more often than not. */
    byte[] opening() {
      byte[] first = random.nextInt(3) > 0 ? RawClient.frame(RawClient.SETTINGS) : settings();
      return random.nextInt(3) > 0 ? first : FrameFuzzTest.bytes(first, control());
    }

    /** What may follow on a control stream. */
    byte[] control() {
      return random.nextInt(3) == 0 ? new byte[0] : random.nextBoolean() ? any() : settings();
    }

    /** A request, and what is wrong with it. */
    byte[] message() {
      return switch (random.nextInt(7)) {
        case 0 -> RawClient.get("/");
        case 1 ->
            FrameFuzzTest.bytes(
                RawClient.get("/", "content-length", String.valueOf(random.nextInt(6))),
                RawClient.data("abc"));
        case 2 -> RawClient.get("/", text(), text());
        case 3 -> flipped(RawClient.section(":method", "GET", ":path", "/", "a", "b"));
        case 4 -> RawClient.frame(RawClient.HEADERS, bytes(40));
        case 5 -> FrameFuzzTest.bytes(RawClient.get("/"), any(), any());
        default -> FrameFuzzTest.bytes(any(), RawClient.get("/"));
      };
    }

    /** An answer, and what is wrong with it. */
    byte[] answer() {
      byte[] good =
          FrameFuzzTest.bytes(RawClient.head(":status", "200"), RawClient.data("content"));
      return switch (random.nextInt(6)) {
        case 0 -> good;
        case 1 -> flipped(RawClient.section(":status", "200", "a", "b"));
        case 2 -> RawClient.frame(RawClient.HEADERS, bytes(40));
        case 3 -> FrameFuzzTest.bytes(good, any());
        case 4 -> RawClient.head(":status", text(), text(), text());
        default -> FrameFuzzTest.bytes(any(), good);
      };
    }

    private byte[] flipped(byte[] section) {
      section[random.nextInt(section.length)] ^= (byte) (1 << random.nextInt(8));
      return RawClient.frame(RawClient.HEADERS, section);
    }

    private String text() {
      var text = new StringBuilder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        text.append((char) random.nextInt(256));
      }
      return text.toString();
    }
  }
}
