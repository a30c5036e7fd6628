package dev.glasshouse.conformance.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.List;

/** The order of the modules along a page's way: each may use only those before it. */
final class ModuleOrder {
  /** The modules, in the order of DESIGN: what is named first knows nothing of what comes later. */
  static final List<String> MODULES =
      List.of(
          "journey", "url", "dns", "net", "http", "fetch", "dom", "css", "layout", "browser",
          "server", "edge", "lab", "app");

  private ModuleOrder() {}

  /** One rule a module, over the packages under {@code root}. */
  static List<ArchRule> rules(String root) {
    var rules = new ArrayList<ArchRule>();
    for (int i = 0; i < MODULES.size() - 1; i++) {
      String module = MODULES.get(i);
      String[] later =
          MODULES.subList(i + 1, MODULES.size()).stream()
              .map(name -> root + "." + name + "..")
              .toArray(String[]::new);
      rules.add(
          ArchRuleDefinition.noClasses()
              .that()
              .resideInAPackage(root + "." + module + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(later)
              .as("module " + module + " uses only the modules before it on the way")
              .allowEmptyShould(true));
    }
    return rules;
  }

  /** Static fields that can change are globals: nobody may have them. */
  static ArchRule noMutableStatics(String root) {
    return ArchRuleDefinition.fields()
        .that()
        .areDeclaredInClassesThat(inProject(root))
        .and()
        .areStatic()
        .should()
        .beFinal()
        .as("static fields are constants");
  }

  /** Names that say nothing. */
  static ArchRule honestNames(String root) {
    return ArchRuleDefinition.noClasses()
        .that(inProject(root))
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base)")
        .as("no class is called Manager, Helper, Util, Impl or Base")
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> inProject(String root) {
    return DescribedPredicate.describe(
        "are in " + root, (JavaClass c) -> c.getPackageName().startsWith(root + "."));
  }
}
