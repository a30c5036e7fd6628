package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** resolv.conf, hosts, and the cache between runs. */
class FilesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  @TempDir Path folder;

  @Test
  void resolvConf() {
    ResolvConf conf =
        ResolvConf.parse(
            """
            # a comment
            ; another
            domain first.example
            search a.example b.example.  c.example
            nameserver 192.0.2.1
            nameserver   2001:db8::53
            nameserver fe80::1%lo
            nameserver 192.0.2.4
            nameserver nonsense
            options ndots:2 timeout:3 attempts:9 rotate edns0 trust-ad timeout:x unknown:7
            """);
    assertThat(conf.servers()).hasSize(3);
    assertThat(conf.servers().get(1).getAddress().getHostAddress())
        .isEqualTo("2001:db8:0:0:0:0:0:53");
    assertThat(conf.servers().get(2).getAddress().getHostAddress())
        .startsWith("fe80:0:0:0:0:0:0:1");
    assertThat(conf.search()).containsExactly("a.example", "b.example", "c.example");
    assertThat(conf.ndots()).isEqualTo(2);
    assertThat(conf.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(conf.attempts()).isEqualTo(5);
    assertThat(conf.rotate()).isEqualTo(ResolvConf.Rotation.TAKE_TURNS);
    assertThat(conf.candidates("x"))
        .containsExactly("x.a.example", "x.b.example", "x.c.example", "x");
    assertThat(conf.candidates("x.y.z"))
        .containsExactly("x.y.z", "x.y.z.a.example", "x.y.z.b.example", "x.y.z.c.example");
    assertThat(conf.candidates("x.")).containsExactly("x");
  }

  @Test
  void anEmptyResolvConfMeansThisMachine() {
    ResolvConf conf = ResolvConf.parse("nameserver\noptions\nsearch\n");
    assertThat(conf.servers().getFirst().getAddress().isLoopbackAddress()).isTrue();
    assertThat(conf.ndots()).isEqualTo(1);
    assertThat(conf.candidates("a.b")).containsExactly("a.b");
  }

  @Test
  void hostsFileIsReadAgainWhenItChanges() throws Exception {
    Path path = folder.resolve("hosts");
    var hosts = new HostsFile(path);
    assertThat(hosts.find("x.test")).isEmpty();
    Files.writeString(
        path, "# first\n192.0.2.1 x.test X2.test # not.test\n\n::1 x.test\nrubbish y\n");
    assertThat(hosts.find("X.test."))
        .containsExactly(
            new HostsFile.Line(2, InetAddress.ofLiteral("192.0.2.1")),
            new HostsFile.Line(4, InetAddress.ofLiteral("::1")));
    assertThat(hosts.find("x2.test")).hasSize(1);
    assertThat(hosts.find("not.test")).isEmpty();
    assertThat(hosts.find("y")).isEmpty();
    Files.writeString(path, "192.0.2.9 x.test\n");
    Files.setLastModifiedTime(path, FileTime.fromMillis(1));
    assertThat(hosts.find("x.test"))
        .containsExactly(new HostsFile.Line(1, InetAddress.ofLiteral("192.0.2.9")));
    Files.delete(path);
    assertThat(hosts.find("x.test")).isEmpty();
  }

  private static Answer answer(String name, Duration ttl, Instant at) {
    return new Answer(
        name,
        "A",
        Answer.Outcome.FOUND,
        List.of(new Answer.Alias(name, "real|%\t.test", Duration.ofSeconds(9))),
        List.of(new Answer.Datum("real.test", Duration.ofSeconds(7), "192.0.2.1")),
        ttl,
        at,
        "192.0.2.53:53");
  }

  private static Answer gone(String name) {
    return new Answer(
        name,
        "AAAA",
        Answer.Outcome.NXDOMAIN,
        List.of(),
        List.of(),
        Duration.ofSeconds(60),
        NOW,
        "192.0.2.53:53");
  }

  /** What is broken is passed over, and the limits hold whatever stands there. */
  @Test
  void anyTextIsAHostsFileAndAResolvConf() {
    var random = new Random(26);
    String hosts = "127.0.0.1 localhost\tme # myself\n::1%lo six.test\n192.0.2.1 a.test b.test.\n";
    String conf =
        "nameserver 192.0.2.53\nnameserver fe80::1%eth0\nsearch one.test two.test\n"
            + "options ndots:3 timeout:1 attempts:9 rotate use-vc\n; said\ndomain three.test\n";
    int without = 0;
    for (int i = 0; i < 20_000; i++) {
      var lines = HostsFile.parse(changed(hosts, random));
      assertThat(lines.values()).allSatisfy(each -> assertThat(each).isNotEmpty());
      without += lines.containsKey("b.test") ? 0 : 1;
      ResolvConf read = ResolvConf.parse(changed(conf, random));
      assertThat(read.servers().size()).isBetween(1, Limits.DEFAULT.servers());
      assertThat(read.ndots()).isBetween(0, 15);
      assertThat(read.attempts()).isBetween(1, 5);
      assertThat(read.timeout()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
      assertThat(read.candidates("www")).contains("www");
    }
    assertThat(without).isBetween(1000, 19_999);
  }

  private static String changed(String text, Random random) {
    var changed = new StringBuilder(text);
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      int at = random.nextInt(changed.length());
      switch (random.nextInt(4)) {
        case 0 -> changed.setCharAt(at, (char) random.nextInt(0x250));
        case 1 -> changed.setCharAt(at, " \t\n#%:.-9\0\r".charAt(random.nextInt(11)));
        case 2 -> changed.insert(at, text, 0, random.nextInt(text.length()));
        default -> changed.delete(at, Math.min(changed.length() - 1, at + random.nextInt(9)));
      }
    }
    return changed.toString();
  }

  @Test
  void theCacheHoldsWhatHolds() {
    var cache = new NameCache();
    cache.keep(answer("a.test", Duration.ofSeconds(10), NOW));
    cache.keep(answer("zero.test", Duration.ZERO, NOW));
    assertThat(cache.find("a.test", "A", NOW.plusSeconds(9))).isPresent();
    assertThat(cache.find("a.test", "AAAA", NOW)).isEmpty();
    assertThat(cache.find("zero.test", "A", NOW)).isEmpty();
    assertThat(cache.find("a.test", "A", NOW.minusSeconds(60))).as("clock set back").isEmpty();
    cache.keep(answer("a.test", Duration.ofSeconds(10), NOW));
    assertThat(cache.find("a.test", "A", NOW.plusSeconds(10))).isEmpty();
    assertThat(cache.all(NOW)).isEmpty();
  }

  @Test
  void theCacheIsBoundedAndForgetsWhatWasNotUsed() {
    var cache = new NameCache();
    int most = Limits.DEFAULT.cacheEntries();
    for (int i = 0; i < most; i++) {
      cache.keep(answer("n" + i + ".test", Duration.ofSeconds(10), NOW));
    }
    assertThat(cache.find("n0.test", "A", NOW)).isPresent();
    cache.keep(answer("more.test", Duration.ofSeconds(10), NOW));
    assertThat(cache.all(NOW)).hasSize(most);
    assertThat(cache.find("n0.test", "A", NOW)).isPresent();
    assertThat(cache.find("n1.test", "A", NOW)).isEmpty();
  }

  @Test
  void theCacheFileKeepsAndMerges() throws Exception {
    Path path = folder.resolve("sub").resolve("names");
    var file = new CacheFile(path);
    var first = new NameCache();
    first.keep(answer("a.test", Duration.ofSeconds(100), NOW));
    first.keep(gone("b.test"));
    first.keep(answer("old.test", Duration.ofSeconds(1), NOW.minusSeconds(5)));
    file.save(first, NOW);
    var second = new NameCache();
    second.keep(answer("c.test", Duration.ofSeconds(100), NOW));
    file.save(second, NOW);
    var all = new NameCache();
    file.load(all, NOW);
    assertThat(all.all(NOW)).extracting(Answer::name).containsExactly("a.test", "b.test", "c.test");
    assertThat(all.find("a.test", "A", NOW))
        .contains(answer("a.test", Duration.ofSeconds(100), NOW));
    assertThat(all.find("b.test", "AAAA", NOW)).contains(gone("b.test"));
    try (var left = Files.list(path.getParent())) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("names", "names.lock");
    }
  }

  /** Damaged anywhere, a line is an answer or none. */
  @Test
  void theCacheFileSurvivesDamage() {
    var random = new Random(20261122);
    var file = new CacheFile(folder.resolve("names"));
    String good = CacheFile.line(answer("a.test", Duration.ofSeconds(100), NOW));
    String letters = good + "\t|%-9\0\uffff";
    int kept = 0;
    for (int i = 0; i < 20_000; i++) {
      var line = new StringBuilder(good);
      for (int n = random.nextInt(4); n > 0; n--) {
        line.setCharAt(
            random.nextInt(line.length()), letters.charAt(random.nextInt(letters.length())));
      }
      line.setLength(random.nextInt(8) == 0 ? random.nextInt(line.length()) : line.length());
      kept +=
          file.parse(line.toString())
              .map(answer -> {
                assertThat(answer.addresses()).allMatch(a -> a.getAddress().length == 4);
                assertThat(answer.ttl()).isBetween(Duration.ZERO, Duration.ofDays(1));
                return 1;
              })
              .orElse(0);
    }
    assertThat(kept).isBetween(5_000, 18_000);
  }

  @Test
  void theCacheFileSurvivesRubbish() throws Exception {
    Path path = folder.resolve("names");
    var file = new CacheFile(path);
    String good = CacheFile.line(answer("a.test", Duration.ofSeconds(100), NOW));
    String future = CacheFile.line(answer("f.test", Duration.ofSeconds(100), NOW.plusSeconds(900)));
    Files.writeString(
        path,
        String.join(
            "\n",
            "glasshouse names 1",
            "",
            "\t\t\t\t\t\t\t",
            good.substring(0, good.length() / 2),
            good.replace("192.0.2.1", "no address"),
            good.replace("FOUND", "LOST"),
            good.replace("\t100\t", "\t99999999999999999999\t"),
            good.replace("a.test\tA", "x.test\tA") + "|extra",
            future,
            good));
    var cache = new NameCache();
    file.load(cache, NOW);
    assertThat(cache.all(NOW)).extracting(Answer::name).containsExactly("a.test");
    Files.write(path, new byte[] {(byte) 0xff, 0, 1, 2, (byte) 0xfe});
    var none = new NameCache();
    file.load(none, NOW);
    assertThat(none.all(NOW)).isEmpty();
    file.save(cache, NOW);
    file.load(none, NOW);
    assertThat(none.all(NOW)).hasSize(1);
  }

  @Test
  void savingFromManyThreadsLosesNothingThatWasThere() throws Exception {
    Path path = folder.resolve("names");
    var file = new CacheFile(path);
    var base = new NameCache();
    base.keep(answer("base.test", Duration.ofSeconds(100), NOW));
    file.save(base, NOW);
    var threads = new java.util.ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      String name = "t" + i + ".test";
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                var own = new NameCache();
                own.keep(answer(name, Duration.ofSeconds(100), NOW));
                try {
                  new CacheFile(path).save(own, NOW);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    var all = new NameCache();
    file.load(all, NOW);
    assertThat(all.all(NOW)).extracting(Answer::name).contains("base.test").hasSizeGreaterThan(1);
  }

  @Test
  void theCacheFileLivesWhereXdgSays() {
    assertThat(CacheFile.standard(Map.of("XDG_CACHE_HOME", "/x/cache", "HOME", "/home/u")))
        .isEqualTo(Path.of("/x/cache/glasshouse/names"));
    assertThat(CacheFile.standard(Map.of("XDG_CACHE_HOME", "relative", "HOME", "/home/u")))
        .isEqualTo(Path.of("/home/u/.cache/glasshouse/names"));
  }
}
