package dev.cnilab.cluster.apiserver.cost;

import dev.cel.common.values.CelByteString;
import dev.cnilab.cluster.goregexp.GoPattern;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a call costs, from its arguments before it is made, and afterwards from its result. Cheap
 * calls cost what they cost in Kubernetes (cel-go's {@code runtimecost.go} and {@code
 * k8s.io/apiserver/pkg/cel/library/cost.go}): one, and one for ten characters that are read. Where
 * Kubernetes counts less than the time or memory that a call takes here, it costs more.
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

  /** A text is traversed, but a thousand characters are no more work than a call. */
  COUNT {
    @Override
    void before(Object[] arguments) {
      Budget.charge(1 + size(arguments[0]) / FAST);
    }
  },

  /** Two values are compared until the shorter one ends. */
  COMPARE {
    @Override
    void before(Object[] arguments) {
      Object one = arguments[0];
      Object other = arguments[1];
      Budget.charge(Budget.ofText(Math.min(text(one), text(other))));
      if (isContainer(one) && isContainer(other)) {
        walk(size(one) < size(other) ? one : other);
      }
    }
  },

  /** Something is compared with each item of a list. */
  FIND {
    @Override
    void before(Object[] arguments) {
      if (isContainer(arguments[0])) {
        super.before(arguments);
      } else {
        Budget.charge(Math.max(1, product(arguments[1], arguments[0])));
      }
    }
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
      Budget.charge(Math.max(1, product(arguments[0], arguments[1])));
      walkContainers(arguments);
    }
  },

  /** A few characters of a pattern may stand for many instructions: these are paid for, too. */
  MATCH {
    @Override
    void before(Object[] arguments) {
      SEARCH.before(arguments);
      int repeated =
          GoPattern.compile((String) arguments[1]).programSize()
              - INSTRUCTIONS_PER_CHARACTER * ((String) arguments[1]).length();
      if (repeated > 0) {
        Budget.charge(Budget.ofText(saturated(repeated, size(arguments[0]))));
      }
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

    @Override
    void after(Object result) {}
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
      case "size_string", "string_size", "size_bytes", "bytes_size", "string_char_at_int" -> COUNT;
      case "equals", "not_equals", "starts_with_string", "ends_with_string" -> COMPARE;
      case "in_list" -> FIND;
      case "add_list" -> APPEND;
      case "cel_@mapInsert_map_key_value" -> INSERT;
      case "list_distinct" -> PAIRS;
      case "list_join", "list_join_string" -> JOIN;
      case "string_replace_string_string", "string_replace_string_string_int" -> REPLACE;
      default ->
          overload.startsWith("optional")
              ? LOOK
              : overload.matches("(less|greater)(_equals)?_(string|bytes)")
                  ? COMPARE
                  : PATTERNS.stream().anyMatch(overload::contains)
                      ? MATCH
                      : SEARCHES.stream().anyMatch(overload::contains)
                          ? SEARCH
                          : overload.contains("range") ? RANGE : WALK;
    };
  }

  void before(Object[] arguments) {
    long characters = 0;
    for (Object argument : arguments) {
      characters += text(argument);
    }
    Budget.charge(Budget.ofText(characters));
    walkContainers(arguments);
  }

  /** A text is not longer than what has been charged; a list has more items than its text had. */
  void after(Object result) {
    if (result instanceof Collection<?> list) {
      Budget.charge(list.size());
    }
  }

  static void walkContainers(Object[] arguments) {
    for (Object argument : arguments) {
      if (isContainer(argument)) {
        walk(argument);
      }
    }
  }

  /** Charges for going through a value with all that is in it, before anybody does. */
  static void walk(Object value) {
    Budget.charge(Budget.ofText(text(value)));
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

  /** Of a pattern that repeats nothing, at most. */
  private static final int INSTRUCTIONS_PER_CHARACTER = 2;

  /** Characters that take no longer than a call. */
  private static final int FAST = 1000;

  /** Parts of the names of overloads. */
  private static final List<String> PATTERNS = List.of("matches", "_find");

  private static final List<String> SEARCHES =
      List.of("contains_string", "index_of", "split_string", "_sets_");

  private static long product(Object one, Object other) {
    return saturated(parts(one), parts(other));
  }

  /** Items, or tens of characters. */
  private static long parts(Object value) {
    return isContainer(value) ? size(value) : Budget.ofText(size(value));
  }

  private static long saturated(long one, long other) {
    return Math.multiplyHigh(one, other) == 0 && one * other >= 0
        ? one * other
        : Long.MAX_VALUE / 2;
  }

  private static boolean isContainer(Object value) {
    return value instanceof Collection<?> || value instanceof Map<?, ?>;
  }

  /** The characters of a text; 0 for anything else. */
  private static long text(Object value) {
    return isContainer(value) ? 0 : size(value);
  }

  private static long size(Object value) {
    return switch (value) {
      case String text -> text.length();
      case CelByteString bytes -> bytes.size();
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default -> 0;
    };
  }
}
