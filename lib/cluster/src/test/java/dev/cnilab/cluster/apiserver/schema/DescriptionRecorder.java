package dev.cnilab.cluster.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Records the descriptions of types and fields in a real API server's OpenAPI documents, and the
 * allowed values of fields. Run it with the address at which {@code kubectl proxy} listens and the
 * folder of the files. A type that the server does not serve keeps its earlier description.
 */
final class DescriptionRecorder {
  private static final Schemas KNOWN = Schemas.builtIn();

  /** Types that are not objects, but have a description all the same. */
  private static final Set<String> SCALARS =
      Set.of(
          "io.k8s.apimachinery.pkg.api.resource.Quantity",
          "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
          "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
          "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
          "io.k8s.apimachinery.pkg.util.intstr.IntOrString");

  private final Map<String, String> descriptions = new TreeMap<>();
  private final Map<String, String> values = new TreeMap<>();

  private DescriptionRecorder() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    DescriptionRecorder recorder = new DescriptionRecorder();
    for (String line : Files.readAllLines(folder.resolve("descriptions.txt"))) {
      int space = line.indexOf(' ');
      recorder.descriptions.put(line.substring(0, space), line.substring(space + 1));
    }
    JsonNode index = get(arguments[0] + "/openapi/v3");
    for (Map.Entry<String, JsonNode> path : index.path("paths").properties()) {
      get(arguments[0] + path.getValue().path("serverRelativeURL").asText())
          .at("/components/schemas")
          .properties()
          .forEach(schema -> recorder.read(name(schema.getKey()), schema.getValue()));
    }
    Files.writeString(folder.resolve("descriptions.txt"), lines(recorder.descriptions));
    Files.writeString(folder.resolve("values.txt"), lines(recorder.values));
  }

  private void read(String struct, JsonNode schema) {
    if (SCALARS.contains(struct)) {
      describe(struct, schema);
      return;
    }
    if (KNOWN.find(struct).isEmpty()) {
      return;
    }
    describe(struct, schema);
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      String name = struct + "." + field.getKey();
      if (KNOWN.find(struct).orElseThrow().field(field.getKey()).isPresent()) {
        describe(name, field.getValue());
        JsonNode value = field.getValue();
        JsonNode allowed = (value.has("items") ? value.path("items") : value).path("enum");
        if (!allowed.isEmpty()) {
          List<String> words = new ArrayList<>();
          allowed.forEach(word -> words.add(word.asText()));
          values.put(name, String.join(" ", words));
        }
      }
    }
  }

  private void describe(String name, JsonNode schema) {
    String words = schema.path("description").asText("");
    if (!words.isBlank()) {
      descriptions.put(name, words.replace("\n", "\\n").strip());
    }
  }

  /** {@code io.k8s.api.core.v1.Pod} becomes core.v1.Pod; a scalar keeps its name. */
  private static String name(String schema) {
    if (SCALARS.contains(schema)) {
      return schema;
    }
    return schema.replaceFirst("^io\\.k8s\\..*?\\.?(?=[a-z]+\\.v\\w+\\.\\w+$)", "");
  }

  private static String lines(Map<String, String> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach((name, words) -> text.append(name).append(' ').append(words).append('\n'));
    return text.toString();
  }

  private static JsonNode get(String address) throws IOException {
    try (InputStream body = URI.create(address).toURL().openStream()) {
      return Json.parse(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
