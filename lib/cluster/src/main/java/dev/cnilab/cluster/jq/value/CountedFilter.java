package dev.cnilab.cluster.jq.value;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.ListIterator;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.tree.ArrayConstruction;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.RecursionOperator;
import net.thisptr.jackson.jq.internal.tree.StringInterpolation;
import net.thisptr.jackson.jq.internal.tree.binaryop.BinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.FieldAccess;
import org.jspecify.annotations.Nullable;

/**
 * Replaces those parts of a parsed filter that make values, or go through them, by parts that
 * charge for it. The library has no place to ask for that, and keeps its tree to itself.
 */
final class CountedFilter {
  private static final String TREE = "net.thisptr.jackson.jq.internal.";
  private static final String ASSIGNMENTS = TREE + "tree.binaryop.assignment.";
  private static final String FORMATTER = "formatter";

  /** What an interpolation without a format uses; the library writes numbers as Java does. */
  private static final Expression TEXT =
      new FunctionCall(null, "@text", List.of(), Versions.JQ_1_6);

  private final HeldValues values;

  CountedFilter(HeldValues values) {
    this.values = values;
  }

  /** Replaces the parts of a filter, or of a function that is written in jq. */
  void replaceIn(Object filter) {
    for (Class<?> type = filter.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          replace(field, filter);
        }
      }
    }
  }

  private void replace(Field field, Object owner) {
    try {
      field.setAccessible(true);
      Object old = field.get(owner);
      Object replaced = replaced(old);
      if (old == null
          && owner instanceof StringInterpolation
          && field.getName().equals(FORMATTER)) {
        replaced = TEXT;
      } else if (replaced instanceof Expression places
          && field.getName().equals("lhs")
          && owner.getClass().getName().startsWith(ASSIGNMENTS)) {
        replaced = new PaddedPlaces(places, values);
      }
      if (replaced != old) {
        field.set(owner, replaced);
      }
    } catch (IllegalAccessException closed) {
      throw new IllegalStateException(field + " of jackson-jq cannot be set", closed);
    }
  }

  private @Nullable Object replaced(@Nullable Object part) {
    if (part instanceof List<?> list) {
      replaceEach(list);
      return list;
    } else if (part instanceof BinaryOperator operator) {
      return new CountedOperator(operator, values);
    } else if (part == null
        || part instanceof Enum
        || !(part.getClass().getName().startsWith(TREE) || part instanceof JsonQuery)) {
      return part;
    }
    replaceIn(part);
    return part instanceof Expression expression ? counted(expression) : part;
  }

  @SuppressWarnings("unchecked") // what replaces an expression is one, too
  private void replaceEach(List<?> list) {
    for (ListIterator<Object> each = ((List<Object>) list).listIterator(); each.hasNext(); ) {
      Object old = each.next();
      Object replaced = replaced(old);
      if (replaced != old && replaced != null) {
        each.set(replaced);
      }
    }
  }

  private Expression counted(Expression expression) {
    return switch (expression) {
      case ArrayConstruction array when array.q != null -> new CountedArray(array.q, values);
      case BinaryOperatorExpression made -> new CountedExpression(made, values);
      case StringInterpolation made -> new CountedExpression(made, values);
      case ObjectConstruction made -> new CountedExpression(made, values);
      case FieldAccess part -> new SteppedExpression(part, values);
      case RecursionOperator parts -> new SteppedExpression(parts, values);
      default -> expression;
    };
  }
}
