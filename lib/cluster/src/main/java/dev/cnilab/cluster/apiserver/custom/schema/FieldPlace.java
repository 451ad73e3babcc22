package dev.cnilab.cluster.apiserver.custom.schema;

import dev.cnilab.cluster.apiserver.cost.Budget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in an object a value is. The path is made only if it is asked for: a client could give very
 * many fields a very long one.
 *
 * @param step the name of a field, or an index such as {@code [3]}
 * @param length of the whole path, in characters
 */
public record FieldPlace(@Nullable FieldPlace within, String step, long length) {
  /** A field of the whole object. */
  static FieldPlace of(String field) {
    return new FieldPlace(null, field, field.length());
  }

  FieldPlace field(String name) {
    return new FieldPlace(this, "." + name, length + 1 + name.length());
  }

  FieldPlace item(int index) {
    String step = "[" + index + "]";
    return new FieldPlace(this, step, length + step.length());
  }

  /** The paths of some places, in order. */
  public static List<String> sorted(List<FieldPlace> places) {
    List<String> paths = new ArrayList<>();
    for (FieldPlace place : places) {
      Budget.charge(Budget.ofText(place.length));
      paths.add(place.toString());
    }
    Collections.sort(paths);
    return paths;
  }

  @Override
  public String toString() {
    List<String> steps = new ArrayList<>();
    for (FieldPlace place = this; place != null; place = place.within) {
      steps.add(place.step);
    }
    return String.join("", steps.reversed());
  }
}
