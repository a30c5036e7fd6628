package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ICU and the public suffix list are only loaded when something needs them. */
final class IcuStaysAwayTest {

  /** What the other process does. */
  static final class Program {
    public static void main(String[] arguments) {
      Url base = Url.parse("https://www.Example.com/a?b#c");
      System.out.println(base.resolve("../x").origin());
      System.out.println(AddressBar.read("localhost:8080"));
      if (arguments.length > 0) {
        System.out.println(Url.parse(arguments[0]));
      }
    }
  }

  private static String classesLoadedBy(String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xlog:class+load", "-cp", System.getProperty("java.class.path")));
    command.add(Program.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out.lines().limit(5).toList().toString()).isZero();
    return out;
  }

  @Test
  void plainNamesLoadNeitherIcuNorGuava() throws Exception {
    String out = classesLoadedBy();
    assertThat(out).contains("dev.glasshouse.url.UrlParser").contains("https://www.example.com");
    assertThat(out).doesNotContain(" com.ibm.icu.").doesNotContain(" com.google.");
  }

  @Test
  void internationalNamesLoadIcu() throws Exception {
    assertThat(classesLoadedBy("http://%C3%BC.de/")).contains(" com.ibm.icu.");
  }
}
