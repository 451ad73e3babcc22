package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.ITEM;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.ITEMS;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXTS;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TRUTH;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.WHOLE;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.WHOLES;

import com.google.re2j.Matcher;
import dev.cnilab.cluster.goregexp.GoPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Functions on lists, and on strings with regular expressions, after {@code
 * k8s.io/apiserver/pkg/cel/library}'s {@code lists.go} and {@code regex.go}.
 */
public final class ListFunctions {
  /** What {@code lists.range} is compiled to. */
  public static final String RANGE = "lists.@range";

  private ListFunctions() {}

  public static void declare(FunctionTable table) {
    table.global(RANGE, WHOLE, WHOLES, ListFunctions::range);
    table.member(ITEMS, "isSorted", TRUTH, ListFunctions::isSorted);
    table.member(ITEMS, "sum", ITEM, ListFunctions::sum);
    table.member(ITEMS, "min", ITEM, list -> extreme(list, "min", -1));
    table.member(ITEMS, "max", ITEM, list -> extreme(list, "max", 1));
    table.member(ITEMS, "indexOf", ITEM, WHOLE, (list, item) -> (long) list.indexOf(item));
    table.member(ITEMS, "lastIndexOf", ITEM, WHOLE, (list, item) -> (long) list.lastIndexOf(item));
    table.member(TEXT, "find", TEXT, TEXT, ListFunctions::find);
    table.member(TEXT, "findAll", TEXT, TEXTS, (text, form) -> findAll(text, form, -1L));
    table.member(TEXT, "findAll", TEXT, WHOLE, TEXTS, ListFunctions::findAll);
  }

  private static List<Long> range(Long length) {
    return LongStream.range(0, length).boxed().toList();
  }

  private static boolean isSorted(List<?> list) {
    for (int i = 1; i < list.size(); i++) {
      if (compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object sum(List<?> list) {
    Object sum = 0L;
    for (int i = 0; i < list.size(); i++) {
      sum = i == 0 ? list.get(i) : plus(sum, list.get(i));
    }
    return sum instanceof Duration time ? CelTimes.of(time) : sum;
  }

  private static Object plus(Object a, Object b) {
    return switch (CelTimes.java(a)) {
      case Long whole when b instanceof Long other -> Math.addExact(whole, other);
      case Duration time when CelTimes.java(b) instanceof Duration other -> time.plus(other);
      case Number one when b instanceof Number other -> one.doubleValue() + other.doubleValue();
      default -> throw new IllegalArgumentException("no such overload");
    };
  }

  private static Object extreme(List<?> list, String name, int sign) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException(name + " called on empty list");
    }
    Object best = list.getFirst();
    for (Object item : list) {
      if (compare(item, best) * sign > 0) {
        best = item;
      }
    }
    return best;
  }

  @SuppressWarnings("unchecked") // values of one class are comparable with each other
  private static int compare(Object first, Object second) {
    Object a = CelTimes.java(first);
    Object b = CelTimes.java(second);
    if (a instanceof Number one
        && b instanceof Number other
        && !a.getClass().equals(b.getClass())) {
      return Double.compare(one.doubleValue(), other.doubleValue());
    }
    if (a instanceof Comparable<?> one && a.getClass().equals(b.getClass())) {
      return Integer.signum(((Comparable<Object>) one).compareTo(b));
    }
    throw new IllegalArgumentException("no such overload");
  }

  private static String find(String text, String form) {
    Matcher matcher = GoPattern.compile(form).matcher(text);
    return matcher.find() ? matcher.group() : "";
  }

  /** At most {@code most} matches; all for a negative number. */
  private static List<String> findAll(String text, String form, Long most) {
    List<String> found = new ArrayList<>();
    Matcher matcher = GoPattern.compile(form).matcher(text);
    while ((most < 0 || found.size() < most) && matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
