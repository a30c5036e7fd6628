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
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

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

  @Provide
  Arbitrary<byte[]> messages() {
    Arbitrary<String> made =
        Arbitraries.of(PIECES).list().ofMaxSize(25).map(pieces -> String.join("", pieces));
    Arbitrary<String> begun =
        made.map(rest -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + rest);
    Arbitrary<String> asked =
        made.map(rest -> "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + rest);
    Arbitrary<String> any = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200);
    return Arbitraries.oneOf(made, begun, asked, any)
        .map(text -> text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Property(tries = 1500)
  void aServerSurvivesAnything(
      @ForAll("messages") byte[] bytes, @ForAll @IntRange(max = 9) int cut) {
    try (var server = Wired.server(Limits.SERVER.head())) {
      check(server.feed(bytes, cut).end().events());
    }
  }

  @Property(tries = 1500)
  void aClientSurvivesAnything(
      @ForAll("messages") byte[] bytes, @ForAll @IntRange(max = 9) int cut) {
    try (var client = Wired.client(Limits.CLIENT.head(), Method.GET)) {
      check(client.feed(bytes, cut).end().events());
    }
  }

  /** The same bytes mean the same, however they were cut. */
  @Property(tries = 500)
  void cutsDoNotMatter(
      @ForAll("messages") byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int cut) {
    try (var whole = Wired.server(Limits.SERVER.head());
        var pieces = Wired.server(Limits.SERVER.head())) {
      List<String> one =
          whole.feed(bytes, 0).end().events().stream().map(DecoderFuzzTest::text).toList();
      List<String> other =
          pieces.feed(bytes, cut).end().events().stream().map(DecoderFuzzTest::text).toList();
      assertThat(other).isEqualTo(one);
    }
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

  @Property(tries = 800)
  void codedContentIsDecodedOrRefused(
      @ForAll("coded") byte[] bytes, @ForAll("codings") String coding) throws IOException {
    try (var body =
        new DecodedBody(
            BodyStream.over(new ByteArrayInputStream(bytes)),
            List.of(coding),
            Limits.CLIENT.content(),
            dev.glasshouse.journey.Trail.OFF)) {
      byte[] out = body.readAllBytes();
      assertThat(out).isNotNull();
    } catch (HttpException e) {
      assertThat(e)
          .isInstanceOfAny(
              ViolationException.class, IncompleteException.class, LimitException.class);
    }
  }

  @Provide
  Arbitrary<String> codings() {
    return Arbitraries.of("gzip", "deflate", "br", "zstd");
  }

  @Provide
  Arbitrary<byte[]> coded() {
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(120);
    return Arbitraries.oneOf(
        any,
        any.map(rest -> with(rest, 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)),
        any.map(rest -> with(rest, 0x78, 0x9c)),
        any.map(rest -> with(rest, 0x28, 0xb5, 0x2f, 0xfd)));
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
