package dev.glasshouse.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Documents made to hurt: nested without end, on a thread with a stack of 2 MiB. */
class DeepDocumentTest {
  private static Document nested(String tag, int depth, String style) {
    Document document = Document.blank();
    Element html = document.createElement("html");
    document.append(html);
    Element inner = document.createElement("body");
    html.append(inner);
    for (int i = 0; i < depth; i++) {
      Element next = document.createElement(tag);
      if (!style.isEmpty()) {
        next.setAttribute("style", style);
      }
      inner.append(next);
      inner = next;
    }
    inner.append(document.createText("bottom"));
    return document;
  }

  private static String trace(Throwable failure) {
    return String.valueOf(failure) + List.of(failure.getStackTrace()).stream().limit(40).toList();
  }

  private static LayoutTree lay(Document document) throws InterruptedException {
    var result = new AtomicReference<@Nullable LayoutTree>();
    var failure = new AtomicReference<@Nullable Throwable>();
    Thread thread =
        new Thread(
            null,
            () -> {
              LayoutTree tree = Fixture.page(document, new FixedTypesetter(), 400, 300).tree();
              tree.displayList();
              tree.dump();
              result.set(tree);
            },
            "layout",
            2 << 20);
    thread.setUncaughtExceptionHandler((_, e) -> failure.set(e));
    thread.start();
    thread.join();
    Throwable thrown = failure.get();
    assertThat(thrown).as(() -> thrown == null ? "" : trace(thrown)).isNull();
    return Objects.requireNonNull(result.get());
  }

  @Test
  void blocksNestedWithoutEndAreFlattened() throws InterruptedException {
    LayoutTree tree = lay(nested("div", 100_000, ""));
    assertThat(tree.report().flattened()).isGreaterThan(99_000);
    assertThat(tree.text()).isEqualTo("bottom\n");
  }

  @Test
  void inlinesNestedWithoutEndAreFlattened() throws InterruptedException {
    assertThat(lay(nested("span", 100_000, "")).text()).isEqualTo("bottom\n");
  }

  @Test
  void nothingIsLaidOutOverAndOver() throws InterruptedException {
    for (String style :
        new String[] {
          "float:left",
          "display:inline-block",
          "overflow:hidden",
          "display:table",
          "position:absolute",
          "margin:1px;clear:both"
        }) {
      assertThat(lay(nested("div", 500, style)).text()).as(style).isEqualTo("bottom\n");
    }
  }

  @Test
  void floatsBesideContextsBesideFloatsAreLaidOutOnce() throws InterruptedException {
    Document document = nested("div", 0, "");
    Element inner = Objects.requireNonNull(document.body());
    for (int i = 0; i < 120; i++) {
      Element beside = document.createElement("div");
      beside.setAttribute("style", "float:left;width:1px;height:100px");
      Element context = document.createElement("div");
      context.setAttribute("style", "overflow:hidden");
      inner.append(beside);
      inner.append(context);
      inner = context;
    }
    assertThat(lay(document).report().boxes()).isGreaterThan(240);
  }

  @Test
  void hugeLengthsStayInBounds() throws InterruptedException {
    Document document =
        nested("div", 300, "margin:9999999px;padding:99999999px;border:9999px solid");
    assertThat(lay(document).report().height()).isPositive();
  }
}
