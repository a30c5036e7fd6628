package dev.glasshouse.dom.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * HotSpot never compiles a method of 8,000 bytecodes or more: none of the parser's is near that.
 */
class MethodSizeTest {
  private static final int HUGE_METHOD_LIMIT = 8000;

  @Test
  void everyMethodCanBeCompiled() throws IOException, URISyntaxException {
    URI here = HtmlParser.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    List<String> tooLarge = new ArrayList<>();
    int methods = 0;
    try (Stream<Path> files = Files.walk(Path.of(here).resolve("dev/glasshouse/dom"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        for (MethodModel method : model.methods()) {
          int length = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
          methods++;
          // An enum's initializer runs once, interpreted; everything else may be hot.
          boolean initializer = method.methodName().equalsString("<clinit>");
          if (length >= HUGE_METHOD_LIMIT / 2 && !initializer) {
            tooLarge.add(
                model.thisClass().asInternalName() + "." + method.methodName() + " " + length);
          }
        }
      }
    }
    assertThat(methods).isGreaterThan(500);
    assertThat(tooLarge).isEmpty();
  }
}
