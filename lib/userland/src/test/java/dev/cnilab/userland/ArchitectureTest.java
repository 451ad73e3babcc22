package dev.cnilab.userland;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The allowed dependencies between packages. */
@AnalyzeClasses(
    packages = "dev.cnilab.userland",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.cnilab.userland.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule userland_does_not_depend_on_cluster_or_lab =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cnilab.cluster..", "dev.cnilab.lab..");

  /** Commands print only what reaches them; the trace is the learner's X-ray. */
  @ArchTest
  static final ArchRule userland_does_not_depend_on_traces =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.cnilab.netsim.trace..");

  @ArchTest
  static final ArchRule userland_never_reads_the_clock_of_the_jvm =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule class_names_have_no_meaningless_suffix =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl");
}
