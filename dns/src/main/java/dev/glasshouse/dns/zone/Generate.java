package dev.glasshouse.dns.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code $GENERATE START-STOP[/STEP] OWNER [TTL] [CLASS] TYPE DATA}: the same record for a row of
 * numbers, as BIND has it. {@code $} stands for the number, {@code ${OFFSET,WIDTH,BASE}} for it in
 * another form ({@code d o x X n N}), {@code \$} and {@code $$} for the sign itself.
 */
final class Generate {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,10})-(\\d{1,10})(?:/(\\d{1,10}))?");
  private static final Pattern FORM =
      Pattern.compile("\\$\\{(-?\\d{1,9})(?:,(\\d{1,3})(?:,([doxXnN]))?)?\\}");

  private final long stop;
  private final long step;
  private final List<String> words;
  private long value;

  private Generate(long start, long stop, long step, List<String> words) {
    this.value = start;
    this.stop = stop;
    this.step = step;
    this.words = words;
  }

  /** Reads the directive behind its name. */
  static Generate parse(ZoneTokens in, ZoneLimits limits) throws BadText {
    if (!in.next()) {
      throw new BadText("$GENERATE needs a range START-STOP");
    }
    Matcher range = RANGE.matcher(in.word());
    if (!range.matches()) {
      throw new BadText("no range START-STOP[/STEP]: " + in.word());
    }
    long start = Long.parseLong(range.group(1));
    long stop = Long.parseLong(range.group(2));
    long step = range.group(3) == null ? 1 : Long.parseLong(range.group(3));
    if (stop < start || step < 1) {
      throw new BadText("the range " + range.group() + " has nothing in it");
    }
    if ((stop - start) / step + 1 > limits.generated()) {
      throw new BadText("$GENERATE makes more than " + limits.generated() + " records");
    }
    var words = new ArrayList<String>();
    while (in.next()) {
      words.add(in.quoted() ? '"' + in.word() + '"' : in.word());
    }
    if (words.size() < 3) {
      throw new BadText("$GENERATE needs an owner, a type and data");
    }
    return new Generate(start, stop, step, words);
  }

  /** The next record's text; empty when there is none any more. */
  byte[] next() throws BadText {
    if (value > stop) {
      return new byte[0];
    }
    var line = new StringBuilder();
    for (String word : words) {
      fill(word, line);
      line.append(' ');
    }
    value += step;
    return RdataText.latin(line.toString());
  }

  private void fill(String word, StringBuilder to) throws BadText {
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (letter == '\\' && i + 1 < word.length()) {
        if (word.charAt(i + 1) != '$') {
          to.append(letter);
        }
        to.append(word.charAt(++i));
      } else if (letter != '$') {
        to.append(letter);
      } else if (word.startsWith("$", i + 1)) {
        to.append('$');
        i++;
      } else if (word.startsWith("{", i + 1)) {
        Matcher form = FORM.matcher(word).region(i, word.length());
        if (!form.lookingAt()) {
          throw new BadText("no form ${OFFSET,WIDTH,BASE}: " + word);
        }
        to.append(number(form));
        i = form.end() - 1;
      } else {
        to.append(value);
      }
    }
  }

  private String number(Matcher form) throws BadText {
    long number = value + Long.parseLong(form.group(1));
    int width = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
    String base = form.group(3) == null ? "d" : form.group(3);
    if (number < 0) {
      throw new BadText("a number below 0: " + form.group());
    }
    String digits =
        switch (base) {
          case "o" -> Long.toOctalString(number);
          case "x", "n" -> Long.toHexString(number);
          case "X", "N" -> Long.toHexString(number).toUpperCase(Locale.ROOT);
          default -> Long.toString(number);
        };
    if (!base.equalsIgnoreCase("n")) {
      return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
    // Digits in reverse with dots between, as ip6.arpa has them.
    var nibbles = new StringBuilder();
    for (int i = 0; i < Math.max(digits.length(), (width + 1) / 2); i++) {
      nibbles.append(i == 0 ? "" : ".");
      nibbles.append(i < digits.length() ? digits.charAt(digits.length() - 1 - i) : '0');
    }
    return nibbles.toString();
  }
}
