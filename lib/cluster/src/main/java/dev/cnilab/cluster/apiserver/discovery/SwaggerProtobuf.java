package dev.cnilab.cluster.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes an OpenAPI 2 document in the only encoding that client-go asks for (the field numbers are
 * those of gnostic's {@code OpenAPIv2.proto}).
 */
public final class SwaggerProtobuf {
  /** The media type of the answer. */
  public static final String MEDIA_TYPE =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  /**
   * The media type that client-go asks for; it contains an @, which media types may not, so no
   * answer may have it.
   */
  public static final String ASKED_FOR =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private SwaggerProtobuf() {}

  /** The message {@code Document}. */
  public static ByteBuffer encode(JsonNode document) {
    SwaggerProtobuf message = new SwaggerProtobuf();
    message.text(1, document.path("swagger"));
    message.part(
        2,
        info -> {
          info.text(1, document.at("/info/title"));
          info.text(2, document.at("/info/version"));
        });
    message.part(8, paths -> {});
    message.part(9, definitions -> definitions.named(document.path("definitions")));
    return ByteBuffer.wrap(message.out.toByteArray());
  }

  /** The repeated {@code NamedSchema} of {@code Definitions} and {@code Properties}. */
  private void named(JsonNode schemas) {
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      part(
          1,
          named -> {
            named.text(1, schema.getKey());
            named.part(2, value -> value.schema(schema.getValue()));
          });
    }
  }

  private void schema(JsonNode schema) {
    text(1, schema.path("$ref"));
    text(2, schema.path("format"));
    text(4, schema.path("description"));
    schema.path("required").forEach(name -> text(19, name));
    if (schema.has("additionalProperties")) {
      part(21, item -> item.part(1, values -> values.schema(schema.get("additionalProperties"))));
    }
    if (schema.has("type")) {
      part(22, item -> item.text(1, schema.get("type")));
    }
    if (schema.has("items")) {
      part(23, item -> item.part(1, items -> items.schema(schema.get("items"))));
    }
    if (schema.has("properties")) {
      part(25, properties -> properties.named(schema.get("properties")));
    }
    if (schema.has(SwaggerDefinitions.KIND)) {
      part(
          31,
          extension -> {
            extension.text(1, SwaggerDefinitions.KIND);
            extension.part(2, any -> any.text(2, schema.get(SwaggerDefinitions.KIND).toString()));
          });
    }
  }

  private void text(int field, JsonNode text) {
    if (text.isTextual()) {
      text(field, text.asText());
    }
  }

  private void text(int field, String text) {
    bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  private void part(int field, Consumer<SwaggerProtobuf> content) {
    SwaggerProtobuf part = new SwaggerProtobuf();
    content.accept(part);
    bytes(field, part.out.toByteArray());
  }

  private void bytes(int field, byte[] bytes) {
    varint((field << 3) | BYTES);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void varint(int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
