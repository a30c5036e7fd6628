package dev.glasshouse.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks, margins, sizes and floats, by CSS 2, chapters 8 to 10. The viewport is 400 px wide. */
class BlockLayoutTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          siblings collapse       | <p style=margin:20px>a</p><p id=t style=margin:30px>b</p>     | 30 60 340 10
          negative margin         | <div style=height:50px></div><div id=t style=margin-top:-20px>b</div> | 0 30 400 10
          parent and first child  | <div id=t><div style=margin-top:15px>a</div></div>            | 0 15 400 10
          padding keeps it in     | <div id=t style=padding-top:1px><div style=margin-top:15px>a</div></div> | 0 0 400 26
          last child leaves       | <div><div style=margin-bottom:15px>a</div></div><div id=t>b</div> | 0 25 400 10
          through an empty block  | <div style="margin:10px 0 40px"></div><div id=t style=margin-top:20px>b</div> | 0 40 400 10
          auto margins            | <div id=t style="width:100px;margin:0 auto">a</div>           | 150 0 100 10
          over-constrained rtl    | <div dir=rtl><div id=t style="width:100px;margin:0 10px">a</div></div> | 290 0 100 10
          percentages             | <div id=t style="width:50%;padding:5%">a</div>                | 0 0 240 50
          border-box              | <div id=t style="box-sizing:border-box;width:50px;padding:10px">a</div> | 0 0 50 30
          max beats width         | <div id=t style="width:300px;max-width:100px">a</div>         | 0 0 100 10
          min beats max           | <div id=t style="min-width:200px;max-width:100px">a</div>     | 0 0 200 10
          percent of auto height  | <div><div id=t style=height:50%>a</div></div>                 | 0 0 400 10
          percent of a height     | <div style=height:80px><div id=t style=height:50%>a</div></div> | 0 0 400 40
          fit-content             | <div id=t style=width:fit-content>abc de</div>                | 0 0 60 10
          min-content             | <div id=t style=width:min-content>abc de</div>                | 0 0 30 20
          ratio                   | <div id=t style="width:80px;aspect-ratio:2"></div>            | 0 0 80 40
          left float              | <div id=t style=float:left>ab</div>cd                         | 0 0 20 10
          text beside a float     | <div style=float:left;width:50px;height:15px></div><span id=t>ab</span> | 50 0 20 10
          floats stack            | <div style=float:left;width:300px;height:20px></div><div id=t style=float:left;width:150px>a</div> | 0 20 150 10
          clear                   | <div style=float:left;width:50px;height:40px></div><div id=t style=clear:both;margin-top:10px>a</div> | 0 40 400 10
          context beside a float  | <div style=float:left;width:50px;height:40px></div><div id=t style=overflow:hidden>a</div> | 50 0 350 10
          context holds floats    | <div id=t style=display:flow-root><div style=float:left;height:40px;width:1px></div></div> | 0 0 400 40
          block does not          | <div id=t><div style=float:left;height:40px;width:1px></div></div> | 0 0 400 0
          clearfix                | <div id=t><div style=float:left;height:40px;width:1px></div><div style=clear:both></div></div> | 0 0 400 40
          br clears               | <div style=float:left;height:40px;width:1px></div>a<br style=clear:both><b id=t>b</b> | 0 40 10 10
          relative                | <div id=t style="position:relative;left:5px;top:-3px">a</div> | 5 -3 400 10
          absolute                | <div style="position:relative;height:50px"><div id=t style="position:absolute;right:10px;bottom:5px">ab</div></div> | 370 35 20 10
          absolute between insets | <div id=t style="position:absolute;inset:10px 20px"></div>    | 20 10 360 280
          absolute in the middle  | <div id=t style="position:absolute;inset:0;margin:auto;width:100px;height:50px"></div> | 150 125 100 50
          static position         | <p style=margin:10px>a</p><div id=t style=position:absolute>b</div> | 0 30 10 10
          display none            | <div id=t style=display:none>a</div>                          | none
          display contents        | <div style=display:contents><div id=t>a</div></div>           | 0 0 400 10
          """)
  void placesTheBlock(String what, String html, String rect) {
    assertThat(Fixture.body(html).rect("t")).as(what).isEqualTo(rect);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          two columns        | <table id=t cellspacing=0 cellpadding=0><tr><td>abc<td>de</table> | 0 0 50 10
          spacing            | <table id=t cellspacing=5 cellpadding=0><tr><td>a<td>b</table>    | 0 0 35 20
          full width         | <table width=100% cellspacing=0 cellpadding=0><tr><td>a<td id=t>abc</table> | 100 0 300 10
          fixed column       | <table width=400 cellspacing=0 cellpadding=0><tr><td width=100>a<td id=t>b</table> | 100 0 300 10
          percent column     | <table width=400 cellspacing=0 cellpadding=0><tr><td width=25%>a<td id=t>b</table> | 100 0 300 10
          row span           | <table cellspacing=0 cellpadding=0><tr><td rowspan=2 id=t>a<td>b<tr><td>c</table> | 0 0 10 20
          column span        | <table cellspacing=0 cellpadding=0><tr><td colspan=2 id=t>a<tr><td>bb<td>cc</table> | 0 0 40 10
          as high as the row | <table cellspacing=0 cellpadding=0><tr><td id=t>a<td>b<br>c</table> | 0 0 10 20
          collapsed borders  | <table id=t style=border-collapse:collapse cellpadding=0 border=1><tr><td>a<td>b</table> | 0 0 23 12
          """)
  void placesTheTable(String what, String html, String rect) {
    assertThat(Fixture.body(html).rect("t")).as(what).isEqualTo(rect);
  }

  /** As Chromium lays these out; 10 px text, so that a margin of one em is 10 px. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          first margin of body      | <p id=t>a                                      | 0 0 400 10
          through a block           | <center><p id=t>a</center>                     | 0 0 400 10
          a margin of the page's    | <p id=t style=margin-top:7px>a                 | 0 7 400 10
          an empty paragraph first  | <p></p><p id=t>a                               | 0 0 400 10
          not after text            | x<p id=t>a                                     | 0 20 400 10
          first and last of a cell  | <table id=t cellspacing=0 cellpadding=0><td><p>a<p>b</table> | 0 0 10 30
          a cell's own padding      | <table id=t cellspacing=0 cellpadding=1><td><p>a</table> | 0 0 12 12
          a block in a cell         | <table id=t cellspacing=0 cellpadding=0><td><div><ul style=padding:0><li>a</ul></div></table> | 0 0 10 10
          not in other blocks       | <div id=t style=display:flow-root><p>a</div>   | 0 0 400 30
          """)
  void marginsOfTheBrowserVanishInQuirksMode(String what, String html, String rect) {
    assertThat(Fixture.quirks(html).rect("t")).as(what).isEqualTo(rect);
  }

  @org.junit.jupiter.api.Test
  void namesTablePartsOutsideOfATable() {
    Fixture page =
        Fixture.body(
            "<div style=display:table-cell>a</div><div style=display:table-row>b</div>"
                + "<table><tr><td>c<td>d</table><div style=display:table><b style=display:contents>"
                + "<i style=display:table-cell>e</i></b></div>");
    assertThat(page.report().laidOutAsBlocks())
        .containsExactly("table-cell outside of a table (1)", "table-row outside of a table (1)");
  }
}
