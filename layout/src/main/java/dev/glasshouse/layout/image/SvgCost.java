package dev.glasshouse.layout.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much there is to draw in an SVG document, counted before Skia sees it: its renderer recurses
 * over elements and follows {@code use} without a limit, so deep nesting would overflow its stack
 * and a few lines of nested {@code use} would draw for ever.
 */
final class SvgCost {
  /** Elements inside one another: real drawings have some ten. */
  private static final int DEPTH = 200;

  private static final Pattern ID = Pattern.compile("\\sid\\s*=\\s*[\"']([^\"']*)[\"']");
  private static final Pattern HREF =
      Pattern.compile("\\s(?:xlink:)?href\\s*=\\s*[\"']\\s*#([^\"']*)[\"']");

  /** An element; {@code cost} is 0 until counted and -1 while it is being counted. */
  private static final class Node {
    private final List<Node> children = new ArrayList<>(2);
    private String repeats = "";
    private long cost;
  }

  private final Map<String, Node> byId = new HashMap<>();
  private final Node root = new Node();
  private int elements;

  private SvgCost() {}

  /** What makes the document too much to draw; empty where it is not. */
  static Optional<String> excess(String svg, int most) {
    SvgCost cost = new SvgCost();
    Optional<String> wrong = cost.read(svg, most);
    if (wrong.isPresent()) {
      return wrong;
    }
    return cost.count(cost.root, most, 0) > most
        ? Optional.of("it draws more than " + most + " elements")
        : Optional.empty();
  }

  private Optional<String> read(String svg, int most) {
    Deque<Node> open = new ArrayDeque<>();
    open.push(root);
    int at = svg.indexOf('<');
    while (at >= 0) {
      int end = tagEnd(svg, at);
      if (end < 0) {
        break;
      }
      char kind = at + 1 < svg.length() ? svg.charAt(at + 1) : '>';
      if (kind == '/') {
        if (open.size() > 1) {
          open.pop();
        }
      } else if (kind != '!' && kind != '?') {
        Node node = element(svg.substring(at, end));
        Node parent = open.peek();
        if (parent != null) {
          parent.children.add(node);
        }
        if (++elements > most) {
          return Optional.of("it has more than " + most + " elements");
        }
        if (svg.charAt(end - 1) != '/') {
          open.push(node);
          if (open.size() > DEPTH) {
            return Optional.of("its elements are nested more than " + DEPTH + " deep");
          }
        }
      }
      at = svg.indexOf('<', end);
    }
    return Optional.empty();
  }

  private Node element(String tag) {
    Node node = new Node();
    Matcher id = ID.matcher(tag);
    if (id.find()) {
      byId.put(id.group(1), node);
    }
    Matcher href = HREF.matcher(tag);
    if (href.find()) {
      node.repeats = href.group(1);
    }
    return node;
  }

  /** Index of the end of the tag, comment or section that begins at {@code at}; -1 without one. */
  private static int tagEnd(String svg, int at) {
    if (svg.startsWith("<!--", at)) {
      int end = svg.indexOf("-->", at + 4);
      return end < 0 ? -1 : end + 2;
    }
    if (svg.startsWith("<![CDATA[", at)) {
      int end = svg.indexOf("]]>", at);
      return end < 0 ? -1 : end + 2;
    }
    char quote = 0;
    for (int i = at + 1; i < svg.length(); i++) {
      char c = svg.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      }
    }
    return -1;
  }

  /**
   * Elements drawn for this one, each repetition counted; stops counting past {@code most}. What
   * refers to itself counts as too much.
   */
  private long count(Node node, int most, int depth) {
    if (node.cost > 0) {
      return node.cost;
    }
    if (node.cost < 0 || depth > 4 * DEPTH) {
      return most + 1L;
    }
    node.cost = -1;
    long sum = 1;
    for (Node child : node.children) {
      sum += count(child, most, depth + 1);
      if (sum > most) {
        break;
      }
    }
    Node repeated = node.repeats.isEmpty() ? null : byId.get(node.repeats);
    if (repeated != null && sum <= most) {
      sum += count(repeated, most, depth + 1);
    }
    node.cost = Math.min(sum, most + 1L);
    return node.cost;
  }
}
