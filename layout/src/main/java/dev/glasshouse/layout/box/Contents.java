package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.Display;
import dev.glasshouse.dom.Node;
import dev.glasshouse.layout.style.BoxStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the content of one block container, and sees to it that its children are all block-level
 * or all inline-level: inline content among blocks is wrapped in anonymous blocks, and an inline
 * box that a block interrupts is closed before it and opened again behind it (CSS 2, 9.2.1.1).
 */
final class Contents {
  private final BlockBox owner;
  private final IntSupplier indices;
  private final List<Box> done = new ArrayList<>();
  private final List<Box> line = new ArrayList<>();
  private final List<Opened> open = new ArrayList<>();
  private boolean blocks;

  /** An inline element whose end has not come yet. */
  private static final class Opened {
    private final @Nullable Node node;
    private final BoxStyle style;
    private boolean begun;
    private @Nullable InlineBox box;

    private Opened(@Nullable Node node, BoxStyle style) {
      this.node = node;
      this.style = style;
    }
  }

  Contents(BlockBox owner, IntSupplier indices) {
    this.owner = owner;
    this.indices = indices;
  }

  /** An inline element begins. */
  void open(@Nullable Node node, BoxStyle style) {
    open.add(new Opened(node, style));
  }

  /** The inline element that was opened last ends. */
  void close() {
    Opened last = open.getLast();
    if (last.box == null && (!last.begun || hasEndEdge(last.style))) {
      current();
    }
    if (last.box != null) {
      last.box.ends();
    }
    open.removeLast();
  }

  /** Adds a text, a break, a replaced box or an inline-block. */
  void inline(Box box) {
    if (box instanceof TextBox text && text.blank() && line.isEmpty() && open.isEmpty() && blocks) {
      return;
    }
    current().add(box);
  }

  /** Adds a block in the flow. */
  void block(Box box) {
    finishLine();
    done.add(box);
    blocks = true;
  }

  /** Adds a box that is not in the flow: it stands where the content is by now. */
  void outOfFlow(Box box) {
    if (line.isEmpty() && open.isEmpty()) {
      done.add(box);
    } else {
      current().add(box);
    }
  }

  /** Gives the block container what was gathered. */
  void finish() {
    while (!open.isEmpty()) {
      close();
    }
    if (blocks) {
      finishLine();
      owner.fill(done, false);
    } else if (line.isEmpty()) {
      owner.fill(done, false);
    } else {
      done.addAll(line);
      owner.fill(done, true);
    }
  }

  private static boolean hasEndEdge(BoxStyle style) {
    return style.frame().border().horizontal() != 0
        || !dev.glasshouse.css.values.Length.ZERO.equals(style.frame().padding().right())
        || !dev.glasshouse.css.values.Length.ZERO.equals(style.frame().margin().right());
  }

  /** Where the next inline-level box goes: into the innermost open inline box, or the line. */
  private Sink current() {
    Sink sink = line::add;
    for (Opened each : open) {
      InlineBox box = each.box;
      if (box == null) {
        box = new InlineBox(each.node, each.style, indices.getAsInt(), !each.begun);
        each.box = box;
        each.begun = true;
        sink.add(box);
      }
      sink = box::add;
    }
    return sink;
  }

  private interface Sink {
    void add(Box box);
  }

  private void finishLine() {
    open.forEach(each -> each.box = null);
    if (line.isEmpty()) {
      return;
    }
    if (line.stream().allMatch(box -> box instanceof TextBox text && text.blank())) {
      line.clear();
      return;
    }
    if (line.stream().allMatch(Contents::vanishes)) {
      line.stream().filter(box -> box.outOfFlow()).forEach(done::add);
      line.clear();
      return;
    }
    BlockBox wrapper =
        new BlockBox(
            null,
            owner.style().anonymous(Display.BLOCK),
            indices.getAsInt(),
            BlockBox.Role.ANONYMOUS);
    wrapper.fill(line, true);
    done.add(wrapper);
    line.clear();
  }

  private static boolean vanishes(Box box) {
    return box.outOfFlow() || (box instanceof TextBox text && text.blank());
  }
}
