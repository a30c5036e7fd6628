package dev.glasshouse.app;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeLimits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whom a name server of ours answers, and how often. */
final class ClientOptions {
  /** RFC 9018 section 4.4: what server cookies are made with. */
  private static final int SECRET_BYTES = 16;

  @Option(
      names = "--allow",
      paramLabel = "RANGE[ drop|refuse]",
      description = {
        "who may ask, for example 192.0.2.0/24 or ::/0, beside this machine; repeatable.",
        "'RANGE drop' leaves its questions without an answer"
      })
  private List<String> allowed = new ArrayList<>();

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      description = {
        "how often a second one network gets the same answer by UDP; no limit if not said, and none",
        "for this machine"
      })
  private int rate;

  @Option(
      names = "--identity",
      paramLabel = "TEXT",
      description = "the server's own name, for those who ask for it (NSID)")
  private String identity = "";

  /** How a server behaves towards them. */
  NameServer.Settings settings(Console console) {
    if (rate < 0) {
      throw console.wrong("--rate-limit is a number from 0");
    }
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    var rules = new ArrayList<>(AccessList.LOOPBACK.rules());
    rules.addAll(list("--allow", allowed, console).rules());
    return NameServer.Settings.DEFAULT
        .with(new AccessList(rules))
        .with(ServeLimits.DEFAULT.withRate(rate))
        .withIdentity(identity)
        .withCookies(secret);
  }

  /** Ranges of addresses as an option has them. */
  static AccessList list(String option, List<String> ranges, Console console) {
    try {
      return AccessList.of(ranges);
    } catch (IllegalArgumentException e) {
      throw console.wrong(option + ": " + e.getMessage());
    }
  }
}
