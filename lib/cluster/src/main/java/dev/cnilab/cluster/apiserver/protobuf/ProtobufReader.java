package dev.cnilab.cluster.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schema.Scalar;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.Json;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads messages of Kubernetes' types; the opposite of {@link ProtobufWriter}. */
final class ProtobufReader {
  /**
   * Fields of a JSON schema which Kubernetes wraps, because they hold a schema or something else.
   */
  static final Set<String> SCHEMA_OR_MORE =
      Set.of("additionalItems", "additionalProperties", "items");

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private ProtobufReader() {}

  /**
   * Reads a message into an object.
   *
   * @throws IllegalArgumentException if it can't be decoded
   */
  static void read(Struct type, ByteBuffer message, ObjectNode object) {
    read(type, message, object, List.of());
  }

  /** Reads fields into an object; {@code path} is the path of inlined messages to them. */
  private static void read(Struct type, ByteBuffer in, ObjectNode object, List<Integer> path) {
    while (in.hasRemaining()) {
      WireField value = WireField.next(in);
      List<Integer> numbers = Stream.concat(path.stream(), Stream.of(value.number())).toList();
      Optional<Struct.Field> field =
          type.fields().values().stream().filter(f -> f.numbers().equals(numbers)).findFirst();
      if (field.isPresent()) {
        put(object, field.get(), value);
      } else if (type.fields().values().stream().anyMatch(f -> startsWith(f.numbers(), numbers))) {
        read(type, value.bytes(), object, numbers);
      }
    }
  }

  private static boolean startsWith(List<Integer> numbers, List<Integer> prefix) {
    return numbers.size() > prefix.size() && numbers.subList(0, prefix.size()).equals(prefix);
  }

  private static void put(ObjectNode object, Struct.Field field, WireField value) {
    switch (field.type()) {
      case Scalar any when any == Scalar.ANY && SCHEMA_OR_MORE.contains(field.name()) ->
          object.set(field.name(), schemaOrMore(value.bytes()));
      case ListOf list -> object.withArray(field.name()).add(json(list.items(), value));
      case MapOf map -> {
        ObjectNode entries =
            object.get(field.name()) instanceof ObjectNode old
                ? old
                : object.putObject(field.name());
        ByteBuffer entry = value.bytes();
        String key = "";
        JsonNode content = map.values() == Scalar.STRING ? TextNode.valueOf("") : Json.object();
        while (entry.hasRemaining()) {
          WireField part = WireField.next(entry);
          key = part.number() == 1 ? part.text() : key;
          content = part.number() == 2 ? json(map.values(), part) : content;
        }
        entries.set(key, content);
      }
      default -> object.set(field.name(), json(field.type(), value));
    }
  }

  /** A schema in field 1 or 2, several in 2, or whether anything is allowed in 1. */
  private static JsonNode schemaOrMore(ByteBuffer in) {
    Struct schema = Schemas.builtIn().find("apiextensions.v1.JSONSchemaProps").orElseThrow();
    JsonNode found = NullNode.getInstance();
    while (in.hasRemaining()) {
      WireField part = WireField.next(in);
      found =
          part.bytes().hasRemaining()
              ? json(schema, part)
              : BooleanNode.valueOf(part.varint() != 0);
    }
    return found;
  }

  private static JsonNode json(Schema type, WireField value) {
    return switch (type) {
      case Struct struct -> {
        ObjectNode object = Json.object();
        read(struct, value.bytes(), object, List.of());
        yield object;
      }
      case ListOf list -> {
        ArrayNode items = Json.array();
        while (value.bytes().hasRemaining()) {
          items.add(json(list.items(), WireField.next(value.bytes())));
        }
        yield items;
      }
      case MapOf map -> Json.object();
      case Scalar scalar -> scalar(scalar, value);
    };
  }

  private static JsonNode scalar(Scalar type, WireField value) {
    return switch (type) {
      case STRING -> TextNode.valueOf(value.text());
      case INT32 -> IntNode.valueOf((int) value.varint());
      case INT64 -> whole(value.varint());
      case NUMBER -> number(Double.longBitsToDouble(value.varint()));
      case BOOLEAN -> BooleanNode.valueOf(value.varint() != 0);
      case BYTES -> TextNode.valueOf(Base64.getEncoder().encodeToString(value.array()));
      case QUANTITY ->
          TextNode.valueOf(
              value.bytes().hasRemaining() ? WireField.next(value.bytes()).text() : "0");
      case TIME ->
          value.bytes().hasRemaining()
              ? TextNode.valueOf(instant(value.bytes()).toString())
              : NullNode.getInstance();
      case MICRO_TIME ->
          value.bytes().hasRemaining()
              ? TextNode.valueOf(MICRO_TIME.format(instant(value.bytes())))
              : NullNode.getInstance();
      case INT_OR_STRING -> intOrString(value.bytes());
      case ANY ->
          // A message without fields, such as the subresource status of a definition, has no bytes.
          value.bytes().hasRemaining()
              ? Json.parse(WireField.next(value.bytes()).text())
              : Json.object();
    };
  }

  /** The number type of the JSON parser, so that both encodings of an object are equal. */
  private static JsonNode whole(long number) {
    return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
  }

  private static JsonNode number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? whole((long) number)
        : DoubleNode.valueOf(number);
  }

  private static Instant instant(ByteBuffer in) {
    long seconds = 0;
    long nanos = 0;
    while (in.hasRemaining()) {
      WireField part = WireField.next(in);
      seconds = part.number() == 1 ? part.varint() : seconds;
      nanos = part.number() == 2 ? part.varint() : nanos;
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static JsonNode intOrString(ByteBuffer in) {
    long type = 0;
    long number = 0;
    String text = "";
    while (in.hasRemaining()) {
      WireField part = WireField.next(in);
      switch (part.number()) {
        case 1 -> type = part.varint();
        case 2 -> number = part.varint();
        default -> text = part.text();
      }
    }
    return type == 0 ? IntNode.valueOf((int) number) : TextNode.valueOf(text);
  }
}
