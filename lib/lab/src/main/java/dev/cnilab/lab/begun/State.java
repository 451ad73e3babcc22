package dev.cnilab.lab.begun;

import dev.cnilab.lab.course.Leeway;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The state of a cluster, thing by thing: {@code worker-1 link flannel.1} is {@code up, mtu 1450}.
 *
 * @param things the present things, by name; the first word says where they are
 */
record State(Map<String, String> things) {

  /** The prefix of values that are compared by digest only. */
  static final String DIGEST = "sha256:";

  State {
    things = new TreeMap<>(things);
  }

  /** The differences that exceed the leeway, each described in words. */
  List<String> differences(State now, Leeway leeway) {
    return Stream.concat(things.keySet().stream(), now.things.keySet().stream())
        .collect(java.util.stream.Collectors.toCollection(TreeSet::new))
        .stream()
        .flatMap(thing -> difference(thing, now, leeway))
        .toList();
  }

  private Stream<String> difference(String thing, State now, Leeway leeway) {
    String was = things.get(thing);
    String is = now.things.get(thing);
    if (was == null) {
      return leeway.letsAdd(thing) ? Stream.of() : Stream.of(thing + " is new");
    }
    if (was.equals(is) || leeway.letsChange(thing)) {
      return Stream.of();
    }
    return Stream.of(
        thing
            + (is == null
                ? " is gone"
                : was.startsWith(DIGEST)
                    ? " has changed"
                    : " was `%s` and is `%s`".formatted(was, is)));
  }
}
