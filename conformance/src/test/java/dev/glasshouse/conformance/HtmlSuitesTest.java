package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.ElementName;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.dom.html.ParserOptions;
import dev.glasshouse.dom.html.Scripting;
import dev.glasshouse.dom.html.TreeDump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** html5lib-tests: the tree that the HTML parser builds. */
class HtmlSuitesTest {
  @Test
  void trees() throws IOException {
    Suite suite = Suite.named("html-tree");
    Path folder = suite.folder("html/tree-construction");
    List<HtmlTreeCase> cases = new ArrayList<>(HtmlTreeCase.in(folder));
    HtmlTreeCase.in(folder.resolve("scripted")).stream()
        .map(c -> new HtmlTreeCase("scripted/" + c.id(), c.sections()))
        .forEach(cases::add);
    for (HtmlTreeCase each : cases) {
      suite.check(each.id(), () -> check(each));
    }
    suite.finish();
  }

  private static void check(HtmlTreeCase each) {
    if (each.runsWithoutScripts()) {
      assertThat(tree(each, Scripting.OFF)).isEqualTo(each.tree());
    }
    if (each.runsWithScripts()) {
      assertThat(tree(each, Scripting.ON)).isEqualTo(each.tree());
    }
  }

  private static String tree(HtmlTreeCase each, Scripting scripting) {
    ParserOptions options = ParserOptions.DEFAULT.with(scripting);
    if (each.isFragment()) {
      Element context = context(each.context());
      return TreeDump.of(HtmlParser.parseFragment(context, each.data(), options));
    }
    HtmlParser parser = HtmlParser.forCharacters(options);
    SmallScripts.run(parser, parser.feed(each.data()));
    SmallScripts.run(parser, parser.finish());
    return TreeDump.of(parser.document());
  }

  private static Element context(String name) {
    Document document = Document.blank();
    if (name.startsWith("svg ")) {
      return document.createElement(ElementName.of(Namespace.SVG, "", name.substring(4)));
    }
    if (name.startsWith("math ")) {
      return document.createElement(ElementName.of(Namespace.MATHML, "", name.substring(5)));
    }
    return document.createElement(name);
  }
}
