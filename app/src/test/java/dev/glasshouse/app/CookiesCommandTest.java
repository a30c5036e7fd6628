package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cookies from one run to the next, and the command that shows them. */
@Timeout(120)
class CookiesCommandTest {
  @TempDir Path temp;
  private final OsNetwork network = OsNetwork.open(1);
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private String base = "";

  @BeforeEach
  void serve() throws Exception {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request -> {
              sent.add(request.fields().first("Cookie").orElse("-"));
              return Response.text(Status.OK, "x")
                  .with(
                      Fields.of(
                          "Set-Cookie", "sid=0123456789abcdef; Max-Age=3600; Secure; HttpOnly",
                          "Set-Cookie", "theme=dark; Max-Age=3600; SameSite=Strict; Path=/a",
                          "Set-Cookie", "session=1"));
            },
            Trail.OFF);
    base = "http://127.0.0.1:" + server.address().getPort();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Path profile() {
    return temp.resolve("profile");
  }

  private BadInputTest.Run cookies(String... arguments) {
    var all = new java.util.ArrayList<>(List.of("cookies", "--profile", profile().toString()));
    all.addAll(List.of(arguments));
    return BadInputTest.run(all.toArray(String[]::new));
  }

  private BadInputTest.Run visit(String... arguments) {
    var all = new java.util.ArrayList<>(List.of("get", base + "/a/b"));
    all.addAll(List.of(arguments));
    return BadInputTest.run(all.toArray(String[]::new));
  }

  @Test
  void outliveTheProcessWhereAProfileIsAskedFor() {
    String folder = profile().toString();
    assertThat(visit("--profile", folder, "-v").all())
        .contains("kept the cookie sid for 127.0.0.1/a, for 1 h")
        .contains("wrote 2 cookies into " + profile().resolve("cookies"));
    assertThat(visit("--profile", folder, "-v").all())
        .contains("found 2 cookies in")
        .contains("sent 2 cookies with it: sid, theme");
    visit();
    visit("--profile", folder, "--private");
    assertThat(sent).containsExactly("-", "sid=0123456789abcdef; theme=dark", "-", "-");
  }

  @Test
  void areKeptByOpen() {
    BadInputTest.run(
        "open", base + "/a/b", "--no-png", "--profile", profile().toString(), "--dump", "text");
    assertThat(cookies().out()).startsWith("2 cookies kept in");
    Path none = temp.resolve("none");
    BadInputTest.run("open", base + "/a/b", "--no-png", "--profile", none.toString(), "--private");
    assertThat(none).doesNotExist();
  }

  @Test
  void areListed() {
    assertThat(cookies().out()).startsWith("no cookie is kept in");
    visit("--profile", profile().toString());
    String out = cookies().out();
    assertThat(out)
        .contains("127.0.0.1/a  sid=0123...(16)  until 20")
        .contains("  Secure HttpOnly\n")
        .contains("127.0.0.1/a  theme=d...(4)")
        .contains("SameSite=Strict")
        .doesNotContain("session")
        .doesNotContain("0123456789abcdef");
    assertThat(cookies("--show-values").out()).contains("sid=0123456789abcdef");
    assertThat(cookies("sid").out()).contains("sid=").doesNotContain("theme");
    assertThat(cookies("--domain", "elsewhere.example").out()).startsWith("no cookie");
    assertThat(cookies("--json").out().lines().toList())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"name\":\""));
    assertThat(cookies("--lang", "zh").out()).contains("有效至");
  }

  @Test
  void saysWhichAreSentAndWhyNot() {
    visit("--profile", profile().toString());
    assertThat(cookies("--for", base + "/a/x").out())
        .contains("    sent: its domain, path and attributes match (RFC 6265bis 5.8.3)")
        .doesNotContain("not sent");
    assertThat(cookies("--for", base + "/b").out())
        .contains("    not sent: the path /b is not under its path /a (RFC 6265bis 5.8.3)");
    assertThat(cookies("theme", "--for", base + "/a/", "--from", "https://b.example/").out())
        .contains("not sent: SameSite=Strict, and the request comes from another site");
    assertThat(cookies("--for", "http://a.example/", "--lang", "zh").out())
        .contains("不发送：它只用于 127.0.0.1");
    assertThat(cookies("--for", "http://").status()).isEqualTo(Glass.WRONG_USE);
    assertThat(cookies("--from", "http://a.example/").status()).isEqualTo(Glass.WRONG_USE);
  }

  @Test
  void areDeleted() {
    visit("--profile", profile().toString());
    assertThat(cookies("--delete").status()).isEqualTo(Glass.WRONG_USE);
    assertThat(cookies("--all").status()).isEqualTo(Glass.WRONG_USE);
    assertThat(cookies("--delete", "sid").out()).startsWith("deleted 127.0.0.1/a  sid=");
    assertThat(cookies().out()).startsWith("1 cookie kept").contains("theme");
    assertThat(cookies("--delete", "--domain", "b.example").out()).startsWith("there was none");
    assertThat(cookies("--delete", "--domain", "127.0.0.1").out()).contains("theme");
    visit("--profile", profile().toString());
    assertThat(cookies("--delete", "--all").out().lines()).hasSize(2);
    assertThat(cookies().out()).startsWith("no cookie");
  }

  @Test
  void brokenLinesAreNamed() throws Exception {
    visit("--profile", profile().toString());
    Path file = profile().resolve("cookies");
    Files.writeString(file, Files.readString(file) + "nonsense\n");
    BadInputTest.Run run = cookies();
    assertThat(run.status()).isEqualTo(Glass.FAILED);
    assertThat(run.out()).startsWith("2 cookies kept");
    assertThat(run.all()).contains(file + ": line 5: it has 1 fields, not 8");
    assertThat(visit("--profile", profile().toString()).all())
        .contains("passed over a part of " + file + ": line 5: it has 1 fields, not 8");
    assertThat(file).content().as("it is there to be put right").contains("\nnonsense\n");
    assertThat(cookies("--delete", "sid").all()).contains("line 5");
    assertThat(file).content().contains("\nnonsense\n");
    assertThat(cookies("--delete", "--all").out())
        .contains("theme")
        .endsWith("deleted 1 line that was no cookie\n");
    assertThat(file).content().doesNotContain("nonsense");
  }

  @Test
  void aFileThatIsNotOursIsLeftAlone() throws Exception {
    Files.createDirectories(profile());
    Path file = Files.writeString(profile().resolve("cookies"), "my notes");
    BadInputTest.Run run = visit("--profile", profile().toString());
    assertThat(run.status()).isZero();
    assertThat(run.all())
        .contains("could not write the cookies into " + file)
        .contains("is no file of cookies, and is left as it is");
    assertThat(file).hasContent("my notes");
    assertThat(cookies("--delete", "--all").out()).startsWith("there was none");
  }
}
