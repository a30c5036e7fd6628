package dev.glasshouse.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.cache.Outlook;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP cache from one run to the next, and the command that shows it. */
@Timeout(120)
class CacheCommandTest {
  @TempDir private Path temp;
  private final OsNetwork network = OsNetwork.open(1);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private String base = "";

  @BeforeEach
  void serve() throws Exception {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request -> {
              asked.add(
                  request.target()
                      + request.fields().combined("Cache-Control").map(v -> " " + v).orElse("")
                      + request.fields().first("If-None-Match").map(v -> " " + v).orElse(""));
              return switch (request.target()) {
                case "/page" ->
                    Response.html(
                            Status.OK,
                            "<title>t</title><link rel=stylesheet href=/sheet.css><p>text")
                        .with("Cache-Control", "max-age=36000")
                        .with("ETag", "\"p1\"");
                case "/sheet.css" ->
                    Response.text(Status.OK, "p { color: green }")
                        .with(
                            Fields.of("Content-Type", "text/css", "Cache-Control", "max-age=900"));
                case "/varied" ->
                    Response.html(Status.OK, "<title>v</title><img src=/varied.svg>")
                        .with("Cache-Control", "max-age=36000")
                        .with("Set-Cookie", "who=me; Max-Age=9000")
                        .with("Vary", "Accept-Encoding, Accept-Language, Accept");
                case "/varied.svg" ->
                    Response.text(Status.OK, "<svg xmlns='http://www.w3.org/2000/svg'/>")
                        .with(
                            Fields.of(
                                "Content-Type", "image/svg+xml", "Cache-Control", "max-age=900"))
                        .with("Vary", "Accept, Cookie, Origin");
                case "/checked" ->
                    Response.text(Status.OK, "c")
                        .with("Cache-Control", "no-cache, max-age=36000")
                        .with("ETag", "\"c1\"");
                default -> Response.of(Status.NOT_FOUND);
              };
            },
            Trail.OFF);
    base = "http://127.0.0.1:" + server.address().getPort();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private BadInputTest.Run glass(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--profile", temp.resolve("profile").toString()));
    return BadInputTest.run(all.toArray(String[]::new));
  }

  @Test
  void aSecondOpenShowsWhatWasSaved() throws Exception {
    String first = glass("open", base + "/page", "--no-png").all();
    assertThat(first).doesNotContain("the cache: ");
    assertThat(asked).containsExactly("/page", "/sheet.css");
    Path har = temp.resolve("second.har");
    String second = glass("open", base + "/page", "--no-png", "--har", har.toString()).all();
    assertThat(asked).hasSize(2);
    assertThat(second)
        .contains("(disk cache)", "fresh for 10 h", "Cache-Control: max-age=36000", "RFC 9111 4.2")
        .contains("the cache: 2 of 2 requests did not go to the network; 78 bytes not transferred");
    assertThat(Files.readString(har))
        .contains("\"_fromCache\":\"disk\"", "\"beforeRequest\"", "\\\"p1\\\"");
  }

  @Test
  void reloadsAskAsBrowsersDo() {
    glass("open", base + "/page", "--no-png");
    asked.clear();
    glass("open", base + "/page", "--no-png", "--reload");
    assertThat(asked).containsExactly("/page max-age=0 \"p1\"");
    asked.clear();
    glass("open", base + "/page", "--no-png", "--hard-reload");
    assertThat(asked).containsExactly("/page no-cache", "/sheet.css no-cache");
    asked.clear();
    glass("get", base + "/page", "--no-cache");
    assertThat(asked).containsExactly("/page no-cache");
    asked.clear();
    glass("get", base + "/page");
    assertThat(asked).isEmpty();
    BadInputTest.run("get", base + "/page");
    assertThat(asked).as("without a profile").containsExactly("/page");
    assertThat(glass("get", base + "/page", "--reload", "--no-cache").status()).isEqualTo(2);
  }

  @Test
  void listsExplainsAndDeletes() {
    assertThat(glass("cache").out()).startsWith("nothing is kept in");
    glass("open", base + "/page", "--no-png");
    assertThat(glass("cache").out())
        .startsWith("2 entries of")
        .contains(base + "/page\n    200; ", "If-None-Match: \"p1\"")
        .containsPattern("fresh for (10 h|9 h \\d+ min)")
        .contains(base + "/sheet.css\n", "no validator", "for http://127.0.0.1");
    assertThat(glass("cache", "--lang", "zh").out()).contains("中保存了 2 个条目", "新鲜期还剩");
    assertThat(glass("cache", base + "/page").out())
        .contains("answered from disk: stored", "(Cache-Control: max-age=36000)", "(RFC 9111 4.2)");
    assertThat(glass("cache", base + "/other").out())
        .contains("the server is asked: nothing is stored for it");
    assertThat(glass("cache", base + "/sheet.css", "--from", "http://elsewhere.test/").out())
        .contains("the server is asked: it is stored for the site http://127.0.0.1 only")
        .contains("for http://127.0.0.1");
    assertThat(glass("cache", base + "/page", "--delete").out()).isEqualTo("deleted 1 entry\n");
    assertThat(glass("cache", "--delete", "--all").out()).isEqualTo("deleted 1 entry\n");
    assertThat(glass("cache").out()).startsWith("nothing is kept in");
    assertThat(asked).hasSize(2);
  }

  /** What is said of a URL is what an open of it then does, whatever its answer varies by. */
  @Test
  void foreseesWhatTheNextOpenDoes() {
    glass("open", base + "/varied", "--no-png");
    assertThat(asked).containsExactly("/varied", "/varied.svg");
    assertThat(glass("cache", base + "/varied").out())
        .contains("answered from disk: stored")
        .as("weights as requests have them")
        .containsPattern("\n    only for requests with Accept-Language: [a-z-]+, en;q=0\\.9, zh;");
    assertThat(glass("cache").out())
        .contains("\n    only for requests with the same Cookie (a digest of it is kept)\n")
        .contains("\n    only for requests without Origin\n")
        .doesNotContain("sha-256:");
    assertThat(glass("cache", "--json").out())
        .contains("\"Cookie: sha-256:", "\"Accept-Language: en-us,en;q=0.9,")
        .doesNotContain("\"Origin");
    assertThat(glass("cache", base + "/varied.svg", "--from", base + "/varied").out())
        .contains("answered from disk: stored");
    assertThat(glass("cache", base + "/varied.svg").out())
        .as("as a document")
        .contains("the server is asked: ", "Vary");
    assertThat(glass("cache", base + "/varied.svg", "--from", base + "/", "--as", "style").out())
        .contains("the server is asked: ", "Vary");
    assertThat(glass("cache", base + "/varied", "--as", "cake").status()).isEqualTo(2);
    glass("open", base + "/varied", "--no-png");
    assertThat(asked).hasSize(2);
    glass("cookies", "--delete", "--all");
    assertThat(glass("cache", base + "/varied.svg", "--from", base + "/varied").out())
        .as("without its cookie")
        .contains("the server is asked: ", "Vary");
  }

  @Test
  void whatIsCheckedAtEachUseIsNotCalledFresh() {
    glass("get", base + "/checked");
    assertThat(glass("cache").out()).contains("checked at each use (no-cache)");
    assertThat(glass("cache", base + "/checked").out()).contains("whether the stored answer holds");
    assertThat(glass("get", base + "/checked").err())
        .as("and why is in the ordinary story")
        .contains(
            "the cache asks the server whether what it has of " + base + "/checked still holds")
        .contains("no-cache", "If-None-Match: \"c1\"");
  }

  @Test
  void tellsItAsLinesOfJson() throws Exception {
    assertThat(glass("cache", "--json").out()).isEmpty();
    glass("open", base + "/page", "--no-png");
    String entries = glass("cache", "--json").out();
    assertThat(entries.lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith(
            "{\"kind\":\"entry\",\"url\":\"" + base + "/page\",\"partition\":\"http://127.0.0.1\"")
        .contains("\"status\":200", "\"whole\":true", "\"store\":\"disk\"", "\"fresh\":true")
        .contains("\"lifetime\":36000", "\"by\":\"Cache-Control: max-age=36000\"")
        .endsWith("\"validators\":[\"If-None-Match: \\\"p1\\\"\"],\"vary\":[]}");
    String served = glass("cache", base + "/page", "--json").out();
    assertThat(served.lines()).hasSize(2);
    assertThat(served)
        .startsWith("{\"kind\":\"outlook\",\"url\":\"" + base + "/page\",\"what\":\"served\"")
        .contains("\"store\":\"disk\",\"reason\":\"FRESH\",\"because\":\"stored ");
    String asked = glass("cache", base + "/other", "--json").out();
    assertThat(asked).contains("\"what\":\"asked\"", "\"reason\":\"NOTHING_STORED\"");
    String deleted = glass("cache", "--delete", "--all", "--json").out();
    assertThat(deleted).isEqualTo("{\"kind\":\"deleted\",\"entries\":2}\n");
    String page =
        Files.readString(
            Readme.here().orElseThrow().root().resolve("docs").resolve("json-lines.md"));
    Pattern.compile("\"(\\w+)\":")
        .matcher(entries + served + deleted)
        .results()
        .forEach(member -> assertThat(page).contains("`" + member.group(1) + "`"));
    for (Outlook.What what : Outlook.What.values()) {
      assertThat(page).contains("`" + what.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`");
    }
  }

  @Test
  void wrongUseIsSaid() {
    for (List<String> wrong :
        List.of(
            List.of("cache", "--delete"),
            List.of("cache", "--all"),
            List.of("cache", "http://a.test/", "--delete", "--all"),
            List.of("cache", "data:,x"),
            List.of("cache", "--lang", "fr"))) {
      assertThat(glass(wrong.toArray(String[]::new)).status()).as("" + wrong).isEqualTo(2);
    }
  }

  /** Whoever looks into a damaged cache is told, since nobody is any more after that. */
  @Test
  void whatIsDamagedIsSaidAndGone() throws Exception {
    Path folder = temp.resolve("profile").resolve("cache");
    for (String asked : List.of(base + "/page", "--json", "index")) {
      glass("open", base + "/page", "--no-png");
      Path file = folder.resolve(asked.equals("index") ? "index" : "segment-00000001");
      byte[] bytes = Files.readAllBytes(file);
      int at = asked.equals("index") ? 100 : new String(bytes, ISO_8859_1).lastIndexOf("<p>text");
      bytes[at] ^= 1;
      Files.write(file, bytes);
      BadInputTest.Run run = asked.equals("index") ? glass("cache") : glass("cache", asked);
      String where = asked.startsWith(base) ? asked : folder.toString();
      String what = asked.equals("index") ? "the disk cache starts anew" : "the entry is dropped";
      assertThat(run.err())
          .contains("glass: the cache has trouble with " + where + ", and " + what)
          .contains("its checksum does not match its bytes");
      assertThat(run.out()).doesNotContain("fresh for 10 h");
      assertThat(glass("cache").err()).as("told once").isEmpty();
    }
  }

  @Test
  void aFileInTheFoldersPlaceIsSaidSo() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("profile")).resolve("cache");
    Files.writeString(folder, "x");
    BadInputTest.Run run = glass("cache");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("glass: " + folder + ": " + folder + " is a file, and no folder\n");
  }

  @Test
  void aCacheThatIsOpenElsewhereIsSaidSo() {
    Path folder = temp.resolve("profile").resolve("cache");
    try (HttpCache other = HttpCache.in(folder, CacheLimits.DEFAULT, InstantSource.system())) {
      assertThat(other.withoutDisk()).isEmpty();
      BadInputTest.Run run = glass("cache");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.all()).contains("another program has the folder open (process ");
      assertThat(glass("open", base + "/page", "--no-png").all())
          .contains("another program has the folder open");
    }
  }
}
