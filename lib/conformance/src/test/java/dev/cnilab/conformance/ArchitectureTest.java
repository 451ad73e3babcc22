package dev.cnilab.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The allowed dependencies among the captures' packages, and that nothing depends on them. */
@AnalyzeClasses(packages = "dev.cnilab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.cnilab.conformance.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule other_modules_do_not_depend_on_conformance =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cnilab.conformance..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cnilab.conformance..");

  @ArchTest
  static final ArchRule conformance_does_not_depend_on_lab =
      noClasses()
          .that()
          .resideInAPackage("dev.cnilab.conformance..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cnilab.lab..");
}
