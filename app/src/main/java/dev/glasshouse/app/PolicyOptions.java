package dev.glasshouse.app;

import dev.glasshouse.dns.policy.NamePolicy;
import dev.glasshouse.dns.policy.Policed;
import dev.glasshouse.dns.policy.PolicyException;
import dev.glasshouse.dns.policy.PolicyLimits;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.journey.Trail;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Rules that a name server of ours puts before its answers. */
final class PolicyOptions {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = {
        "rules that block, redirect and rewrite names, one a line, read anew when they change:",
        "block [under] NAME [with nxdomain|nodata|ADDRESS...]; redirect NAME to OTHER; rewrite",
        "NAME to OTHER; pass NAME; each with [as blocked|censored|filtered|forged] [because TEXT].",
        "They hold for what a name turns out to be an alias of, too"
      })
  private @Nullable Path file;

  /**
   * The rules before who answers truly; that one alone where there are none.
   *
   * @param watch looks after the file
   * @throws PolicyException with all that is wrong in it
   */
  Answerer before(Answerer behind, FileWatch watch, Console console) throws PolicyException {
    if (file == null) {
      return behind;
    }
    var policed = new Policed(NamePolicy.NONE, behind, PolicyLimits.DEFAULT);
    policed.load(file, Trail.OFF);
    console.err().println(loaded(policed, file));
    watch.add(
        file,
        its -> {
          try {
            policed.load(its, Trail.OFF);
            console.err().println(loaded(policed, its));
          } catch (PolicyException e) {
            tell(e, console);
            console.err().println("glass: the rules of before hold on");
          }
        });
    return policed;
  }

  private static String loaded(Policed policed, Path file) {
    return policed.policy().rules().size() + " rules, from " + file;
  }

  /** Says all that is wrong. */
  static void tell(PolicyException e, Console console) {
    e.faults().forEach(fault -> console.err().println("glass: " + fault));
  }
}
