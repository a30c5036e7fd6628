package dev.glasshouse.server.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.sessions.MemoryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program of the documentation, used by curl, with a jar of cookies. */
@Timeout(120)
class TodoServiceTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

  private final OsNetwork network = OsNetwork.open(1);
  private final Recorder recorder = Recorder.start();
  private HttpServer server;
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new TodoService(new MemoryStore()).handler(),
            recorder.trail());
  }

  @AfterEach
  void stop() {
    server.close();
    network.close();
  }

  /** What curl prints, with the status behind it. */
  private String curl(String path, String... options) throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "curl")));
    assumeTrue(there, "curl is not on this machine");
    var command =
        new ArrayList<>(
            List.of(
                "curl", "-q", "-sS", "--noproxy", "*", "--max-time", "60", "-w", " %{http_code}"));
    command.addAll(List.of("-b", folder + "/jar", "-c", folder + "/jar"));
    command.addAll(List.of(options));
    command.add("http://127.0.0.1:" + server.address().getPort() + path);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private String send(String method, String path, String json, String... more) throws Exception {
    var options =
        new ArrayList<>(
            List.of("-X", method, "-H", "Content-Type: application/json", "--data-binary", json));
    options.addAll(List.of(more));
    return curl(path, options.toArray(String[]::new));
  }

  @Test
  void aDayWithTheService() throws Exception {
    assertThat(send("POST", "/todos", "{\"title\":\"x\"}")).contains("/login").endsWith(" 403");
    assertThat(curl("/login", "-d", "name=")).endsWith(" 422");
    assertThat(curl("/login", "-d", "name=me")).isEqualTo("{\"user\":\"me\"} 200");

    assertThat(send("POST", "/todos", "{\"title\":\"read\"}"))
        .isEqualTo("{\"id\":1,\"version\":1,\"title\":\"read\",\"done\":false} 201");
    assertThat(send("POST", "/todos", "{\"title\":\" \"}")).endsWith(" 422");
    assertThat(send("POST", "/todos", "{\"title\":\"x\",\"titel\":\"x\"}"))
        .contains("\"pointer\":\"#/titel\"")
        .endsWith(" 422");
    assertThat(curl("/todos", "-d", "title=x")).endsWith(" 415");

    assertThat(curl("/todos/1", "-H", "If-None-Match: \"v1\"")).isEqualTo(" 304");
    String changed = "{\"title\":\"read\",\"done\":true}";
    assertThat(send("PUT", "/todos/1", changed, "-H", "If-Match: \"v1\"")).endsWith(" 200");
    assertThat(send("PUT", "/todos/1", changed, "-H", "If-Match: \"v1\"")).endsWith(" 412");

    assertThat(send("POST", "/todos/import", "[{\"title\":\"a\"},{\"title\":\"b\"}]"))
        .isEqualTo("{\"added\":2} 200");
    assertThat(curl("/todos")).contains("\"title\":\"b\"").endsWith("] 200");
    assertThat(curl("/todos", "-H", "Accept: text/plain")).isEqualTo("3 to do\n 200");
    assertThat(curl("/todos", "-H", "Accept: image/png")).endsWith(" 406");

    assertThat(curl("/todos/3", "-X", "DELETE")).isEqualTo(" 204");
    assertThat(curl("/todos/3")).endsWith(" 404");
    assertThat(curl("/todos/three")).endsWith(" 404");
    assertThat(curl("/todos/1", "-X", "PATCH", "-D", folder + "/head")).endsWith(" 405");
    assertThat(folder.resolve("head")).content().contains("Allow: DELETE, GET, HEAD, OPTIONS, PUT");

    assertThat(curl("/logout", "-X", "POST", "-H", "Sec-Fetch-Site: cross-site")).endsWith(" 403");
    assertThat(curl("/logout", "-X", "POST")).isEqualTo(" 204");
    assertThat(send("POST", "/todos", "{\"title\":\"x\"}")).endsWith(" 403");
  }

  @Test
  void filesAreSentAsCurlSendsThem() throws Exception {
    curl("/login", "-d", "name=me");
    send("POST", "/todos", "{\"title\":\"paint\"}");
    Path small = Files.writeString(folder.resolve("a \"b\" ü.png"), "12345");
    assertThat(curl("/todos/1/picture", "-F", "picture=@\"" + quoted(small) + "\""))
        .contains("\"name\":\"a b ü.png\"")
        .contains("\"bytes\":5")
        .endsWith(" 200");
    Path large = Files.write(folder.resolve("large"), new byte[3_000_000]);
    assertThat(curl("/todos/1/picture", "-F", "picture=@" + large + ";type=image/png"))
        .contains("\"bytes\":3000000")
        .endsWith(" 200");
    assertThat(curl("/todos/1/picture", "-F", "other=x")).endsWith(" 422");
  }

  private static String quoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** What the documentation shows is what was tried here. */
  @Test
  void theDocumentationShowsThisProgram() throws IOException {
    Path root = Path.of(System.getenv().getOrDefault("GLASS_ROOT", ".."));
    String here =
        Files.readString(
            root.resolve("server/src/test/java/dev/glasshouse/server/example/TodoService.java"));
    Matcher block = BLOCK.matcher(Files.readString(root.resolve("docs/programs.md")));
    int blocks = 0;
    while (block.find()) {
      assertThat(plain(here)).contains(plain(block.group(1)));
      blocks++;
    }
    assertThat(blocks).isGreaterThan(3);
  }

  private static String plain(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
