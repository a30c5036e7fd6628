package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the README is run, in an empty folder with an empty home; and its Java example
 * is compiled and run. What leads to the outside is led to a server on loopback. The commands that
 * a reader types first, and those that need a shell, are run by a shell, each as a process of its
 * own; the others one after the other by one process ({@link ManyRuns}). To add a command to the
 * README is to add it to {@link #PROOFS}.
 */
@Timeout(600)
class ReadmeTest {
  /** The server that the README's reader has on port 8080, here on a free port. */
  private static final String SERVER = "http://localhost:8080/";

  /**
   * How a command of the README is tried.
   *
   * @param run what is typed instead, one line after the other: placeholders replaced
   * @param says what is printed by all of them together
   * @param leaves the files that are there afterwards
   * @param byShell whether a shell runs it, as a process of its own
   */
  private record Proof(List<String> run, List<String> says, List<String> leaves, boolean byShell) {
    static Proof of(String... run) {
      return new Proof(List.of(run), List.of(), List.of(), false);
    }

    Proof saying(String... what) {
      return new Proof(run, List.of(what), leaves, byShell);
    }

    Proof leaving(String... files) {
      return new Proof(run, says, List.of(files), byShell);
    }

    Proof byAShell() {
      return new Proof(run, says, leaves, true);
    }
  }

  private static final Map<String, Proof> PROOFS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "./glass open",
                  Proof.of("./glass open")
                      .saying("followed the redirect", "static.glasshouse.test")
                      .leaving("www.glasshouse.test.png")
                      .byAShell()),
              Map.entry(
                  "./glass open http://localhost:8080/",
                  Proof.of("./glass open " + SERVER)
                      .saying("was asked for", "the journey ended")
                      .leaving("localhost.png")
                      .byAShell()),
              Map.entry(
                  "./glass open --lang zh",
                  Proof.of("./glass open --lang zh")
                      .saying("用户要求打开", "旅程结束")
                      .leaving("www.glasshouse.test.png")),
              Map.entry(
                  "./glass open URL",
                  Proof.of("./glass open " + SERVER)
                      .saying("the journey ended")
                      .leaving("localhost.png")),
              Map.entry(
                  "./glass open --story full URL",
                  Proof.of(
                          "./glass open --story full " + SERVER,
                          "./glass open --story brief " + SERVER)
                      .saying("bytes are moved by", "the journey ended")),
              Map.entry(
                  "./glass cookies --for URL",
                  Proof.of(
                          "./glass open --dump text --profile kept " + SERVER,
                          "./glass cookies --profile kept --for " + SERVER,
                          "./glass cookies --profile kept --delete none")
                      .saying("no cookie is kept in", "there was none to delete")),
              Map.entry(
                  "./glass open --private URL",
                  Proof.of("./glass open --private --dump text " + SERVER)
                      .saying("A page of ours")),
              Map.entry(
                  "./glass open --json URL",
                  Proof.of("./glass open --json " + SERVER).saying("\"kind\":\"Began\"")),
              Map.entry(
                  "./glass open --har way.har --trace way.json URL",
                  Proof.of("./glass open --har way.har --trace way.json " + SERVER)
                      .leaving("way.har", "way.json")),
              Map.entry(
                  "./glass open --dump text URL",
                  Proof.of(
                          "./glass open --dump text " + SERVER,
                          "./glass open --dump dom " + SERVER,
                          "./glass open --dump layout " + SERVER,
                          "./glass open --dump requests " + SERVER)
                      .saying("A page of ours", "<title>", "status\tmethod")),
              Map.entry(
                  "./glass open --full --viewport 800x600 --png page.png URL",
                  Proof.of("./glass open --full --viewport 800x600 --png page.png " + SERVER)
                      .leaving("page.png")),
              Map.entry(
                  "./glass get URL -X POST -H 'A: b' -d data",
                  Proof.of("./glass get " + SERVER + " -X POST -H 'A: b' -d data")
                      .saying("POST / HTTP/1.1", "A: b", "POST with b: data")
                      .byAShell()),
              Map.entry(
                  "./glass open https://www.glasshouse.test/carried/",
                  Proof.of("./glass open https://www.glasshouse.test/carried/")
                      .saying("HTTP/3 was not used", "h2")
                      .leaving("www.glasshouse.test.png")),
              Map.entry(
                  "./glass get http://anycast.glasshouse.test/css/site.css --from africa",
                  Proof.of("./glass get http://anycast.glasshouse.test/css/site.css --from africa")
                      .saying("Via: 1.1 eu", "nearest to africa")),
              Map.entry(
                  "./glass name NAME [TYPE]",
                  Proof.of("./glass name www.glasshouse.test", "./glass name www.glasshouse.test A")
                      .saying("www.glasshouse.test", "127.")),
              Map.entry(
                  "./glass open --http2 URL",
                  Proof.of("./glass open --private --no-png --http2 " + SERVER).saying("HTTP/2")),
              // What stands in the file: QlogTest. The README's server speaks no QUIC.
              Map.entry(
                  "./glass open --qlog logs URL",
                  Proof.of("./glass open --dump text --qlog logs " + SERVER)
                      .saying("A page of ours")),
              // What comes to a collector: OpenCommandTest and ServeCommandTest.
              Map.entry(
                  "./glass open --otlp http://localhost:4318 --traceparent URL",
                  Proof.of("./glass open --dump text --otlp " + SERVER + " --traceparent " + SERVER)
                      .saying("A page of ours")),
              Map.entry(
                  "./glass open --hard-reload URL",
                  Proof.of(
                      "./glass open --dump text --profile kept --hard-reload " + SERVER,
                      "./glass open --dump text --profile kept --reload " + SERVER)),
              Map.entry(
                  "./glass cache URL",
                  Proof.of(
                      "./glass cache --profile kept " + SERVER, "./glass cache --profile kept")),
              Map.entry(
                  "./glass name cache", Proof.of("./glass name cache", "./glass name --cache")),
              Map.entry(
                  "./glass name NAME --trace",
                  Proof.of("./glass name www.glasshouse.test --trace")
                      .saying("test. is served by ", "A 127.80.0.3")),
              Map.entry(
                  "./glass name NAME --trace --dnssec --svg walk.svg",
                  Proof.of("./glass name www.glasshouse.test --trace --dnssec --svg walk.svg")
                      .saying(
                          "www.glasshouse.test. A is secure: every record that counts was checked")
                      .leaving("walk.svg")),
              Map.entry(
                  "./glass open --own-resolver URL",
                  Proof.of("./glass open --private --own-resolver http://www.glasshouse.test/")
                      .saying("from our own resolver, signatures checked", "the zone . is secure")),
              Map.entry(
                  "./glass name resolve --listen ADDR",
                  Proof.of(
                          "./glass name resolve --built-in --listen 127.0.0.1:0 > said & p=$!;"
                              + " until grep -q walking said; do sleep 0.2; done;"
                              + " kill $p && wait $p && cat said")
                      .saying("listening at 127.0.0.1:", "ended after no question")
                      .byAShell()),
              Map.entry(
                  "./glass name serve --zone FILE",
                  Proof.of(
                          "printf '@ 60 SOA ns me 1 9 9 9 9\\n@ 60 NS ns\\nns 60 A 192.0.2.1\\n' > z;"
                              + " ./glass name serve --zone site.test=z --listen 127.0.0.1:0 > said"
                              + " & p=$!; until grep -q listening said; do sleep 0.2; done;"
                              + " kill $p && wait $p && cat said")
                      .saying(
                          "zone site.test. serial 1, 3 records",
                          "listening at 127.0.0.1:",
                          "ended after no question")
                      .byAShell()),
              Map.entry(
                  "./glass serve DIR",
                  Proof.of(
                          "mkdir s; echo hello > s/a.txt; ./glass serve s --listen 127.0.0.1:0 > said"
                              + " & p=$!; until grep -q served said; do sleep 0.2; done;"
                              + " curl -sS \"$(sed -n 's/served at //p' said)a.txt\";"
                              + " kill $p && wait $p && cat said")
                      .saying(
                          "hello",
                          "served at http://127.0.0.1:",
                          "GET /a.txt -> 200, 6 bytes",
                          "a file of that name is there",
                          "ended after 1 request")
                      .byAShell()),
              Map.entry(
                  "./glass serve --config FILE",
                  Proof.of(
                          "mkdir s; echo hello > s/a.txt; printf '[[listen]]\\naddress ="
                              + " \"127.0.0.1:0\"\\n[[site]]\\ndefault = true\\nroot = \"s\"\\n' > c;"
                              + " ./glass serve --config c --check;"
                              + " ./glass serve --config c > said"
                              + " & p=$!; until grep -q served said; do sleep 0.2; done;"
                              + " curl -sS \"$(sed -n 's/served at //p' said)a.txt\";"
                              + " kill $p && wait $p && cat said")
                      .saying(
                          "all is well",
                          "hello",
                          "served at http://127.0.0.1:",
                          "GET /a.txt -> 200, 6 bytes",
                          "ended after 1 request")
                      .byAShell()),
              Map.entry(
                  "./glass edge --to URL",
                  Proof.of(
                          "./glass edge --listen 127.0.0.1:0 --to "
                              + SERVER
                              + " > said & p=$!; until grep -q served said; do sleep 0.2; done;"
                              + " curl -sS \"$(sed -n 's/served at //p' said)\";"
                              + " kill $p && wait $p && cat said")
                      .saying(
                          "A page of ours",
                          "served at http://127.0.0.1:",
                          "GET / -> 200",
                          "ended after 1 request")
                      .byAShell()),
              // Stands for itself: this test is a part of it, and .ci/run calls it.
              Map.entry("mvn verify", Proof.of())));

  /** A run takes two seconds on an idle machine; this is not to fail on one that is not. */
  private static final Duration PATIENCE = Duration.ofSeconds(240);

  @TempDir Path folder;
  private OsNetwork network;
  private HttpServer server;
  private Readme readme;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Readme.here().isPresent(), "there is no README here");
    readme = Readme.here().get();
    network = OsNetwork.open(1);
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
            request ->
                request.method().toString().equals("POST")
                    ? Response.text(
                        Status.OK,
                        "POST with "
                            + request.fields().first("A").orElse("")
                            + ": "
                            + new String(
                                request.body().open().readAllBytes(), StandardCharsets.UTF_8))
                    : Response.html(
                        Status.OK, "<!doctype html><title>Ours</title><p>A page of ours"),
            Trail.OFF);
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
      network.close();
    }
  }

  @Test
  void theTableHasTheCommandsOfTheReadme() {
    assertThat(PROOFS.keySet())
        .as("README.md and the table in this test name the same commands")
        .containsExactlyInAnyOrderElementsOf(readme.commands());
  }

  @Test
  void aCommandThatIsAddedIsFound() {
    var planted =
        new Readme(
            readme.root(),
            readme.text()
                + "\n```sh\n./glass fly   # new\n# alone\n```\n| `./glass dive URL` | x |\n");
    assertThat(planted.commands())
        .contains("./glass fly", "./glass dive URL")
        .hasSize(readme.commands().size() + 2);
  }

  @TestFactory
  List<DynamicTest> everyCommandWorks() throws Exception {
    List<Proof> together = PROOFS.values().stream().filter(proof -> !proof.byShell()).toList();
    Path here = Files.createDirectories(folder.resolve("together"));
    Map<Proof, String> printed = runTogether(together, here);
    return PROOFS.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () -> {
                  Proof proof = entry.getValue();
                  if (proof.byShell()) {
                    Path own = Files.createTempDirectory(folder, "run");
                    check(proof, runByShell(proof, own), own);
                  } else {
                    check(proof, printed.getOrDefault(proof, ""), here);
                  }
                }))
        .toList();
  }

  private static void check(Proof proof, String printed, Path here) {
    for (String text : proof.says()) {
      assertThat(printed).contains(text);
    }
    for (String file : proof.leaves()) {
      assertThat(here.resolve(file)).isNotEmptyFile();
    }
  }

  private String runByShell(Proof proof, Path here) throws Exception {
    launcher(here, Glass.class.getName() + " \"$@\"");
    var all = new StringBuilder();
    for (String line : proof.run()) {
      all.append(shell(line.replace(SERVER, url()), here));
    }
    return all.toString();
  }

  /** Runs the commands of these proofs in one process; what each of them printed. */
  private Map<Proof, String> runTogether(List<Proof> proofs, Path here) throws Exception {
    List<String> lines =
        proofs.stream().flatMap(p -> p.run().stream()).map(l -> l.replace(SERVER, url())).toList();
    Path results = Files.createDirectories(folder.resolve("results"));
    Path commands = Files.write(folder.resolve("commands"), lines);
    launcher(here, ManyRuns.class.getName() + " '" + commands + "' '" + results + "'");
    String said = shell("./glass", here);
    var printed = new HashMap<Proof, String>();
    int i = 0;
    for (Proof proof : proofs) {
      var all = new StringBuilder();
      for (String line : proof.run()) {
        Path status = results.resolve(i + ".status");
        String text = Files.readString(results.resolve(i + ".printed"));
        assertThat(status).as(line + "\n" + text + "\n" + said).hasContent("0");
        all.append(text);
        i++;
      }
      printed.put(proof, all.toString());
    }
    return printed;
  }

  private String url() {
    return "http://localhost:" + server.address().getPort() + "/";
  }

  /** What stands for the launcher: the classes that are tested, in a JVM of their own. */
  private static void launcher(Path here, String main) throws IOException {
    Path script = here.resolve("glass");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(
        script,
        """
        #!/bin/sh
        exec '%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss1m -Djava.awt.headless=true \
        -Dfile.encoding=UTF-8 -cp '%s' %s
        """
            .formatted(java, classpath(), main));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private static String classpath() {
    return java.util.Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(java.util.stream.Collectors.joining(File.pathSeparator));
  }

  private String shell(String line, Path here) throws Exception {
    Path printed = here.resolve("printed");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", line)
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    // Nothing of the user who runs the test is read or written, and one run keeps for the next
    // only what is unpacked.
    shell.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    shell.environment().put("XDG_STATE_HOME", here.resolve("state").toString());
    shell.environment().put("HOME", here.toString());
    shell
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
    Process process = shell.start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(printed);
    assertThat(ended).as(line + "\n" + text).isTrue();
    assertThat(process.exitValue()).as(line + "\n" + text).isZero();
    return text;
  }

  @Test
  void theJavaExampleRuns() throws Exception {
    assertThat(readme.blocks("java")).hasSize(1);
    String source =
        """
        import dev.glasshouse.browser.*;
        import dev.glasshouse.journey.view.*;
        import dev.glasshouse.journey.words.*;
        import java.nio.file.*;
        public class Example {
          public static void main(String[] arguments) throws Exception {
        %s
          }
        }
        """
            .formatted(readme.blocks("java").getFirst().replace(SERVER, url()))
            .replace("Path.of(\"page.png\")", "Path.of(arguments[0])");
    Path file = Files.writeString(folder.resolve("Example.java"), source);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                classpath(),
                "-d",
                folder.toString(),
                file.toString());
    assertThat(compiled).isZero();
    Path picture = folder.resolve("page.png");
    try (var loader =
        new URLClassLoader(
            new URL[] {URI.create(folder.toUri().toString()).toURL()},
            getClass().getClassLoader())) {
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {picture.toString()});
    }
    assertThat(picture).isNotEmptyFile();
  }

  @Test
  void itsLinksLeadSomewhere() {
    assertThat(readme.links()).isNotEmpty();
    var dead = new ArrayList<String>();
    for (String link : readme.links()) {
      if (!Files.exists(readme.root().resolve(link))) {
        dead.add(link);
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void theCheckIsTheReadmesOwn() throws IOException {
    Path ci = readme.root().resolve(".ci/run");
    assumeTrue(Files.exists(ci), "there is no .ci/run here");
    assertThat(Files.readString(ci)).containsPattern("(?m)^mvn .*verify$");
  }
}
