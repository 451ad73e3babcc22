package dev.cnilab.cluster.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.apiserver.schema.Descriptions;
import dev.cnilab.cluster.apiserver.schema.MergeKey;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schema.Scalar;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The schemas of a document: those of its kinds and all that they refer to. */
final class Components {
  private static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
  private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  private static final String TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
  private static final String METADATA = "meta.v1.ObjectMeta";
  private static final String FIELDS = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1";

  static final String METADATA_NAME = "io.k8s.apimachinery.pkg.apis." + METADATA;

  private static final String MICRO_TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";

  private final Map<String, ObjectNode> schemas = new TreeMap<>();
  private final Descriptions descriptions = Descriptions.load();

  void addKind(ResourceType type, Struct struct) {
    add(struct);
    ObjectNode schema = schemas.get(qualified(struct.name()));
    if (schema != null) {
      schema.putArray("x-kubernetes-group-version-kind").add(OpenApi.groupVersionKind(type));
    }
  }

  /** Adds a kind that a CustomResourceDefinition defines. */
  void addKind(CustomKind kind) {
    ObjectNode schema =
        kind.schema() instanceof ObjectNode known
            ? known.deepCopy()
            : Json.object().put("type", "object");
    ObjectNode properties = schema.withObject("/properties");
    Schemas.builtIn().find(METADATA).ifPresent(this::add);
    describe(properties.putObject("apiVersion").put("type", "string"), "apiVersion");
    describe(properties.putObject("kind").put("type", "string"), "kind");
    ObjectNode metadata = properties.putObject("metadata");
    metadata.putArray("allOf").addObject().put("$ref", reference(METADATA));
    describe(metadata, "metadata");
    schema.putArray("x-kubernetes-group-version-kind").add(OpenApi.groupVersionKind(kind.type()));
    schemas.put(qualified(kind), schema);
  }

  /** The fields that every object has are described as those of a ConfigMap. */
  private void describe(ObjectNode property, String field) {
    property.put("description", descriptions.of("core.v1.ConfigMap." + field));
  }

  static String reference(CustomKind kind) {
    return "#/components/schemas/" + qualified(kind);
  }

  /** The group backwards, the version, the kind. */
  static String qualified(CustomKind kind) {
    List<String> parts = new ArrayList<>(Arrays.asList(kind.type().group().split("\\.", -1)));
    Collections.reverse(parts);
    return String.join(".", parts) + "." + kind.type().version() + "." + kind.type().kind();
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    schemas.forEach(json::set);
    return json;
  }

  static String reference(String structName) {
    return "#/components/schemas/" + qualified(structName);
  }

  private void add(Struct struct) {
    String name = qualified(struct.name());
    if (schemas.containsKey(name)) {
      return;
    }
    ObjectNode schema = Json.object();
    schemas.put(name, schema);
    schema.put("description", descriptions.of(struct.name())).put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Json.array();
    for (Struct.Field field : struct.fields().values()) {
      ObjectNode property =
          field.name().equals("fieldsV1") ? named(FIELDS, "object", "") : schema(field.type());
      if (property.has("$ref")) {
        ObjectNode reference = property;
        property = Json.object();
        property.putArray("allOf").add(reference);
      }
      property.put("description", descriptions.of(struct.name() + "." + field.name()));
      allow(descriptions.values(struct.name() + "." + field.name()), property);
      mergeKey(struct, field, property);
      properties.set(field.name(), property);
      if (field.presence() == Struct.Presence.REQUIRED) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
  }

  /** The values of a list field are those of its items. */
  private static void allow(List<String> values, ObjectNode property) {
    if (!values.isEmpty()) {
      ObjectNode holder = property.get("items") instanceof ObjectNode items ? items : property;
      ArrayNode allowed = holder.putArray("enum");
      values.forEach(allowed::add);
    }
  }

  private static void mergeKey(Struct struct, Struct.Field field, ObjectNode property) {
    MergeKey.of(struct, field.name())
        .ifPresent(
            key -> {
              property.put("x-kubernetes-patch-strategy", "merge");
              if (key.isSet()) {
                property.put("x-kubernetes-list-type", "set");
              } else {
                property.put("x-kubernetes-patch-merge-key", key.first());
                property.put("x-kubernetes-list-type", "map");
                ArrayNode keys = property.putArray("x-kubernetes-list-map-keys");
                key.fields().forEach(keys::add);
              }
            });
  }

  private ObjectNode schema(Schema type) {
    return switch (type) {
      case Struct struct -> {
        add(struct);
        yield Json.object().put("$ref", reference(struct.name()));
      }
      case ListOf list -> {
        ObjectNode json = Json.object().put("type", "array");
        json.set("items", schema(list.items()));
        yield json;
      }
      case MapOf map -> {
        ObjectNode json = Json.object().put("type", "object");
        json.set("additionalProperties", schema(map.values()));
        yield json;
      }
      case Scalar scalar -> scalar(scalar);
    };
  }

  private ObjectNode scalar(Scalar type) {
    return switch (type) {
      case STRING -> Json.object().put("type", "string");
      case INT32 -> Json.object().put("type", "integer").put("format", "int32");
      case INT64 -> Json.object().put("type", "integer").put("format", "int64");
      case NUMBER -> Json.object().put("type", "number").put("format", "double");
      case BOOLEAN -> Json.object().put("type", "boolean");
      case BYTES -> Json.object().put("type", "string").put("format", "byte");
      case TIME -> named(TIME, "string", "date-time");
      case MICRO_TIME -> named(MICRO_TIME, "string", "date-time");
      case INT_OR_STRING -> either(INT_OR_STRING, "int-or-string", "integer", "string");
      case QUANTITY -> either(QUANTITY, "", "string", "number");
      case ANY -> Json.object().put("type", "object");
    };
  }

  private ObjectNode named(String name, String type, String format) {
    schemas.computeIfAbsent(
        name,
        absent -> {
          ObjectNode schema =
              Json.object().put("description", descriptions.of(name)).put("type", type);
          return format.isEmpty() ? schema : schema.put("format", format);
        });
    return Json.object().put("$ref", "#/components/schemas/" + name);
  }

  private ObjectNode either(String name, String format, String type, String other) {
    ObjectNode reference = named(name, type, format);
    ObjectNode schema = Objects.requireNonNull(schemas.get(name), name);
    schema.remove("type");
    ArrayNode either = schema.putArray("oneOf");
    either.addObject().put("type", type);
    either.addObject().put("type", other);
    return reference;
  }

  /** The name of the Go package in OpenAPI. */
  private static String qualified(String structName) {
    return switch (structName.substring(0, structName.indexOf('.'))) {
      case "meta" -> "io.k8s.apimachinery.pkg.apis." + structName;
      case "apiextensions" -> "io.k8s.apiextensions-apiserver.pkg.apis." + structName;
      case "apiregistration" -> "io.k8s.kube-aggregator.pkg.apis." + structName;
      default -> "io.k8s.api." + structName;
    };
  }
}
