package dev.cnilab.cluster.apiserver.validation.table;

import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.validation.field.Check;
import dev.cnilab.cluster.apiserver.validation.field.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * In which order what is checked of a type. It is made when the type is first met; what has no
 * rules in it is not in the plan, so that a write costs only what it is checked for.
 */
public final class Plan implements Check {
  private static final Map<String, Plan> PLANS = new ConcurrentHashMap<>();

  private final List<Step> steps;

  private Plan(List<Step> steps) {
    this.steps = steps;
  }

  /** One check, of a field or, if that is a dot, of the whole. */
  private record Step(String field, Check check) {
    void at(Place place) {
      check.at(field.equals(".") ? place : place.field(field));
    }
  }

  /** How objects of a type are checked. */
  public static Plan of(Struct type) {
    Plan known = PLANS.get(type.name());
    if (known != null) {
      return known;
    }
    List<Step> steps = new ArrayList<>();
    Plan plan = new Plan(steps);
    PLANS.put(type.name(), plan); // before its fields are looked at, which may be of the same type
    Set<String> entered = new HashSet<>();
    for (RuleTable.Line line : RuleTable.of(type.name())) {
      steps.add(new Step(line.field(), line.check()));
      type.field(line.field())
          .filter(field -> entered.add(field.name()) && !line.alone())
          .ifPresent(field -> enter(field, steps));
    }
    type.fields().values().stream()
        .filter(field -> entered.add(field.name()))
        .forEach(field -> enter(field, steps));
    return plan;
  }

  private static void enter(Struct.Field field, List<Step> steps) {
    if (hasRules(field.type(), new HashSet<>())) {
      steps.add(new Step(field.name(), inside(field.type())));
    }
  }

  private static boolean hasRules(Schema type, Set<String> seen) {
    return switch (type) {
      case Struct struct ->
          seen.add(struct.name())
              && (!RuleTable.of(struct.name()).isEmpty()
                  || struct.fields().values().stream().anyMatch(f -> hasRules(f.type(), seen)));
      case ListOf list -> hasRules(list.items(), seen);
      case MapOf map -> hasRules(map.values(), seen);
      case Schema.Scalar scalar -> false;
    };
  }

  private static Check inside(Schema type) {
    return switch (type) {
      case Struct struct -> {
        Plan plan = of(struct);
        yield place -> {
          if (place.value().isObject()) {
            plan.at(place);
          }
        };
      }
      case ListOf list -> {
        Check item = inside(list.items());
        yield place -> place.items().forEach(item::at);
      }
      case MapOf map -> {
        Check entry = inside(map.values());
        yield place -> place.entries().forEach(entry::at);
      }
      case Schema.Scalar scalar -> place -> {};
    };
  }

  @Override
  public void at(Place place) {
    at(place, field -> true);
  }

  /** Checks some fields of a whole object; a dot stands for what is between its fields. */
  public void at(Place object, Predicate<String> part) {
    for (Step step : steps) {
      if (part.test(step.field())) {
        step.at(object);
      }
    }
  }
}
