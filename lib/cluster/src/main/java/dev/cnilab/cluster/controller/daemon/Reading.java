package dev.cnilab.cluster.controller.daemon;

import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads objects of one type and one namespace, and each again only when it has changed: one pod of
 * a thousand changes between two passes.
 */
final class Reading<T> {
  private final Function<KubeObject, T> read;
  private Map<String, Read<T>> last = Map.of();

  private record Read<T>(KubeObject object, T value) {}

  Reading(Function<KubeObject, T> read) {
    this.read = read;
  }

  /** What is read from each, in their order. */
  @SuppressWarnings("ReferenceEquality") // one that has not changed is the same object
  List<T> of(Collection<KubeObject> objects) {
    Map<String, Read<T>> now = HashMap.newHashMap(objects.size());
    List<T> values = new ArrayList<>(objects.size());
    for (KubeObject object : objects) {
      Read<T> known = last.get(object.name());
      if (known == null || known.object != object) {
        known = new Read<>(object, read.apply(object));
      }
      now.put(object.name(), known);
      values.add(known.value);
    }
    last = now;
    return values;
  }
}
