package dev.cnilab.cluster;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;

/** The allowed dependencies within the cluster. */
@AnalyzeClasses(
    packages = "dev.cnilab.cluster",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.cnilab.cluster.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule cluster_does_not_depend_on_lab =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.cnilab.lab..");

  @ArchTest
  static final ArchRule cluster_does_not_depend_on_a_kubernetes_client =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("io.fabric8.kubernetes..");

  @ArchTest
  static final ArchRule kubelets_and_controllers_do_not_depend_on_the_api_server =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.cnilab.cluster.controller..",
              "dev.cnilab.cluster.scheduler..",
              "dev.cnilab.cluster.kubelet..")
          .and()
          .resideOutsideOfPackage("dev.cnilab.cluster.kubelet.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.cnilab.cluster.apiserver",
              "dev.cnilab.cluster.apiserver.http..",
              "dev.cnilab.cluster.apiserver.registry..",
              "dev.cnilab.cluster.apiserver.storage..");

  /** Through Writes, a dry run stays a dry run for every verb. */
  @ArchTest
  static final ArchRule only_writes_change_the_object_store =
      noClasses()
          .that()
          .resideInAnyPackage("dev.cnilab.cluster..")
          .and()
          .doNotHaveFullyQualifiedName("dev.cnilab.cluster.apiserver.registry.write.Writes")
          .and()
          .doNotHaveFullyQualifiedName("dev.cnilab.cluster.apiserver.ApiServer")
          .and()
          .doNotHaveFullyQualifiedName("dev.cnilab.cluster.apiserver.registry.ApiCore")
          .should()
          .callMethodWhere(
              target(owner(assignableTo(ObjectStore.class)))
                  .and(target(nameMatching("put|remove"))));

  @ArchTest
  static final ArchRule
      nothing_reads_the_time_of_day_but_the_command_line_the_server_and_the_benchmark =
          noClasses()
              .that()
              .resideOutsideOfPackages(
                  "dev.cnilab.cluster",
                  "dev.cnilab.cluster.benchmark..",
                  "dev.cnilab.cluster.cli..",
                  "dev.cnilab.cluster.apiserver.connection..",
                  "dev.cnilab.cluster.apiserver.http..",
                  "dev.cnilab.cluster.tls..")
              .should()
              .callMethod(java.time.Instant.class, "now")
              .orShould()
              .callMethod(System.class, "currentTimeMillis")
              .orShould()
              .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule random_values_come_only_from_the_seed =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.cnilab.cluster.ClusterSpec$Secrets")
          .and()
          .doNotHaveFullyQualifiedName("dev.cnilab.cluster.apiserver.ApiServer")
          .and()
          .doNotHaveFullyQualifiedName("dev.cnilab.cluster.apiserver.registry.ApiCore")
          .and()
          .resideOutsideOfPackages(
              "dev.cnilab.cluster.apiserver.authorization..", "dev.cnilab.cluster.tls..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              java.security.SecureRandom.class, java.util.concurrent.ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .orShould()
          .callMethod(System.class, "identityHashCode", Object.class);

  /** {@code Set.copyOf} and {@code Map.copyOf} iterate in another order in each Java process. */
  @ArchTest
  static final ArchRule no_copies_have_a_random_iteration_order =
      noClasses()
          .should()
          .callMethod(java.util.Set.class, "copyOf", java.util.Collection.class)
          .orShould()
          .callMethod(java.util.Map.class, "copyOf", java.util.Map.class);

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
          .haveSimpleNameNotEndingWith("Impl");
}
