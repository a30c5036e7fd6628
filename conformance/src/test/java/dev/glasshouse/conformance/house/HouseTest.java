package dev.glasshouse.conformance.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules that Maven cannot check, and the proof that each of them can fail. */
class HouseTest {
  private static final String ROOT = "dev.glasshouse";
  private static final String PLANTED = "dev.glasshouse.conformance.house.planted";

  private final JavaClasses house =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
  private final JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);

  @TestFactory
  Stream<DynamicTest> modulesKeepTheirOrder() {
    return ModuleOrder.rules(ROOT).stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(house)));
  }

  @Test
  void everyModuleIsThere() {
    for (String module : ModuleOrder.MODULES) {
      assertThat(house.stream())
          .as("classes of module %s", module)
          .anyMatch(c -> c.getPackageName().startsWith(ROOT + "." + module));
    }
  }

  @Test
  void packagesOfAModuleHaveNoCycles() {
    for (String module : ModuleOrder.MODULES) {
      SlicesRuleDefinition.slices()
          .matching(ROOT + "." + module + ".(**)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(house);
    }
  }

  @Test
  void staticFieldsAreConstants() {
    ModuleOrder.noMutableStatics(ROOT).check(house);
  }

  @Test
  void namesSayWhatThingsAre() {
    ModuleOrder.honestNames(ROOT).check(house);
  }

  @Test
  void everyRuleCatchesItsPlantedViolation() {
    assertThat(ModuleOrder.rules(PLANTED)).anySatisfy(rule -> assertFails(rule));
    assertFails(ModuleOrder.noMutableStatics(PLANTED));
    assertFails(ModuleOrder.honestNames(PLANTED));
    assertFails(
        SlicesRuleDefinition.slices().matching(PLANTED + ".css.(**)").should().beFreeOfCycles());
    assertThat(planted.stream().filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC)))
        .isNotEmpty();
  }

  private void assertFails(ArchRule rule) {
    assertThatThrownBy(() -> rule.check(planted)).isInstanceOf(AssertionError.class);
  }
}
