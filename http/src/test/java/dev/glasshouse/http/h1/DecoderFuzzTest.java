package dev.glasshouse.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.DecodedBody;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in, it is a message or a refusal: nothing throws, nothing hangs, nothing leaks.
 */
class DecoderFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "GET ",
          "POST / ",
          "/ ",
          "HTTP/1.1",
          "HTTP/1.0",
          "HTTP/1.1 200 OK",
          "HTTP/1.1 103 x",
          "\r\n",
          "\r\n\r\n",
          "\n",
          "\r",
          "\0",
          " ",
          "\t",
          ":",
          ": ",
          ",",
          ";",
          "=",
          "\"",
          "Host: a",
          "Content-Length: 5",
          "Content-Length: 0",
          "Transfer-Encoding: chunked",
          "chunked",
          "Connection: close",
          "0",
          "5",
          "5\r\nhello\r\n",
          "0\r\n\r\n",
          "hello",
          "ffffffffffffffff",
          "X: y",
          "\u00ff",
          "x".repeat(300));

  /** What is tried with random bytes; it throws when something does not hold. */
  private interface Trial {
    void run(byte[] bytes, int number) throws Exception;
  }

  /** Where the bytes of a trial come from. */
  private interface Bytes {
    byte[] next(Random random);
  }

  /** Tries it often, from a fixed seed, with a number from 0 to 9; a failure tells the case. */
  private static void tries(int times, long seed, Bytes source, Trial trial) {
    var random = new Random(seed);
    for (int i = 0; i < times; i++) {
      byte[] bytes = source.next(random);
      int number = random.nextInt(10);
      try {
        trial.run(bytes, number);
      } catch (AssertionError | Exception e) {
        String hex = HexFormat.of().formatHex(bytes);
        throw new AssertionError("seed " + seed + ", case " + i + ", " + number + ": " + hex, e);
      }
    }
  }

  private static byte[] message(Random random) {
    var text = new StringBuilder();
    int kind = random.nextInt(4);
    if (kind == 3) {
      for (int left = random.nextInt(201); left > 0; left--) {
        text.append((char) random.nextInt(256));
      }
    } else {
      text.append(
          switch (kind) {
            case 0 -> "";
            case 1 -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            default -> "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
          });
      for (int left = random.nextInt(26); left > 0; left--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void aServerSurvivesAnything() {
    tries(
        3000,
        1,
        DecoderFuzzTest::message,
        (bytes, cut) -> {
          try (var server = Wired.server(Limits.SERVER.head())) {
            check(server.feed(bytes, cut).end().events());
          }
        });
  }

  @Test
  void aClientSurvivesAnything() {
    tries(
        3000,
        2,
        DecoderFuzzTest::message,
        (bytes, cut) -> {
          try (var client = Wired.client(Limits.CLIENT.head(), Method.GET)) {
            check(client.feed(bytes, cut).end().events());
          }
        });
  }

  /** The same bytes mean the same, however they were cut. */
  @Test
  void cutsDoNotMatter() {
    tries(
        1000,
        3,
        DecoderFuzzTest::message,
        (bytes, cut) -> {
          try (var whole = Wired.server(Limits.SERVER.head());
              var pieces = Wired.server(Limits.SERVER.head())) {
            List<String> one = texts(whole.feed(bytes, 0));
            List<String> other = texts(pieces.feed(bytes, Math.max(1, cut)));
            assertThat(other).isEqualTo(one);
          }
        });
  }

  /** Without the word that a head has begun, which is said only where its end has not come. */
  private static List<String> texts(Wired fed) {
    return fed.end().events().stream()
        .filter(e -> !(e instanceof Inbound.Begun))
        .map(DecoderFuzzTest::text)
        .toList();
  }

  private static String text(Object event) {
    return event instanceof Inbound.Broken broken
        ? String.valueOf(broken.problem().getMessage())
        : String.valueOf(event);
  }

  private static void check(List<Object> events) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof Inbound.Broken broken) {
        assertThat(broken.problem()).isInstanceOf(HttpException.class);
        assertThat(events.subList(i, events.size())).allMatch(e -> e instanceof Inbound.Broken);
      }
    }
  }

  @Test
  void codedContentIsDecodedOrRefused() {
    List<String> codings = List.of("gzip", "deflate", "br", "zstd");
    tries(
        1600,
        4,
        DecoderFuzzTest::coded,
        (bytes, number) -> {
          try (var body =
              new DecodedBody(
                  BodyStream.over(new ByteArrayInputStream(bytes)),
                  List.of(codings.get(number % 4)),
                  Limits.CLIENT.content(),
                  dev.glasshouse.journey.Trail.OFF)) {
            byte[] out = body.readAllBytes();
            assertThat(out).isNotNull();
          } catch (HttpException e) {
            assertThat(e)
                .isInstanceOfAny(
                    ViolationException.class, IncompleteException.class, LimitException.class);
          }
        });
  }

  private static byte[] coded(Random random) {
    byte[] rest = new byte[random.nextInt(121)];
    random.nextBytes(rest);
    return switch (random.nextInt(4)) {
      case 0 -> rest;
      case 1 -> with(rest, 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
      case 2 -> with(rest, 0x78, 0x9c);
      default -> with(rest, 0x28, 0xb5, 0x2f, 0xfd);
    };
  }

  private static byte[] with(byte[] rest, int... start) {
    byte[] all = new byte[start.length + rest.length];
    for (int i = 0; i < start.length; i++) {
      all[i] = (byte) start[i];
    }
    System.arraycopy(rest, 0, all, start.length, rest.length);
    return all;
  }
}
