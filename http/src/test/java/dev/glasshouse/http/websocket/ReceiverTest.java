package dev.glasshouse.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a server makes of a client's frames, in the categories that conformance suites of WebSocket
 * use: framing, pings, reserved bits and opcodes, fragments, UTF-8, closing, limits, compression.
 * Each row is played whole, in two halves, and byte by byte.
 */
class ReceiverTest {
  private static final FrameHead.Mask MASK = new FrameHead.Mask(0x37fa213d);
  private static final Compression BOTH_KEEP = new Compression(false, false);

  private static byte[] frame(boolean last, Opcode opcode, byte[] payload) {
    return FrameHead.of(last, false, opcode, Optional.of(MASK), payload.length).written(payload, 0);
  }

  private static byte[] frame(boolean last, Opcode opcode, String payload) {
    return frame(last, opcode, payload.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] compressed(boolean last, boolean mark, Opcode opcode, byte[] payload) {
    return FrameHead.of(last, mark, opcode, Optional.of(MASK), payload.length).written(payload, 0);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static byte[] all(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** What was made of some bytes, as text: content joined, the code of what ended it. */
  private static String told(byte[] bytes, int step, Optional<Compression> compression) {
    return told(bytes, step, compression, WebSocketLimits.USUAL);
  }

  private static String told(
      byte[] bytes, int step, Optional<Compression> compression, WebSocketLimits limits) {
    var told = new ArrayList<String>();
    var content = new ByteArrayOutputStream();
    try (var receiver = new Receiver(Side.CLIENT, compression, limits, () -> 0)) {
      String end = "";
      try {
        for (int at = 0; at < bytes.length; at += step) {
          receiver.take(bytes, at, Math.min(step, bytes.length - at));
        }
      } catch (ClosedException e) {
        end = "!" + e.code();
      }
      Optional<Received> next = receiver.next();
      for (; next.isPresent(); next = receiver.next()) {
        switch (next.get()) {
          case Received.Begun(Kind kind, boolean _) -> {
            content.reset();
            told.add(kind.text() + "(");
          }
          case Received.Content(byte[] some) -> content.writeBytes(some);
          case Received.Whole _ -> told.add(shown(content.toByteArray()) + ")");
          case Received.Ping(byte[] payload) -> told.add("ping " + shown(payload));
          case Received.Pong(byte[] payload) -> told.add("pong " + shown(payload));
          case Received.Close(CloseCode code, String reason) ->
              told.add("close " + code + " " + reason);
        }
      }
      if (!end.isEmpty()) {
        told.add(end);
      }
    }
    return String.join(" ", told);
  }

  private static String shown(byte[] content) {
    return content.length > 40
        ? content.length + "#" + Arrays.hashCode(content)
        : new String(content, StandardCharsets.UTF_8);
  }

  private static Arguments row(String name, String expected, byte[]... frames) {
    return arguments(name, expected, all(frames));
  }

  private static String sized(String piece, int times) {
    return shown(piece.repeat(times).getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> framing() {
    Stream<Arguments> lengths =
        IntStream.of(0, 1, 125, 126, 127, 128, 65_535, 65_536)
            .boxed()
            .flatMap(n -> {
              String text = "*".repeat(n);
              String shown = shown(text.getBytes(StandardCharsets.UTF_8));
              return Stream.of(
                  row("text of " + n, "text( " + shown + ")", frame(true, Opcode.TEXT, text)),
                  row("bytes of " + n, "binary( " + shown + ")", frame(true, Opcode.BINARY, text)));
            });
    return Stream.concat(
        lengths,
        Stream.of(
            row("not masked", "!1002", hex("81 01 61")),
            row("16 bits for 125", "!1002", hex("82 fe 00 7d 00000000")),
            row("64 bits for 65535", "!1002", hex("82 ff 000000000000ffff 00000000")),
            row("the top bit of 64", "!1002", hex("82 ff 8000000000000000 00000000")),
            row(
                "two messages",
                "text( a) text( b)",
                frame(true, Opcode.TEXT, "a"),
                frame(true, Opcode.TEXT, "b"))));
  }

  static Stream<Arguments> pings() {
    byte[] high = hex("00ff fe fd fc fb 00 ff");
    return Stream.of(
        row("empty", "ping ", frame(true, Opcode.PING, "")),
        row("text", "ping hello", frame(true, Opcode.PING, "hello")),
        row("bytes", "ping " + shown(high), frame(true, Opcode.PING, high)),
        row("of 125", "ping " + sized("x", 125), frame(true, Opcode.PING, "x".repeat(125))),
        row("of 126", "!1002", hex("89 fe 007e 00000000")),
        row("an unasked pong", "pong ", frame(true, Opcode.PONG, "")),
        row(
            "a pong, then a ping",
            "pong u ping v",
            frame(true, Opcode.PONG, "u"),
            frame(true, Opcode.PING, "v")),
        row(
            "ten",
            "ping a".concat(" ping a".repeat(9)),
            all(
                IntStream.range(0, 10)
                    .mapToObj(_ -> frame(true, Opcode.PING, "a"))
                    .toArray(byte[][]::new))),
        row("in fragments", "!1002", hex("09 80 00000000")));
  }

  static Stream<Arguments> reserved() {
    Stream<Arguments> bits =
        IntStream.rangeClosed(1, 7)
            .mapToObj(bit ->
                row(
                    "bits " + bit,
                    "text( a) !1002",
                    frame(true, Opcode.TEXT, "a"),
                    new byte[] {(byte) (0x81 | bit << 4), (byte) 0x80, 0, 0, 0, 0}));
    Stream<Arguments> opcodes =
        IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
            .mapToObj(code ->
                row(
                    "opcode " + code,
                    "text( a) !1002",
                    frame(true, Opcode.TEXT, "a"),
                    new byte[] {(byte) (0x80 | code), (byte) 0x80, 0, 0, 0, 0}));
    return Stream.concat(bits, opcodes);
  }

  static Stream<Arguments> fragments() {
    byte[] begun = frame(false, Opcode.TEXT, "one ");
    byte[] middle = frame(false, Opcode.CONTINUATION, "two ");
    byte[] ended = frame(true, Opcode.CONTINUATION, "three");
    return Stream.of(
        row("two", "text( one three)", begun, ended),
        row("three", "text( one two three)", begun, middle, ended),
        row(
            "a ping between",
            "text( ping p one three)",
            begun,
            frame(true, Opcode.PING, "p"),
            ended),
        row(
            "empty ones",
            "text( )",
            frame(false, Opcode.TEXT, ""),
            frame(false, Opcode.CONTINUATION, ""),
            frame(true, Opcode.CONTINUATION, "")),
        row("a continuation of nothing", "!1002", ended),
        row("an open one of nothing", "!1002", middle),
        row("one after the end", "text( one three) !1002", begun, ended, ended),
        row("a text inside", "text( !1002", begun, frame(true, Opcode.TEXT, "x")),
        row("bytes inside", "text( !1002", begun, frame(false, Opcode.BINARY, "x")),
        row("a close inside", "text( close 1000 ", begun, frame(true, Opcode.CLOSE, hex("03e8"))),
        row(
            "then another message",
            "text( one three) binary( b)",
            begun,
            ended,
            frame(true, Opcode.BINARY, "b")));
  }

  static Stream<Arguments> utf8() {
    String[] good = {
      "48c3a9",
      "ceba",
      "ceba e1bdb9 cf83 ce bc ce b5",
      "7f",
      "c280",
      "dfbf",
      "e0a080",
      "efbfbf",
      "f0908080",
      "f48fbfbf",
      "ed9fbf",
      "ee8080",
      "efbfbd",
      "efbfbe",
      "f09fbfbe",
      "f1bfbfbf",
      "00"
    };
    String[] bad = {
      "80",
      "bf",
      "8080",
      "c0",
      "c080",
      "c1bf",
      "c2",
      "c27f",
      "c2c0",
      "e0",
      "e080",
      "e08080",
      "e09fbf",
      "e0a0",
      "eda080",
      "edafbf",
      "edb080",
      "edbfbf",
      "eda080edb080",
      "f0",
      "f0808080",
      "f08fbfbf",
      "f09080",
      "f4908080",
      "f5808080",
      "f7bfbfbf",
      "f8888080 80",
      "fbbfbfbfbf",
      "fc8480808080",
      "fdbfbfbfbfbf",
      "fe",
      "ff",
      "feff",
      "ceba e1bdb9 cf83 eda080 6564"
    };
    Stream<Arguments> fine =
        Stream.of(good)
            .map(text ->
                row(
                    "good " + text,
                    "text( " + shown(hex(text)) + ")",
                    frame(true, Opcode.TEXT, hex(text))));
    Stream<Arguments> refused =
        Stream.of(bad)
            .map(text -> row("bad " + text, "text( !1007", frame(true, Opcode.TEXT, hex(text))));
    Stream<Arguments> cut =
        Stream.of(good)
            .map(text -> {
              byte[] bytes = hex(text);
              byte[][] each = new byte[bytes.length + 1][];
              for (int i = 0; i < bytes.length; i++) {
                each[i] =
                    frame(false, i == 0 ? Opcode.TEXT : Opcode.CONTINUATION, new byte[] {bytes[i]});
              }
              each[bytes.length] = frame(true, Opcode.CONTINUATION, "");
              return row("cut " + text, "text( " + shown(bytes) + ")", each);
            });
    return Stream.of(fine, refused, cut).flatMap(s -> s);
  }

  static Stream<Arguments> closing() {
    Stream<Arguments> codes =
        IntStream.of(
                1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999,
                4000, 4999)
            .mapToObj(code ->
                row(
                    "code " + code,
                    "close " + code + " ",
                    frame(true, Opcode.CLOSE, new byte[] {(byte) (code >> 8), (byte) code})));
    Stream<Arguments> wrong =
        IntStream.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
            .mapToObj(code ->
                row(
                    "not " + code,
                    "!1002",
                    frame(true, Opcode.CLOSE, new byte[] {(byte) (code >> 8), (byte) code})));
    byte[] reason = all(hex("03e8"), "bye".getBytes(StandardCharsets.UTF_8));
    byte[] longest = all(hex("03e8"), "x".repeat(123).getBytes(StandardCharsets.UTF_8));
    return Stream.of(
            codes,
            wrong,
            Stream.of(
                row("nothing", "close 1005 ", frame(true, Opcode.CLOSE, "")),
                row("one byte", "!1002", frame(true, Opcode.CLOSE, hex("03"))),
                row("a reason", "close 1000 bye", frame(true, Opcode.CLOSE, reason)),
                row(
                    "the longest",
                    "close 1000 " + "x".repeat(123),
                    frame(true, Opcode.CLOSE, longest)),
                row("too long", "!1002", hex("88 fe 007e 00000000")),
                row("a bad reason", "!1007", frame(true, Opcode.CLOSE, hex("03e8 ce ba e1"))),
                row(
                    "a ping after it",
                    "close 1000 ",
                    frame(true, Opcode.CLOSE, hex("03e8")),
                    frame(true, Opcode.PING, "p")),
                row(
                    "another after it",
                    "close 1000 ",
                    frame(true, Opcode.CLOSE, hex("03e8")),
                    frame(true, Opcode.CLOSE, hex("03e9"))),
                row(
                    "garbage after it",
                    "close 1005 ",
                    frame(true, Opcode.CLOSE, ""),
                    hex("ffffffffff"))))
        .flatMap(s -> s);
  }

  static Stream<Arguments> everything() {
    return Stream.of(framing(), pings(), reserved(), fragments(), utf8(), closing())
        .flatMap(s -> s);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everything")
  void framesMeanTheSameHoweverTheyCome(String name, String expected, byte[] bytes) {
    for (int step : new int[] {Math.max(1, bytes.length), bytes.length / 2 + 1, 997, 1}) {
      assertThat(told(bytes, step, Optional.empty()))
          .as("%s in %d", name, step)
          .isEqualTo(expected);
    }
  }

  @Test
  void wrongTextIsToldAtItsFirstWrongByte() throws ClosedException {
    byte[] whole = frame(true, Opcode.TEXT, hex("ceba e1bdb9 cf83 eda080 656469746564"));
    try (var receiver =
        new Receiver(Side.CLIENT, Optional.empty(), WebSocketLimits.USUAL, () -> 0)) {
      // The head has 6 bytes; of the surrogate, the second byte cannot be.
      receiver.take(whole, 0, 6 + 8);
      CloseCode code = CloseCode.NONE;
      try {
        receiver.take(whole, 6 + 8, 1);
      } catch (ClosedException e) {
        code = e.code();
      }
      assertThat(code).isEqualTo(CloseCode.BAD_DATA);
    }
  }

  @Test
  void aMessageHasALimitWhateverItsFrames() {
    WebSocketLimits small = WebSocketLimits.USUAL.withMessage(1000);
    byte[] thousand = frame(true, Opcode.BINARY, "x".repeat(1000));
    byte[] more = frame(true, Opcode.BINARY, "x".repeat(1001));
    assertThat(told(thousand, 64, Optional.empty(), small)).startsWith("binary( 1000#");
    assertThat(told(Arrays.copyOf(more, 8), 8, Optional.empty(), small))
        .as("told from the head alone")
        .isEqualTo("binary( !1009");
    byte[][] pieces = new byte[101][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = frame(false, i == 0 ? Opcode.BINARY : Opcode.CONTINUATION, "0123456789");
    }
    assertThat(told(all(pieces), 64, Optional.empty(), small)).isEqualTo("binary( !1009");
  }

  @Test
  void manyFragmentsHaveToHoldSomething() {
    byte[] begun = frame(false, Opcode.BINARY, "");
    byte[] empty = frame(false, Opcode.CONTINUATION, "");
    byte[] fine = frame(false, Opcode.CONTINUATION, "x".repeat(64));
    assertThat(told(all(begun, repeat(empty, 1000)), 4096, Optional.empty()))
        .isEqualTo("binary( !1008");
    assertThat(told(all(begun, repeat(fine, 5000)), 4096, Optional.empty())).isEqualTo("binary(");
  }

  private static byte[] repeat(byte[] one, int times) {
    byte[][] all = new byte[times][];
    Arrays.fill(all, one);
    return all(all);
  }

  @Test
  void pingsAreCountedOverASpan() throws ClosedException {
    var now = new AtomicLong();
    WebSocketLimits limits = WebSocketLimits.USUAL;
    byte[] ping = frame(true, Opcode.PING, "");
    byte[] message = frame(true, Opcode.TEXT, "a");
    byte[] burst = repeat(ping, limits.controls());
    try (var receiver = new Receiver(Side.CLIENT, Optional.empty(), limits, now::get)) {
      receiver.take(burst, 0, burst.length);
      now.addAndGet(Duration.ofSeconds(11).toNanos());
      receiver.take(burst, 0, burst.length);
      // A message earns others.
      receiver.take(message, 0, message.length);
      receiver.take(burst, 0, burst.length);
      CloseCode code = CloseCode.NONE;
      try {
        receiver.take(ping, 0, ping.length);
      } catch (ClosedException e) {
        code = e.code();
      }
      assertThat(code).isEqualTo(CloseCode.POLICY);
    }
  }

  // ---- compression ----

  private static byte[] deflated(Deflation deflation, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return deflation.some(bytes, 0, bytes.length, true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void compressedMessagesComeOutAsTheyWentIn(boolean forgets) {
    var compression = new Compression(forgets, forgets);
    var random = new Random(11);
    var frames = new ArrayList<byte[]>();
    var expected = new ArrayList<String>();
    try (var deflation = new Deflation(forgets)) {
      for (int i = 0; i < 40; i++) {
        String text = ("{\"price\": " + random.nextInt(1000) + "} ").repeat(random.nextInt(700));
        byte[] wire = deflated(deflation, text);
        int cut = random.nextInt(wire.length + 1);
        frames.add(compressed(false, true, Opcode.TEXT, Arrays.copyOf(wire, cut)));
        frames.add(
            compressed(
                true, false, Opcode.CONTINUATION, Arrays.copyOfRange(wire, cut, wire.length)));
        expected.add("text( " + shown(text.getBytes(StandardCharsets.UTF_8)) + ")");
      }
    }
    byte[] all = all(frames.toArray(byte[][]::new));
    for (int step : new int[] {all.length, 1000, 7}) {
      assertThat(told(all, step, Optional.of(compression))).isEqualTo(String.join(" ", expected));
    }
  }

  @Test
  void theExamplesOfTheStandardAreRead() {
    Optional<Compression> compression = Optional.of(BOTH_KEEP);
    byte[] hello = hex("f248cdc9c907 00");
    byte[] again = hex("f200110000");
    byte[] stored = hex("000500faff48656c6c6f00");
    byte[] finals = hex("f348cdc9c90700 00");
    byte[] twice = hex("f248050000 00ffffcac9c90700");
    assertThat(
            told(
                all(
                    compressed(true, true, Opcode.TEXT, hello),
                    compressed(true, true, Opcode.TEXT, again),
                    frame(true, Opcode.TEXT, "plain"),
                    compressed(true, true, Opcode.TEXT, stored),
                    compressed(true, true, Opcode.TEXT, twice),
                    compressed(true, true, Opcode.TEXT, finals),
                    compressed(true, true, Opcode.TEXT, new byte[] {0})),
                5,
                compression))
        .isEqualTo(
            "text( Hello) text( Hello) text( plain) text( Hello) text( Hello) text( Hello) text( )");
  }

  @Test
  void compressionHasItsOwnRules() {
    Optional<Compression> compression = Optional.of(BOTH_KEEP);
    byte[] hello = hex("f248cdc9c90700");
    assertThat(told(compressed(true, true, Opcode.TEXT, hello), 99, Optional.empty()))
        .as("not agreed on")
        .isEqualTo("!1002");
    assertThat(
            told(
                all(
                    compressed(false, true, Opcode.TEXT, hello),
                    compressed(true, true, Opcode.CONTINUATION, hello)),
                99,
                compression))
        .as("only the first fragment says it")
        .isEqualTo("text( !1002");
    assertThat(told(compressed(true, true, Opcode.PING, hello), 99, compression))
        .as("control frames are never compressed")
        .isEqualTo("!1002");
    assertThat(told(compressed(true, true, Opcode.TEXT, hex("ff ff ff")), 99, compression))
        .as("garbage")
        .isEqualTo("text( !1007");
    try (var deflation = new Deflation(false)) {
      byte[] bad = {(byte) 0xc3, 0x28};
      byte[] wire = deflation.some(bad, 0, bad.length, true);
      assertThat(told(compressed(true, true, Opcode.TEXT, wire), 99, compression))
          .as("text is looked at behind the compression")
          .isEqualTo("text( !1007");
    }
  }

  @Test
  void aBombIsStoppedAtTheLimit() {
    try (var deflation = new Deflation(false)) {
      byte[] zeros = new byte[20 << 20];
      byte[] wire = deflation.some(zeros, 0, zeros.length, true);
      assertThat(wire.length).isLessThan(30_000);
      assertThat(told(compressed(true, true, Opcode.BINARY, wire), 4096, Optional.of(BOTH_KEEP)))
          .isEqualTo("binary( !1009");
    }
  }

  @Test
  void whateverComesIsTakenOrRefused() {
    var random = new Random(23);
    List<byte[]> seeds = everything().map(row -> (byte[]) row.get()[2]).toList();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
      for (int n = random.nextInt(4); n >= 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(Math.min(bytes.length, 200))] = (byte) random.nextInt();
      }
      Optional<Compression> compression =
          random.nextBoolean() ? Optional.of(BOTH_KEEP) : Optional.empty();
      // Nothing but a ClosedException may come out, which is told.
      assertThat(told(bytes, 1 + random.nextInt(5000), compression)).isNotNull();
    }
  }
}
