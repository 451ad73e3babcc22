package dev.cnilab.cluster.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schema.Scalar;
import dev.cnilab.cluster.object.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Kubernetes' protobuf encoding of the built-in kinds, which client-go prefers and kubectl sends
 * with {@code create deployment} and the like.
 */
public final class Protobuf {
  public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /**
   * Fields of a JSON schema which Kubernetes wraps, because they hold a schema or something else.
   */
  static final Set<String> SCHEMA_OR_MORE =
      Set.of("additionalItems", "additionalProperties", "items");

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Protobuf() {}

  /** A field as it is on the wire: a number or bytes. */
  private record Value(int number, long varint, ByteBuffer bytes) {
    String text() {
      return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
  }

  /**
   * Reads an object with its envelope.
   *
   * @throws IllegalArgumentException if it can't be decoded
   */
  public static ObjectNode decode(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message);
    if (!in.slice(0, Math.min(message.length, MAGIC.length)).equals(ByteBuffer.wrap(MAGIC))) {
      throw new IllegalArgumentException(
          "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    }
    in.position(MAGIC.length);
    String apiVersion = "";
    String kind = "";
    ByteBuffer raw = ByteBuffer.allocate(0);
    while (in.hasRemaining()) {
      Value value = next(in);
      if (value.number() == 1) {
        ByteBuffer typeMeta = value.bytes();
        while (typeMeta.hasRemaining()) {
          Value part = next(typeMeta);
          apiVersion = part.number() == 1 ? part.text() : apiVersion;
          kind = part.number() == 2 ? part.text() : kind;
        }
      } else if (value.number() == 2) {
        raw = value.bytes();
      }
    }
    ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
    read(struct(apiVersion, kind), raw, object, List.of());
    return object;
  }

  private static Struct struct(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String name = Schemas.group(group) + "." + apiVersion.substring(slash + 1) + "." + kind;
    return Schemas.builtIn()
        .find(name)
        .or(() -> Schemas.builtIn().find("meta.v1." + kind))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no kind \"" + kind + "\" is registered for version \"" + apiVersion + "\""));
  }

  /**
   * Writes an object, or a list of them, with its envelope.
   *
   * @throws IllegalArgumentException if its kind has no messages
   */
  public static byte[] encode(JsonNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    ProtobufWriter envelope = new ProtobufWriter();
    envelope.message(
        1,
        typeMeta -> {
          typeMeta.text(1, apiVersion);
          typeMeta.text(2, kind);
        });
    envelope.message(2, raw -> write(raw, apiVersion, kind, object));
    envelope.text(3, "");
    envelope.text(4, "");
    byte[] message = envelope.bytes();
    return ByteBuffer.allocate(MAGIC.length + message.length).put(MAGIC).put(message).array();
  }

  private static void write(ProtobufWriter out, String apiVersion, String kind, JsonNode object) {
    if (kind.endsWith("List") && object.has("items")) {
      Struct metadata = Schemas.builtIn().find("meta.v1.ListMeta").orElseThrow();
      out.message(1, list -> list.object(metadata, object.path("metadata")));
      String ofItem = kind.substring(0, kind.length() - "List".length());
      object
          .path("items")
          .forEach(item -> out.message(2, message -> write(message, apiVersion, ofItem, item)));
    } else if (kind.equals("PartialObjectMetadata")) {
      Struct metadata = Schemas.builtIn().find("meta.v1.ObjectMeta").orElseThrow();
      out.message(1, message -> message.object(metadata, object.path("metadata")));
    } else {
      out.object(struct(apiVersion, kind), object);
    }
  }

  /**
   * Writes an event of a watch as one frame: its length in four bytes, then a {@code WatchEvent}
   * without an envelope, which contains the object with one.
   */
  public static byte[] event(String type, JsonNode object) {
    ProtobufWriter event = new ProtobufWriter();
    event.text(1, type);
    event.message(2, extension -> extension.bytes(1, encode(object)));
    byte[] message = event.bytes();
    return ByteBuffer.allocate(Integer.BYTES + message.length)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /** Reads fields into an object; {@code path} is the path of inlined messages to them. */
  private static void read(Struct type, ByteBuffer in, ObjectNode object, List<Integer> path) {
    while (in.hasRemaining()) {
      Value value = next(in);
      List<Integer> numbers =
          java.util.stream.Stream.concat(path.stream(), java.util.stream.Stream.of(value.number()))
              .toList();
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

  private static void put(ObjectNode object, Struct.Field field, Value value) {
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
          Value part = next(entry);
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
      Value part = next(in);
      found =
          part.bytes().hasRemaining()
              ? json(schema, part)
              : BooleanNode.valueOf(part.varint() != 0);
    }
    return found;
  }

  private static JsonNode json(Schema type, Value value) {
    return switch (type) {
      case Struct struct -> {
        ObjectNode object = Json.object();
        read(struct, value.bytes(), object, List.of());
        yield object;
      }
      case ListOf list -> {
        ArrayNode items = Json.array();
        while (value.bytes().hasRemaining()) {
          items.add(json(list.items(), next(value.bytes())));
        }
        yield items;
      }
      case MapOf map -> Json.object();
      case Scalar scalar -> scalar(scalar, value);
    };
  }

  private static JsonNode scalar(Scalar type, Value value) {
    return switch (type) {
      case STRING -> TextNode.valueOf(value.text());
      case INT32 -> IntNode.valueOf((int) value.varint());
      case INT64 -> whole(value.varint());
      case NUMBER -> number(Double.longBitsToDouble(value.varint()));
      case BOOLEAN -> BooleanNode.valueOf(value.varint() != 0);
      case BYTES -> TextNode.valueOf(Base64.getEncoder().encodeToString(array(value.bytes())));
      case QUANTITY ->
          TextNode.valueOf(value.bytes().hasRemaining() ? next(value.bytes()).text() : "0");
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
          value.bytes().hasRemaining() ? Json.parse(next(value.bytes()).text()) : Json.object();
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
      Value part = next(in);
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
      Value part = next(in);
      switch (part.number()) {
        case 1 -> type = part.varint();
        case 2 -> number = part.varint();
        default -> text = part.text();
      }
    }
    return type == 0 ? IntNode.valueOf((int) number) : TextNode.valueOf(text);
  }

  private static Value next(ByteBuffer in) {
    try {
      int tag = (int) varint(in);
      int number = tag >>> 3;
      return switch (tag & 7) {
        case VARINT -> new Value(number, varint(in), ByteBuffer.allocate(0));
        case FIXED64 ->
            new Value(number, in.order(ByteOrder.LITTLE_ENDIAN).getLong(), ByteBuffer.allocate(0));
        case FIXED32 ->
            new Value(number, in.order(ByteOrder.LITTLE_ENDIAN).getInt(), ByteBuffer.allocate(0));
        case BYTES -> {
          int length = (int) varint(in);
          ByteBuffer bytes = in.slice(in.position(), length);
          in.position(in.position() + length);
          yield new Value(number, 0, bytes);
        }
        default -> throw new IllegalArgumentException("proto: illegal wireType " + (tag & 7));
      };
    } catch (java.nio.BufferUnderflowException | IndexOutOfBoundsException cutOff) {
      throw new IllegalArgumentException("unexpected EOF", cutOff);
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("proto: integer overflow");
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.duplicate().get(array);
    return array;
  }
}
