package dev.glasshouse.dns.policy;

import dev.glasshouse.dns.wire.FileWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads rules out of text, with all faults at once. A rule stands on a line of its own:
 *
 * <pre>
 * pass     good.ads.test
 * block    under ads.test                                as filtered because "advertisements"
 * block    tracker.test         with nodata
 * block    under casino.test    with 192.0.2.80 2001:db8::80   as censored
 * redirect under old.test       to new.test
 * rewrite  under www.shop.test  to mirror.shop.test
 * </pre>
 *
 * <p>A name alone means that name, {@code under} all below it too; the first rule that holds
 * decides. Without {@code with} a blocked name does not exist. {@code as} is what the client is
 * told (blocked, censored, filtered, forged), {@code because} says more. What follows {@code #} is
 * a comment.
 */
public final class PolicyFile {
  private final String file;
  private final PolicyLimits limits;
  private final List<Rule> rules = new ArrayList<>();
  private final List<PolicyFault> faults = new ArrayList<>();
  private final Map<List<Object>, Integer> lines = new HashMap<>();
  private int more;

  private PolicyFile(String file, PolicyLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /**
   * Reads a file.
   *
   * @throws PolicyException with all that is wrong
   */
  public static NamePolicy read(Path file, PolicyLimits limits) throws PolicyException {
    String text;
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      long size = Files.size(file);
      if (size > limits.fileBytes()) {
        throw new IOException(size + " bytes, more than " + limits.fileBytes());
      }
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw whole(file, FileWords.unread(e));
    }
    return read(text, file.toString(), limits);
  }

  private static PolicyException whole(Path file, String why) {
    return new PolicyException(List.of(new PolicyFault(file.toString(), 0, why)));
  }

  /**
   * Reads a text.
   *
   * @param name what the text is called in faults and in the journey
   * @throws PolicyException with all that is wrong
   */
  public static NamePolicy read(String text, String name, PolicyLimits limits)
      throws PolicyException {
    var reader = new PolicyFile(name, limits);
    int line = 0;
    for (String each : (Iterable<String>) text.lines()::iterator) {
      reader.line(each, ++line);
    }
    if (reader.more > 0) {
      reader.faults.add(new PolicyFault(name, 0, "and " + reader.more + " faults more"));
    }
    if (!reader.faults.isEmpty()) {
      throw new PolicyException(reader.faults);
    }
    return new NamePolicy(reader.rules);
  }

  private void line(String text, int line) {
    try {
      Optional<Rule> rule = RuleText.read(text, file, line, limits);
      if (rule.isEmpty()) {
        return;
      }
      Integer before = lines.putIfAbsent(List.of(rule.get().name(), rule.get().scope()), line);
      if (before != null) {
        throw new BadRule("line " + before + " is about the same: this rule is never reached");
      }
      if (rules.size() >= limits.rules()) {
        throw new BadRule("there are more than " + limits.rules() + " rules");
      }
      rules.add(rule.get());
    } catch (BadRule e) {
      if (faults.size() < limits.faults()) {
        faults.add(new PolicyFault(file, line, e.reason()));
      } else {
        more++;
      }
    }
  }
}
