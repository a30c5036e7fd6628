package dev.glasshouse.dom.html;

import dev.glasshouse.dom.AttributeList;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks through input that is not parsed yet for resources, so that they are on their way by the
 * time the parser gets there ("speculative HTML parsing", HTML 13.2.6.9; what browsers call the
 * preload scanner).
 *
 * <p>It sees tags, not a tree: what stands in a {@code template} is passed over, and in {@code
 * noscript} where scripts are on; the first {@code base} counts for what follows; of a {@code
 * picture} the choice among sources is not made, so nothing is reported. Scripts with a type that
 * is no script, and style sheets that are alternate or disabled, are not fetched.
 */
public final class PreloadScanner {
  private static final int PIECE = 1 << 13;

  private final Input in;
  private final Tokenizer tokenizer;
  private final Sink sink;

  private PreloadScanner(Optional<Url> documentUrl, Scripting scripting, int line, int column) {
    ErrorLog errors = new ErrorLog(0);
    in = new Input(errors);
    in.beginAt(line, column);
    sink = new Sink(documentUrl, scripting);
    tokenizer = new Tokenizer(in, sink, Limits.DEFAULT, errors);
    sink.tokenizer = tokenizer;
  }

  /** A scanner for the input of a document at this URL, from its beginning. */
  public static PreloadScanner at(String documentUrl, Scripting scripting) {
    return at(documentUrl, scripting, 1, 1);
  }

  static PreloadScanner at(String documentUrl, Scripting scripting, int line, int column) {
    return new PreloadScanner(Url.tryParse(documentUrl), scripting, line, column);
  }

  /** The base that the document names before the place where the scanner begins. */
  void base(String href) {
    sink.base(href);
  }

  /** Takes the next characters; what was found in them, in order. */
  public List<Preload> scan(CharSequence more) {
    String text = more.toString();
    for (int at = 0; at < text.length(); at += PIECE) {
      int to = Math.min(text.length(), at + PIECE);
      in.reserve(to - at);
      int from = in.fillFrom();
      text.getChars(at, to, in.chars, from);
      in.filledTo(from + to - at);
      tokenizer.run();
    }
    List<Preload> found = List.copyOf(sink.found);
    sink.found.clear();
    return found;
  }

  private static final class Sink implements TokenSink {
    final List<Preload> found = new ArrayList<>();
    @Nullable Tokenizer tokenizer;
    private final Scripting scripting;
    private Optional<Url> base;
    private boolean baseSeen;
    private int templates;
    private int pictures;

    /** Whether a policy was met that only the tree can apply: nothing is foreseen any more. */
    private boolean stopped;

    private @Nullable Chars style;
    private int styleLine;
    private int styleColumn;

    Sink(Optional<Url> documentUrl, Scripting scripting) {
      this.base = documentUrl;
      this.scripting = scripting;
    }

    void base(String href) {
      if (!baseSeen) {
        baseSeen = true;
        base = resolve(href).or(() -> base);
      }
    }

    private Optional<Url> resolve(String reference) {
      return base.isPresent() ? Url.tryParse(reference, base.get()) : Url.tryParse(reference);
    }

    @Override
    public void startTag(TagToken token) {
      switchTokenizer(token.tag());
      if (token.tag() == Tag.TEMPLATE) {
        templates++;
      } else if (templates == 0 && !stopped) {
        look(token);
      }
    }

    private void switchTokenizer(Tag tag) {
      TokenizerState state =
          switch (tag) {
            case TITLE, TEXTAREA -> TokenizerState.RCDATA;
            case STYLE, XMP, IFRAME, NOEMBED, NOFRAMES -> TokenizerState.RAWTEXT;
            case SCRIPT -> TokenizerState.SCRIPT_DATA;
            case NOSCRIPT ->
                scripting == Scripting.ON ? TokenizerState.RAWTEXT : TokenizerState.DATA;
            case PLAINTEXT -> TokenizerState.PLAINTEXT;
            default -> TokenizerState.DATA;
          };
      if (tokenizer != null) {
        tokenizer.switchTo(state);
      }
    }

    private void look(TagToken token) {
      switch (token.tag()) {
        case META -> meta(token);
        case BASE -> value(token, "href").ifPresent(this::base);
        case SCRIPT -> script(token);
        case LINK -> link(token);
        case IMG, IMAGE -> {
          if (pictures == 0) {
            image(token, "src");
          }
        }
        case PICTURE -> pictures++;
        case INPUT -> {
          if (value(token, "type").filter(t -> t.equalsIgnoreCase("image")).isPresent()) {
            image(token, "src");
          }
        }
        case VIDEO -> image(token, "poster");
        case STYLE -> {
          style = new Chars();
          styleLine = token.line;
          styleColumn = token.column;
        }
        default -> {
          // Asks for nothing.
        }
      }
    }

    private void meta(TagToken token) {
      stopped |=
          value(token, "http-equiv")
                  .filter(e -> e.strip().equalsIgnoreCase("content-security-policy"))
                  .isPresent()
              || value(token, "name").filter(n -> n.equalsIgnoreCase("referrer")).isPresent();
    }

    private static Optional<String> value(TagToken token, String name) {
      AttributeList attributes = token.attributes;
      int at = attributes.indexOf(name);
      return at < 0 ? Optional.empty() : Optional.of(attributes.value(at));
    }

    private void script(TagToken token) {
      Optional<String> type = value(token, "type").map(t -> t.strip().toLowerCase(Locale.ROOT));
      boolean module = type.isPresent() && type.get().equals("module");
      if (!module && type.isPresent() && !type.get().isEmpty() && !isJavaScript(type.get())) {
        return;
      }
      if (!module && value(token, "nomodule").isPresent()) {
        return;
      }
      Preload.ScriptMode mode = Preload.ScriptMode.BLOCKING;
      if (value(token, "async").isPresent()) {
        mode = Preload.ScriptMode.ASYNC;
      } else if (module) {
        mode = Preload.ScriptMode.MODULE;
      } else if (value(token, "defer").isPresent()) {
        mode = Preload.ScriptMode.DEFER;
      }
      add(token, Preload.Kind.SCRIPT, value(token, "src").orElse(""), mode);
    }

    private static boolean isJavaScript(String type) {
      return switch (type) {
        case "text/javascript", "application/javascript", "application/ecmascript" -> true;
        case "application/x-ecmascript", "application/x-javascript", "text/ecmascript" -> true;
        case "text/javascript1.0", "text/javascript1.1", "text/javascript1.2" -> true;
        case "text/javascript1.3", "text/javascript1.4", "text/javascript1.5" -> true;
        case "text/jscript", "text/livescript", "text/x-ecmascript", "text/x-javascript" -> true;
        default -> false;
      };
    }

    private void link(TagToken token) {
      String href = value(token, "href").orElse("");
      List<String> rels =
          List.of(value(token, "rel").orElse("").toLowerCase(Locale.ROOT).split("[ \t\n\f\r]+"));
      if (rels.contains("stylesheet")) {
        if (!rels.contains("alternate") && value(token, "disabled").isEmpty()) {
          add(token, Preload.Kind.STYLE, href, Preload.ScriptMode.NONE);
        }
      } else if (rels.contains("preload")) {
        add(token, preloaded(value(token, "as").orElse("")), href, Preload.ScriptMode.NONE);
      } else if (rels.contains("modulepreload")) {
        add(token, Preload.Kind.SCRIPT, href, Preload.ScriptMode.MODULE);
      } else if (rels.contains("preconnect")) {
        add(token, Preload.Kind.CONNECTION, href, Preload.ScriptMode.NONE);
      }
    }

    private static Preload.Kind preloaded(String as) {
      return switch (as.toLowerCase(Locale.ROOT)) {
        case "script" -> Preload.Kind.SCRIPT;
        case "style" -> Preload.Kind.STYLE;
        case "image" -> Preload.Kind.IMAGE;
        case "font" -> Preload.Kind.FONT;
        default -> Preload.Kind.OTHER;
      };
    }

    private void image(TagToken token, String attribute) {
      add(token, Preload.Kind.IMAGE, value(token, attribute).orElse(""), Preload.ScriptMode.NONE);
    }

    private void add(TagToken token, Preload.Kind kind, String reference, Preload.ScriptMode mode) {
      String srcset = value(token, "srcset").or(() -> value(token, "imagesrcset")).orElse("");
      String trimmed = reference.strip();
      Optional<Url> url = trimmed.isEmpty() ? Optional.empty() : resolve(trimmed);
      if (url.isEmpty() && srcset.isEmpty()) {
        return;
      }
      found.add(
          new Preload(
              kind,
              url.map(Url::href).orElse(""),
              mode,
              value(token, "media").orElse(""),
              value(token, "crossorigin"),
              srcset,
              value(token, "sizes").or(() -> value(token, "imagesizes")).orElse(""),
              value(token, "loading").filter(l -> l.equalsIgnoreCase("lazy")).isPresent(),
              new Preload.Options(
                  value(token, "integrity").orElse(""),
                  value(token, "nonce").orElse(""),
                  value(token, "referrerpolicy").orElse(""),
                  value(token, "fetchpriority").orElse("")),
              token.line,
              token.column));
    }

    @Override
    public void endTag(TagToken token) {
      switch (token.tag()) {
        case TEMPLATE -> templates = Math.max(0, templates - 1);
        case PICTURE -> pictures = Math.max(0, pictures - 1);
        case STYLE -> endStyle();
        default -> {
          // Closes nothing that matters here.
        }
      }
    }

    private void endStyle() {
      Chars text = style;
      style = null;
      if (text == null || stopped) {
        return;
      }
      for (String reference : ImportRules.of(text.toString())) {
        resolve(reference)
            .ifPresent(url ->
                found.add(
                    new Preload(
                        Preload.Kind.STYLE,
                        url.href(),
                        Preload.ScriptMode.NONE,
                        "",
                        Optional.empty(),
                        "",
                        "",
                        false,
                        Preload.Options.NONE,
                        styleLine,
                        styleColumn)));
      }
    }

    @Override
    public void characters(char[] chars, int start, int end) {
      if (style != null && style.length < ImportRules.ENOUGH) {
        style.add(chars, start, end);
      }
    }

    @Override
    public void doctype(DoctypeToken doctype) {
      // Asks for nothing.
    }

    @Override
    public void comment(String data) {
      // Asks for nothing.
    }

    @Override
    public void endOfFile() {
      // The scanner is never told of an end.
    }

    @Override
    public boolean inForeignContent() {
      return false;
    }
  }
}
