package dev.glasshouse.dns.policy;

import dev.glasshouse.dns.wire.AnswerMark;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** One line of {@link PolicyFile}, word by word. */
final class RuleText {
  private static final String ACTIONS = "pass, block, redirect or rewrite";

  private final List<String> words;
  private final PolicyLimits limits;
  private int at;

  private RuleText(List<String> words, PolicyLimits limits) {
    this.words = words;
    this.limits = limits;
  }

  /** The line's rule; empty when it has none. */
  static Optional<Rule> read(String text, String file, int line, PolicyLimits limits)
      throws BadRule {
    List<String> words = words(text);
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(new RuleText(words, limits).rule(file, line));
  }

  /** Words, a quoted one with its opening quotation mark. */
  private static List<String> words(String line) throws BadRule {
    var words = new ArrayList<String>();
    int i = 0;
    while (i < line.length()) {
      char letter = line.charAt(i);
      if (letter == '#') {
        break;
      }
      int end = i + 1;
      if (letter == '"') {
        end = line.indexOf('"', i + 1);
        if (end < 0) {
          throw new BadRule("a quotation mark is not closed");
        }
        words.add(line.substring(i, end));
        end++;
      } else if (!Character.isWhitespace(letter) && letter != '\ufeff') {
        while (end < line.length()
            && !Character.isWhitespace(line.charAt(end))
            && line.charAt(end) != '#') {
          end++;
        }
        words.add(line.substring(i, end));
      }
      i = end;
    }
    return words;
  }

  private Rule rule(String file, int line) throws BadRule {
    String action = next("").toLowerCase(Locale.ROOT);
    if (!List.of("pass", "block", "redirect", "rewrite").contains(action)) {
      throw new BadRule("a rule begins with " + ACTIONS + ", not with " + shown(action));
    }
    Rule.Scope scope = accept("under") ? Rule.Scope.SUBTREE : Rule.Scope.EXACT;
    Name name = name("after " + action + " stands a name");
    Deed deed =
        switch (action) {
          case "pass" -> new Deed.Pass();
          case "block" -> block();
          default -> other(action, name, scope);
        };
    AnswerMark.Kind notice =
        deed instanceof Deed.Block ? AnswerMark.Kind.BLOCKED : AnswerMark.Kind.FORGED;
    String why = "";
    if (!(deed instanceof Deed.Pass)) {
      notice = accept("as") ? notice() : notice;
      why = accept("because") ? why() : "";
    }
    if (at < words.size()) {
      throw new BadRule(shown(words.get(at)) + " does not belong here");
    }
    return new Rule(name, scope, deed, notice, why, text(), file, line);
  }

  private String text() {
    var text = new StringBuilder();
    for (String word : words) {
      text.append(text.isEmpty() ? "" : " ").append(word).append(word.startsWith("\"") ? "\"" : "");
    }
    return text.toString();
  }

  private Deed other(String action, Name name, Rule.Scope scope) throws BadRule {
    if (!accept("to")) {
      throw new BadRule(action + " needs: to NAME");
    }
    Name target = name("after to stands a name");
    if (target.equals(name)) {
      throw new BadRule("the name leads to itself");
    }
    return action.equals("redirect") ? new Deed.Redirect(target) : new Deed.Rewrite(target);
  }

  private Deed block() throws BadRule {
    if (!accept("with")) {
      return new Deed.Block(Deed.Block.How.NXDOMAIN);
    }
    if (accept("nxdomain")) {
      return new Deed.Block(Deed.Block.How.NXDOMAIN);
    }
    if (accept("nodata")) {
      return new Deed.Block(Deed.Block.How.NODATA);
    }
    var addresses = new ArrayList<InetAddress>();
    while (at < words.size() && !is("as") && !is("because")) {
      String word = words.get(at++);
      try {
        addresses.add(InetAddress.ofLiteral(word));
      } catch (IllegalArgumentException e) {
        throw new BadRule(shown(word) + " is neither nxdomain nor nodata nor an address");
      }
    }
    if (addresses.isEmpty()) {
      throw new BadRule("after with stands nxdomain, nodata or addresses");
    }
    if (addresses.size() > limits.addresses()) {
      throw new BadRule(
          addresses.size() + " addresses are more than the " + limits.addresses() + " a rule has");
    }
    return new Deed.Forge(List.copyOf(addresses));
  }

  private AnswerMark.Kind notice() throws BadRule {
    String word = next("after as stands blocked, censored, filtered or forged");
    try {
      return AnswerMark.Kind.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadRule(shown(word) + " is none of blocked, censored, filtered, forged");
    }
  }

  private String why() throws BadRule {
    String word = next("after because stands a text in quotation marks");
    if (!word.startsWith("\"")) {
      throw new BadRule("after because stands a text in quotation marks, not " + shown(word));
    }
    String text = word.substring(1);
    if (text.length() > limits.text()) {
      throw new BadRule("the text has more than " + limits.text() + " characters");
    }
    return text;
  }

  private Name name(String missing) throws BadRule {
    String word = next(missing);
    if (word.indexOf('*') >= 0) {
      throw new BadRule(shown(word) + " has a star: \"under NAME\" stands for all names below");
    }
    if (!word.chars().allMatch(letter -> letter > ' ' && letter < 0x7f) || word.startsWith("\"")) {
      throw new BadRule(shown(word) + " is no name in letters of ASCII (xn--...)");
    }
    try {
      return Name.fromString(word, Name.root);
    } catch (TextParseException e) {
      throw new BadRule(shown(word) + " is no name: " + e.getMessage());
    }
  }

  private String next(String missing) throws BadRule {
    if (at >= words.size()) {
      throw new BadRule(missing);
    }
    return words.get(at++);
  }

  private boolean is(String keyword) {
    return at < words.size() && words.get(at).equalsIgnoreCase(keyword);
  }

  private boolean accept(String keyword) {
    boolean here = is(keyword);
    at += here ? 1 : 0;
    return here;
  }

  private static String shown(String word) {
    String cut = word.length() > 80 ? word.substring(0, 80) + "..." : word;
    return cut.startsWith("\"") ? cut + "\"" : cut;
  }
}
