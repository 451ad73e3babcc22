package dev.cnilab.cluster.apiserver.expression.function;

import dev.cel.common.values.CelByteString;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a call costs before it is made, from its arguments, and afterwards, from its result. Like
 * that of {@code k8s.io/apiserver/pkg/cel/library/cost.go}, and never less than what it takes here.
 */
enum Cost {
  /** A look at one place. */
  LOOK {
    @Override
    void before(Object[] arguments) {
      Budget.charge(1);
    }

    @Override
    void after(Object result) {}
  },

  /** Two lists, of which the longer one is not gone through: loops append to theirs. */
  APPEND {
    @Override
    void before(Object[] arguments) {
      Budget.charge(1 + Math.min(size(arguments[0]), size(arguments[1])));
    }

    @Override
    void after(Object result) {}
  },

  /** A map is copied, with an entry more: loops that make maps do so. */
  INSERT {
    @Override
    void before(Object[] arguments) {
      Budget.charge(Budget.ofText(((Map<?, ?>) arguments[0]).size()));
    }

    @Override
    void after(Object result) {}
  },

  /** Everything is gone through once. */
  WALK,

  /** Everything is gone through once for each part of the second argument. */
  SEARCH {
    @Override
    void before(Object[] arguments) {
      Budget.charge(product(arguments[0], arguments[1]));
      super.before(arguments);
    }
  },

  /** Each item is compared with each other. */
  PAIRS {
    @Override
    void before(Object[] arguments) {
      Budget.charge(product(arguments[0], arguments[0]));
      super.before(arguments);
    }
  },

  /** A number says how long the result is. */
  RANGE {
    @Override
    void before(Object[] arguments) {
      Budget.charge(Math.max(1, ((Number) arguments[0]).longValue()));
    }
  },

  /** The separator is in the result between all items. */
  JOIN {
    @Override
    void before(Object[] arguments) {
      super.before(arguments);
      if (arguments.length > 1) {
        Budget.charge(Budget.ofText(saturated(size(arguments[0]), size(arguments[1]))));
      }
    }
  },

  /** Each occurrence, of which there may be one for each character, becomes another text. */
  REPLACE {
    @Override
    void before(Object[] arguments) {
      SEARCH.before(arguments);
      long occurrences = size(arguments[0]) / Math.max(1, size(arguments[1])) + 1;
      Budget.charge(Budget.ofText(saturated(occurrences, size(arguments[2]))));
    }
  };

  /** The cost of the function with an overload's name. */
  static Cost of(String overload) {
    return switch (overload) {
      case "index_list", "index_map", "in_map", "list_size", "map_size", "size_list", "size_map" ->
          LOOK;
      case "add_list" -> APPEND;
      case "cel_@mapInsert_map_key_value" -> INSERT;
      case "list_distinct" -> PAIRS;
      case "list_join", "list_join_string" -> JOIN;
      case "string_replace_string_string", "string_replace_string_string_int" -> REPLACE;
      default ->
          overload.startsWith("optional")
              ? LOOK
              : SEARCHES.stream().anyMatch(overload::contains)
                  ? SEARCH
                  : overload.contains("range") ? RANGE : WALK;
    };
  }

  void before(Object[] arguments) {
    for (Object argument : arguments) {
      walk(argument);
    }
  }

  void after(Object result) {
    Budget.charge(
        result instanceof Collection<?> list ? 1 + list.size() : Budget.ofText(size(result)));
  }

  /** Charges for going through a value with all that is in it, before anybody does. */
  static void walk(Object value) {
    Budget.charge(
        Budget.ofText(
            value instanceof Collection<?> || value instanceof Map<?, ?> ? 0 : size(value)));
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, item) -> {
            walk(key);
            walk(item);
          });
    } else if (value instanceof Collection<?> list) {
      list.forEach(Cost::walk);
    }
  }

  /** Parts of the names of overloads. */
  private static final List<String> SEARCHES =
      List.of("matches", "_find", "contains_string", "index_of", "split_string", "_sets_");

  private static long product(Object one, Object other) {
    return saturated(parts(one), parts(other));
  }

  /** Items, or tens of characters. */
  private static long parts(Object value) {
    return value instanceof Collection<?> list ? list.size() : Budget.ofText(size(value));
  }

  private static long saturated(long one, long other) {
    return Math.multiplyHigh(one, other) == 0 && one * other >= 0
        ? one * other
        : Long.MAX_VALUE / 2;
  }

  private static long size(Object value) {
    return switch (value) {
      case String text -> text.length();
      case CelByteString bytes -> bytes.size();
      case Collection<?> list -> list.size();
      default -> 0;
    };
  }
}
