package dev.cnilab.cluster.apiserver.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The CEL types of the values of a structural schema, after {@code
 * k8s.io/apiserver/pkg/cel/common/schemas.go}: what has no type there cannot be used.
 */
public final class SchemaTypes {
  /** Reserved words of the language; a field called {@code if} is written {@code __if__}. */
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return");

  private static final StructType METADATA =
      StructType.create(
          "kubernetes.ObjectMeta",
          ImmutableSet.of("name", "generateName"),
          field -> Optional.<CelType>of(SimpleType.STRING));

  private final List<StructType> structs = new ArrayList<>(List.of(METADATA));

  /** The subject of rules for whole objects, which have a name whatever their schema says. */
  public Optional<RuleSubject> object(JsonNode schema) {
    return of(schema).map(this::whole).map(type -> RuleSubject.of(this, type));
  }

  /** The subject of rules for a value; empty if nothing is known of it. */
  public Optional<RuleSubject> value(JsonNode schema) {
    return of(schema).map(type -> RuleSubject.of(this, type));
  }

  private CelType whole(CelType type) {
    if (!(type instanceof StructType struct)) {
      return type;
    }
    return struct(
        fields -> {
          struct.fields().forEach(field -> fields.put(field.name(), field.type()));
          fields.put("apiVersion", SimpleType.STRING);
          fields.put("kind", SimpleType.STRING);
          fields.put("metadata", METADATA);
        });
  }

  private Optional<CelType> of(JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return Optional.of(SimpleType.DYN);
    }
    return switch (schema.path("type").asText()) {
      case "object" -> fields(schema);
      case "array" -> of(schema.path("items")).map(ListType::create);
      case "string" -> Optional.of(text(schema.path("format").asText()));
      case "boolean" -> Optional.of(SimpleType.BOOL);
      case "integer" -> Optional.of(SimpleType.INT);
      case "number" -> Optional.of(SimpleType.DOUBLE);
      default -> Optional.empty();
    };
  }

  private Optional<CelType> fields(JsonNode schema) {
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject()) {
      return of(additional).map(value -> MapType.create(SimpleType.STRING, value));
    }
    return Optional.of(
        struct(
            fields ->
                schema
                    .path("properties")
                    .properties()
                    .forEach(
                        each ->
                            of(each.getValue())
                                .ifPresent(type -> fields.put(escaped(each.getKey()), type)))));
  }

  private static CelType text(String format) {
    return switch (format) {
      case "duration" -> SimpleType.DURATION;
      case "date", "date-time" -> SimpleType.TIMESTAMP;
      case "byte" -> SimpleType.BYTES;
      default -> SimpleType.STRING;
    };
  }

  private interface Filling {
    void fill(Map<String, CelType> fields);
  }

  @SuppressWarnings("Immutable") // its fields do not change once they are filled in
  private StructType struct(Filling filling) {
    Map<String, CelType> fields = new LinkedHashMap<>();
    filling.fill(fields);
    StructType struct =
        StructType.create(
            "object" + structs.size(),
            ImmutableSet.copyOf(fields.keySet()),
            field -> Optional.ofNullable(fields.get(field)));
    structs.add(struct);
    return struct;
  }

  /** How an expression writes the name of a field. */
  static String escaped(String field) {
    return RESERVED.contains(field)
        ? "__" + field + "__"
        : field
            .replace("__", "__underscores__")
            .replace(".", "__dot__")
            .replace("-", "__dash__")
            .replace("/", "__slash__");
  }

  List<StructType> structs() {
    return List.copyOf(structs);
  }
}
