package dev.cnilab.cluster.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.Json;
import java.nio.ByteBuffer;

/**
 * Kubernetes' protobuf encoding of the built-in kinds, which client-go prefers and kubectl sends
 * with {@code create deployment} and the like.
 */
public final class Protobuf {
  public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};

  private Protobuf() {}

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
      WireField value = WireField.next(in);
      if (value.number() == 1) {
        ByteBuffer typeMeta = value.bytes();
        while (typeMeta.hasRemaining()) {
          WireField part = WireField.next(typeMeta);
          apiVersion = part.number() == 1 ? part.text() : apiVersion;
          kind = part.number() == 2 ? part.text() : kind;
        }
      } else if (value.number() == 2) {
        raw = value.bytes();
      }
    }
    ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
    ProtobufReader.read(struct(apiVersion, kind), raw, object);
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
}
