package dev.cnilab.cluster.apiserver.http.rest.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.cnilab.cluster.apiserver.http.message.RequestBody;
import dev.cnilab.cluster.apiserver.http.message.RequestBody.Parsed;
import dev.cnilab.cluster.apiserver.protobuf.Protobuf;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.log.GoYaml;
import java.io.IOException;
import java.util.Optional;

/** How a body is written. */
enum Syntax {
  JSON {
    @Override
    JsonNode parse(RequestBody body) throws IOException {
      try {
        JsonNode tree = READER.readTree(body.text());
        if (!tree.isMissingNode()) {
          return tree;
        }
      } catch (JsonProcessingException | FiniteNumbers.TooLargeException malformed) {
        // The reason is found below, as Go reports it.
      }
      try {
        return GoJson.parse(body.bytes());
      } catch (GoJsonException malformed) {
        throw new IOException(malformed.getMessage(), malformed);
      }
    }
  },

  YAML {
    @Override
    JsonNode parse(RequestBody body) throws IOException {
      return GoYaml.read(body.text());
    }
  },

  PROTOBUF {
    @Override
    JsonNode parse(RequestBody body) {
      return Protobuf.decode(body.bytes());
    }
  };

  private static final ObjectReader READER =
      new ObjectMapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(new FiniteNumbers());

  /** The syntax of a media type, if bodies may be of it. */
  static Optional<Syntax> of(String contentType) {
    return switch (contentType) {
      case "", "application/json" -> Optional.of(JSON);
      case "application/yaml" -> Optional.of(YAML);
      case Protobuf.MEDIA_TYPE -> Optional.of(PROTOBUF);
      default -> ofPatch(contentType);
    };
  }

  private static Optional<Syntax> ofPatch(String contentType) {
    for (Patch.Type type : Patch.Type.values()) {
      if (type.mediaType().equals(contentType)) {
        return Optional.of(type == Patch.Type.APPLY ? YAML : JSON);
      }
    }
    return Optional.empty();
  }

  /**
   * Parses a body.
   *
   * @throws IOException in the words of Go's decoder or of go-yaml
   * @throws IllegalArgumentException for protobuf
   */
  abstract JsonNode parse(RequestBody body) throws IOException;

  /** The same, unless it has been done ahead. */
  JsonNode read(RequestBody body) throws IOException {
    Optional<Parsed> ahead = body.takeParsed();
    return ahead.isPresent() ? ahead.get().tree() : parse(body);
  }

  /** Parses a body before its tree is asked for; a failure is reported then. */
  Parsed ahead(RequestBody body) {
    try {
      JsonNode tree = parse(body);
      return () -> tree;
    } catch (IOException malformed) {
      return () -> {
        throw malformed;
      };
    } catch (RuntimeException malformed) {
      return () -> {
        throw malformed;
      };
    }
  }
}
