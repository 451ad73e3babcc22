package dev.cnilab.cluster.apiserver.validation.table;

import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.validation.field.Check;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a type's fields are checked. A plan is made when an object is first checked;
 * fields without rules are not in it, so a write pays only for the checks it needs.
 */
public final class Plan implements Check {
  private static final Map<String, Plan> PLANS = new ConcurrentHashMap<>();

  private final Struct type;

  /** Made on first use; twice, if two clusters ask at the same time. */
  private volatile @Nullable List<Step> steps;

  private Plan(Struct type) {
    this.type = type;
  }

  /** One check, of a field or, for a dot, of the whole. */
  private record Step(String field, Check check) {
    void at(ValidatedField place) {
      check.at(field.equals(".") ? place : place.field(field));
    }
  }

  /** The plan of a type. */
  public static Plan of(Struct type) {
    return PLANS.computeIfAbsent(type.name(), name -> new Plan(type));
  }

  private List<Step> steps() {
    List<Step> known = steps;
    if (known == null) {
      known = List.copyOf(stepsOf(type));
      steps = known;
    }
    return known;
  }

  private static List<Step> stepsOf(Struct type) {
    List<Step> steps = new ArrayList<>();
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
    return steps;
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
  public void at(ValidatedField place) {
    at(place, field -> true);
  }

  /** Checks some fields of a whole object; a dot stands for the checks between its fields. */
  public void at(ValidatedField object, Predicate<String> part) {
    for (Step step : steps()) {
      if (part.test(step.field())) {
        step.at(object);
      }
    }
  }
}
