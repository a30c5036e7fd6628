package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Names that our own resolver finds, in the built-in internet, which has a root of its own. */
@Timeout(180)
class OwnResolverOptionTest {
  private static final String BROKEN = "www.broken.glasshouse.test";

  @TempDir Path folder;

  private static BadInputTest.Run run(String... arguments) {
    return BadInputTest.run(arguments);
  }

  private BadInputTest.Run name(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        new CommandLine(new NameCommand(folder.resolve("names"), Optional.empty()))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new BadInputTest.Run(status, out.toString(), err.toString());
  }

  @Test
  void aPageIsFoundFromTheBuiltInRootDown() {
    BadInputTest.Run run =
        run("open", "--private", "--no-png", "--own-resolver", "--story", "full");
    assertThat(run.status()).as(run.all()).isZero();
    assertThat(run.out())
        .contains("glasshouse.test is 127.80.0.2, from our own resolver, signatures checked, for")
        .contains("our own resolver looked for glasshouse.test A: NOERROR")
        .contains("a server of ., for test. A by UDP")
        .contains("the servers of test. lead to glasshouse.test., which is signed")
        .contains("the zone glasshouse.test. is secure")
        .contains("glasshouse.test A @ our own resolver")
        .doesNotContain("127.80.1.1", "127.80.1.2");
    BadInputTest.Run chinese =
        run("open", "--private", "--no-png", "--own-resolver", "--no-dnssec", "--lang", "zh");
    assertThat(chinese.out()).contains("来自自己的解析器，有效期").doesNotContain("已签名", "签名已验证");
  }

  @Test
  void whatIsNotGenuineIsRefusedWithItsReason() {
    BadInputTest.Run run =
        run("open", "--private", "--no-png", "--own-resolver", "http://" + BROKEN + "/");
    assertThat(run.status()).isEqualTo(Glass.FAILED);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("what was answered for " + BROKEN + " is not genuine (BOGUS, says our own")
        .contains("no key of broken.glasshouse.test. fits a digest that is published above it");
    BadInputTest.Run chinese = name(BROKEN, "--own-resolver", "--lang", "zh");
    assertThat(chinese.err()).contains("的回答不可信（BOGUS，依据：自己的解析器：", "没有与上级公布的摘要相符的密钥");
    BadInputTest.Run unchecked = name(BROKEN, "--own-resolver", "--no-dnssec");
    assertThat(unchecked.status()).as(unchecked.all()).isZero();
    assertThat(unchecked.out()).contains("127.80.0.2", "answered by: our own resolver");
  }

  @Test
  void whatIsTrustedIsForTheUserToSay() throws Exception {
    Path other =
        Files.writeString(folder.resolve("anchor"), ". IN DS 1 15 2 " + "00".repeat(32) + "\n");
    BadInputTest.Run run =
        name("www.glasshouse.test", "A", "--own-resolver", "--anchor", other.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("is not genuine (BOGUS, says our own resolver: no key of . fits");
  }

  @Test
  void itBeginsAtTheRootThatAFileNames() throws Exception {
    Path hints =
        Files.writeString(
            folder.resolve("hints"), ". NS b.root.test.\nb.root.test. A 127.80.2.2\n");
    BadInputTest.Run run =
        name("www.glasshouse.test", "--own-resolver", "--root-hints", hints.toString());
    assertThat(run.status()).as(run.all()).isZero();
    assertThat(run.out())
        .contains("127.80.0.3", "answered by: our own resolver")
        .containsPattern("asked 127\\.80\\.2\\.2:53, a server of \\., for \\. NS by UDP")
        .doesNotContain("signatures checked");
    BadInputTest.Run none =
        name("www.glasshouse.test", "--own-resolver", "--root-hints", folder + "/none");
    assertThat(none.status()).isEqualTo(1);
  }

  /** What servers say, and what is found here, are kept apart. */
  @Test
  void theNamesThatAreKeptAreLeftAlone() {
    assertThat(name("www.glasshouse.test", "--own-resolver").status()).isZero();
    assertThat(folder.resolve("names")).doesNotExist();
    assertThat(name("www.glasshouse.test").status()).isZero();
    assertThat(folder.resolve("names")).exists();
    BadInputTest.Run again = name("www.glasshouse.test", "--own-resolver");
    assertThat(again.out()).contains("answered by: our own resolver");
  }

  @Test
  void oneFetchToo() {
    BadInputTest.Run run = run("get", "--own-resolver", "-v", "http://www.glasshouse.test/");
    assertThat(run.status()).as(run.all()).isZero();
    assertThat(run.err())
        .contains("www.glasshouse.test is 127.80.0.3, from our own resolver, signatures checked");
  }

  @Test
  void wrongUse() {
    for (String option : new String[] {"--root-hints", "--anchor"}) {
      BadInputTest.Run run = run("open", option, "x");
      assertThat(run.status()).isEqualTo(Glass.WRONG_USE);
      assertThat(run.err()).contains(option + " belongs to --own-resolver");
    }
    assertThat(run("get", "--no-dnssec", "http://a.test/").err())
        .contains("--no-dnssec belongs to --own-resolver");
    assertThat(run("open", "--own-resolver", "--no-dnssec", "--anchor", "x").err())
        .contains("--anchor is for checking signatures, which --no-dnssec forbids");
    assertThat(name("a.test", "--own-resolver", "--trace").err())
        .contains("--trace walks with a resolver of our own already");
    assertThat(name("a.test", "--own-resolver", "--server", "192.0.2.1").err())
        .contains("--own-resolver walks from the root: it needs no --server");
    assertThat(name("a.test", "--no-dnssec").err())
        .contains("--no-dnssec belongs to --own-resolver");
  }
}
