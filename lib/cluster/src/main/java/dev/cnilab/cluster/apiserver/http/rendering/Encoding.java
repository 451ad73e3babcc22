package dev.cnilab.cluster.apiserver.http.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.protobuf.Protobuf;
import dev.cnilab.cluster.log.GoYaml;
import dev.cnilab.cluster.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The encodings of objects in answers. */
public enum Encoding {
  JSON("application/json", "application/json") {
    @Override
    public Parts parts(JsonNode json, Indentation indentation) {
      return new JsonParts(indentation.printer(json), indentation.end());
    }

    @Override
    public Parts parts(ObjectsDocument objects, Indentation indentation) {
      return new JsonParts(indentation.printer(objects), indentation.end());
    }

    @Override
    public byte[] event(String type, JsonNode object) {
      JsonNode event = Json.object().put("type", type).set("object", object);
      return (event + "\n").getBytes(StandardCharsets.UTF_8);
    }
  },
  YAML("application/yaml", "") {
    @Override
    public Parts parts(JsonNode json, Indentation indentation) {
      return new WholePart(json, tree -> GoYaml.write(tree).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] event(String type, JsonNode object) {
      throw new IllegalStateException("a watch in YAML is refused");
    }
  },
  PROTOBUF(Protobuf.MEDIA_TYPE, Protobuf.MEDIA_TYPE + ";stream=watch") {
    @Override
    public Parts parts(JsonNode json, Indentation indentation) {
      return new WholePart(json, Protobuf::encode);
    }

    @Override
    public byte[] event(String type, JsonNode object) {
      return Protobuf.event(type, object);
    }
  };

  private final String mediaType;
  private final String stream;

  Encoding(String mediaType, String stream) {
    this.mediaType = mediaType;
    this.stream = stream;
  }

  /** The encoding of an answer with this Content-Type; JSON if it is none of the others. */
  public static Encoding ofContent(String contentType) {
    return Arrays.stream(values())
        .filter(encoding -> encoding.mediaType.equals(contentType))
        .findFirst()
        .orElse(JSON);
  }

  public String mediaType() {
    return mediaType;
  }

  /** The Content-Type of a watch, "" if there are none in this encoding. */
  public String stream() {
    return stream;
  }

  /** An answer's bytes; text in UTF-8 unless it is protobuf. */
  public abstract Parts parts(JsonNode json, Indentation indentation);

  /** The same with many objects. */
  public Parts parts(ObjectsDocument objects, Indentation indentation) {
    return parts(objects.whole(), indentation);
  }

  /** One event of a watch. */
  public abstract byte[] event(String type, JsonNode object);
}
