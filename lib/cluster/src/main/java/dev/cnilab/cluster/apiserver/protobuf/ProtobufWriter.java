package dev.cnilab.cluster.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schema.Scalar;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Writes one message in Kubernetes' protobuf encoding. Fields without a value are left out, as in
 * proto3; Go's own encoder writes some of them as zeros, which means the same.
 */
final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  void text(int number, String text) {
    bytes(number, text.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(int number, byte[] bytes) {
    varint((long) number << 3 | BYTES);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  void message(int number, Consumer<ProtobufWriter> content) {
    ProtobufWriter inner = new ProtobufWriter();
    content.accept(inner);
    bytes(number, inner.bytes());
  }

  /** Writes the fields of an object. */
  void object(Struct type, JsonNode object) {
    ProtobufPlan.of(type).forEach(part -> part(part, object));
  }

  private void part(ProtobufPlan.Part part, JsonNode object) {
    switch (part) {
      case ProtobufPlan.Inlined inlined -> {
        ProtobufWriter inner = new ProtobufWriter();
        inlined.parts().forEach(each -> inner.part(each, object));
        if (inner.out.size() > 0) {
          bytes(inlined.number(), inner.bytes());
        }
      }
      case ProtobufPlan.Plain plain -> {
        JsonNode value = object.path(plain.field().name());
        if (!value.isMissingNode() && !value.isNull()) {
          field(plain.number(), plain.field(), value);
        }
      }
    }
  }

  private void field(int number, Struct.Field field, JsonNode value) {
    switch (field.type()) {
      case Scalar any
          when any == Scalar.ANY && ProtobufReader.SCHEMA_OR_MORE.contains(field.name()) ->
          message(number, message -> message.schemaOrMore(value));
      case ListOf list -> value.forEach(item -> value(number, list.items(), item));
      case MapOf map ->
          value
              .properties()
              .forEach(
                  entry ->
                      message(
                          number,
                          message -> {
                            message.text(1, entry.getKey());
                            message.value(2, map.values(), entry.getValue());
                          }));
      default -> value(number, field.type(), value);
    }
  }

  private void value(int number, Schema type, JsonNode value) {
    switch (type) {
      case Struct struct -> message(number, message -> message.object(struct, value));
      case ListOf list ->
          message(number, message -> value.forEach(item -> message.value(1, list.items(), item)));
      case MapOf map -> throw new IllegalStateException("a map in a map has no encoding");
      case Scalar scalar -> scalar(number, scalar, value);
    }
  }

  private void scalar(int number, Scalar type, JsonNode value) {
    switch (type) {
      case STRING -> text(number, value.asText());
      case INT32, INT64 -> number(number, value.asLong());
      case NUMBER -> fixed(number, Double.doubleToLongBits(value.asDouble()));
      case BOOLEAN -> number(number, value.asBoolean() ? 1 : 0);
      case BYTES -> bytes(number, Base64.getDecoder().decode(value.asText()));
      case QUANTITY -> message(number, message -> message.text(1, value.asText()));
      case TIME, MICRO_TIME -> message(number, message -> message.instant(value.asText()));
      case INT_OR_STRING -> message(number, message -> message.intOrString(value));
      case ANY -> message(number, message -> message.any(value));
    }
  }

  private void instant(String text) {
    Instant instant = Instant.parse(text);
    long seconds = instant.getEpochSecond();
    int nanos = instant.getNano();
    number(1, seconds);
    if (nanos != 0) {
      number(2, nanos);
    }
  }

  private void intOrString(JsonNode value) {
    if (value.isTextual()) {
      number(1, 1);
      text(3, value.asText());
    } else {
      number(2, value.asLong());
    }
  }

  /** An empty object may stand for a message without fields. */
  private void any(JsonNode value) {
    if (!(value instanceof ObjectNode object && object.isEmpty())) {
      text(1, value.toString());
    }
  }

  /** The opposite of what {@link Protobuf} reads: a schema, several, or whether one is needed. */
  private void schemaOrMore(JsonNode value) {
    Struct schema = Schemas.builtIn().find("apiextensions.v1.JSONSchemaProps").orElseThrow();
    if (value.isBoolean()) {
      number(1, value.asBoolean() ? 1 : 0);
    } else if (value.isArray()) {
      value.forEach(each -> value(2, schema, each));
    } else {
      value(1, schema, value);
    }
  }

  private void number(int number, long value) {
    varint((long) number << 3 | VARINT);
    varint(value);
  }

  private void fixed(int number, long bits) {
    varint((long) number << 3 | FIXED64);
    for (int shift = 0; shift < 64; shift += 8) {
      out.write((int) (bits >>> shift));
    }
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
