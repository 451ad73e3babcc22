package dev.cnilab.cluster.apiserver.validation.pod;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.apiserver.validation.field.WholeResources;
import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Requests and limits: which resources a container can have, and that no request exceeds its limit.
 */
public final class ContainerResources {
  private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");
  private static final Set<String> COMPUTE = Set.of("cpu", "memory");
  private static final String HUGE_PAGES = "hugepages-";

  private ContainerResources() {}

  public static void check(ValidatedField resources) {
    for (ValidatedField limit : resources.field("limits").entries()) {
      name(limit);
      amount(limit);
    }
    for (ValidatedField request : resources.field("requests").entries()) {
      name(request);
      amount(request);
      withinLimit(request, resources);
    }
    if (has(resources, ContainerResources::isHuge) && !has(resources, COMPUTE::contains)) {
      resources.forbidden("HugePages require cpu or memory");
    }
  }

  private static boolean has(ValidatedField resources, Predicate<String> name) {
    return Stream.of("limits", "requests")
        .flatMap(kind -> resources.field(kind).entries().stream())
        .anyMatch(amount -> name.test(amount.key()));
  }

  /** The overhead of running a pod; the API server's paths say "limits". */
  public static void overhead(ValidatedField overhead) {
    for (ValidatedField cost : overhead.entries()) {
      ValidatedField shown = cost.shownAt(overhead.field("limits").entry(cost.key()));
      name(shown);
      amount(shown);
    }
  }

  private static void name(ValidatedField amount) {
    String name = amount.key();
    List<String> violations = Format.keyViolations(name);
    violations.forEach(why -> amount.invalid(name, why));
    if (!name.contains("/") && !isStandard(name)) {
      if (violations.isEmpty()) {
        amount.invalid(name, "must be a standard resource type or fully qualified");
      }
      amount.invalid(name, "must be a standard resource for containers");
    }
  }

  private static boolean isStandard(String name) {
    return STANDARD.contains(name) || isHuge(name);
  }

  private static boolean isHuge(String name) {
    return name.startsWith(HUGE_PAGES);
  }

  /** Whether as much must be requested as is allowed ({@code !IsOvercommitAllowed}). */
  private static boolean isExact(String name) {
    return isHuge(name) || (name.contains("/") && !name.contains("kubernetes.io/"));
  }

  private static void wholePages(ValidatedField amount) {
    String name = amount.key();
    Optional<BigDecimal> page = Quantity.value(name.substring(HUGE_PAGES.length()));
    Optional<BigDecimal> wanted = value(amount);
    boolean whole =
        page.isPresent()
            && wanted.isPresent()
            && page.get().signum() > 0
            && wanted.get().remainder(page.get()).signum() == 0;
    if (!whole) {
      amount.invalid(
          TextNode.valueOf(amount.text()),
          amount.text() + " is not positive integer multiple of " + name);
    }
  }

  private static void amount(ValidatedField amount) {
    if (Quantity.isNegative(amount.text())) {
      amount.invalid(TextNode.valueOf(amount.text()), Checks.NEGATIVE);
    }
    WholeResources.check(amount.key(), amount);
    if (isHuge(amount.key())) {
      wholePages(amount);
    }
  }

  private static void withinLimit(ValidatedField request, ValidatedField resources) {
    String name = request.key();
    ValidatedField limit = resources.field("limits").entry(name);
    Optional<BigDecimal> wanted = value(request);
    Optional<BigDecimal> most = value(limit);
    boolean exact = isExact(name);
    if (wanted.isEmpty() || most.isEmpty()) {
      if (wanted.isPresent() && exact) {
        resources.field("limits").required("Limit must be set for non overcommitable resources");
      }
      return;
    }
    int comparison = wanted.get().compareTo(most.get());
    if (exact ? comparison != 0 : comparison > 0) {
      request
          .parent()
          .invalid(
              TextNode.valueOf(request.text()),
              (exact ? "must be equal to " : "must be less than or equal to ")
                  + name
                  + " limit of "
                  + limit.text());
    }
  }

  private static Optional<BigDecimal> value(ValidatedField amount) {
    return Quantity.value(amount.text());
  }
}
