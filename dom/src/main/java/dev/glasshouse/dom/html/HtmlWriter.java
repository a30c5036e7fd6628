package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Attribute;
import dev.glasshouse.dom.AttributeName;
import dev.glasshouse.dom.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes tokens as short HTML: tags that may be left out are, quotation marks too, attributes stand
 * in alphabetical order. {@link HtmlSerializer} writes a tree as it is.
 */
public final class HtmlWriter {
  private final WriterOptions options;
  private final StringBuilder out = new StringBuilder();

  /** The element whose text is written as it is, while in one. */
  private @Nullable String rawText;

  /** How many elements are open in which white space counts. */
  private int preserved;

  private HtmlWriter(WriterOptions options) {
    this.options = options;
  }

  /** The tokens as HTML. */
  public static String write(List<Token> tokens, WriterOptions options) {
    HtmlWriter writer = new HtmlWriter(options);
    List<Token> all =
        options.encoding().map(encoding -> withEncoding(tokens, encoding)).orElse(tokens);
    for (int i = 0; i < all.size(); i++) {
      Token previous = i > 0 ? all.get(i - 1) : null;
      Token next = i + 1 < all.size() ? all.get(i + 1) : null;
      writer.token(all.get(i), previous, next);
    }
    return writer.out.toString();
  }

  private void token(Token token, @Nullable Token previous, @Nullable Token next) {
    switch (token) {
      case Token.Doctype doctype -> doctype(doctype);
      case Token.StartTag tag -> startTag(tag, previous, next);
      case Token.EndTag tag -> endTag(tag, next);
      case Token.Comment comment -> out.append("<!--").append(comment.data()).append("-->");
      case Token.Characters text -> text(text.data());
    }
  }

  private void doctype(Token.Doctype doctype) {
    out.append("<!DOCTYPE ").append(doctype.name().orElse(""));
    Optional<String> publicId = doctype.publicId().filter(id -> !id.isEmpty());
    Optional<String> systemId = doctype.systemId().filter(id -> !id.isEmpty());
    if (publicId.isPresent()) {
      out.append(" PUBLIC \"").append(publicId.get()).append('"');
    } else if (systemId.isPresent()) {
      out.append(" SYSTEM");
    }
    systemId.ifPresent(id -> {
      char quote = id.indexOf('"') < 0 ? '"' : '\'';
      out.append(' ').append(quote).append(id).append(quote);
    });
    out.append('>');
  }

  private void startTag(Token.StartTag tag, @Nullable Token previous, @Nullable Token next) {
    Tag known = Tag.of(tag.name());
    if (isRawText(known) && !options.escapeRawText()) {
      rawText = tag.name();
    }
    if (keepsSpace(known)) {
      preserved++;
    }
    if (tag.attributes().isEmpty() && OptionalTags.start(known, previous, next)) {
      return;
    }
    out.append('<').append(tag.name());
    List<Attribute> sorted = new ArrayList<>(tag.attributes());
    sorted.sort(Comparator.comparing(Attribute::qualifiedName));
    for (Attribute attribute : sorted) {
      attribute(attribute);
    }
    out.append(options.trailingSolidus() && HtmlSerializer.isVoid(known) ? " />" : ">");
  }

  private void endTag(Token.EndTag tag, @Nullable Token next) {
    Tag known = Tag.of(tag.name());
    if (tag.name().equals(rawText)) {
      rawText = null;
    }
    if (keepsSpace(known) && preserved > 0) {
      preserved--;
    }
    if (!HtmlSerializer.isVoid(known) && !OptionalTags.end(known, next)) {
      out.append("</").append(tag.name()).append('>');
    }
  }

  private static boolean isRawText(Tag tag) {
    return switch (tag) {
      case STYLE, SCRIPT, XMP, IFRAME, NOEMBED, NOFRAMES, NOSCRIPT -> true;
      default -> false;
    };
  }

  private static boolean keepsSpace(Tag tag) {
    return tag == Tag.PRE || tag == Tag.TEXTAREA || isRawText(tag);
  }

  private void attribute(Attribute attribute) {
    String name = attribute.qualifiedName();
    String value = attribute.value();
    out.append(' ').append(name);
    boolean says = value.isEmpty() || value.equalsIgnoreCase(name);
    if (options.shortBooleans() && says && isBoolean(name)) {
      return;
    }
    out.append('=');
    String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    if (!options.quoteAlways() && !needsQuotes(value)) {
      out.append(escaped);
      return;
    }
    char quote =
        options.quote().orElse(value.indexOf('"') >= 0 && value.indexOf('\'') < 0 ? '\'' : '"');
    out.append(quote)
        .append(quote == '"' ? escaped.replace("\"", "&quot;") : escaped.replace("'", "&#39;"))
        .append(quote);
  }

  private static boolean needsQuotes(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (" \t\n\f\r\"'=>`".indexOf(value.charAt(i)) >= 0) {
        return true;
      }
    }
    return value.isEmpty();
  }

  private static boolean isBoolean(String name) {
    return switch (name) {
      case "allowfullscreen", "async", "autofocus", "autoplay", "checked", "compact", "controls" ->
          true;
      case "declare", "default", "defer", "disabled", "formnovalidate", "hidden", "inert" -> true;
      case "irrelevant", "ismap", "itemscope", "loop", "multiple", "muted", "nohref" -> true;
      case "nomodule", "noresize", "noshade", "novalidate", "nowrap", "open" -> true;
      case "playsinline", "readonly", "required", "reversed", "selected" -> true;
      default -> false;
    };
  }

  private void text(String data) {
    String text = options.stripSpace() && preserved == 0 ? collapsed(data) : data;
    out.append(
        rawText != null
            ? text
            : text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
  }

  private static String collapsed(String data) {
    StringBuilder text = new StringBuilder(data.length());
    boolean space = false;
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      boolean now = CharClass.isSpace(c) || c == '\r';
      if (!now) {
        text.append(c);
      } else if (!space) {
        text.append(' ');
      }
      space = now;
    }
    return text.toString();
  }

  /**
   * The tokens with every {@code meta} in the head naming the encoding, and one added if none did.
   */
  private static List<Token> withEncoding(List<Token> tokens, String encoding) {
    List<Token> changed = new ArrayList<>(tokens.size() + 1);
    int headAt = -1;
    boolean inHead = false;
    boolean found = false;
    for (Token token : tokens) {
      Token now = token;
      if (token instanceof Token.StartTag tag && tag.name().equals("head")) {
        inHead = true;
        headAt = changed.size();
      } else if (token instanceof Token.EndTag tag && tag.name().equals("head")) {
        inHead = false;
      } else if (inHead && token instanceof Token.StartTag tag && tag.name().equals("meta")) {
        now = renamed(tag, encoding);
        found |= now != token;
      }
      changed.add(now);
    }
    if (headAt >= 0 && !found) {
      List<Attribute> charset = List.of(new Attribute(AttributeName.of("charset"), encoding));
      changed.add(headAt + 1, new Token.StartTag("meta", charset, false));
    }
    return changed;
  }

  /** The same object if the tag says nothing of an encoding. */
  private static Token renamed(Token.StartTag meta, String encoding) {
    boolean pragma =
        meta.attributes().stream()
            .anyMatch(a ->
                a.qualifiedName().equals("http-equiv")
                    && a.value().toLowerCase(Locale.ROOT).equals("content-type"));
    List<Attribute> attributes = new ArrayList<>();
    boolean any = false;
    for (Attribute attribute : meta.attributes()) {
      String name = attribute.qualifiedName();
      if (name.equals("charset")) {
        attributes.add(new Attribute(attribute.name(), encoding));
        any = true;
      } else if (name.equals("content") && pragma) {
        attributes.add(new Attribute(attribute.name(), "text/html; charset=" + encoding));
        any = true;
      } else {
        attributes.add(attribute);
      }
    }
    return any ? new Token.StartTag(meta.name(), attributes, meta.selfClosing()) : meta;
  }
}
