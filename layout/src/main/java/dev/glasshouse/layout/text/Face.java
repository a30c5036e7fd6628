package dev.glasshouse.layout.text;

import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.FontMgr;
import io.github.humbleui.skija.Typeface;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A face with its Skia typeface, which is opened at the first use and closed by {@link #close}. */
final class Face implements AutoCloseable {

  /** Opens the typeface; the caller owns it. */
  @FunctionalInterface
  interface Opener {
    Typeface open() throws IOException;
  }

  private static final List<String> COLOUR_TABLES = List.of("COLR", "CBDT", "sbix", "SVG ");

  private final FontFace facts;
  private final Opener opener;
  private final Optional<WebFont> rule;
  private final BitSet asked = new BitSet();
  private final BitSet present = new BitSet();
  private @Nullable Typeface typeface;
  private @Nullable Boolean coloured;
  private @Nullable EmojiLigatures ligatures;

  private final Optional<Runnable> awaited;

  Face(FontFace facts, Opener opener, Optional<WebFont> rule) {
    this(facts, opener, rule, Optional.empty());
  }

  private Face(FontFace facts, Opener opener, Optional<WebFont> rule, Optional<Runnable> awaited) {
    this.facts = facts;
    this.opener = opener;
    this.rule = rule;
    this.awaited = awaited;
  }

  /**
   * A face whose file is not there yet: it has no character.
   *
   * @param asked told when it was asked for a character that it would serve
   */
  static Face awaited(FontFace facts, WebFont rule, Runnable asked) {
    Opener none =
        () -> {
          throw new IOException("the font is not there yet");
        };
    return new Face(facts, none, Optional.of(rule), Optional.of(asked));
  }

  /** Whether its file is still to come. */
  boolean isAwaited() {
    return awaited.isPresent();
  }

  /** What the page says of it, if it is the page's. */
  Optional<WebFont> rule() {
    return rule;
  }

  /** Whether it may be the font that lines and lengths go by (CSS Fonts 4 section 5.3.1). */
  boolean isAvailable() {
    return awaited.isEmpty() && (rule.isEmpty() || rule.get().serves(' '));
  }

  static Opener fromFile(FontMgr fonts, Callable<Path> file) {
    return () -> {
      try (Data data = Data.makeFromFileName(file.call().toString())) {
        Typeface made = fonts.makeFromData(data);
        if (made == null) {
          throw new IOException("not a font");
        }
        return made;
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    };
  }

  FontFace facts() {
    return facts;
  }

  Typeface typeface() {
    Typeface open = typeface;
    if (open == null) {
      try {
        open = opener.open();
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the font " + facts.family() + " " + facts.weight() + " cannot be opened", e);
      }
      typeface = open;
    }
    return open;
  }

  boolean opened() {
    return typeface != null;
  }

  /**
   * The one glyph for an emoji sequence with a selector in its middle, where the face has one.
   *
   * @param sequence the characters
   */
  OptionalInt emojiGlyph(String sequence) {
    EmojiLigatures known = ligatures;
    if (known == null) {
      known = EmojiLigatures.of(typeface());
      ligatures = known;
    }
    short[] glyphs = typeface().getUTF32Glyphs(sequence.codePoints().toArray());
    List<Integer> numbers = new ArrayList<>(glyphs.length);
    for (short glyph : glyphs) {
      numbers.add(glyph & 0xFFFF);
    }
    return known.glyph(numbers);
  }

  /** Whether it has a table of glyphs in colour. */
  boolean coloured() {
    Boolean known = coloured;
    if (known == null) {
      known = false;
      for (String table : COLOUR_TABLES) {
        known |= typeface().getTableSize(table) > 0;
      }
      coloured = known;
    }
    return known;
  }

  /** Whether it has a glyph for the character and its rule lets it draw it. */
  boolean has(int codePoint) {
    if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
      return false;
    }
    if (awaited.isPresent()) {
      if (rule.isPresent() && rule.get().serves(codePoint)) {
        awaited.get().run();
      }
      return false;
    }
    if (!asked.get(codePoint)) {
      ask(codePoint);
    }
    return present.get(codePoint);
  }

  private void ask(int codePoint) {
    int first = codePoint & ~0x7F;
    int[] block = new int[0x80];
    for (int i = 0; i < block.length; i++) {
      block[i] = first + i;
    }
    short[] glyphs = typeface().getUTF32Glyphs(block);
    for (int i = 0; i < block.length; i++) {
      boolean serves = rule.isEmpty() || rule.get().serves(first + i);
      present.set(first + i, glyphs[i] != 0 && serves);
    }
    asked.set(first, first + block.length);
  }

  @Override
  public void close() {
    Typeface open = typeface;
    typeface = null;
    if (open != null) {
      open.close();
    }
  }
}
