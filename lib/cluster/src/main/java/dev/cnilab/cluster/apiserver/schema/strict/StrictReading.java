package dev.cnilab.cluster.apiserver.schema.strict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.schema.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through a JSON text as Go's strict decoder, and collects its complaints in the order of the
 * text: each once, and at most a hundred of them. What is in a field that is unknown, or of a type
 * that decodes itself, it does not see.
 */
public final class StrictReading {
  /** {@code saveStrictError} in sigs.k8s.io/json. */
  private static final int MOST = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private static final ObjectWriter SORTING =
      new ObjectMapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  private final JsonParser parser;
  private final int most;
  private final StringBuilder path = new StringBuilder();
  private final Set<StrictError> found = new LinkedHashSet<>();

  private StrictReading(JsonParser parser, int most) {
    this.parser = parser;
    this.most = most;
  }

  /** The complaints about an object of a type. */
  public static List<StrictError> of(Struct type, byte[] json) {
    return read(GoTarget.of(type), json, MOST);
  }

  /** The same of an object that Go has as a map, and so writes with its keys in order. */
  public static List<StrictError> ofMap(Struct type, JsonNode map) {
    return of(type, sorted(map));
  }

  /** The same without a limit: Go's converter of maps has none. */
  public static List<StrictError> allOfMap(Struct type, JsonNode map) {
    return read(GoTarget.of(type), sorted(map), Integer.MAX_VALUE);
  }

  private static byte[] sorted(JsonNode map) {
    try {
      return SORTING.writeValueAsBytes(map);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The complaints about an object that is decoded into a map: its fields may be repeated. */
  public static List<StrictError> ofAnything(byte[] json) {
    return read(new GoTarget.Anything(), json, MOST);
  }

  /** The complaints about a JSON patch. */
  public static List<StrictError> ofOperations(byte[] json) {
    return read(new GoTarget.Operations(), json, MOST);
  }

  private static List<StrictError> read(GoTarget target, byte[] json, int most) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      StrictReading reading = new StrictReading(parser, most);
      reading.value(target);
      return new ArrayList<>(reading.found);
    } catch (IOException malformed) {
      return List.of(); // which is reported where the text is parsed
    }
  }

  private void value(GoTarget target) throws IOException {
    JsonToken start = parser.currentToken();
    if (start == JsonToken.START_OBJECT && target.isSeen()) {
      object(target);
    } else if (start == JsonToken.START_ARRAY && target.isSeen()) {
      array(target.item());
    } else {
      parser.skipChildren();
    }
  }

  private void object(GoTarget target) throws IOException {
    int before = path.length();
    Set<String> names = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME && found.size() < most) {
      String name = parser.currentName();
      Optional<GoTarget> field = target.field(name);
      path.append(before == 0 ? "" : ".").append(name);
      if (field.isEmpty()) {
        add(StrictError.Why.UNKNOWN);
      } else if (!names.add(name)) {
        add(StrictError.Why.REPEATED);
      }
      parser.nextToken();
      value(field.orElse(GoTarget.ITSELF));
      path.setLength(before);
    }
  }

  private void array(GoTarget item) throws IOException {
    int before = path.length();
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY && found.size() < most; i++) {
      if (parser.currentToken() == null) {
        return;
      }
      path.append('[').append(i).append(']');
      value(item);
      path.setLength(before);
    }
  }

  /** A complaint that is already there costs as much: the same field may occur very often. */
  private void add(StrictError.Why why) {
    Budget.charge(Budget.ofText(path.length()));
    found.add(new StrictError(why, path.toString()));
  }
}
