package dev.glasshouse.conformance;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.dom.html.ParseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of a parser that knows the three statements that html5lib's scripted cases are made of:
 * {@code document.write} of string literals, and two that change an attribute.
 */
final class SmallScripts {
  private static final Pattern WRITE =
      Pattern.compile("document\\.write\\((.*)\\);?", Pattern.DOTALL);
  private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
  private static final Pattern ID =
      Pattern.compile("document\\.getElementById\\(\"(\\w+)\"\\)\\.id = \"(\\w+)\"");
  private static final Pattern SET =
      Pattern.compile(
          "document\\.getElementsByTagName\\(\"(\\w+)\"\\)\\[(\\d+)\\]"
              + "\\.setAttribute\\(\"(\\w+)\", \"(\\w+)\"\\);");

  private final HtmlParser parser;

  private SmallScripts(HtmlParser parser) {
    this.parser = parser;
  }

  /** Runs every script that the parser stops at until it wants input or is done. */
  static void run(HtmlParser parser, ParseStatus status) {
    SmallScripts host = new SmallScripts(parser);
    ParseStatus now = status;
    while (now instanceof ParseStatus.Paused paused) {
      host.execute(paused.script());
      now = parser.resume();
    }
  }

  private void execute(Element script) {
    String code = script.textContent();
    Document document = parser.document();
    Matcher write = WRITE.matcher(code);
    Matcher id = ID.matcher(code);
    Matcher set = SET.matcher(code);
    if (write.matches()) {
      write(script, joined(write.group(1)));
    } else if (id.matches()) {
      Element element = document.getElementById(id.group(1));
      if (element != null) {
        element.setAttribute("id", id.group(2));
      }
    } else if (set.matches()) {
      List<Element> named = new ArrayList<>();
      document
          .descendantElements()
          .forEach(e -> {
            if (e.isHtml(set.group(1))) {
              named.add(e);
            }
          });
      named.get(Integer.parseInt(set.group(2))).setAttribute(set.group(3), set.group(4));
    }
    // Any other script is not one of those that the suite needs: nothing happens.
  }

  private void write(Element script, String text) {
    ParseStatus status = parser.write(script, text);
    while (status instanceof ParseStatus.Paused paused && paused.script() != script) {
      execute(paused.script());
      status = parser.resume();
    }
  }

  private static String joined(String expression) {
    StringBuilder text = new StringBuilder();
    Matcher literal = LITERAL.matcher(expression);
    while (literal.find()) {
      text.append(literal.group(1) != null ? literal.group(1) : literal.group(2));
    }
    return text.toString();
  }
}
