package dev.glasshouse.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.layout.paint.Brush;
import dev.glasshouse.layout.paint.DisplayItem;
import dev.glasshouse.layout.paint.DisplayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Items in painting order (CSS 2, Appendix E): boxes are told apart by their colours. */
class PaintOrderTest {
  private static String paint(String body) {
    DisplayList list = Fixture.body(body).tree().displayList();
    List<String> words = new ArrayList<>();
    for (DisplayItem item : list.items()) {
      switch (item) {
        case DisplayItem.Fill fill when fill.brush() instanceof Brush.Solid(int argb) ->
            words.add(String.format(Locale.ROOT, "%06x", argb & 0xFFFFFF));
        case DisplayItem.PushClip _ -> words.add("clip(");
        case DisplayItem.PushOpacity _ -> words.add("opacity(");
        case DisplayItem.PushTransform _ -> words.add("transform(");
        case DisplayItem.Pop _ -> words.add(")");
        case DisplayItem.Border _ -> words.add("border");
        default -> {}
      }
    }
    return String.join(" ", words);
  }

  private static String box(String color, String style, String inside) {
    return "<div style='background:#" + color + ";" + style + "'>" + inside + "</div>";
  }

  @Test
  void layersStandInOrder() {
    String page =
        box("000006", "position:relative;z-index:2", "x")
            + box("000005", "position:relative", "x")
            + box("000003", "float:left", "x")
            + "<span style='background:#000004'>x</span>"
            + box("000002", "", "x")
            + box("000001", "position:relative;z-index:-1", "x");
    assertThat(paint(page)).isEqualTo("000001 000002 000003 000004 000005 000006");
  }

  @Test
  void aStackingContextKeepsItsLayersTogether() {
    String page =
        box("000001", "opacity:.5", box("000002", "position:relative;z-index:99", "x"))
            + box("000003", "position:relative;z-index:1", "x");
    assertThat(paint(page)).isEqualTo("opacity( 000001 000002 ) 000003");
  }

  @Test
  void aPositionedBoxWithoutIndexDoesNot() {
    String page =
        box("000001", "position:relative", box("000003", "position:relative;z-index:2", "x"))
            + box("000002", "position:relative;z-index:1", "x");
    assertThat(paint(page)).isEqualTo("000001 000002 000003");
  }

  @Test
  void overflowClipsWhatIsInside() {
    assertThat(paint(box("000001", "overflow:hidden;height:5px", box("000002", "", "x"))))
        .startsWith("000001 clip( 000002 )");
  }

  @Test
  void theBodysBackgroundCoversTheCanvas() {
    DisplayList list =
        Fixture.page(
                "<!DOCTYPE html><body style='background:#123456;margin:50px'>x",
                new FixedTypesetter())
            .tree()
            .displayList();
    DisplayItem.Fill canvas = (DisplayItem.Fill) list.items().getFirst();
    assertThat(canvas.area().rect().width()).isEqualTo(400);
    assertThat(canvas.area().rect().height()).isEqualTo(300);
    assertThat(list.items().stream().filter(DisplayItem.Fill.class::isInstance)).hasSize(1);
  }

  @Test
  void hiddenBoxesAreNotPainted() {
    assertThat(paint(box("000001", "visibility:hidden", box("000002", "visibility:visible", "x"))))
        .isEqualTo("000002");
  }

  @Test
  void bordersComeOverBackgrounds() {
    assertThat(paint(box("000001", "border:1px solid", "x"))).isEqualTo("000001 border");
  }
}
