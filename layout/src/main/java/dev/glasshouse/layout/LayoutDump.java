package dev.glasshouse.layout;

import dev.glasshouse.dom.Element;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.LayoutUnit;
import java.util.List;
import java.util.Locale;

/** A layout as text, for people: {@code --dump layout}. */
final class LayoutDump {
  private final StringBuilder out = new StringBuilder();

  private LayoutDump() {}

  static String of(List<Child> placed) {
    var dump = new LayoutDump();
    for (Child child : placed) {
      dump.add(child, 0, 0, 0);
    }
    return dump.out.toString();
  }

  private void add(Child child, int dx, int dy, int depth) {
    Fragment fragment = child.fragment();
    int x = dx + child.x();
    int y = dy + child.y();
    out.repeat("  ", depth).append(name(fragment)).append(' ');
    out.append(px(x)).append(',').append(px(y)).append(' ');
    out.append(px(fragment.width())).append('x').append(px(fragment.height()));
    if (fragment instanceof Fragment.Text text) {
      out.append(" \"").append(text.text().replace("\n", "\\n")).append('"');
    } else if (fragment instanceof Fragment.Line line) {
      out.append(" baseline ").append(px(line.baseline()));
    }
    out.append('\n');
    for (Child inner : fragment.children()) {
      add(inner, x, y, depth + 1);
    }
  }

  private static String name(Fragment fragment) {
    return switch (fragment) {
      case Fragment.Block block -> named(block.box());
      case Fragment.Inline inline -> named(inline.box());
      case Fragment.Replaced replaced -> named(replaced.box());
      case Fragment.Line _ -> "line";
      case Fragment.Text _ -> "text";
      case Fragment.Bullet bullet ->
          "marker " + bullet.marker().shape().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String named(Box box) {
    return box.kind() + box.element().map(LayoutDump::tag).orElse("");
  }

  private static String tag(Element element) {
    var tag = new StringBuilder(" <").append(element.localName());
    String id = element.attribute("id");
    if (id != null) {
      tag.append(" id=").append(id);
    }
    String classes = element.attribute("class");
    if (classes != null) {
      tag.append(" class=\"").append(classes).append('"');
    }
    return tag.append('>').toString();
  }

  private static String px(int length) {
    return length % LayoutUnit.PX == 0
        ? Integer.toString(length / LayoutUnit.PX)
        : String.format(Locale.ROOT, "%.2f", LayoutUnit.px(length));
  }
}
