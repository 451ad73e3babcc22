package dev.cnilab.lab;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.cnilab.lab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final List<String> ALLOWED =
      List.of("java.", "dev.cnilab.lab", "tech.tablesaw.", "org.knowm.xchart.");

  @ArchTest
  static final ArchRule lab_does_not_depend_on_the_embedded_cluster =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.cnilab.cluster..", "dev.cnilab.netsim..", "dev.cnilab.userland..");

  @ArchTest
  static final ArchRule only_the_client_package_depends_on_its_libraries =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cnilab.lab.client..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "tools.jackson..", "com.fasterxml..");

  @ArchTest
  static final ArchRule diagnosis_does_not_depend_on_faults =
      noClasses()
          .that()
          .resideInAPackage("dev.cnilab.lab.diagnosis..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.cnilab.lab.fault..", "dev.cnilab.lab.stage..", "dev.cnilab.lab.nodefault..");

  @ArchTest
  static final ArchRule only_the_await_and_stage_packages_sleep =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.cnilab.lab.await", "dev.cnilab.lab.stage")
          .should()
          .callMethodWhere(target(nameMatching("sleep|pause")));

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.cnilab.lab.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule public_signatures_use_no_foreign_types_except_one_escape_hatch =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and(
              DescribedPredicate.not(
                  DescribedPredicate.<JavaMethod>describe(
                      "the way to the fabric8 client",
                      method ->
                          method.getFullName().equals("dev.cnilab.lab.client.Cluster.client()"))))
          .should(useOnlyAllowedTypes());

  private static ArchCondition<JavaMethod> useOnlyAllowedTypes() {
    return new ArchCondition<>("use only types of the JDK, the lab, Tablesaw and XChart") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
            .map(JavaClass::getBaseComponentType)
            .filter(type -> !type.isPrimitive())
            .filter(type -> ALLOWED.stream().noneMatch(type.getName()::startsWith))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " uses " + type.getName())));
      }
    };
  }
}
