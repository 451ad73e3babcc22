package dev.cnilab.cluster.apiserver.protobuf;

import dev.cnilab.cluster.apiserver.schema.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which fields a message has, in the order of their numbers. */
final class ProtobufPlan {
  private static final Map<Struct, List<Part>> KNOWN = new ConcurrentHashMap<>();

  private ProtobufPlan() {}

  /** A field of a message. */
  sealed interface Part {}

  /** A field that JSON has as well. */
  record Plain(int number, Struct.Field field) implements Part {}

  /** A message of its own, whose fields JSON has in the object itself. */
  record Inlined(int number, List<Part> parts) implements Part {}

  /** The parts of a type's message. */
  static List<Part> of(Struct type) {
    return KNOWN.computeIfAbsent(type, known -> parts(List.copyOf(known.fields().values()), 0));
  }

  private static List<Part> parts(List<Struct.Field> fields, int depth) {
    Map<Integer, List<Struct.Field>> byNumber = new TreeMap<>();
    fields.stream()
        .filter(field -> field.numbers().size() > depth)
        .forEach(
            field ->
                byNumber
                    .computeIfAbsent(field.numbers().get(depth), number -> new ArrayList<>())
                    .add(field));
    List<Part> parts = new ArrayList<>();
    byNumber.forEach(
        (number, group) ->
            parts.add(
                group.size() == 1 && group.getFirst().numbers().size() == depth + 1
                    ? new Plain(number, group.getFirst())
                    : new Inlined(number, parts(group, depth + 1))));
    return parts;
  }
}
