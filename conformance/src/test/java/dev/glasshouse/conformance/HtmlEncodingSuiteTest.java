package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.encoding.Encoding;
import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.dom.html.ParserOptions;
import dev.glasshouse.dom.html.Scripting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** html5lib-tests: the encoding that is found out for bytes. */
final class HtmlEncodingSuiteTest {
  private record Case(String id, byte[] data, String encoding) {}

  @Test
  void encodings() throws IOException {
    Suite suite = Suite.named("html-encoding");
    Path folder = suite.folder("html/encoding");
    List<Case> cases = new ArrayList<>();
    for (Path each : List.of(folder, folder.resolve("scripted"))) {
      try (Stream<Path> files = Files.list(each)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".dat")).sorted().toList()) {
          read(folder.relativize(file).toString(), file, cases);
        }
      }
    }
    for (Case each : cases) {
      suite.check(each.id, () -> check(each));
    }
    suite.finish();
  }

  /** The files are bytes in many encodings: each byte is taken as a character on the way. */
  private static void read(String name, Path file, List<Case> cases) throws IOException {
    String all = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = all.indexOf("#data\n");
    int number = 0;
    while (at >= 0) {
      int middle = all.indexOf("\n#encoding\n", at);
      int end = all.indexOf("\n", middle + 11);
      String data = all.substring(at + 6, middle);
      String encoding = all.substring(middle + 11, end < 0 ? all.length() : end);
      cases.add(
          new Case(name + " " + ++number, data.getBytes(StandardCharsets.ISO_8859_1), encoding));
      at = all.indexOf("#data\n", middle);
    }
  }

  private static void check(Case each) {
    String expected = Encoding.forLabel(each.encoding).orElseThrow().standardName();
    assertThat(encoding(each.data, each.data.length)).isEqualTo(expected);
    assertThat(encoding(each.data, 1)).as("a byte at a time").isEqualTo(expected);
  }

  private static String encoding(byte[] data, int piece) {
    HtmlParser parser =
        HtmlParser.forBytes(ParserOptions.DEFAULT.with(Scripting.ON), Optional.empty());
    for (int at = 0; at < data.length; at += piece) {
      SmallScripts.run(parser, parser.feed(data, at, Math.min(piece, data.length - at)));
    }
    SmallScripts.run(parser, parser.finish());
    return parser.report().encoding();
  }
}
