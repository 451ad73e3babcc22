package dev.cnilab.cluster.controller.work;

import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Reads objects of one type and one namespace, and each of them again only if it has changed:
 * typically one pod of a thousand changes between two passes.
 */
public final class Reading<T> {
  private final Function<KubeObject, T> read;
  private List<Read<T>> last = List.of();

  private record Read<T>(KubeObject object, T value) {}

  public Reading(Function<KubeObject, T> read) {
    this.read = read;
  }

  /**
   * The values read from each object, in order.
   *
   * @param objects sorted by name, as from lists and informers
   */
  public List<T> of(Collection<KubeObject> objects) {
    List<Read<T>> now = new ArrayList<>(objects.size());
    List<T> values = new ArrayList<>(objects.size());
    int at = 0;
    for (KubeObject object : objects) {
      while (at < last.size() && isPassed(last.get(at).object, object)) {
        at++;
      }
      Read<T> known = at < last.size() ? last.get(at) : null;
      if (known != null && isSame(known.object, object)) {
        at++;
      } else {
        known = new Read<>(object, read.apply(object));
      }
      now.add(known);
      values.add(known.value);
    }
    last = now;
    return values;
  }

  /** Whether a known object comes before the wanted one. */
  private static boolean isPassed(KubeObject known, KubeObject wanted) {
    return !isSame(known, wanted) && known.name().compareTo(wanted.name()) < 0;
  }

  @SuppressWarnings("ReferenceEquality") // an unchanged object is the same instance
  private static boolean isSame(KubeObject known, KubeObject object) {
    return known == object;
  }
}
