package dev.glasshouse.fetch.cookies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.CookieContext;
import dev.glasshouse.http.cookies.CookieLimits;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CookieFileTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final CookieContext A = CookieContext.of(Url.parse("https://www.a.example/x/y"));

  @TempDir Path temp;

  private static CookieJar jar(CookieFile file) {
    var jar = new CookieJar();
    assertThat(file.load(jar, NOW)).isEmpty();
    return jar;
  }

  private static List<String> names(CookieFile file) {
    return jar(file).cookies(NOW).stream().map(Cookie::name).toList();
  }

  private CookieFile file() {
    return new CookieFile(temp.resolve("deep/cookies"));
  }

  @Test
  void keepsWhatOutlivesTheSession() throws Exception {
    CookieFile file = file();
    CookieJar jar = jar(file);
    jar.receive("id=a\\b\tc\u00c3\u00a4\u0080; Max-Age=60; Domain=a.example", A, false, NOW);
    jar.receive("s=1; Max-Age=60; Secure; HttpOnly; SameSite=Strict; Path=/x", A, false, NOW);
    jar.receive(
        "p=1; Max-Age=60; Secure; SameSite=None; Partitioned",
        A.from(CookieContext.From.CROSS_SITE).under(Site.of(Url.parse("https://top.example/"))),
        false,
        NOW);
    jar.receive("session=1", A, false, NOW);
    assertThat(file.save(jar, NOW)).contains(3);
    assertThat(file.save(jar, NOW)).as("nothing has changed").isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    List<Cookie> before = jar.cookies(NOW).stream().filter(c -> c.expires().isPresent()).toList();
    assertThat(jar(file).cookies(NOW)).containsExactlyElementsOf(before);
    assertThat(Files.readAllLines(file.path(), ISO_8859_1))
        .contains(
            "www.a.example\t/x\ts\t1\t2026-11-22T00:01:00Z\tSecure HttpOnly SameSite=Strict"
                + "\t2026-11-22T00:00:00Z\t2026-11-22T00:00:00Z");
    var later = new CookieJar();
    file.load(later, NOW.plusSeconds(60));
    assertThat(later.cookies(NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void namesBrokenLinesAndKeepsTheOthers() throws Exception {
    CookieFile file = file();
    CookieJar jar = jar(file);
    jar.receive("good=1; Max-Age=60", A, false, NOW);
    file.save(jar, NOW);
    String good = Files.readAllLines(file.path(), ISO_8859_1).getLast();
    Files.writeString(
        file.path(),
        String.join(
            "\n",
            "# glasshouse cookies 1",
            "half a li",
            good.replace("www.a.example", "a b"),
            good.replace("2026-11-22T00:01:00Z", "soon"),
            good.replace("\t-\t", "\tSecret\t"),
            good.replace("good", "go;od"),
            good.replace("good", "go\\od"),
            good.replace("/x", "x"),
            good.replace("good\t1", "\t"),
            "",
            good + "\n"),
        ISO_8859_1);
    var again = new CookieJar();
    List<String> problems = file.load(again, NOW);
    assertThat(problems).hasSize(8).allMatch(problem -> problem.startsWith("line "));
    assertThat(problems.getFirst()).isEqualTo("line 2: it has 1 fields, not 8");
    assertThat(again.cookies(NOW)).extracting(Cookie::name).containsExactly("good");

    // Whoever mistyped a line has not lost it with the next page that sets a cookie.
    again.receive("new=1; Max-Age=60", A, false, NOW);
    assertThat(file.save(again, NOW)).contains(2);
    assertThat(Files.readAllLines(file.path(), ISO_8859_1))
        .contains("half a li", good.replace("2026-11-22T00:01:00Z", "soon"))
        .hasSize(2 + 2 + 8);
    var third = new CookieJar();
    assertThat(file.load(third, NOW)).hasSize(8).first().asString().startsWith("line 5: it has 1 ");
    assertThat(third.cookies(NOW)).extracting(Cookie::name).containsOnly("good", "new");

    // Who wants all of it gone wants that of the secrets in them, too.
    third.delete(_ -> true);
    assertThat(file.clear(third, NOW)).isEqualTo(8);
    assertThat(Files.readAllLines(file.path(), ISO_8859_1)).hasSize(2);
  }

  /** A cookie that names no path has its URL's folder, which may be longer than an attribute. */
  @Test
  void longPathsComeBack() throws Exception {
    CookieFile file = file();
    CookieJar jar = jar(file);
    String folder = "/" + "d".repeat(3000);
    var deep = CookieContext.of(Url.parse("https://www.a.example" + folder + "/page"));
    jar.receive("a=1; Max-Age=60", deep, false, NOW);
    assertThat(file.save(jar, NOW)).contains(1);
    assertThat(jar(file).matching(deep, NOW)).extracting(Cookie::path).containsExactly(folder);
  }

  @Test
  void leavesAFileThatIsNotOurs() throws Exception {
    Path path = Files.writeString(temp.resolve("notes"), "my notes\n");
    var file = new CookieFile(path);
    var jar = new CookieJar();
    assertThat(file.load(jar, NOW)).singleElement().asString().contains("no file of cookies");
    jar.receive("a=1; Max-Age=9", A, false, NOW);
    assertThatThrownBy(() -> file.save(jar, NOW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("left as it is");
    assertThat(path).hasContent("my notes");
    Files.delete(path);
    assertThat(file.save(jar, NOW)).as("the changes were not lost").contains(1);
  }

  /** Two browsers at once: each changes its own cookies, and leaves the other's. */
  @Test
  void mergesWithOthers() throws Exception {
    CookieFile file = file();
    CookieJar first = jar(file);
    first.receive("old=1; Max-Age=60", A, false, NOW);
    first.receive("gone=1; Max-Age=60", A, false, NOW);
    file.save(first, NOW);
    CookieJar second = jar(file);
    first.receive("one=1; Max-Age=60", A, false, NOW);
    first.receive("gone=; Max-Age=0", A, false, NOW);
    second.receive("two=2; Max-Age=60", A, false, NOW);
    file.save(first, NOW);
    file.save(second, NOW);
    assertThat(names(file)).containsExactlyInAnyOrder("old", "one", "two");
    // A cookie that now ends with the browser is no longer kept.
    second.receive("old=2", A, false, NOW);
    file.save(second, NOW);
    assertThat(names(file)).containsExactlyInAnyOrder("one", "two");
  }

  /** What somebody deletes from the file does not come back because a browser sends it. */
  @Test
  void staysDeleted() throws Exception {
    CookieFile file = file();
    CookieJar first = jar(file);
    first.receive("a=1; Max-Age=60", A, false, NOW);
    first.receive("b=1; Max-Age=60", A, false, NOW);
    file.save(first, NOW);
    CookieJar other = jar(file);
    assertThat(other.delete(cookie -> cookie.name().equals("a"))).hasSize(1);
    file.save(other, NOW);
    assertThat(first.matching(A, NOW.plusSeconds(1))).hasSize(2);
    file.save(first, NOW.plusSeconds(1));
    assertThat(names(file)).containsExactly("b");
    assertThat(jar(file).stored(NOW).getFirst().used()).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void isBounded() throws Exception {
    var limits = new JarLimits(3, 2, 1000, 4, 300, CookieLimits.DEFAULT);
    CookieFile file = file();
    var jar = new CookieJar(limits);
    for (int i = 0; i < 9; i++) {
      jar.receive("c" + i + "=1; Max-Age=60", A, false, NOW.plusSeconds(i));
    }
    assertThat(file.save(jar, NOW)).as("those that 300 bytes hold").contains(2);
    var again = new CookieJar(limits);
    assertThat(file.load(again, NOW)).isEmpty();
    assertThat(again.cookies(NOW)).extracting(Cookie::name).containsExactly("c7", "c8");
  }

  @Test
  void whatIsTooLargeToBeReadIsNotWrittenOver() throws Exception {
    CookieFile file = file();
    CookieJar jar = jar(file);
    jar.receive("a=1; Max-Age=60", A, false, NOW);
    jar.receive("b=1; Max-Age=60", A, false, NOW);
    file.save(jar, NOW);
    byte[] whole = Files.readAllBytes(file.path());
    var limits = new JarLimits(180, 50, 1000, 400, whole.length - 1, CookieLimits.DEFAULT);
    var again = new CookieJar(limits);
    assertThat(file.load(again, NOW)).singleElement().asString().contains("only its beginning");
    again.receive("c=1; Max-Age=60", A, false, NOW);
    assertThatThrownBy(() -> file.save(again, NOW))
        .hasMessageContaining("larger than " + (whole.length - 1) + " bytes, and is left as it is");
    assertThat(file.path()).hasBinaryContent(whole);
  }

  @Test
  void saysWhoHoldsIt() throws Exception {
    CookieFile file = file();
    CookieJar jar = jar(file);
    jar.receive("a=1; Max-Age=60", A, false, NOW);
    Files.createDirectories(temp.resolve("deep"));
    try (var channel =
            FileChannel.open(
                temp.resolve("deep/cookies.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      assertThatThrownBy(() -> file.save(jar, NOW)).hasMessageContaining("another process holds");
    }
    assertThat(file.save(jar, NOW)).contains(1);
  }

  /** Any bytes are a file with cookies and problems; nothing else is thrown. */
  @Test
  void readsAnything() throws Exception {
    CookieFile file = file();
    CookieJar jar = jar(file);
    for (int i = 0; i < 20; i++) {
      jar.receive("c" + i + "=1; Max-Age=60; Secure", A, false, NOW);
    }
    file.save(jar, NOW);
    byte[] whole = Files.readAllBytes(file.path());
    var random = new Random(42);
    for (int i = 0; i < 500; i++) {
      byte[] broken = whole.clone();
      for (int n = random.nextInt(8); n >= 0; n--) {
        broken[random.nextInt(24, broken.length)] = (byte) random.nextInt(256);
      }
      Files.write(file.path(), broken);
      var again = new CookieJar();
      List<String> problems = file.load(again, NOW);
      assertThat(again.cookies(NOW).size() + problems.size()).isBetween(1, 40);
    }
  }

  /** A process that is killed while it writes leaves a whole file, the old one or the new one. */
  @Test
  void survivesBeingKilled() throws Exception {
    CookieFile file = file();
    Files.createDirectories(temp.resolve("deep"));
    for (int round = 0; round < 2; round++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  file.path().toString())
              .redirectErrorStream(true)
              .start();
      try (var out = process.inputReader()) {
        assertThat(out.readLine()).isEqualTo("writing");
        // Each line is a file written whole: killed somewhere in the writing of the next.
        for (int i = 0; i < 5 + 7 * round; i++) {
          assertThat(out.readLine()).startsWith("written");
        }
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      var jar = new CookieJar();
      assertThat(file.load(jar, NOW)).isEmpty();
      List<Cookie> cookies = jar.cookies(NOW);
      assertThat(cookies).hasSize(100);
      assertThat(cookies.stream().map(Cookie::value).distinct()).as("of one writing").hasSize(1);
    }
  }

  /** Writes 100 cookies, all with the number of the round, over and over. */
  static final class Writer {
    public static void main(String[] arguments) throws IOException {
      var file = new CookieFile(Path.of(arguments[0]));
      var jar = new CookieJar();
      file.load(jar, NOW);
      System.out.println("writing");
      for (int round = 0; ; round++) {
        for (int i = 0; i < 100; i++) {
          jar.receive("c" + i + "=" + round + "; Max-Age=600", A, false, NOW);
        }
        file.save(jar, NOW);
        System.out.println("written " + round);
      }
    }
  }
}
